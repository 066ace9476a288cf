// What Slack's server does with message text: it keeps entities it knows, escapes every other `&`, `<` and `>`,
// links bare addresses, and finds who is alerted.
import type { Mentions } from './wire.ts';
import type { World } from './world.ts';

const token =
  /<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!subteam\^S[A-Z0-9]+|!here|!channel|!everyone|!date\^[^<>|]+|https?:\/\/[^\s<>|]+|mailto:[^\s<>|]+)(?:\|[^<>]*)?>/g;

/** `linkNames`: `@handle`, `@group`, `@here` and `#channel` become mentions too, as in the message box. */
export function normalise(text: string, world: World, options: { linkNames?: boolean } = {}): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    parts.push(plain(text.slice(end, match.index), world, options), match[0]);
    end = match.index + match[0].length;
  }
  return parts.join('') + plain(text.slice(end), world, options);
}

function plain(text: string, world: World, { linkNames }: { linkNames?: boolean }): string {
  const escaped = text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  const linked = escaped.replace(/\bhttps?:\/\/[^\s|&]+(?:&amp;[^\s|&]+)*/g, linkOf);
  return linkNames ? withNames(linked, world) : linked;
}

/** A full stop or a bracket after an address is the sentence's. */
function linkOf(address: string): string {
  const tail = /[.,;:!?)\]}'"*_~`]+$/.exec(address)?.[0] ?? '';
  return `<${address.slice(0, address.length - tail.length)}>${tail}`;
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

/** Everyone whom text, mrkdwn in blocks and attachments, and rich text would alert. */
export function mentionsIn(message: { text: string; blocks?: unknown[]; attachments?: unknown[] }): Mentions {
  const found = { users: new Set<string>(), usergroups: new Set<string>(), broadcast: new Set<string>() };
  const read = (text: string) => {
    for (const [, id] of text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g)) found.users.add(id!);
    for (const [, id] of text.matchAll(/<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>/g)) found.usergroups.add(id!);
    for (const [, name] of text.matchAll(/<!(here|channel|everyone)(?:\|[^<>]*)?>/g))
      found.broadcast.add(name!);
  };
  read(message.text);
  visit([message.blocks ?? [], message.attachments ?? []], (node) => {
    if (node.type === 'mrkdwn' && typeof node.text === 'string') read(node.text);
    if (node.type === 'user' && typeof node.user_id === 'string') found.users.add(node.user_id);
    if (node.type === 'usergroup' && typeof node.usergroup_id === 'string')
      found.usergroups.add(node.usergroup_id);
    if (node.type === 'broadcast' && typeof node.range === 'string') found.broadcast.add(node.range);
    if (!node.type)
      for (const key of ['text', 'pretext', 'title']) if (typeof node[key] === 'string') read(node[key]);
  });
  return {
    users: [...found.users],
    usergroups: [...found.usergroups],
    broadcast: [...found.broadcast] as Mentions['broadcast'],
  };
}

function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see);
  } else if (node !== null && typeof node === 'object') {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) visit(value, see);
  }
}

/** The addresses in normalised text. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/<(https?:\/\/[^\s<>|]+)(?:\|[^<>]*)?>/g)].map(([, address]) =>
    address!.replaceAll('&amp;', '&'),
  );
}
