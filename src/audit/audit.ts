// Who decided what, when and from where. Only appended; the same decision handled twice is one line.
import { desc, eq } from 'drizzle-orm';
import type { Db } from '../db/connect.ts';
import { scrubTable } from '../db/scrub.ts';
import { audit } from '../db/tables/shared.ts';
import { idFor } from '../lib/ids.ts';
import type { Eraser } from '../text/forget.ts';

export type Decided = {
  at: Date;
  /** A Slack user id, or `earshot`. */
  who: string;
  what: string;
  subject: string;
  detail?: Record<string, unknown>;
  /** A channel, a modal, an address. */
  origin: string;
  /** Names the occasion (a delivery, a job), so that a repeat adds nothing. */
  occasion: string;
};

/** False when this occasion was noted before: what it decided was done then, too. */
export async function note(db: Db, { occasion, ...decided }: Decided): Promise<boolean> {
  const id = idFor('audit', occasion, decided.subject);
  const fresh = await db
    .insert(audit)
    .values({ id, ...decided })
    .onConflictDoNothing()
    .returning({ id: audit.id });
  return fresh.length > 0;
}

export async function findDecisions(db: Db, subject: string, limit: number) {
  return db.select().from(audit).where(eq(audit.subject, subject)).orderBy(desc(audit.at)).limit(limit);
}

/** That it was decided stays; the words and ids of somebody who is to be forgotten do not. */
export async function scrubAudit(db: Db, eraser: Eraser): Promise<void> {
  await scrubTable(
    db,
    audit,
    {
      key: audit.id,
      columns: { who: audit.who, what: audit.what, detail: audit.detail, origin: audit.origin },
    },
    eraser.value,
  );
}

/** Newest first. */
export async function findAllDecisions(db: Db, { limit, offset }: { limit: number; offset: number }) {
  return db.select().from(audit).orderBy(desc(audit.at), desc(audit.id)).limit(limit).offset(offset);
}
