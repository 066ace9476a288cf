// Events to send, and two ways of sending them: as fast as they are taken, and at a steady pace.
import type { EventTry } from '../src/sandbox/slack/core.ts';
import type { SlackStandIn } from '../src/sandbox/slack/server.ts';

export type Size = { n: number; seed: number; rate: number; seconds: number; atOnce: number };

export type Send = (payload: Record<string, unknown>) => Promise<EventTry>;

export type Taken = {
  sent: number;
  acknowledged: number;
  eventsPerSecond: number;
  /** Milliseconds from when it was due to when it was acknowledged. */
  ack: { p50: number; p99: number; max: number };
};

/** Always so many on their way at once. */
export async function asFastAsTaken(
  send: Send,
  events: Record<string, unknown>[],
  atOnce: number,
): Promise<Taken> {
  const times: number[] = [];
  let next = 0;
  const one = async () => {
    for (let event = events[next++]; event; event = events[next++]) {
      const began = performance.now();
      if ((await send(event)).kind === 'taken') times.push(performance.now() - began);
      progress(times.length, events.length);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, one));
  return figures(times, events.length, performance.now() - began);
}

/** So many a second, whatever becomes of them: one that is held up does not hold back those after it. */
export async function atPace(
  send: Send,
  events: Record<string, unknown>[],
  perSecond: number,
): Promise<Taken> {
  const times: number[] = [];
  const began = performance.now();
  const underWay = events.map(async (event, i) => {
    const due = (i * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - (performance.now() - began))));
    const answer = await send(event);
    if (answer.kind === 'taken') times.push(performance.now() - began - due);
    progress(times.length, events.length);
  });
  await Promise.all(underWay);
  return figures(times, events.length, performance.now() - began);
}

export function describe({ sent, acknowledged, ack, saved }: Taken & { saved?: number }): string {
  const kept = saved === undefined ? '' : `, ${saved} in the inbox`;
  return `ack p50 ${ack.p50} ms, p99 ${ack.p99} ms, max ${ack.max} ms; ${acknowledged} of ${sent} acknowledged${kept}`;
}

function figures(times: number[], sent: number, ms: number): Taken {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN) * 10) /
    10;
  return {
    sent,
    acknowledged: times.length,
    eventsPerSecond: Math.round((times.length / ms) * 1000),
    ack: { p50: at(0.5), p99: at(0.99), max: at(1) },
  };
}

function progress(done: number, all: number): void {
  if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r  ${done} of ${all} `);
  if (process.stderr.isTTY && done === all) process.stderr.write('\r');
}

/** Messages in the feedback channel; one in ten is an emoji that wants a ticket, where there is something to want it for. */
export function makeEvents(
  slack: SlackStandIn,
  { n, seed, pointAt }: { n: number; seed: number; pointAt: string[] },
): Record<string, unknown>[] {
  const channel = slack.channels.feedback!;
  const user = slack.users.ana!.id;
  const draw = drawer(seed);
  const began = Math.floor(Date.now() / 1000);
  return Array.from({ length: n }, (_, i) => {
    const ts = `${began}.${String(i).padStart(6, '0')}`;
    const item = pointAt[i % Math.max(1, pointAt.length)];
    const event =
      item && i % 10 === 9
        ? {
            type: 'reaction_added',
            user,
            reaction: 'ticket',
            item: { type: 'message', channel, ts: item },
            event_ts: ts,
          }
        : {
            type: 'message',
            channel,
            channel_type: 'channel',
            user,
            ts,
            event_ts: ts,
            text: textOf(draw, i),
          };
    return {
      type: 'event_callback',
      token: 'none',
      team_id: slack.teamId,
      api_app_id: slack.appId,
      event_id: `EvB${seed}-${began}-${i}`,
      event_time: began,
      event,
    };
  });
}

const who = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Hooli', 'Stark', 'Wayne', 'Tyrell'];
const what = ['the card form', 'the CSV export', 'the PDF report', 'the login page', 'the mobile app'];
const how = ['freezes', 'is very slow since the update', 'shows an error 500', 'loses the last line'];

export function textOf(draw: (list: string[]) => string, i: number): string {
  return `${draw(who)}: ${draw(what)} ${draw(how)}, reported as case ${i}.`;
}

/** The same choices for the same seed. Source: Numerical Recipes' linear congruential generator. */
export function drawer(seed: number): (list: string[]) => string {
  let state = seed >>> 0;
  return (list) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[Math.floor((state / 2 ** 32) * list.length)]!;
  };
}
