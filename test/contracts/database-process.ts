// A process with open transactions, for the test that takes the server away under it. Says on stdout what becomes of
// them, and ends well when the database answers again.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { connect } from '../../src/db/connect.ts';
import { reasonOf } from '../../src/lib/failure.ts';

const { db, close } = connect(process.argv[2] ?? '', { max: 4 });
const say = (line: string) => process.stdout.write(`${line}\n`);

/** `idle`: nothing is asked when the server goes; `busy`: a query is under way. */
async function open(name: 'idle' | 'busy'): Promise<void> {
  const work = db.transaction(async (tx) => {
    await tx.execute(sql`select 1`);
    say(`open ${name}`);
    if (name === 'busy') await tx.execute(sql`select pg_sleep(30)`);
    for (;;) {
      await sleep(5);
      await tx.execute(sql`select 1`);
    }
  });
  await work.catch((error) => say(`rejected ${name}: ${reasonOf(error)}`));
}

await Promise.all([open('idle'), open('idle'), open('busy')]);
for (;;) {
  const answered = await db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  if (answered) break;
  await sleep(50);
}
say('answers again');
await close();
