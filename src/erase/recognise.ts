// What is to be forgotten: whose items, which words, which links. Kept with the erasure until its end, because after the
// first round nothing else knows it.
import type { ErasureSubject } from '../db/tables/intake.ts';
import type { Deps } from '../deps.ts';
import { findFindingIds, findFindingWords } from '../steps/analyze/store-erase.ts';
import { forgottenOf, identityOf } from '../steps/intake/erase.ts';
import { findItemsOf, findLinksOf, findWordsBy, findWordsOf } from '../steps/intake/store-erase-find.ts';
import {
  findThemesOfFindings,
  findThemesOnlyOf,
  findWordsBeside,
  findWordsOfThemes,
} from '../steps/theme/store-erase.ts';
import { findWrittenTickets } from '../steps/ticket/store-erase.ts';
import { type Eraser, eraserOf } from '../text/forget.ts';

/** `own`: whole items. `mixed`: items in which others speak, too. */
export type Mine = { own: string[]; mixed: string[] };

export type Recognised = { found: ErasureSubject; mine: Mine };

/** Adds to what an earlier round found. */
export async function recognise({ db }: Deps, subject: ErasureSubject, until: Date): Promise<Recognised> {
  const { customerId, authorKeys } = subject;
  const own = customerId ? await findItemsOf(db, { customerId, authorKeys: [] }, until) : [];
  const spokeIn = await findItemsOf(db, { customerId: undefined, authorKeys }, until);
  const mixed = spokeIn.filter((id) => !own.includes(id));
  const themes = await findThemesOfFindings(db, await findFindingIds(db, [...own, ...mixed]));
  const words = [
    ...(await findWordsOf(db, own)),
    ...(await findWordsBy(db, authorKeys, until)),
    ...(await findFindingWords(db, own)),
    ...(await findWordsOfThemes(db, await findThemesOnlyOf(db, [...own, ...mixed]))),
  ];
  const tickets = await findWrittenTickets(db, themes);
  const known = new Set(subject.tickets?.map(({ id }) => id));
  const found: ErasureSubject = {
    ...subject,
    words: joined(subject.words, words).filter((text) => text.trim() !== ''),
    others: joined(subject.others, await findWordsBeside(db, [...own, ...mixed])),
    itemIds: joined(subject.itemIds, [...own, ...mixed]),
    links: joined(subject.links, await findLinksOf(db, [...own, ...mixed])),
    tickets: [...(subject.tickets ?? []), ...tickets.filter(({ id }) => !known.has(id))],
  };
  return { found, mine: { own, mixed } };
}

export const eraserFor = (subject: ErasureSubject): Eraser => eraserOf(forgottenOf(subject));

/** For what others said: their own words stay. */
export const identityEraserFor = (subject: ErasureSubject): Eraser => eraserOf(identityOf(subject));

/** What a delivery or a message of others would hold of them. */
export function needlesOf({ names, domains, authorKeys, teamIds }: ErasureSubject): string[] {
  const keys = authorKeys.map((key) => key.replace(/^[a-z][\w-]*:/, ''));
  return [...new Set([...names, ...domains, ...keys, ...teamIds])].filter((one) => one.length >= 3);
}

const joined = (before: string[] = [], more: string[]) => [...new Set([...before, ...more])];
