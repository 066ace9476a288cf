// A real process is killed with SIGKILL at every named point of a ticket's making, and once more while another one
// goes on. In the end there is what there would have been without it: one ticket, one reply, everything once.
// `CRASH_SEEDS=25` tries each point so many times; one figure line a tracker tells what was tried.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idFor } from '../../src/lib/ids.ts';
import { saveReading } from '../../src/steps/analyze/store.ts';
import { startFeedback } from '../../src/steps/intake/store.ts';
import { joinTheme, startTheme } from '../../src/steps/theme/store.ts';
import { findTicketOfTheme, saveWish, startTicket } from '../../src/steps/ticket/store.ts';
import { count, repliesIn, startWorld, type World, write } from '../world.ts';
import { jiraAct, linearAct, saveCustomersIn } from './ticket-acts.ts';
import {
  commits,
  holdCommits,
  jiraCalls,
  linearCalls,
  type Moment,
  proxyTo,
  relateCalls,
  slackCalls,
} from './ticket-crash-points.ts';

const seeds = Number(process.env.CRASH_SEEDS ?? 1);
const patience = seeds * 60_000;

let world: World;
let proxies: Record<'slack' | 'linear' | 'jira', Awaited<ReturnType<typeof proxyTo>>>;
let commitsHeld: Awaited<ReturnType<typeof holdCommits>>;
let child: Worker | undefined;
/** The one after it: a process takes seconds to start, which another one's work covers. */
let spare: Worker | undefined;
let customers: string[];
const figures: Record<string, { trials: number; kills: number }> = {};

beforeAll(async () => {
  world = await startWorld({ jira: 'cloud', webhooks: 'unreachable' });
  await saveCustomersIn(world);
  const rows = await world.db.execute(
    "select id from app.customer where external_id in ('globex', 'initech', 'hooli')",
  );
  customers = rows.map(({ id }) => String(id));
  await world.earshot.close();
  proxies = {
    slack: await proxyTo(world.slack.url),
    linear: await proxyTo(world.linear.url),
    jira: await proxyTo(world.jira.url),
  };
  commitsHeld = await holdCommits(world.env.DATABASE_URL!);
});

afterAll(async () => {
  await child?.kill();
  await spare?.kill();
  await commitsHeld.stop();
  for (const proxy of Object.values(proxies)) await proxy.stop();
  for (const [tracker, { trials, kills }] of Object.entries(figures))
    console.log(JSON.stringify({ tracker, seeds, trials, kills }));
});

const trackers = ['linear', 'jira'] as const;
type TrackerName = (typeof trackers)[number];

describe.each(trackers)('%s', (tracker) => {
  // Once through, a call that was not made is tried with one tracker, and the way through Slack, too.
  const isShort = tracker === 'jira' && seeds === 1;
  const moments: Moment[] = isShort ? ['after'] : ['before', 'after'];
  const calls = [...(tracker === 'linear' ? linearCalls : jiraCalls), ...(isShort ? [] : slackCalls)];
  const callPoints = calls.flatMap((call) => moments.map((moment) => [moment, call.name, call] as const));
  // Commits are the same whatever the tracker: once through is enough, but where much is tried.
  const all = Object.keys(commits) as (keyof typeof commits)[];
  const names = isShort ? (['the answer is kept'] as const) : all;
  const commitPoints = names.flatMap((name) => moments.map((moment) => [moment, name] as const));

  it('is right without any fault', async () => {
    const trial = await prepare(tracker, 3);
    expect(await (await worker()).go()).toBe('idle');
    expect(await outcome(trial)).toEqual(whole(trial));
  });

  it.each(callPoints)(
    'killed %s %s',
    async (moment, _, call) => {
      await forEachSeed(tracker, async (trial, random) => {
        const proxy = call.name.startsWith('chat.') ? proxies.slack : proxies[tracker];
        const victim = await worker();
        const many = call.name === 'attachmentCreate' || call.name === 'remoteLink';
        const nth = many ? 1 + Math.floor(random() * trial.reports) : 1;
        proxy.arm(call, moment, nth, () => void victim.kill());
        expect(await victim.go()).toBe('dead');
        proxy.disarm();
      });
    },
    patience,
  );

  it.each(moments)(
    `killed %s ${relateCalls[tracker].name}, when it follows up a finished one`,
    async (moment) => {
      const kill = async () => {
        const victim = await worker();
        proxies[tracker].arm(relateCalls[tracker], moment, 1, () => void victim.kill());
        expect(await victim.go()).toBe('dead');
        proxies[tracker].disarm();
      };
      await forEachSeed(tracker, kill, 'a follow-up');
    },
    patience,
  );

  it.each(commitPoints)(
    'killed %s the commit by which %s',
    async (moment, name) => {
      await forEachSeed(tracker, async () => {
        const victim = await worker();
        const tripwire = await commitsHeld.arm(name, moment, () => victim.kill());
        expect(await victim.go()).toBe('dead');
        await tripwire.hit;
        await tripwire.disarm();
      });
    },
    patience,
  );
});

