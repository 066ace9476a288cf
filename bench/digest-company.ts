// A company of any size, straight into Postgres: the same seed gives the same items. A few themes are large and most are
// small, as everywhere (Zipf): of a million items in 50,000 themes the largest has about 64,000.
import type postgres from 'postgres';
import type { Db } from '../src/db/connect.ts';
import { score } from '../src/db/tables/prioritize.ts';
import { explain } from '../src/steps/prioritize/explain.ts';
import { defaultHalfPoints } from '../src/steps/prioritize/half-points.ts';
import { reportOf } from '../src/steps/prioritize/job.ts';
import { scoreTheme, type Yardstick } from '../src/steps/prioritize/prioritize.ts';
import { findYardstickFacts } from '../src/steps/prioritize/store.ts';
import { tallyOf } from '../src/steps/prioritize/tally.ts';
import { trendOf } from '../src/steps/prioritize/trend.ts';
import { yardstickFor } from '../src/steps/prioritize/yardstick.ts';
import { findVoices } from '../src/steps/theme/store-reports.ts';

export type Size = { items: number; themes: number; seed: number };

/** The moment all of it is measured at. */
export const at = new Date('2026-03-02T09:00:00Z');
const customers = 5000;
const areas = 20;

export const areasFile = `areas:\n${Array.from({ length: areas }, (_, n) => `  - key: area-${n}\n    name: Area ${n}\n    words: [thing-${n}]\n`).join('')}`;

export async function fill(sql: postgres.Sql, { items, themes, seed }: Size): Promise<void> {
  // One number after the other from the item's own, so that no order of rows matters.
  const draw = (n: string, salt: number) =>
    `((hashint8extended(${n}::bigint, ${seed * 100 + salt}) & 1048575) / 1048576.0)`;
  const uuid = (what: string, n: string) => `md5('${what}-' || ${n})::uuid`;
  const now = `'${at.toISOString()}'::timestamptz`;
  await sql.unsafe(`
    set session_replication_role = replica;
    insert into app.customer (id, external_id, name, segment, annual_revenue, currency, updated_at)
      select ${uuid('customer', 'n')}, 'c-' || n, 'Customer ' || n, (array['Starter','Growth','Scale'])[1 + n % 3],
        case when ${draw('n', 1)} < 0.8 then round((10 ^ (3 + 3 * ${draw('n', 2)}))::numeric) end, 'EUR', ${now}
      from generate_series(1, ${customers}) n;
    insert into app.theme (id, title, titled_by, summary, area_key, started_at, changed_at)
      select ${uuid('theme', 'n')}, 'Thing ' || n || ' does not do what it should', 'earshot', 'Thing ' || n || ' fails in some way.',
        'area-' || (n % ${areas}), ${now} - interval '90 days', ${now} - interval '90 days'
      from generate_series(0, ${themes - 1}) n order by n;
    create unlogged table public.made as
      select n, case when n < ${themes} then n else floor(${themes} ^ ${draw('n', 3)})::int - 1 end as theme,
        ${now} - make_interval(secs => 7776000 * (${draw('n', 4)})) as said_at,
        1 + floor(${customers} * ${draw('n', 5)})::int as customer
      from generate_series(0, ${items - 1}) n;
    insert into app.feedback (id, source, source_key, channel_id, link, author_key, author_name, customer_id, said_at, captured_at, captured_how)
      select ${uuid('feedback', 'n')}, 'slack', 'C1:' || n, 'C1', 'https://x.slack.com/archives/C1/p' || n, 'U' || (n % 9000), 'Author',
        case when ${draw('n', 6)} < 0.8 then ${uuid('customer', 'customer')} end, said_at, said_at, 'channel' from public.made;
    insert into app.analysis (id, feedback_id, revision, analyzer, model, version, verdict, language, answered_at)
      select ${uuid('analysis', 'n')}, ${uuid('feedback', 'n')}, 1, 'local', 'local', '1', 'feedback', 'en', said_at + interval '20 seconds' from public.made;
    insert into app.finding (id, analysis_id, feedback_id, ordinal, text, summary, kind, area_key, area_confidence, severity, sentiment,
        churn_risk, quotes, affects, recommendation, confidence, because)
      select ${uuid('finding', 'n')}, ${uuid('analysis', 'n')}, ${uuid('feedback', 'n')}, 0,
        'Thing ' || theme || ' does not do what it should, case ' || n || ', we have to do it by hand every morning.',
        'Thing ' || theme || ' does not do what it should', 'bug', 'area-' || (theme % ${areas}), 0.8,
        (array['low','medium','high','critical'])[1 + floor(4 * ${draw('n', 7)})::int], 2 * ${draw('n', 8)} - 1, (${draw('n', 9)}) ^ 3,
        jsonb_build_array('Thing ' || theme || ' does not do what it should, case ' || n), '[]', '{"change": "Repair it.", "check": "Try it."}', 0.8, '[]'
      from public.made;
    insert into app.membership (id, theme_id, finding_id, decided_by, match, because, joined_at, said_at)
      select ${uuid('membership', 'n')}, ${uuid('theme', 'theme')}, ${uuid('finding', 'n')}, 'earshot', 0.7, 'alike', said_at, said_at from public.made;
    insert into app.override (id, theme_id, band, by, at)
      select ${uuid('override', 'n')}, ${uuid('theme', 'n * 37')}, 'high', 'U1', ${now} from generate_series(0, 99) n;
    insert into app.snooze (id, theme_id, by, at, until)
      select ${uuid('snooze', 'n')}, ${uuid('theme', 'n * 11')}, 'U1', ${now}, ${now} + interval '14 days' from generate_series(0, 199) n;
    update app.theme set standing = 'closed' where number % 100 = 7;
    drop table public.made;`);
}

