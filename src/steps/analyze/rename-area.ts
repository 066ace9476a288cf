// An area got another key in areas.yml: the readings follow.
import { z } from 'zod';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { renameAreaInReadings } from './store-corrections.ts';

export const renameInReadings: Job<{ from: string; to: string }, Happened[]> = {
  name: 'rename-in-readings',
  payload: z.object({ from: z.string(), to: z.string() }),
  key: ({ from, to }) => `${from}-${to}`,
  run: async (deps, { from, to }) => {
    await renameAreaInReadings(deps.db, from, to);
    return [];
  },
};
