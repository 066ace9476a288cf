// `reanalyze`: reads everything again, after a better prompt, other areas, or a model's key. Earlier readings are kept.
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { joinDatabase } from '../db/join.ts';
import type { Deps } from '../deps.ts';
import { StartFailure } from '../lib/failure.ts';
import { newId } from '../lib/ids.ts';
import { makeLog } from '../lib/log.ts';
import type { BulkModel } from '../llm/port.ts';
import { makeModel } from '../llm/registry.ts';
import { makeSlack } from '../slack/web.ts';
import { type Reread, rereadAll } from '../steps/analyze/reread.ts';
import { saveModelCall, spentSince } from '../steps/analyze/store.ts';
import { countToReread, finishRereading, resumeOrStart } from '../steps/analyze/store-reread.ts';
import { findCandidates } from '../steps/theme/candidates.ts';
import { place, unplace } from '../steps/theme/job.ts';

type Print = (line: string) => void;
type Options = { since: Date; analyzer: 'local' | 'claude'; pollMs?: number; signal?: AbortSignal };

const usage = 'Usage: npm run earshot -- reanalyze [--since 2026-01-31 | 30d] [--analyzer local|claude]';

export async function runReanalyze(args: string[], print: Print = console.log): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { since: { type: 'string' }, analyzer: { type: 'string' } },
  });
  const config = readConfig();
  const analyzer = analyzerOf(values.analyzer, config);
  const since = sinceOf(values.since, new Date());
  const joined = await joinDatabase(config, print);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  try {
    return await reanalyze(config, joined.connection.db, { since, analyzer, signal: stop.signal }, print);
  } finally {
    await joined.close();
  }
}

/** 0: all was read again; 130: stopped before that, the same command goes on. */
export async function reanalyze(
  config: Config,
  db: Deps['db'],
  { since, analyzer, pollMs, signal }: Options,
  print: Print,
): Promise<number> {
  const { deps, model } = worldOf(config, db);
  const at = deps.now();
  const { run, resumed } = await resumeOrStart(db, { id: deps.newId(), since, analyzer, startedAt: at });
  const total = await countToReread(db, run);
  print(
    `${resumed ? 'Going on: ' : ''}${total} items are to be read again by ${analyzer === 'claude' ? config.anthropic!.model : 'the local rules'}.`,
  );
  let done = 0;
  await rereadAll({
    deps,
    run,
    model: analyzer === 'claude' ? model : undefined,
    ...(pollMs !== undefined && { pollMs }),
    signal,
    onRead: async (reread) => {
      await replace(deps, reread);
      done += 1;
      if (done % 100 === 0 || done === total) print(`${done} of ${total} read again.`);
    },
    onWaiting: (asked) =>
      print(`${done} of ${total} read again; ${asked} are with the service, which may take hours.`),
  });
  const left = await countToReread(db, run);
  if (left > 0) {
    print(`Stopped with ${left} left. The same command goes on.`);
    return 130;
  }
  await finishRereading(db, run.id, deps.now());
  print(`Done: ${done} items were read again. Scores follow within a minute while Earshot runs.`);
  return 0;
}

/** Findings keep their themes where the words still fit; an item that is no feedback any more leaves its themes. */
async function replace(deps: Deps, { feedbackId, analysisId, usable }: Reread): Promise<void> {
  if (usable) await place.run(deps, { feedbackId, analysisId });
  else await unplace.run(deps, { feedbackId });
}

function worldOf(config: Config, db: Deps['db']): { deps: Deps; model: BulkModel | undefined } {
  const now = () => new Date();
  const model = makeModel(config.anthropic, {
    spentSince: (since) => spentSince(db, since),
    add: (call) => saveModelCall(db, call),
    now,
  });
  const deps: Deps = {
    config,
    db,
    model,
    now,
    newId,
    log: makeLog(config.logLevel),
    slack: makeSlack(config.slack),
    trackers: {},
    candidates: (words) => findCandidates(deps, words),
    dispatch: () => Promise.reject(new Error('This process hears nothing.')),
  };
  return { deps, model };
}

function analyzerOf(wanted: string | undefined, config: Config): 'local' | 'claude' {
  if (wanted === undefined) return config.anthropic ? 'claude' : 'local';
  if (wanted !== 'local' && wanted !== 'claude')
    throw new StartFailure(`--analyzer knows local and claude. ${usage}`);
  if (wanted === 'claude' && !config.anthropic)
    throw new StartFailure('There is no key for Claude. Set ANTHROPIC_API_KEY, or use --analyzer local.');
  return wanted;
}

/** A day, or so many days ago; at the start of that day, so that the same command finds the run it goes on with. */
export function sinceOf(text: string | undefined, now: Date): Date {
  if (text === undefined) return new Date(0);
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days) return new Date(Math.floor(now.getTime() / 86_400_000 - Number(days)) * 86_400_000);
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (!day || Number.isNaN(day.getTime())) throw new StartFailure(`--since "${text}" is no day. ${usage}`);
  return day;
}
