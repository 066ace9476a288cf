// The SQL of the inbox: saving deliveries as they come, each once.
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { inbox } from '../../db/tables/intake.ts';
import { gather } from '../../lib/gather.ts';

export type DeliveryRow = {
  source: string;
  eventId: string;
  body: unknown;
  receivedAt: Date;
  /** Of a new message in Slack. */
  channel?: string | undefined;
  ts?: string | undefined;
};

/** Saves a delivery; committed when it returns. Undefined when the sender had sent it before. */
export type SaveDelivery = (row: DeliveryRow) => Promise<number | undefined>;

/**
 * One statement, prepared once, for however many come while another is being written: they share its trip and its
 * commit. A second lane, so that one huge body does not hold up everybody.
 */
export function savingTogether(db: Db): SaveDelivery {
  const together = gather((rows: DeliveryRow[]) => saveAll(db, rows), {
    lanes: 2,
    most: 100,
    withinMs: 5_000,
  });
  return async (row) => {
    try {
      return await together(row);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      const [id] = await saveAll(db, [row]);
      return id;
    }
  };
}

/** PostgreSQL refused a value: one of those that went together, and no reason to refuse the others. */
function isAboutData(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  return cause instanceof Error && 'code' in cause && /^(22|23|54)/.test(String(cause.code));
}

async function saveAll(db: Db, rows: DeliveryRow[]): Promise<(number | undefined)[]> {
  const saved = await db.execute<{ id: string; source: string; event_id: string }>(sql`
    insert into ${inbox} (source, event_id, body, channel, ts, received_at)
    select source, "eventId", body, channel, ts, "receivedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as row (source text, "eventId" text, body jsonb, channel text, ts text, "receivedAt" timestamptz)
    on conflict (source, event_id) do nothing returning id, source, event_id`);
  const ids = new Map(saved.map((row) => [nameOf(row.source, row.event_id), Number(row.id)]));
  return rows.map(({ source, eventId }) => {
    const id = ids.get(nameOf(source, eventId));
    // Twice in one batch: the first is the news.
    ids.delete(nameOf(source, eventId));
    return id;
  });
}

const nameOf = (source: string, eventId: string) => `${source}\n${eventId}`;

/** Many at once; returns those the sender had not sent before. */
export async function saveDeliveries(db: Db, rows: DeliveryRow[]): Promise<{ id: number }[]> {
  if (rows.length === 0) return [];
  return db.insert(inbox).values(rows).onConflictDoNothing().returning({ id: inbox.id });
}
