// How a person who pressed something or sent a form is answered: alone, where they are, else by direct message.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import { slackCode } from '../../slack/errors.ts';
import { type Screen, screen, section } from '../../text/screen.ts';
import { modal } from '../../text/screen-forms.ts';

/** Where somebody pressed: forms carry it along, so that their answer comes back there. */
export const Place = z.object({
  userId: z.string(),
  responseUrl: z.string().nullable(),
  /** `own`: a message only they see, which the answer may replace. */
  on: z.enum(['own', 'shared', 'home', 'modal']),
  /** The modal they pressed in, which the answer may replace. */
  viewId: z.string().nullable(),
  /** For the record: a channel, or what they pressed on. */
  origin: z.string(),
});
export type Place = z.infer<typeof Place>;

type Said = {
  deliveryId: string;
  screen: Screen;
  /** Of the press that is answered: lets a window open. */
  triggerId?: string | undefined;
  /** In place of the message they pressed on, when only they see that one. */
  replaces?: 'nothing' | 'own';
};

/** Seen by that person alone. */
export async function answer(deps: Deps, place: Place, told: Said): Promise<void> {
  const { responseUrl, on, userId, viewId } = place;
  const { screen: shown, deliveryId, triggerId, replaces } = told;
  if (responseUrl) {
    await deps.slack.respond(responseUrl, { ...shown, replaceOriginal: replaces === 'own' && on === 'own' });
    return;
  }
  if (viewId) return deps.slack.updateView(viewId, screenModal(shown));
  if (triggerId && (await tryOpen(() => deps.slack.openView(triggerId, screenModal(shown))))) return;
  const channel = await deps.slack.openDm(userId);
  await say(deps, { id: idFor('answer', deliveryId, userId), what: 'answer', channel, ...shown });
}

/** A screen in a window of its own: App Home has no other place for it. */
export const screenModal = ({ blocks }: Screen): ModalView =>
  modal({ callback: 'shown', title: 'Earshot', carries: {}, blocks });

/** Opens a form on top of whatever the person pressed on. */
export async function openForm(
  deps: Deps,
  pressed: { place: Place; triggerId: string; deliveryId: string },
  view: ModalView,
): Promise<void> {
  const { place, triggerId, deliveryId } = pressed;
  const open = () =>
    place.viewId ? deps.slack.pushView(triggerId, view) : deps.slack.openView(triggerId, view);
  if (await tryOpen(open)) return;
  const words = 'That took longer than Slack lets a window wait. Please press again.';
  await answer(deps, { ...place, viewId: null }, { deliveryId, screen: plainScreen(words) });
}

/** False when the press is too long ago: Slack lets a window open for three seconds. */
async function tryOpen(open: () => Promise<unknown>): Promise<boolean> {
  try {
    await open();
    return true;
  } catch (error) {
    if (tooLate.has(slackCode(error) ?? '')) return false;
    throw error;
  }
}

const tooLate = new Set([
  'expired_trigger_id',
  'trigger_expired',
  'exchanged_trigger_id',
  'trigger_exchanged',
]);

export const plainScreen = (words: string): Screen => screen(words, [section(words)]);

export function notice(title: string, words: string): ModalView {
  return modal({ callback: 'notice', title, carries: {}, blocks: [section(words)] });
}
