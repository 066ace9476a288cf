// Text from people and from models, made harmless before it is shown: it can neither mention, link, format nor hide.

import { escapeMrkdwn } from './mrkdwn.ts';
import { escapeMarkdown } from './mrkdwn-markdown.ts';

/**
 * Plain text as mrkdwn that shows it and does nothing else. Addresses and mass mentions stand in code spans, where
 * Slack neither links nor notifies. Post it in a text object with `verbatim: true` all the same.
 */
export function inertMrkdwn(plain: string): string {
  return inert(plain, (text) => escapeMrkdwn(withoutOpeningMarks(text)), escapeMrkdwn);
}

/** The same as markdown for trackers. */
export function inertMarkdown(plain: string): string {
  return inert(plain, escapeMarkdown, (text) => text);
}

/** What Slack or a tracker would link or notify, replaced: `(link)` for addresses, a bare word for mass mentions. */
export function withoutAddresses(plain: string): string {
  return plain.replace(addressOrMention, (found) =>
    /^@\w+$/.test(found) ? found.slice(1) : found.startsWith('<') ? '' : '(link)',
  );
}

/** For plain text fields (headers, option labels, notifications), where nothing formats. */
export function inertPlain(plain: string): string {
  return withoutInvisible(plain).replace(/@(channel|here|everyone|group)\b/gi, '@\u2009$1');
}

function inert(plain: string, text: (t: string) => string, code: (t: string) => string): string {
  const shown = withoutInvisible(plain).replaceAll('`', "'");
  const out: string[] = [];
  let from = 0;
  for (const { index, 0: found } of shown.matchAll(addressOrMention)) {
    const active = withoutTrailingPunctuation(found);
    const between = text(shown.slice(from, index));
    // Two spans that touch become one: Slack reads `` as an empty one.
    if (between === '' && out.length > 0) out.splice(-1, 1, code(active), '`');
    else out.push(between, '`', code(active), '`');
    from = index + active.length;
  }
  return out.join('') + text(shown.slice(from));
}

/** A loop: `+$` would try every run of dots in a long address. */
function withoutTrailingPunctuation(address: string): string {
  let end = address.length;
  while (end > 0 && '.,;:!?)]}\'"»'.includes(address[end - 1]!)) end -= 1;
  return address.slice(0, end);
}

/** Every part is bounded, so that a megabyte without a match costs a megabyte. */
const addressOrMention = new RegExp(
  [
    String.raw`[a-z][a-z0-9+.-]{1,20}:\/\/\S+`,
    String.raw`\b(?:mailto|tel|javascript|data|vbscript|slack):\S+`,
    String.raw`\bwww\.\S+`,
    String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}`,
    String.raw`\b(?:[a-z0-9-]{1,63}\.){1,6}(?:com|net|org|io|dev|app|co|ai|ru|cn|xyz|top|info|biz|link|click|me|ly|gg|zip|mov|site|online|shop)\b(?:\/\S*)?`,
    '@(?:channel|here|everyone|group)',
    String.raw`<[!@#][^\s<>]{1,80}>`,
  ].join('|'),
  'gi',
);

/** A mark at the start of a word would open formatting that runs into our own text. */
function withoutOpeningMarks(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}*_~])[*_~]+(?=[\p{L}\p{N}<"'(])/gu, '');
}

/**
 * Removes what changes the reading without being seen: control characters, bidirectional overrides, zero-width
 * characters, tag characters, and piles of combining marks. Joiners stay where scripts and emoji need them.
 * Source: Unicode TR36 and TR39; CVE-2021-42574.
 */
export function withoutInvisible(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
    .replace(hidden, '')
    .replace(/(?<!\p{L}|\p{M}|\p{Extended_Pictographic}|\ufe0f|[\u{1f3fb}-\u{1f3ff}])[\u200c\u200d]+/gu, '')
    .replace(/(?<=\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek})[\u200c\u200d]+/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1');
}

/** Soft hyphen, grapheme joiner, bidirectional marks, fillers, zero-width, tags and supplementary variation selectors. */
const hidden = new RegExp(
  [
    String.raw`\u00ad|\u034f|\u061c|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|\u200b|\u200e|\u200f`,
    String.raw`[\u202a-\u202e]|[\u2060-\u206f]|\u3164|\ufeff|\uffa0|[\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]`,
  ].join('|'),
  'gu',
);
