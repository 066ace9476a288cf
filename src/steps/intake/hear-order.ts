// What belongs together depends on who spoke before whom, but workers take deliveries in any order: a message waits for
// those said shortly before it.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { reasonOf } from '../../lib/failure.ts';
import type { SlackMessage } from '../../slack/port.ts';
import { messageOf } from '../../slack/shapes.ts';
import type { Happened } from '../happened.ts';
import { sameBreathMinutes } from './intake.ts';
import { findUnheardBefore } from './store.ts';

type Place = { channel: string; ts: string };

/** Being heard in this process right now, by channel and ts. */
const underWay = new WeakMap<Deps, Map<string, Map<string, Promise<unknown>>>>();

/** Runs `hear`, and lets later messages of the channel wait for it. */
export async function inLine<T>(deps: Deps, { channel, ts }: Place, hear: () => Promise<T>): Promise<T> {
  const channels = underWay.get(deps) ?? new Map<string, Map<string, Promise<unknown>>>();
  underWay.set(deps, channels);
  const line = channels.get(channel) ?? new Map<string, Promise<unknown>>();
  channels.set(channel, line);
  const heard = hear();
  line.set(ts, heard);
  try {
    return await heard;
  } finally {
    if (line.get(ts) === heard) line.delete(ts);
    if (line.size === 0) channels.delete(channel);
  }
}

/** The end of each channel's line of writers in this process. */
const writers = new WeakMap<Deps, Map<string, Promise<unknown>>>();

/** One writer of a channel at a time. Waiting for the channel's lock in the database holds a connection, this does not. */
export async function inTurn<T>(deps: Deps, channel: string, write: () => Promise<T>): Promise<T> {
  const channels = writers.get(deps) ?? new Map<string, Promise<unknown>>();
  writers.set(deps, channels);
  const before = channels.get(channel) ?? Promise.resolve();
  const written = before.then(write);
  const end = written.catch(() => {});
  channels.set(channel, end);
  try {
    return await written;
  } finally {
    if (channels.get(channel) === end) channels.delete(channel);
  }
}

/** Longer than hearing takes; when Slack hangs, order is given up. */
const longestWaitMs = 2_000;

/**
 * Waits for what is being heard, then hears what lies unheard in the inbox (another process has it, or it came later).
 * Its own job finds it heard. What is still being heard by then is left to whoever hears it: twice is not sooner.
 */
export async function hearEarlierFirst(
  deps: Deps,
  { channel, ts }: Place,
  hear: (m: SlackMessage) => Promise<Happened[]>,
): Promise<Happened[]> {
  const line = underWay.get(deps)?.get(channel) ?? new Map<string, Promise<unknown>>();
  const earlier = [...line].filter(([other]) => other < ts).map(([, heard]) => heard);
  if (earlier.length > 0) {
    const patience = new AbortController();
    const late = sleep(longestWaitMs, undefined, { signal: patience.signal }).catch(() => {});
    await Promise.race([Promise.allSettled(earlier), late]);
    patience.abort();
  }
  const happened: Happened[] = [];
  for (const one of await findUnheardBefore(deps.db, channel, { ts, minutes: sameBreathMinutes })) {
    if (line.has(one.ts)) continue;
    happened.push(...(await hearSafely(deps, channel, { body: one.body, hear })));
  }
  return happened;
}

type Waiting = { body: unknown; hear: (m: SlackMessage) => Promise<Happened[]> };

async function hearSafely(deps: Deps, channel: string, { body, hear }: Waiting): Promise<Happened[]> {
  try {
    const { event } = z.looseObject({ event: z.unknown() }).parse(body);
    return await hear(messageOf(channel, event));
  } catch (error) {
    deps.log.info({ reason: reasonOf(error) }, 'an earlier message could not be heard; its own job says why');
    return [];
  }
}
