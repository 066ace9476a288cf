// The answers to "same as …?": one press merges the two, or says that they are different; the first answer counts.
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { ownersOf } from '../../catalog/owners.ts';
import { type Access, mayDecide } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import type { Ears } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { sameThemeAnswered } from '../theme/blocks.ts';
import { findThemeByName, type Theme } from '../theme/store.ts';
import { answerQuestion, findQuestion, type QuestionRow } from '../theme/store-questions.ts';
import { findTicketOfTheme } from '../ticket/store.ts';
import { answer, plainScreen } from './answer.ts';
import { followUps, merge } from './decide.ts';
import { onPress, type Pressed } from './press.ts';
import { postOf } from './questions.ts';

export const questionEars: Ears = (app, deps) => {
  for (const which of ['same-1', 'same-2', 'same-3', 'same-none'])
    onPress(app, deps, { action: which, heldBy: 'everyone', run: (pressed) => hear(deps, pressed) });
};

/** `<questionId> <themeId>`, or `none` in place of the theme. */
async function hear(deps: Deps, pressed: Pressed): Promise<Happened[]> {
  const [questionId = '', themeId = ''] = pressed.value.split(' ');
  const row = await findQuestion(deps.db, questionId);
  if (!row) return [];
  const refuse = async (because: string): Promise<[]> => {
    await answer(deps, pressed.place, {
      deliveryId: pressed.deliveryId,
      triggerId: pressed.triggerId,
      screen: plainScreen(because),
    });
    return [];
  };
  const own = await findThemeByName(deps.db, row.themeId);
  const chosen = themeId === 'none' ? undefined : await findThemeByName(deps.db, themeId);
  const access = await mayAnswer(deps, pressed.place.userId, [own, chosen]);
  if (!access.allowed) return refuse(access.because);
  if (row.answeredAt) return refuse(`That was answered already: ${row.answer}.`);
  if (chosen && own && chosen.id !== own.id) return sameAs(deps, pressed, { row, own, chosen }, refuse);
  return settle(deps, pressed, row, { answer: 'something else', chosen: null, undoId: null });
}

/** Whoever may decide, and the owners of either area: they were asked. */
async function mayAnswer(deps: Deps, userId: string, themes: (Theme | undefined)[]): Promise<Access> {
  const access = await mayDecide(deps, userId);
  if (access.allowed) return access;
  const catalog = await currentCatalog(deps);
  for (const theme of themes) {
    const area = findArea(catalog, theme?.areaKey);
    if (area && (await ownersOf(deps, area)).includes(userId)) return { allowed: true };
  }
  return access;
}

type Same = { row: QuestionRow; own: Theme; chosen: Theme };

async function sameAs(
  deps: Deps,
  pressed: Pressed,
  { row, own, chosen }: Same,
  refuse: (because: string) => Promise<[]>,
): Promise<Happened[]> {
  const both = [await findTicketOfTheme(deps.db, own.id), await findTicketOfTheme(deps.db, chosen.id)];
  if (both.every(Boolean))
    return refuse(
      `T-${own.number} and T-${chosen.number} both have a ticket. Merge them on the card: \`/earshot theme T-${own.number}\`. It asks which ticket goes on.`,
    );
  const outcome = await merge(deps, pressed, { fromId: own.id, intoId: chosen.id, keeps: null });
  if (outcome.kind === 'refused') return refuse(outcome.because);
  const undoId = idFor('decision', pressed.deliveryId);
  const told = await settle(deps, pressed, row, { answer: `same as T-${chosen.number}`, chosen, undoId });
  return [...told, ...followUps(outcome)];
}

type Settled = { answer: string; chosen: Theme | null; undoId: string | null };

/** Every place where it was asked shows who answered what. */
async function settle(
  deps: Deps,
  { place, deliveryId, triggerId }: Pressed,
  row: QuestionRow,
  { answer: words, chosen, undoId }: Settled,
): Promise<Happened[]> {
  await answerQuestion(deps.db, row.id, { by: place.userId, at: deps.now(), answer: words });
  const shown = sameThemeAnswered(place.userId, chosen, undoId);
  for (const channel of row.putTo) await say(deps, { ...postOf(row.id, channel), ...shown });
  if (place.on === 'home') await answer(deps, place, { deliveryId, triggerId, screen: shown });
  return [];
}
