// What a person reads in a piece of HTML, as Intercom and others send messages. Pure; each pass is linear.

/** Block ends become line breaks, entities become characters, everything else of the markup is dropped. */
export function textOfHtml(html: string): string {
  const text = withoutTags(withoutHidden(html))
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/\u00a0/g, ' ');
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The pictures in it: their address and alternative text. */
export function imagesOf(html: string): { url: string; name: string }[] {
  return [...html.matchAll(/<img\b([^>]{0,2000})>/gi)].flatMap(([, attributes = '']) => {
    const url = /\bsrc\s*=\s*["']([^"']{1,2000})["']/i.exec(attributes)?.[1];
    const name = /\balt\s*=\s*["']([^"']{1,200})["']/i.exec(attributes)?.[1];
    return url ? [{ url: url.replaceAll('&amp;', '&'), name: name ?? 'image' }] : [];
  });
}

/** Walks instead of matching: an unclosed `<script>` would let a pattern try every end. */
function withoutHidden(html: string): string {
  let rest = html;
  for (const name of ['script', 'style', 'head']) {
    let out = '';
    let from = 0;
    const lower = rest.toLowerCase();
    for (;;) {
      const open = lower.indexOf(`<${name}`, from);
      if (open < 0) break;
      const close = lower.indexOf(`</${name}>`, open);
      out += rest.slice(from, open);
      from = close < 0 ? rest.length : close + name.length + 3;
    }
    rest = out + rest.slice(from);
  }
  return rest;
}

function withoutTags(html: string): string {
  let out = '';
  let from = 0;
  for (;;) {
    const open = html.indexOf('<', from);
    const close = open < 0 ? -1 : html.indexOf('>', open);
    if (open < 0 || close < 0) return out + html.slice(from);
    const isTag = /[a-z/!?]/i.test(html[open + 1] ?? '');
    out +=
      html.slice(from, open) + (isTag ? breakFor(html.slice(open + 1, close)) : html.slice(open, close + 1));
    from = close + 1;
  }
}

function breakFor(tag: string): string {
  const name = /^\/?([a-z0-9]+)/i.exec(tag)?.[1]?.toLowerCase() ?? '';
  if (name === 'br' || name === 'hr') return '\n';
  if (name === 'li') return tag.startsWith('/') ? '' : '\n- ';
  if (name === 'td' || name === 'th') return ' ';
  return /^(p|div|ul|ol|tr|h[1-6]|blockquote|pre|table)$/.test(name) && tag.startsWith('/') ? '\n' : '';
}

const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  euro: '€',
};

function entity(name: string): string | undefined {
  if (!name.startsWith('#'))
    return Object.hasOwn(named, name.toLowerCase()) ? named[name.toLowerCase()] : undefined;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter =
    Number.isInteger(code) && code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
