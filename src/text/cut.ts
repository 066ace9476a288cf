// Shortening plain text without breaking a character in two.

/** At most `limit` UTF-16 units, ending in `…` when something was left out; between words where one is near. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit < 1) return '';
  let end = characterEnd(text, limit - 1);
  const space = text.lastIndexOf(' ', end);
  if (space > end - 20 && space > limit / 2) end = space;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** Runs of whitespace, line breaks included, become one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The nearest place at or before `end` that is between two characters as people see them. */
export function characterEnd(text: string, end: number): number {
  while (end > 0 && splitsCharacter(text, end)) end -= 1;
  return end;
}

/** Surrogate pairs, combining marks, variation selectors, skin tones and joined emoji belong to what stands before them. */
function splitsCharacter(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before === 0x200d || (before >= 0xd800 && before <= 0xdbff)) return true;
  const next = text.codePointAt(at) ?? 0;
  return /^(?:\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}])$/u.test(String.fromCodePoint(next));
}
