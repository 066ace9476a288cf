// The SQL of whose App Home was drawn: Slack shows what was published last until it is drawn anew.
import { inArray } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { homeView } from '../../db/tables/home.ts';
import type { Happened } from '../happened.ts';

export async function saveDrawn(db: Db, userId: string, drawnAt: Date): Promise<void> {
  await db
    .insert(homeView)
    .values({ userId, drawnAt })
    .onConflictDoUpdate({ target: homeView.userId, set: { drawnAt } });
}

/** Every App Home that may show what is not true any more. */
export async function allHomesChanged(db: Db): Promise<Happened[]> {
  const rows = await db.select({ userId: homeView.userId }).from(homeView);
  return rows.map(({ userId }) => ({ what: 'homeChanged', userId }));
}

export async function forgetDrawn(db: Db, userIds: string[]): Promise<void> {
  await db.delete(homeView).where(inArray(homeView.userId, userIds));
}
