// Slack's message markup as data: pure, knows neither the page nor the people in it. `mrkdwn-view.ts` shows it.
// Text arrives escaped (&amp; &lt; &gt;); a literal "<" that opens no known token stays text.

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'bold' | 'italic' | 'strike' | 'code'; children: Inline[] }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'user' | 'channel' | 'group' | 'broadcast'; id: string; label: string | undefined }
  | { kind: 'date'; seconds: number; format: string; url: string | undefined; fallback: string }
  | { kind: 'emoji'; name: string };

export type Paragraph = { kind: 'plain' | 'quote'; children: Inline[] } | { kind: 'pre'; children: Inline[] };

type Options = { /** Leave bare addresses, mentions and channel names alone. */ verbatim?: boolean };

export function parseMrkdwn(source: string, options: Options = {}): Paragraph[] {
  return source.split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((part, index): Paragraph[] => {
    if (index % 2 === 1) return [{ kind: 'pre', children: parseTokens(part) }];
    const text = index > 0 ? part.replace(/^\n/, '') : part;
    return text ? parseLines(text, options) : [];
  });
}

function parseLines(source: string, options: Options): Paragraph[] {
  const runs: { quote: boolean; lines: string[] }[] = [];
  let restIsQuote = false;
  for (const line of source.replace(/\n$/, '').split('\n')) {
    const marker = restIsQuote ? '' : (/^(&gt;&gt;&gt;|>>>|&gt;|>) ?/.exec(line)?.[0] ?? '');
    if (/^(&gt;&gt;&gt;|>>>)/.test(marker)) restIsQuote = true;
    const quote = restIsQuote || marker !== '';
    const last = runs.at(-1);
    if (last?.quote === quote) last.lines.push(line.slice(marker.length));
    else runs.push({ quote, lines: [line.slice(marker.length)] });
  }
  return runs.map(({ quote, lines }) => ({
    kind: quote ? 'quote' : 'plain',
    children: lines.flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' } as const] : []),
      ...parseInline(line, options),
    ]),
  }));
}

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const token = /<([^<>\n]+)>/y;
const codeSpan = /`([^`\n]+)`/y;
const emojiName = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/y;
const bareAddress = /https?:\/\/[^\s<>|]+/y;
const wordCharacter = /[\p{L}\p{N}]/u;

/** One line. Linear in its length but for nested styles, whose depth is bounded. */
export function parseInline(line: string, options: Options = {}, depth = 0): Inline[] {
  const found: Inline[] = [];
  const hopeless = new Set<string>();
  let plain = '';
  const push = (...items: Inline[]) => {
    if (plain) found.push({ kind: 'text', text: unescapeText(plain) });
    plain = '';
    found.push(...items);
  };
  for (let at = 0; at < line.length; ) {
    const special = parseSpecial(line, at, options);
    if (special) {
      push(special.item);
      at = special.end;
      continue;
    }
    const mark = line[at] as keyof typeof styles;
    const close = mark in styles && depth < 8 && !hopeless.has(mark) ? closingMark(line, at, hopeless) : -1;
    if (close > 0) {
      push({ kind: styles[mark], children: parseInline(line.slice(at + 1, close), options, depth + 1) });
      at = close + 1;
    } else {
      plain += mark;
      at += 1;
    }
  }
  push();
  return found;
}

function parseSpecial(line: string, at: number, options: Options): { item: Inline; end: number } | undefined {
  const read = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(line);
  };
  switch (line[at]) {
    case '<': {
      const match = read(token);
      const item = match && parseToken(match[1]!);
      return item ? { item, end: at + match[0].length } : undefined;
    }
    case '`': {
      const match = read(codeSpan);
      return match
        ? { item: { kind: 'code', children: parseTokens(match[1]!) }, end: at + match[0].length }
        : undefined;
    }
    case ':': {
      const match = read(emojiName);
      return match ? { item: { kind: 'emoji', name: match[1]! }, end: at + match[0].length } : undefined;
    }
    case 'h': {
      if (options.verbatim || wordCharacter.test(line[at - 1] ?? ' ')) return undefined;
      const match = read(bareAddress);
      if (!match) return undefined;
      const url = match[0].replace(/(&gt;|&lt;).*$/, '').replace(/[.,;:!?)\]'"*_~]+$/, '');
      const text = unescapeText(url);
      return { item: { kind: 'link', url: text, children: [{ kind: 'text', text }] }, end: at + url.length };
    }
    default:
      return undefined;
  }
}

/** Where the style opened at `open` ends, or -1. Opens after a non-word, closes before one, holds no space at its edges. */
function closingMark(line: string, open: number, hopeless: Set<string>): number {
  const mark = line[open]!;
  if (wordCharacter.test(line[open - 1] ?? ' ') || line[open - 1] === mark) return -1;
  if (/[\s*_~]/.test(line[open + 1] ?? ' ') && line[open + 1] === mark) return -1;
  if (/\s/.test(line[open + 1] ?? ' ')) return -1;
  let inToken = false;
  for (let at = open + 2; at < line.length; at += 1) {
    if (line[at] === '<') inToken = true;
    else if (line[at] === '>') inToken = false;
    else if (line[at] === mark && !inToken && closes(line, at)) return at;
  }
  hopeless.add(mark);
  return -1;
}

const closes = (line: string, at: number) =>
  !/\s/.test(line[at - 1]!) && !wordCharacter.test(line[at + 1] ?? ' ') && line[at + 1] !== line[at];

/** Inside code only the <...> tokens mean anything. */
function parseTokens(source: string): Inline[] {
  return source.split(/(<[^<>\n]+>)/).flatMap((part): Inline[] => {
    if (!part) return [];
    const item = part.startsWith('<') && part.endsWith('>') ? parseToken(part.slice(1, -1)) : undefined;
    return [item ?? { kind: 'text', text: unescapeText(part) }];
  });
}

function parseToken(inner: string): Inline | undefined {
  const bar = inner.indexOf('|');
  const head = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : unescapeText(inner.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/.test(head)) return { kind: 'user', id: head.slice(1), label };
  if (/^#[CGD][A-Z0-9]+$/.test(head)) return { kind: 'channel', id: head.slice(1), label };
  if (/^!(here|channel|everyone)$/.test(head)) return { kind: 'broadcast', id: head.slice(1), label };
  if (/^!subteam\^S[A-Z0-9]+$/.test(head)) return { kind: 'group', id: head.slice(9), label };
  if (head.startsWith('!date^')) return parseDate(head, label ?? '');
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(head)) return link(unescapeText(head), label);
  return undefined;
}

function parseDate(head: string, fallback: string): Inline | undefined {
  const [, seconds = '', format = '', url] = head.split('^');
  if (!/^\d{1,11}$/.test(seconds) || !format) return undefined;
  return {
    kind: 'date',
    seconds: Number(seconds),
    format: unescapeText(format),
    url: url && unescapeText(url),
    fallback,
  };
}

function link(url: string, label: string | undefined): Inline {
  return {
    kind: 'link',
    url,
    children: [{ kind: 'text', text: label || url.replace(/^mailto:|^tel:/i, '') }],
  };
}

/** The three characters Slack escapes, in one pass: `&amp;lt;` is the text `&lt;`. */
export function unescapeText(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: 'amp' | 'lt' | 'gt') => entities[name]);
}
const entities = { amp: '&', lt: '<', gt: '>' };

export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]!);
}