/** Every theme's score with the very code of the job, and one of a week before to compare with. */
export async function scoreAll(db: Db, sql: postgres.Sql, progress: (done: number) => void): Promise<number> {
  const facts = await findYardstickFacts(db);
  const yardstick = yardstickFor({ ...facts, at, signals: false, halfPoints: defaultHalfPoints });
  const ids = (await sql<{ id: string }[]>`select id from app.theme order by number`).map((row) => row.id);
  let rows: (typeof score.$inferInsert)[] = [];
  for (let start = 0; start < ids.length; start += portion) {
    const voices = await findVoices(db, ids.slice(start, start + portion));
    for (const [themeId, own] of Map.groupBy(voices, (row) => row.themeId))
      rows.push(...scoresOf(themeId, own.map(reportOf), yardstick, facts.heardSince));
    for (let from = 0; from < rows.length; from += 1000)
      await db.insert(score).values(rows.slice(from, from + 1000) as never);
    rows = [];
    progress(Math.min(start + portion, ids.length));
  }
  return ids.length;
}

const portion = 500;

function scoresOf(
  themeId: string,
  reports: ReturnType<typeof reportOf>[],
  yardstick: Yardstick,
  heardSince: Date | undefined,
): (typeof score.$inferInsert)[] {
  const trend = trendOf(reports, { at, heardSince });
  const evidence = { reports, trend };
  const impact = scoreTheme(evidence, yardstick);
  const now = {
    themeId,
    at,
    checkedAt: at,
    total: impact.score,
    band: impact.band,
    confidence: impact.confidence,
    customers: impact.customers,
    revenue: impact.raw.revenue,
    newestAt: reports[0]!.at,
    raw: impact.raw,
    explanation: explain(evidence, yardstick),
    tally: tallyOf(reports, trend, at),
    version: impact.version,
  };
  const weekAgo = new Date(at.getTime() - 8 * 86_400_000);
  return [now, { ...now, at: weekAgo, checkedAt: weekAgo, total: 0.9 * impact.score, supersededAt: at }];
}
