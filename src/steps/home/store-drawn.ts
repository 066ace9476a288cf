// The SQL of whose App Home was drawn: Slack shows what was published last until it is drawn anew.
import { inArray } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { homeView } from '../../db/tables/home.ts';

export async function saveDrawn(db: Db, userId: string, drawnAt: Date): Promise<void> {
  await db
    .insert(homeView)
    .values({ userId, drawnAt })
    .onConflictDoUpdate({ target: homeView.userId, set: { drawnAt } });
}

export async function findDrawn(db: Db): Promise<{ userId: string }[]> {
  return db.select({ userId: homeView.userId }).from(homeView);
}

export async function forgetDrawn(db: Db, userIds: string[]): Promise<void> {
  await db.delete(homeView).where(inArray(homeView.userId, userIds));
}
