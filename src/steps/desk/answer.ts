// How a person who pressed something or sent a form is answered: alone, where they are, else by direct message.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import { type Screen, screen, section } from '../../text/screen.ts';
import { modal } from '../../text/screen-forms.ts';

/** Where an answer goes: to the person alone, in the channel where they are, else by direct message. */
export const Place = z.object({
  userId: z.string(),
  responseUrl: z.string().nullable(),
  /** `own`: a message only they see, which the answer may replace. */
  on: z.enum(['own', 'shared', 'home', 'modal']),
  /** For the record: a channel, or what they pressed on. */
  origin: z.string(),
});
export type Place = z.infer<typeof Place>;

/** Seen by that person alone. `replaces`: in place of the message they pressed on, when only they see that one. */
export async function answer(
  deps: Deps,
  { responseUrl, on, userId }: Place,
  {
    deliveryId,
    screen: shown,
    replaces = 'nothing',
  }: { deliveryId: string; screen: Screen; replaces?: 'nothing' | 'own' },
): Promise<void> {
  if (responseUrl) {
    await deps.slack.respond(responseUrl, { ...shown, replaceOriginal: replaces === 'own' && on === 'own' });
    return;
  }
  const channel = await deps.slack.openDm(userId);
  await say(deps, { id: idFor('answer', deliveryId, userId), what: 'answer', channel, ...shown });
}

export const plainScreen = (words: string): Screen => screen(words, [section(words)]);

export function notice(title: string, words: string): ModalView {
  return modal({ callback: 'notice', title, carries: {}, blocks: [section(words)] });
}
