// Nothing lost, nothing stuck, nothing twice: the short form of `npm run bench -- reliability`, with its very code.
import { expect, it } from 'vitest';
import { hasRedis } from '../redis.ts';
import { runReliability } from '../reliability/run.ts';

const withRedis = hasRedis();

it.concurrent.each(['postgres', 'redis'] as const)(
  'on %s 300 events survive three kills and the crash of every store',
  async (backend) => {
    if (backend === 'redis' && !withRedis) return;
    const { problems, ...figures } = await runReliability({
      ...{ n: 300, seed: 7, backend, kills: 3, restarts: 1, rate: 20 },
      settleWithinMs: 150_000,
      say: () => {},
    });
    expect({ problems, gaveUp: figures.gaveUp, died: figures.died }).toEqual({
      problems: undefined,
      gaveUp: [],
      died: [],
    });
    expect(figures).toMatchObject({ kills: 3, postgresCrashes: 1, lost: 0, stuck: 0, twice: 0 });
    expect(figures.items).toBeGreaterThan(200);
    expect(Math.min(figures.duplicated, figures.reordered, figures.retries, figures.tickets)).toBeGreaterThan(
      0,
    );
  },
  400_000,
);