type Trial = {
  tracker: TrackerName;
  themeId: string;
  title: string;
  ts: string;
  reports: number;
  askers: number;
  kind: TrialKind;
};

type TrialKind = 'a first ticket' | 'a follow-up';

async function forEachSeed(
  tracker: TrackerName,
  kill: (trial: Trial, random: () => number) => Promise<void>,
  kind: TrialKind = 'a first ticket',
): Promise<void> {
  figures[tracker] ??= { trials: 0, kills: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const random = draws(seed);
    const trial = await prepare(tracker, seed, kind);
    await kill(trial, random);
    figures[tracker].trials += 1;
    figures[tracker].kills += 1;
    // A second one, at any moment of the way back.
    if (random() < 0.4) {
      const second = await worker();
      await Promise.race([second.go(), sleep(20 + random() * 400)]);
      await second.kill();
      figures[tracker].kills += 1;
    }
    expect(await (await worker()).go()).toBe('idle');
    expect(await outcome(trial), `seed ${seed}`).toEqual(whole(trial));
    // The clock looks at it no more, or each trial would look at the tickets of all before it.
    await world.db.execute("update app.ticket set seen_at = now() + interval '1 day'");
  }
}

/** What there must be in the end, whatever happened. */
function whole({ reports, askers, title, tracker, kind }: Trial) {
  return {
    ...{ tickets: 1, replies: 1, blocks: 1, links: reports, wishes: tracker === 'linear' ? reports : 0 },
    related: kind === 'a follow-up' ? 1 : 0,
    ...{ title, openWishes: 0, answered: askers, failures: 0, isShown: true, isDraft: true },
  };
}

async function outcome({ themeId, title, ts, tracker }: Trial) {
  const row = await findTicketOfTheme(world.db, themeId);
  const found = tracker === 'linear' ? inLinear(title) : inJira(title);
  const replies = await repliesIn(world, 'eva', 'feedback', ts);
  return {
    tickets: found.length,
    replies: replies.length,
    blocks: (found[0]?.text ?? '').split('Earshot keeps the part').length - 1,
    links: found[0]?.links,
    wishes: found[0]?.wishes,
    related: found[0]?.related,
    title: found[0]?.title,
    openWishes: await count(world, `wish where theme_id = '${themeId}' and answered_at is null`),
    answered: await count(world, `wish where theme_id = '${themeId}' and ticket_id = '${row?.id}'`),
    failures: await count(world, 'failure'),
    isShown: JSON.stringify(replies[0]?.blocks ?? '').includes(String(row?.key)),
    isDraft: row?.evidenceAt !== null && row?.key === found[0]?.key,
  };
}

function inLinear(title: string) {
  const { issues } = world.linear.state();
  return issues
    .filter((issue) => issue.title === title)
    .map(({ identifier: key, description: text, attachments, needs, relatedIds }) => ({
      ...{ key, text, title, wishes: needs.length, related: relatedIds.length },
      links: new Set(attachments.map(({ url }) => url)).size,
    }));
}

function inJira(title: string) {
  const { issues } = world.jira.state();
  return issues
    .filter((issue) => issue.summary === title)
    .map(({ key, description, remoteLinks, links }) => ({
      ...{ key, text: JSON.stringify(description), title, wishes: 0, related: links.length },
      links: new Set(remoteLinks.map(({ url }) => url)).size,
    }));
}

let themes = 0;

