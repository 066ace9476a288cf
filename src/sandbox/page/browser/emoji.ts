// Emoji by name: `:ear:` to its character, and the search behind the picker and the composer.
import { emojiTable } from './emoji-table.ts';

export type Emoji = { name: string; names: string[]; char: string; words: string; group: string };

export const emojis: Emoji[] = Object.entries(emojiTable).flatMap(([group, entries]) =>
  entries
    .trim()
    .split(/\n| · /)
    .map((entry) => parseEntry(entry, group)),
);

function parseEntry(entry: string, group: string): Emoji {
  const [names = '', char = '', ...words] = entry.split(' ');
  const all = names.split(',');
  return { name: all[0] ?? '', names: all, char, words: words.join(' '), group };
}

const byName = new Map(emojis.flatMap((emoji) => emoji.names.map((name) => [name, emoji.char] as const)));
const skinTones = ['', '', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'];

/** The character, also for `+1::skin-tone-3`; undefined for a name this page does not know. */
export function emojiChar(name: string): string | undefined {
  const [base = '', tone] = name.split('::skin-tone-');
  const char = byName.get(base);
  return char && tone ? char.replace('\uFE0F', '') + (skinTones[Number(tone)] ?? '') : char;
}

/** Best first: the name starts with it, the name contains it, a search word starts with it. */
export function searchEmojis(query: string, limit = Number.POSITIVE_INFINITY): Emoji[] {
  const wanted = query.trim().toLowerCase().replaceAll(':', '').replaceAll(' ', '_');
  if (!wanted) return emojis.slice(0, limit);
  const ranked = emojis
    .map((emoji) => ({ emoji, rank: rankOf(emoji, wanted) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, limit).map(({ emoji }) => emoji);
}

function rankOf({ names, words }: Emoji, wanted: string): number {
  if (names.some((name) => name.startsWith(wanted))) return 0;
  if (names.some((name) => name.includes(wanted))) return 1;
  return words.split(' ').some((word) => word.startsWith(wanted)) ? 2 : 3;
}

export const groups: string[] = Object.keys(emojiTable);
