// What is there after a run, read from Earshot's own database in a few queries.
import { sql } from 'drizzle-orm';
import type { Db } from '../../src/db/connect.ts';

export type Found = Awaited<ReturnType<typeof readFound>>;

export async function readFound(db: Db) {
  const rows = async <T extends Record<string, unknown>>(query: ReturnType<typeof sql>) => [
    ...(await db.execute<T>(query)),
  ];
  return {
    deliveries: await rows<Delivery>(deliveries),
    messages: await rows<{
      key: string;
      feedbackId: string | null;
      text: string;
      isDeleted: boolean;
    }>(
      sql`select key, feedback_id as "feedbackId", text, deleted_at is not null as "isDeleted" from app.message`,
    ),
    items: await rows<Item>(items),
    themes: await rows<{ number: number; members: number; scored: number | null }>(themes),
    wishes: await rows<{ feedbackId: string; externalId: string | null; isAnswered: boolean }>(
      sql`select w.feedback_id as "feedbackId", t.external_id as "externalId", w.answered_at is not null as "isAnswered"
        from app.wish w left join app.ticket t on t.id = w.ticket_id`,
    ),
    tickets: await rows<{ externalId: string | null }>(
      sql`select external_id as "externalId" from app.ticket`,
    ),
    posts: await rows<{ id: string; channel: string; ts: string | null }>(
      sql`select id, channel, ts from app.post`,
    ),
    audited: await rows<{ subject: string; n: number }>(
      sql`select subject, count(*)::int as n from app.audit where what = 'said it is severe' group by subject`,
    ),
    failures: await rows<{ job: string; key: string; reason: string }>(
      sql`select job, key, reason from app.failure`,
    ),
  };
}

type Delivery = { eventId: string; what: string; isWaiting: boolean };

/** `what` names the act as `nameOf` does. */
const deliveries = sql`
  select event_id as "eventId", handled_at is null as "isWaiting",
    case
      when e->>'subtype' = 'message_changed' then 'edit ' || (e->'message'->>'ts') || ' ' || (e->'message'->'edited'->>'ts')
      when e->>'subtype' = 'message_deleted' then 'delete ' || (e->>'deleted_ts')
      when e->>'type' = 'message' then 'message ' || (e->>'ts')
      when e->>'type' = 'reaction_added' then 'react ' || (e->'item'->>'ts') || ' ' || (e->>'reaction')
      else coalesce(e->>'type', '')
    end as what
  from app.inbox, lateral (select body->'event' as e) event
  where source = 'slack'`;

type Item = {
  id: string;
  sourceKey: string;
  revision: number;
  isWithdrawn: boolean;
  severity: string | null;
  /** Of its current reading; null: it was never read. */
  readRevision: number | null;
  verdict: string | null;
  findings: number;
  /** Of its current findings; and of older ones, which must not count any more. */
  memberships: number;
  stale: number;
};

const items = sql`
  select f.id, f.source_key as "sourceKey", f.revision, f.withdrawn_at is not null as "isWithdrawn",
    f.stated_severity as severity, a.revision as "readRevision", a.verdict,
    count(distinct d.id) filter (where d.analysis_id = a.id)::int as findings,
    count(m.id) filter (where d.analysis_id = a.id)::int as memberships,
    count(m.id) filter (where d.analysis_id is distinct from a.id)::int as stale
  from app.feedback f
  left join app.analysis a on a.feedback_id = f.id and a.superseded_at is null
  left join app.finding d on d.feedback_id = f.id
  left join app.membership m on m.finding_id = d.id and m.left_at is null
  group by f.id, a.id`;

/** `scored`: how many reports its score counts. */
const themes = sql`
  select t.number, count(distinct d.feedback_id)::int as members, (s.tally->>'reports')::int as scored
  from app.theme t
  join app.membership m on m.theme_id = t.id and m.left_at is null
  join app.finding d on d.id = m.finding_id
  left join app.score s on s.theme_id = t.id and s.superseded_at is null
  group by t.id, s.id`;