/** A theme of its own with one to three reports, and one or two people who ask for its ticket in the same second. */
async function prepare(
  tracker: TrackerName,
  seed: number,
  kind: TrialKind = 'a first ticket',
): Promise<Trial> {
  const n = ++themes;
  const random = draws(1000 * n + seed);
  const words = Array.from({ length: 6 }, () => madeUp(random)).join(' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const ts = await write(world, 'sam', 'random', title);
  const root = await write(world, 'sam', 'feedback', title);
  const reports = 1 + Math.floor(random() * 3);
  const at = new Date();
  const themeId = idFor('crash', String(n));
  const areaKey = tracker === 'linear' ? 'payments' : 'search';
  await world.db.transaction(async (tx) => {
    const theme = {
      id: themeId,
      title,
      titledBy: 'earshot',
      summary: title,
      areaKey,
      startedAt: at,
      changedAt: at,
    };
    await startTheme(tx, theme);
    for (let i = 0; i < reports; i += 1) await reportOn(tx, { themeId, title, areaKey, n, i, at, ts });
  });
  if (kind === 'a follow-up') await finishedTicket({ tracker, themeId, n, at });
  const askers = 1 + (seed % 2);
  for (const who of ['eva', 'ana'].slice(0, askers)) {
    const place = { channel: world.channel('feedback'), threadTs: root };
    await saveWish(world.db, {
      id: idFor('crash-wish', String(n), who),
      themeId,
      by: world.user(who),
      at,
      kind: kind === 'a follow-up' ? 'another' : 'ticket',
      ...place,
    });
  }
  return { tracker, themeId, title, ts: root, reports, askers, kind };
}

/** The theme had a ticket, which was done long ago. */
async function finishedTicket(it: {
  tracker: TrackerName;
  themeId: string;
  n: number;
  at: Date;
}): Promise<void> {
  const { tracker, themeId, n, at } = it;
  const named = `Finished ${n}`;
  const { issue } =
    tracker === 'linear'
      ? await linearAct(world, { act: 'create', team: 'PAY', title: named })
      : await jiraAct(world, { act: 'create', project: 'SHOP', summary: named });
  await startTicket(world.db, {
    ...{ id: idFor('crash-old', String(n)), themeId, tracker, origin: 'created' },
    target: { tracker, team: tracker === 'linear' ? 'PAY' : 'SHOP', labels: [] },
    ...{ askedBy: world.user('eva'), askedAt: at, clearedAt: at, madeAt: at, evidenceAt: at },
    ...{ externalId: issue.id, key: issue.identifier ?? issue.key, url: issue.url, title: named },
    ...{
      state: 'completed',
      stateName: 'Done',
      completedAt: at,
      seenAt: new Date(at.getTime() + 86_400_000),
    },
  });
}

type ReportOn = {
  themeId: string;
  title: string;
  areaKey: string;
  n: number;
  i: number;
  at: Date;
  ts: string;
};

async function reportOn(tx: World['db'], { themeId, title, areaKey, n, i, at, ts }: ReportOn): Promise<void> {
  const id = idFor('crash-item', String(n), String(i));
  const findingId = idFor('crash-finding', String(n), String(i));
  await startFeedback(tx, {
    ...{ id, source: 'test', sourceKey: `${n}-${i}`, saidAt: at, capturedAt: at, capturedHow: 'test' },
    link: `https://harbor.slack.com/archives/C1/p${n}${i}${ts.replace('.', '')}`,
    customerId: customers[i]!,
  });
  await saveReading(tx, {
    ...{ id: idFor('crash-reading', String(n), String(i)), feedbackId: id, revision: 1, analyzer: 'local' },
    ...{ model: 'test', version: 'test', note: null, at },
    analysis: {
      feedback: true,
      language: 'en',
      findings: [
        {
          ...{
            summary: title,
            kind: 'bug',
            severity: 'high',
            sentiment: -0.5,
            churnRisk: 0.2,
            confidence: 0.9,
          },
          ...{ quotes: [`${title}, said ${i}`], affects: [], suspectedCause: null, because: [] },
          area: { key: areaKey, confidence: 0.9, runnerUp: null },
          recommendation: { change: 'Look at it.', check: 'Look again.' },
        },
      ],
    },
    placed: [{ id: findingId, text: title, hint: null }],
  });
  const because = 'a test put it there';
  await joinTheme(tx, {
    ...{ id: idFor('crash-member', String(n), String(i)), themeId, findingId },
    ...{ decidedBy: 'earshot', because, joinedAt: at },
  });
}

type Worker = { go: () => Promise<string>; kill: () => Promise<void> };

/** The process that lives, or a new one after a kill. */
async function worker(): Promise<Worker> {
  child ??= spare ?? startWorker();
  if (spare === child || !spare) spare = startWorker();
  return child;
}

function startWorker(): Worker {
  const settings = {
    ...world.env,
    SLACK_API_URL: `${proxies.slack.url}/api/`,
    LINEAR_API_URL: `${proxies.linear.url}/graphql`,
    JIRA_HOST: proxies.jira.url,
  };
  const started: ChildProcess = spawn(
    process.execPath,
    ['test/journeys/ticket-crash-process.ts', JSON.stringify(settings)],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env.PATH } },
  );
  const exited = once(started, 'exit');
  const lines = createInterface({ input: started.stdout! });
  return {
    async go() {
      const said = once(lines, 'line').then(([line]) => String(line));
      started.stdin!.write('go\n');
      return Promise.race([said, exited.then(() => 'dead')]);
    },
    async kill() {
      child = undefined;
      started.kill('SIGKILL');
      await exited;
    },
  };
}

/** No word of any language, so that no two themes are alike. */
function madeUp(random: () => number): string {
  const pick = (letters: string) => letters[Math.floor(random() * letters.length)];
  return (
    Array.from({ length: 3 }, () => `${pick('bdfgklmnprstvz')}${pick('aeiou')}`).join('') + pick('lnrsx')
  );
}

/** Numbers in [0, 1), the same for the same seed. Source: mulberry32 (Tommy Ettinger, public domain). */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
