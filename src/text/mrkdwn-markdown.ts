// Markdown for trackers: text that must not format, and links that show where they lead.

/** Plain text that means itself in markdown: no heading, list, table, link, image or HTML comes out of it. */
export function escapeMarkdown(plain: string): string {
  return plain
    .replace(/[\\`*[\]<>|~]/g, '\\$&')
    .replace(/&(?=[#\w])/g, '\\&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^([ \t]{0,3})([#+=-])/gm, '$1\\$2')
    .replace(/^([ \t]{0,3}\d{1,9})([.)])(?=\s)/gm, '$1\\$2');
}

/** A label that looks like another address is dropped: the reader sees where the link really leads. */
export function markdownLink(url: string, label: string): string {
  const safe = url.replace(/[\s<>()\\]/g, (char) =>
    encodeURIComponent(char).replace('(', '%28').replace(')', '%29'),
  );
  if (!label || label === url || looksLikeAddress(label)) return `<${safe.replace(/^tel:/, '')}>`;
  return `[${escapeMarkdown(label)}](${safe})`;
}

/** Markdown as plain text, for where marks would only be in the way: emphasis goes, links say where they lead. */
export function markdownText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]\n]{0,200})\]\(([^\s()]{1,1000})\)/g, (_, label: string, url: string) =>
      !label || label === url ? url : `${label} (${url})`,
    )
    .replace(/<((?:https?|mailto):[^\s<>]{1,1000})>/g, '$1')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+/gm, '')
    .replace(/^([ \t]{0,20})[*+-][ \t]+(?:\[[ x]\][ \t]+)?/gm, '$1• ')
    .replace(
      /(?<![\p{L}\p{N}*_~\\])(\*{1,3}|_{1,3}|~~)(?=\S)([^\n]{0,400}?[^\s\\])\1(?![\p{L}\p{N}*_~])/gu,
      '$2',
    )
    .replace(/\\([\\`*_~[\](){}<>#+.!|&-])/g, '$1');
}

function looksLikeAddress(label: string): boolean {
  return /^[a-z]+:\/\//i.test(label) || /^\S{1,253}\.[a-z]{2,24}(?:\/\S*)?$/i.test(label);
}
