// The likeliest of the tickets a tracker found: by how many of the words they share, the rare ones and the title first.
import type { Ticket } from './port.ts';

/** Distinct words of three letters or more, in lower case, in the order they come. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])];
}

/** Tickets that share no word are left out. */
export function rankByWords(tickets: Ticket[], words: string[]): Ticket[] {
  const texts = tickets.map((ticket) => ({
    ticket,
    title: new Set(wordsOf(ticket.title)),
    body: new Set(wordsOf(ticket.body)),
  }));
  const rarity = new Map(
    words.map((word) => {
      const having = texts.filter((it) => it.title.has(word) || it.body.has(word)).length;
      return [word, Math.log(1 + tickets.length / (1 + having)) + 0.1] as const;
    }),
  );
  const scoreOf = (it: (typeof texts)[number]) =>
    [...rarity].reduce((sum, [word, weight]) => {
      const share = it.title.has(word) ? 2 : it.body.has(word) ? 1 : 0;
      return sum + share * weight;
    }, 0);
  return texts
    .map((it) => ({ ticket: it.ticket, score: scoreOf(it) }))
    .filter((it) => it.score > 0)
    .sort((a, b) => b.score - a.score || b.ticket.updatedAt.getTime() - a.ticket.updatedAt.getTime())
    .map((it) => it.ticket);
}
