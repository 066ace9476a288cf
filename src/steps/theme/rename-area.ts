// An area got another key in areas.yml: themes follow, and every worker's index hears of it.
import { z } from 'zod';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { lockPlacing } from './store.ts';
import { renameAreaOfThemes } from './store-title.ts';

export const renameInThemes: Job<{ from: string; to: string }, Happened[]> = {
  name: 'rename-in-themes',
  payload: z.object({ from: z.string(), to: z.string() }),
  key: ({ from, to }) => `${from}-${to}`,
  run: async (deps, { from, to }) => {
    const themeIds = await deps.db.transaction(async (tx) => {
      await lockPlacing(tx);
      return renameAreaOfThemes(tx, from, to);
    });
    return themeIds.map((themeId) => ({ what: 'lineChanged', themeId }));
  },
};
