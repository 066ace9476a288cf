// The form for a message that was still being read when its shortcut was used, or for a draft that a model writes.
import { z } from 'zod';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { WaitingForm } from './form.ts';
import { fillView } from './form-open.ts';
import { findWish, markAnswered } from './store.ts';

export const fillForm: Job<{ wishId: string }, Happened[]> = {
  name: 'form',
  payload: z.object({ wishId: z.uuid() }),
  key: ({ wishId }) => `wish-${wishId}`,
  run: async (deps, { wishId }) => {
    const wished = await findWish(deps.db, wishId);
    if (!wished?.themeId || wished.answeredAt) return [];
    const { viewId } = WaitingForm.parse(wished.detail);
    const { themeId, by, channel, threadTs } = wished;
    const asked = { by, channel, threadTs, occasion: wishId };
    await fillView(deps, viewId, { themeId, feedbackId: wished.feedbackId ?? undefined, asked });
    await markAnswered(deps.db, [wishId], deps.now());
    return [];
  },
};
