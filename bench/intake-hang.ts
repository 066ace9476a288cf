// Acknowledging while Slack's Web API, Linear, Jira and Claude all hang, in a process that works on what it takes: its
// workers sit in calls that do not return.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Db } from '../src/db/connect.ts';
import { startAnthropic } from '../src/sandbox/anthropic/server.ts';
import type { FaultPlan } from '../src/sandbox/faults.ts';
import { startJira } from '../src/sandbox/jira/server.ts';
import { startLinear } from '../src/sandbox/linear/server.ts';
import { smallSeed } from '../src/sandbox/slack/seed.ts';
import { startSlack } from '../src/sandbox/slack/server.ts';
import type { Transport } from '../test/line.ts';
import { countSaved, startEarshot } from './intake-apps.ts';
import { atPace, describe, drawer, makeEvents, type Size, textOf } from './intake-load.ts';

const areas = `areas:
  - { key: payments, name: Payments, words: [card, checkout, payment], tracker: linear/PAY }
  - { key: reports, name: Reports, words: [export, csv, pdf, report], tracker: { team: jira/SHOP, component: Search } }
  - { key: access, name: Sign-in, words: [login, password], tracker: linear/PAY }
  - { key: mobile, name: Mobile app, words: [app, mobile], tracker: linear/PAY }
`;
const hangMs = 60_000;
const seeded = 30;

export async function measureHang(transport: Transport, { seed, rate, seconds }: Size, manifest: unknown) {
  const draw = drawer(seed);
  const messages = Array.from({ length: seeded }, (_, i) => ({
    author: 'ana',
    at: new Date(Date.now() - (seeded - i) * 600_000).toISOString(),
    text: textOf(draw, i),
  }));
  const channels = smallSeed.channels.map((one) => (one.name === 'feedback' ? { ...one, messages } : one));
  const slack = await startSlack({ app: { manifest }, seed: { ...smallSeed, channels } });
  const [linear, jira, claude] = await Promise.all([startLinear(), startJira(), startAnthropic()]);
  const upstreams = { slack, linear, jira, claude };
  const app = await startEarshot(slack, transport, {
    areas,
    settings: {
      LINEAR_API_KEY: linear.apiKey,
      LINEAR_API_URL: linear.apiUrl,
      JIRA_HOST: jira.host,
      JIRA_EMAIL: jira.email!,
      JIRA_API_TOKEN: jira.apiToken,
      ANTHROPIC_API_KEY: claude.apiKey,
      ANTHROPIC_BASE_URL: claude.url,
    },
  });
  try {
    // What was said before is themes by now, so that a ticket emoji reaches the trackers.
    const pointAt = await untilPlaced(app.db);
    const { slack: last, ...others } = upstreams;
    for (const { faults } of Object.values(others)) faults.add({ fault: { kind: 'hang', ms: hangMs } });
    await untilTrackersHang(upstreams, () =>
      makeEvents(slack, { n: 10 * pointAt.length, seed: seed + 1, pointAt })
        .filter((_, i) => i % 10 === 9)
        .map(app.send),
    );
    last.faults.add({ fault: { kind: 'hang', ms: hangMs } });
    const events = makeEvents(slack, { n: rate * seconds, seed, pointAt });
    const taken = await atPace(app.send, events, rate);
    const saved = await countSaved(app.db, events);
    const hanging = hits(upstreams);
    console.log(`${transport}, every upstream hangs, ${rate} events/s for ${seconds} s`);
    console.log(`  ${describe({ ...taken, saved })}`);
    console.log(`  calls that hang: ${JSON.stringify(hanging)}`);
    return { transport, app: 'Earshot, whole', ...taken, saved, hanging };
  } finally {
    await app.stop();
    await Promise.all(Object.values(upstreams).map((one) => one.stop()));
  }
}

type Upstreams = Record<'slack' | 'linear' | 'jira' | 'claude', { faults: FaultPlan }>;

const hits = (upstreams: Upstreams) =>
  Object.fromEntries(
    Object.entries(upstreams).map(([name, { faults }]) => [name, faults.list()[0]?.hits ?? 0]),
  );

/** Tickets are wanted while Slack still answers, so that the trackers are being called when it hangs, too. */
async function untilTrackersHang(upstreams: Upstreams, want: () => Promise<unknown>[]): Promise<void> {
  await Promise.all(want());
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(100)) {
    const { linear = 0, jira = 0 } = hits(upstreams);
    if (linear > 0 && jira > 0) return;
  }
  throw new Error(`No call to both trackers within 90 s: ${JSON.stringify(hits(upstreams))}.`);
}

/** The Slack ts of messages that are in themes. */
async function untilPlaced(db: Db): Promise<string[]> {
  for (const end = Date.now() + 120_000; Date.now() < end; await sleep(200)) {
    const rows = await db.execute<{ ts: string }>(sql`
      select split_part(f.source_key, ':', 2) as ts from app.feedback f
      where exists (select from app.finding d join app.membership m on m.finding_id = d.id where d.feedback_id = f.id)
      order by f.said_at`);
    if (rows.length >= seeded / 2) return rows.map(({ ts }) => ts);
  }
  throw new Error('What was said before was not read within 2 minutes.');
}
