// Several workers, each with an index of its own: what one learns the others know, and no theme is made twice.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';

type Worker = { ask: (order: unknown) => Promise<unknown>; stop: () => void };
type Matched = { themeId: string | null; score: number; ms: number };
type Item = { feedbackId: string; analysisId: string };

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'earshot-index-'));
const started: Worker[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => {
  for (const worker of started) worker.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<Worker> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['test/journeys/theme-index-process.ts', database.url, folder],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The worker ended by itself.');
    return JSON.parse(value) as unknown;
  };
  await answer();
  const ask = (order: unknown) => {
    child.stdin!.write(`${JSON.stringify(order)}\n`);
    return answer();
  };
  const worker = { ask, stop: () => child.kill('SIGKILL') };
  started.push(worker);
  return worker;
}

/** An item that was read and has no place yet. */
async function readItem(text: string, areaKey: string | null = null): Promise<Item> {
  const item = { feedbackId: newId(), analysisId: newId() };
  const { db } = database;
  await db.execute(sql`insert into app.feedback (id, source, source_key, said_at, captured_at, captured_how)
    values (${item.feedbackId}, 'test', ${item.feedbackId}, now(), now(), 'test')`);
  await db.execute(sql`insert into app.analysis (id, feedback_id, revision, analyzer, model, version, verdict, language, answered_at)
    values (${item.analysisId}, ${item.feedbackId}, 1, 'local', 'local', 'test', 'feedback', 'en', now())`);
  await db.execute(sql`insert into app.finding (id, analysis_id, feedback_id, ordinal, text, summary, kind, area_key, area_confidence,
    severity, sentiment, churn_risk, quotes, affects, recommendation, confidence, because)
    values (${newId()}, ${item.analysisId}, ${item.feedbackId}, 0, ${text}, ${text}, 'bug', ${areaKey}, 0.5, 'medium', 0, 0,
    '[]', '[]', '{"change":"","check":""}', 0.5, '[]')`);
  return item;
}

const topics = [
  'card form freezes at the expiry date during checkout',
  'csv export of the monthly report is empty',
  'push notifications on android arrive hours late',
  'sign in with google redirects in a loop',
  'invoice logo looks blurry when printed',
  'webhook deliveries repeat the same payload',
  'dark mode text is unreadable in settings',
  'bank feed stopped importing transactions',
  'search ignores accents in customer names',
  'calendar shows meetings in the wrong time zone',
];
const wordings = [
  (topic: string) => `The ${topic}.`,
  (topic: string) => `Again: the ${topic}, since this morning.`,
  (topic: string) => `Customer says the ${topic}`,
  (topic: string) => `Why is it that the ${topic}?`,
  (topic: string) => `The ${topic}. Please help.`,
  (topic: string) => `Still: ${topic}`,
];

describe('two workers at once', () => {
  it('never make the same theme twice, whoever gets which report', async () => {
    const items: Item[] = [];
    for (const wording of wordings) for (const topic of topics) items.push(await readItem(wording(topic)));
    const [one, two] = await Promise.all([startWorker(), startWorker()]);
    // Each report is given to one of them, and every fifth to both, as when a bell rings twice.
    await Promise.all([
      one.ask({ place: items.filter((_, n) => n % 2 === 0 || n % 5 === 0) }),
      two.ask({ place: items.filter((_, n) => n % 2 === 1 || n % 5 === 0) }),
    ]);
    const rows = await database.db.execute<{ theme_id: string; text: string }>(
      sql`select m.theme_id, f.text from app.membership m join app.finding f on f.id = m.finding_id where m.left_at is null`,
    );
    expect(rows).toHaveLength(items.length);
    for (const topic of topics) {
      const themes = new Set(rows.filter(({ text }) => text.includes(topic)).map((row) => row.theme_id));
      expect([...themes], topic).toHaveLength(1);
    }
    expect(new Set(rows.map((row) => row.theme_id)).size).toBe(topics.length);
  }, 60_000);

  it('know each other’s newest theme at once', async () => {
    const [one, two] = started as [Worker, Worker];
    const text = 'Attachments larger than ten megabytes vanish from tickets without a word';
    const before = (await two.ask({ match: text })) as Matched;
    expect(before.score).toBeLessThan(0.3);
    await one.ask({ place: [await readItem(text)] });
    const began = performance.now();
    const after = (await two.ask({ match: text })) as Matched;
    expect(performance.now() - began).toBeLessThan(2000);
    expect(after.themeId).not.toBe(before.themeId);
    expect(after.score).toBeGreaterThan(0.5);
  });
});

