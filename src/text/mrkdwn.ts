// Slack's mrkdwn: what people wrote there becomes plain text or markdown, and nothing is ever cut in half.
// Slack delivers text with `&`, `<` and `>` escaped; `<...>` is always a token of Slack's own.
import { characterEnd } from './cut.ts';
import { escapeMarkdown, markdownLink } from './mrkdwn-markdown.ts';

/** What to call the ids Slack leaves without a label. */
export type Names = {
  user?: (id: string) => string | undefined;
  channel?: (id: string) => string | undefined;
};

/** `&`, `<` and `>`, and nothing else: Slack knows no other escape. */
export function escapeMrkdwn(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The reverse, once: `&amp;lt;` is the text `&lt;`. */
export function unescapeMrkdwn(mrkdwn: string): string {
  return mrkdwn.replace(/&(lt|gt|amp);/g, (_, name: keyof typeof entities) => entities[name]);
}

const entities = { lt: '<', gt: '>', amp: '&' };

/**
 * At most `limit` UTF-16 units, ending in `…` when something was left out; never inside a character, an entity or a
 * `<...>` token, and an open code block is closed.
 */
export function cutMrkdwn(mrkdwn: string, limit: number): string {
  if (mrkdwn.length <= limit) return mrkdwn;
  const fence = '\n```';
  const cut = cutOutsideTokens(mrkdwn, limit);
  if (!inOpenFence(cut) || limit <= 2 * fence.length) return cut;
  return cutOutsideTokens(mrkdwn, limit - fence.length) + fence;
}

function cutOutsideTokens(mrkdwn: string, limit: number): string {
  let end = characterEnd(mrkdwn, beforeToken(mrkdwn, limit - 1));
  const space = mrkdwn.lastIndexOf(' ', end);
  if (space > end - 20 && space > limit / 2 && beforeToken(mrkdwn, space) === space) end = space;
  return `${mrkdwn.slice(0, end).trimEnd()}…`;
}

/** `end`, or where the token or entity begins that `end` would cut. */
function beforeToken(mrkdwn: string, end: number): number {
  if (end <= 0) return 0;
  const open = mrkdwn.lastIndexOf('<', end - 1);
  if (open >= 0 && mrkdwn.indexOf('>', open) >= end) return open;
  const amp = mrkdwn.lastIndexOf('&', end - 1);
  const entity = amp < end - 4 ? null : /^&(?:lt|gt|amp);/.exec(mrkdwn.slice(amp, amp + 5));
  return entity && amp + entity[0].length > end ? amp : end;
}

function inOpenFence(mrkdwn: string): boolean {
  return mrkdwn.split('```').length % 2 === 0;
}

/** What a person reads: labels for links and mentions, no formatting marks, no escapes. */
export function plainText(mrkdwn: string, names: Names = {}): string {
  return parts(mrkdwn)
    .map((part) => {
      if (part.kind !== 'text') return unescapeMrkdwn(tokensToText(part.text, names));
      return unescapeMrkdwn(tokensToText(withMarks(part.text, '', '', ''), names));
    })
    .join('');
}

/** The same message as markdown. All of its text is escaped, so that it formats in a tracker as it did in Slack. */
export function markdownOf(mrkdwn: string, names: Names = {}): string {
  return parts(mrkdwn.replace(privateMarks, ''))
    .map((part) => {
      if (part.kind === 'text') return textToMarkdown(part.text, names);
      const code = unescapeMrkdwn(tokensToText(part.text, names));
      return part.kind === 'fence'
        ? `\n\`\`\`\n${code.replace(/^\n/, '').replace(/\n$/, '')}\n\`\`\`\n`
        : `\`${code}\``;
    })
    .join('');
}

/** Private characters stand for the marks while everything around them is escaped. */
const privateMarks = /[\uE000-\uE003]/g;

function textToMarkdown(text: string, names: Names): string {
  const links: string[] = [];
  const withoutLinks = text.replace(token, (whole, inner: string) => {
    const link = linkIn(inner);
    if (!link) return whole;
    links.push(markdownLink(link.url, unescapeMrkdwn(link.label)));
    return '\uE003';
  });
  const marked = withMarks(withoutLinks, '\uE000', '\uE001', '\uE002');
  const escaped = marked
    .split('\n')
    .map((line) => {
      const quoted = /^&gt; ?/.exec(line);
      const rest = escapeMarkdown(unescapeMrkdwn(tokensToText(line.slice(quoted?.[0].length ?? 0), names)));
      return quoted ? `> ${rest}` : rest;
    })
    .join('\n');
  return escaped
    .replaceAll('\uE000', '**')
    .replaceAll('\uE001', '_')
    .replaceAll('\uE002', '~~')
    .replaceAll('\uE003', () => links.shift() ?? '');
}

type Part = { kind: 'text' | 'code' | 'fence'; text: string };

/** Code keeps its stars and underscores, so it is told apart first. */
function parts(mrkdwn: string): Part[] {
  const found: Part[] = [];
  let from = 0;
  for (const match of mrkdwn.matchAll(/```([\s\S]+?)```|`([^`\n]+)`/g)) {
    if (match.index > from) found.push({ kind: 'text', text: mrkdwn.slice(from, match.index) });
    const [whole, fence, code] = match;
    found.push(fence !== undefined ? { kind: 'fence', text: fence } : { kind: 'code', text: code ?? '' });
    from = match.index + whole.length;
  }
  if (from < mrkdwn.length) found.push({ kind: 'text', text: mrkdwn.slice(from) });
  return found;
}

/** Slack formats only where the marks stand at the edges of words: snake_case and 2*3*4 stay. */
function withMarks(text: string, bold: string, italic: string, strike: string): string {
  const marks = { '*': bold, _: italic, '~': strike };
  return text
    .replace(
      /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\p{L}\p{N}*])/gu,
      `${marks['*']}$1${marks['*']}`,
    )
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+)(?<=\S)_(?![\p{L}\p{N}_])/gu, `${marks._}$1${marks._}`)
    .replace(/(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+)(?<=\S)~(?![\p{L}\p{N}~])/gu, `${marks['~']}$1${marks['~']}`);
}

const token = /<([^<>\n]+)>/g;

function tokensToText(text: string, names: Names): string {
  return text.replace(token, (whole, inner: string) => tokenToText(inner, names) ?? whole);
}

/** Undefined when Slack knows no such token: then it is the person's own text. */
function tokenToText(inner: string, names: Names): string | undefined {
  const bar = inner.indexOf('|');
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  const id = body.slice(1);
  if (/^@[UWB]/.test(body)) return `@${label.replace(/^@/, '') || names.user?.(id) || id}`;
  if (/^#[CGD]/.test(body)) return `#${label || names.channel?.(id) || id}`;
  if (body.startsWith('!date^')) return label || body;
  if (body.startsWith('!subteam^')) return `@${(label || body.slice('!subteam^'.length)).replace(/^@/, '')}`;
  if (body.startsWith('!')) return label || `@${id}`;
  const link = linkIn(inner);
  if (!link) return undefined;
  const address = link.url.replace(/^(?:mailto|tel):/, '');
  return saysTheSame(link.label, address) ? address : `${link.label} (${address})`;
}

function linkIn(inner: string): { url: string; label: string } | undefined {
  const [url = '', ...rest] = inner.split('|');
  if (!/^(?:https?:\/\/|mailto:|tel:)\S/i.test(url)) return undefined;
  return { url: unescapeMrkdwn(url), label: rest.join('|') };
}

/** Slack labels a bare address with itself, often without its scheme. */
function saysTheSame(label: string, address: string): boolean {
  const bare = (text: string) =>
    unescapeMrkdwn(text)
      .replace(/^[a-z]+:\/\//i, '')
      .replace(/\/$/, '');
  return label === '' || bare(label) === bare(address);
}
