// What the journeys of catching up share: being away, and being back.
import { sql } from 'drizzle-orm';
import { connect } from '../../src/db/connect.ts';
import { count, until, type World } from '../world.ts';

/** As if nothing had run for so long. */
export async function away(world: World, minutes: number, meanwhile: () => Promise<void>): Promise<void> {
  await world.earshot.close();
  await meanwhile();
  await world.slack.idle();
  const database = connect(world.env.DATABASE_URL!);
  await database.db.execute(
    sql`update app.channel set caught_up_at = caught_up_at - make_interval(mins => ${minutes})`,
  );
  await database.close();
  await world.restart();
}

/** The round after the time away was there, nothing of any channel's past is unread, and what was read is heard. */
export const caughtUp = (world: World) =>
  until(
    'everything is read and heard',
    async () => {
      const behind = await count(
        world,
        `channel where standing = 'member' and
          (caught_up_at is null or caught_up_at < now() - interval '10 minutes' or jsonb_array_length(unread) > 0)`,
      );
      const waiting = await count(world, 'inbox where handled_at is null');
      return behind + waiting === 0;
    },
    120_000,
  );
