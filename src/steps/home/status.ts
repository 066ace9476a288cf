// Gathers `/earshot status`, and rings again what was given up.
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { catalogProblems } from '../../catalog/catalog.ts';
import type { Deps } from '../../deps.ts';
import { countFailures, findFailures } from '../../queue/failures.ts';
import { spentSince } from '../analyze/store.ts';
import { findCorrectionRates } from '../analyze/store-correction-rates.ts';
import { answer, plainScreen } from '../desk/answer.ts';
import type { Pressed } from '../desk/press.ts';
import { nextDigests } from '../digest/schedule.ts';
import type { Happened } from '../happened.ts';
import { findChannels } from '../intake/store.ts';
import type { Status } from './status-screen.ts';
import { countAsked, countReadInTime, findNewest, lastHeard } from './store.ts';

const dayMs = 86_400_000;

export async function gatherStatus(deps: Deps): Promise<Status> {
  const now = deps.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
  const [channels, heard, newest, failures, counts, problems, asking, inTime, in30, in90] = await Promise.all(
    [
      findChannels(deps.db),
      lastHeard(deps.db),
      findNewest(deps.db),
      findFailures(deps.db, 5),
      countFailures(deps.db),
      catalogProblems(deps),
      countAsked(deps.db, daysAgo(30)),
      countReadInTime(deps.db, { from: daysAgo(7), now }),
      findCorrectionRates(deps.db, daysAgo(30)),
      findCorrectionRates(deps.db, daysAgo(90)),
    ],
  );
  const member = channels.filter((channel) => channel.standing === 'member');
  const listening = member.filter((channel) => channel.listening !== 'off');
  const caughtUp = listening.map((channel) => channel.caughtUpAt?.getTime() ?? 0);
  return {
    listens: listening.map(({ name, listening: how }) => ({ name, how })),
    absent: deps.config.feedbackChannels.filter(
      (named) => !member.some(({ id, name }) => id === named || name === named),
    ),
    behind: listening.filter(({ unread }) => unread.length > 0).map(({ name }) => name),
    caughtUpAt: caughtUp.length > 0 && Math.min(...caughtUp) > 0 ? new Date(Math.min(...caughtUp)) : null,
    lastEventAt: heard ?? null,
    lastSaidAt: newest ?? null,
    queue: await queueOf(deps),
    givenUp: { ...counts, newest: failures },
    analyzer: await analyzerOf(deps, now),
    inTime,
    asking,
    corrected: { in30, in90 },
    catalogProblems: problems,
    digests: await nextDigests(deps),
    trackers: Object.keys(deps.trackers).map((name) => (name === 'linear' ? 'Linear' : 'Jira')),
  };
}

async function queueOf(deps: Deps): Promise<Status['queue']> {
  const counts = await deps.queueCounts?.();
  if (!counts) return null;
  const jobs = Object.entries(counts);
  const total = (what: 'waiting' | 'active' | 'delayed') => jobs.reduce((sum, [, n]) => sum + n[what], 0);
  const [busiest] = jobs.filter(([, n]) => n.waiting > 0).sort((a, b) => b[1].waiting - a[1].waiting);
  return {
    waiting: total('waiting'),
    active: total('active'),
    delayed: total('delayed'),
    busiest: busiest?.[0] ?? null,
  };
}

async function analyzerOf({ model, config, db }: Deps, now: Date): Promise<Status['analyzer']> {
  if (!model || !config.anthropic)
    return { model: null, trouble: null, note: null, spent: null, budget: null };
  const state = await model.state();
  const { usdPerDay, tokensPerDay } = config.anthropic;
  return {
    model: model.id,
    trouble: state.kind === 'ready' ? null : `${state.why} The local rules read meanwhile.`,
    note: state.kind === 'ready' ? (state.note ?? null) : null,
    spent: await spentSince(db, startOfDay(now)),
    budget: { usd: usdPerDay, tokens: tokensPerDay },
  };
}

/** Budgets count UTC days. */
const startOfDay = (now: Date) => new Date(Math.floor(now.getTime() / dayMs) * dayMs);

const Failed = z.object({ job: z.string(), key: z.string() });

export async function ringAgain(
  deps: Deps,
  { value, place, deliveryId, triggerId }: Pressed,
): Promise<Happened[]> {
  const { job, key } = Failed.parse(JSON.parse(value));
  const failure = (await findFailures(deps.db, 1000)).find((row) => row.job === job && row.key === key);
  if (!failure) {
    await answer(deps, place, { deliveryId, triggerId, screen: plainScreen('It has been done meanwhile.') });
    return [];
  }
  await note(deps.db, {
    at: deps.now(),
    who: place.userId,
    what: `rang ${job} again`,
    subject: `work:${job}:${key}`,
    origin: place.origin,
    occasion: deliveryId,
  });
  const words = `:bell: ${job} is being tried again. \`/earshot status\` shows whether it worked.`;
  await answer(deps, place, { deliveryId, triggerId, screen: plainScreen(words) });
  return [{ what: 'rungAgain', job, key, payload: failure.payload }];
}
