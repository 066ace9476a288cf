// A customer became known, or is worth more or less: every theme with their words is weighed anew.
import { z } from 'zod';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import { findThemesOf } from './reweigh-store.ts';

export const reweigh: Job<{ customerId: string }, Happened[]> = {
  name: 'reweigh',
  payload: z.object({ customerId: z.uuid() }),
  key: ({ customerId }) => `customer-${customerId}`,
  concurrency: 2,
  run: async (deps, { customerId }) =>
    (await findThemesOf(deps.db, customerId)).map((themeId) => ({ what: 'themeChanged', themeId })),
};
