// One line or paragraph of Markdown as data. Pure. Every pattern is bounded, so that hostile text stays cheap.

export type MdInline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'strong' | 'emphasis' | 'strike'; children: MdInline[] }
  | { kind: 'link'; url: string; children: MdInline[] }
  | { kind: 'image'; url: string; alt: string };

const rules: { at: string; pattern: RegExp; item: (match: RegExpExecArray, depth: number) => MdInline }[] = [
  { at: '\\', pattern: /\\([!-/:-@[-`{-~])/y, item: (m) => ({ kind: 'text', text: m[1]! }) },
  {
    at: '`',
    pattern: /(`+)(?!`)([\s\S]{0,2000}?[^`])\1(?!`)/y,
    item: (m) => ({ kind: 'code', text: m[2]!.replaceAll('\n', ' ').trim() }),
  },
  {
    at: '!',
    pattern: /!\[([^\]]{0,500})\]\(<?([^\s)>]+)>?(?: +"[^"]*")?\)/y,
    item: (m) => ({ kind: 'image', url: m[2]!, alt: m[1]! }),
  },
  {
    at: '[',
    pattern:
      /\[((?:[^[\]\\]|\\.|\[[^\]]{0,200}\]){0,1000})\]\(<?((?:[^\s()<>]|\([^\s()]*\))+)>?(?: +"[^"]*")?\)/y,
    item: (m, depth) => ({ kind: 'link', url: m[2]!, children: parseMdInline(m[1]!, depth + 1) }),
  },
  { at: '<', pattern: /<(https?:\/\/[^\s<>]+|mailto:[^\s<>]+)>/y, item: (m) => address(m[1]!) },
  { at: '<', pattern: /<br ?\/?>/iy, item: () => ({ kind: 'break' }) },
  { at: 'h', pattern: /https?:\/\/[^\s<>)\]"'`*]*[^\s<>)\]"'`*.,;:!?]/y, item: (m) => address(m[0]) },
  {
    at: '*',
    pattern: /\*\*(?=\S)([\s\S]{0,2000}?\S)\*\*/y,
    item: (m, d) => ({ kind: 'strong', children: parseMdInline(m[1]!, d + 1) }),
  },
  {
    at: '_',
    pattern: /__(?=\S)([\s\S]{0,2000}?\S)__(?!\w)/y,
    item: (m, d) => ({ kind: 'strong', children: parseMdInline(m[1]!, d + 1) }),
  },
  {
    at: '~',
    pattern: /~~(?=\S)([\s\S]{0,2000}?\S)~~/y,
    item: (m, d) => ({ kind: 'strike', children: parseMdInline(m[1]!, d + 1) }),
  },
  {
    at: '*',
    pattern: /\*(?=[^\s*])([^*]{0,2000}?[^\s*])\*(?!\*)/y,
    item: (m, d) => ({ kind: 'emphasis', children: parseMdInline(m[1]!, d + 1) }),
  },
  {
    at: '_',
    pattern: /_(?=[^\s_])([^_]{0,2000}?[^\s_])_(?!\w)/y,
    item: (m, d) => ({ kind: 'emphasis', children: parseMdInline(m[1]!, d + 1) }),
  },
  { at: '\n', pattern: /\n/y, item: () => ({ kind: 'break' }) },
];

const address = (url: string): MdInline => ({
  kind: 'link',
  url,
  children: [{ kind: 'text', text: url.replace(/^mailto:/, '') }],
});

export function parseMdInline(source: string, depth = 0): MdInline[] {
  const found: MdInline[] = [];
  let plain = '';
  for (let at = 0; at < source.length; ) {
    const hit = depth < 8 ? firstRule(source, at) : undefined;
    if (!hit) {
      plain += source[at];
      at += 1;
      continue;
    }
    if (plain) found.push({ kind: 'text', text: plain });
    plain = '';
    found.push(hit.rule.item(hit.match, depth));
    at += hit.match[0].length;
  }
  return plain ? [...found, { kind: 'text', text: plain }] : found;
}

function firstRule(source: string, at: number) {
  const character = source[at]!;
  const insideWord = /\w/.test(source[at - 1] ?? ' ') && /\w|_/.test(character);
  for (const rule of rules) {
    if (rule.at !== character || (insideWord && (character === '_' || character === 'h'))) continue;
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(source);
    if (match) return { rule, match };
  }
  return undefined;
}
