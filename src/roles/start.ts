// Puts one process together: database, queue, Slack, and the roles it was asked to play.

import { currentCatalog } from '../catalog/catalog.ts';
import type { Config } from '../config.ts';
import { connect } from '../db/connect.ts';
import { openDatabase } from '../db/open.ts';
import type { Deps } from '../deps.ts';
import { Permanent, reasonOf, StartFailure } from '../lib/failure.ts';
import { newId } from '../lib/ids.ts';
import { makeLog } from '../lib/log.ts';
import { makeModel } from '../llm/registry.ts';
import { jobs } from '../pipeline.ts';
import { startQueue } from '../queue/start.ts';
import { openSocket } from '../slack/socket.ts';
import { makeSlack } from '../slack/web.ts';
import { saveModelCall, spentSince } from '../steps/analyze/store.ts';
import { savingTogether } from '../steps/intake/store-inbox.ts';
import { findCandidates } from '../steps/theme/candidates.ts';
import { makeTrackers } from '../tracker/registry.ts';
import { makeAccept, makeDispatch } from './bot.ts';
import { startWeb } from './web.ts';
import { startWorker } from './worker.ts';

export type Running = { deps: Deps; url: string | undefined; close: () => Promise<void> };

/**
 * Throws `StartFailure`; whatever was started by then is stopped again. `prepare` runs when the database is there and
 * before anything is heard or worked on.
 */
export async function startEarshot(
  config: Config,
  say: (line: string) => void,
  prepare: (deps: Deps) => Promise<void> = async () => {},
): Promise<Running> {
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const stop of undo.reverse()) await stop();
    undo.length = 0;
  };
  try {
    return await assemble(config, say, { undo, close, prepare });
  } catch (error) {
    await close();
    throw error instanceof Permanent ? new StartFailure(error.message) : error;
  }
}

type Frame = {
  undo: (() => Promise<void>)[];
  close: () => Promise<void>;
  prepare: (deps: Deps) => Promise<void>;
};

async function assemble(
  config: Config,
  say: (line: string) => void,
  { undo, close, prepare }: Frame,
): Promise<Running> {
  const log = makeLog(config.logLevel);
  const database = await openDatabase(config, { progress: say });
  undo.push(database.close);
  const queue = await startQueue({
    databaseUrl: database.url,
    redisUrl: config.redisUrl,
    jobs,
    log,
    alone: database.embedded !== undefined,
  });
  undo.push(queue.close);
  const deps = makeDeps(config, { db: database.connection.db, log, queueCounts: queue.counts });
  await currentCatalog(deps);
  const me = await introduce(deps);
  say(`In Slack as a member of ${me.teamName}.`);
  await prepare(deps);
  const plays = (role: Config['roles'][number]) => config.roles.includes(role);
  // What comes in waits for no query of the jobs'.
  const door = connect(database.url, { max: 2 });
  undo.push(door.close);
  const save = savingTogether(door.db);
  const accept = makeAccept(deps, { queue, save });
  if (plays('worker')) undo.push((await startWorker(deps, queue)).close);
  const web =
    plays('web') || (plays('bot') && config.slack.signingSecret)
      ? await startWeb(deps, { accept: plays('bot') ? accept : undefined, queue, save })
      : undefined;
  if (web) undo.push(web.close);
  if (plays('bot') && config.slack.appToken) {
    const { appToken } = config.slack;
    const socket = await openSocket({ appToken, apiUrl: config.slack.apiUrl }, accept, log);
    undo.push(socket.close);
  }
  return { deps, url: web?.url, close };
}

/** The outside world of one process, without its queue's workers. */
export function makeDeps(config: Config, given: Pick<Deps, 'db' | 'log' | 'queueCounts'>): Deps {
  const { db } = given;
  const now = () => new Date();
  const deps: Deps = {
    ...given,
    config,
    now,
    newId,
    slack: makeSlack(config.slack),
    trackers: makeTrackers(config),
    model: makeModel(config.anthropic, {
      spentSince: (since) => spentSince(db, since),
      add: (call) => saveModelCall(db, call),
      now,
    }),
    candidates: (words) => findCandidates(deps, words),
    dispatch: () => Promise.reject(new Error('Bolt is not ready.')),
  };
  deps.dispatch = makeDispatch(deps);
  return deps;
}

/** A token that Slack refuses ends the start with one sentence; a Slack that is away does too. */
async function introduce(deps: Deps) {
  try {
    return await deps.slack.whoAmI();
  } catch (error) {
    if (error instanceof Permanent) throw error;
    throw new StartFailure(
      `Slack cannot be reached at ${deps.config.slack.apiUrl}: ${reasonOf(error)}. Check the network and SLACK_API_URL.`,
    );
  }
}