describe('a start', () => {
  const file = join(folder, 'theme-index.bin');
  const text = 'The kiosk printer prints receipts upside down';

  it('is made from the snapshot where there is a good one, and from Postgres where there is none', async () => {
    await fill(6000);
    const themeId = await addQuietly(text);
    const first = await startWorker();
    expect(((await first.ask({ match: text })) as Matched).themeId).toBe(themeId);
    await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(true);

    // Taken out behind the log's back: only who reads the snapshot still knows it.
    await database.db.execute(sql`update app.membership set left_at = now() where theme_id = ${themeId}`);
    const second = await startWorker();
    expect(((await second.ask({ match: text })) as Matched).themeId).toBe(themeId);

    const good = readFileSync(file);
    for (const bad of [good.subarray(0, good.length - 100), Buffer.from('ESI'), ofAnotherDatabase(good)]) {
      writeFileSync(file, bad);
      const next = await startWorker();
      expect(((await next.ask({ match: text })) as Matched).themeId).not.toBe(themeId);
      next.stop();
    }
  }, 120_000);

  const ofAnotherDatabase = (good: Buffer) => {
    const lineEnd = good.indexOf(10);
    const head = JSON.parse(good.toString('utf8', 0, lineEnd));
    return Buffer.concat([
      Buffer.from(JSON.stringify({ ...head, findingId: newId() })),
      good.subarray(lineEnd),
    ]);
  };
});

/** Many placed items of made-up words, as an old installation has them. */
async function fill(items: number): Promise<void> {
  await database.db.execute(sql`
    with n as (select i, gen_random_uuid() as fb, gen_random_uuid() as an, gen_random_uuid() as fi from generate_series(1, ${items}) i),
    t as (insert into app.theme (id, title, titled_by, summary, started_at, changed_at)
      select gen_random_uuid(), 'made up', 'earshot', 'made up', now(), now() from generate_series(1, 20) returning id),
    nt as (select n.*, (array(select id from t))[1 + n.i % 20] as th from n),
    f as (insert into app.feedback (id, source, source_key, said_at, captured_at, captured_how)
      select fb, 'test', fb, now(), now(), 'test' from nt returning id),
    a as (insert into app.analysis (id, feedback_id, revision, analyzer, model, version, verdict, language, answered_at)
      select an, fb, 1, 'local', 'local', 'test', 'feedback', 'en', now() from nt returning id),
    g as (insert into app.finding (id, analysis_id, feedback_id, ordinal, text, summary, kind, area_confidence,
      severity, sentiment, churn_risk, quotes, affects, recommendation, confidence, because)
      select fi, an, fb, 0, 'word' || i || ' thing' || i % 20 || ' other' || i % 300, 'made up', 'bug', 0.5, 'medium', 0, 0,
        '[]', '[]', '{"change":"","check":""}', 0.5, '[]' from nt returning id),
    m as (insert into app.membership (id, theme_id, finding_id, decided_by, because, joined_at, said_at)
      select gen_random_uuid(), th, fi, 'earshot', 'test', now(), now() from nt returning id)
    insert into app.placement (finding_id, theme_id, change) select fi, th, 'joined' from nt`);
}

/** One more placed item, in a theme of its own. */
async function addQuietly(text: string): Promise<string> {
  const { analysisId } = await readItem(text);
  const [finding] = await database.db.execute<{ id: string }>(
    sql`select id from app.finding where analysis_id = ${analysisId}`,
  );
  const themeId = newId();
  const { db } = database;
  await db.execute(sql`insert into app.theme (id, title, titled_by, summary, started_at, changed_at)
    values (${themeId}, 'x', 'earshot', 'x', now(), now())`);
  await db.execute(sql`insert into app.membership (id, theme_id, finding_id, decided_by, because, joined_at, said_at)
    values (${newId()}, ${themeId}, ${finding!.id}, 'earshot', 'test', now(), now())`);
  await db.execute(
    sql`insert into app.placement (finding_id, theme_id, change) values (${finding!.id}, ${themeId}, 'joined')`,
  );
  return themeId;
}
