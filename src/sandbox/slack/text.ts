// What Slack's server does with message text: it keeps entities it knows, escapes every other `&`, `<` and `>`,
// and links bare addresses.
import type { World } from './world.ts';

const token =
  /<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!subteam\^S[A-Z0-9]+|!here|!channel|!everyone|!date\^[^<>|]+|https?:\/\/[^\s<>|]+|mailto:[^\s<>|]+)(?:\|[^<>]*)?>/g;

/** `linkNames`: `@handle`, `@group`, `@here` and `#channel` become mentions too, as in the message box. */
export function normalise(text: string, world: World, options: { linkNames?: boolean } = {}): string {
  return between(text, token, (words) =>
    // Nothing in code is a link or a name.
    between(escaped(words), /```[\s\S]*?```|`[^`\n]+`/g, (plain) => linked(plain, world, options)),
  );
}

/** Changes what lies between the matches, and keeps these. */
function between(text: string, kept: RegExp, change: (words: string) => string): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(kept)) {
    parts.push(change(text.slice(end, match.index)), match[0]);
    end = match.index + match[0].length;
  }
  return parts.join('') + change(text.slice(end));
}

function escaped(text: string): string {
  return text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

const url = /(?<url>\bhttps?:\/\/[^\s|&]+(?:&amp;[^\s|&]+)*)/;
const email = /(?<email>\b[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20}\b)/;
/** Slack knows every top-level domain; these are the ones people write in passing. */
const domain =
  /(?<domain>(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|io|dev|app|co|ai|de|uk|eu)\b(?![@-])(?:\/[^\s|&]*)?)/;
const linkable = new RegExp([url, email, domain].map((one) => one.source).join('|'), 'gi');

function linked(text: string, world: World, { linkNames }: { linkNames?: boolean }): string {
  const withLinks = text.replace(linkable, (...match) => {
    const found = match.at(-1) as { url?: string; email?: string; domain?: string };
    if (found.email) return `<mailto:${found.email}|${found.email}>`;
    return found.url ? linkOf(found.url, '') : linkOf(found.domain!, 'http://');
  });
  return linkNames ? between(withLinks, /<[^<>]*>/g, (words) => withNames(words, world)) : withLinks;
}

/** A full stop or a bracket after an address is the sentence's. */
function linkOf(written: string, scheme: string): string {
  const tail = /[.,;:!?)\]}'"*_~`]+$/.exec(written)?.[0] ?? '';
  const address = written.slice(0, written.length - tail.length);
  return scheme ? `<${scheme}${address}|${address}>${tail}` : `<${address}>${tail}`;
}

function withNames(text: string, world: World): string {
  return text
    .replace(/(^|[\s(])@([a-z0-9][a-z0-9._-]*[a-z0-9]|[a-z0-9])/gi, (whole, before: string, name: string) => {
      const mention = mentionOf(name.toLowerCase(), world);
      return mention ? `${before}${mention}` : whole;
    })
    .replace(/(^|[\s(])#([a-z0-9_-]+)/g, (whole, before: string, name: string) => {
      const channel = Object.values(world.channels).find((one) => one.name === name);
      return channel ? `${before}<#${channel.id}|${channel.name}>` : whole;
    });
}

function mentionOf(name: string, world: World): string | undefined {
  if (name === 'here' || name === 'channel' || name === 'everyone') return `<!${name}>`;
  const user = Object.values(world.users).find((one) => one.name === name);
  if (user) return `<@${user.id}>`;
  const group = world.usergroups.find((one) => one.handle === name);
  return group ? `<!subteam^${group.id}|@${group.handle}>` : undefined;
}

/** The addresses in normalised text. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/<(https?:\/\/[^\s<>|]+)(?:\|[^<>]*)?>/g)].map(([, address]) =>
    address!.replaceAll('&amp;', '&'),
  );
}
