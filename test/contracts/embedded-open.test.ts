// Opening the database as settings say: reached, migrated by one process at a time, and refused in one sentence.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../src/db/embedded/server.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { freshDatabase } from '../database.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'earshot-open-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const database = await freshDatabase();
const empty = await freshDatabase({ migrated: false });
const newer = await freshDatabase();

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};
const open = (databaseUrl: string) => openDatabase({ databaseUrl, dataDir });

test('without DATABASE_URL opens the built-in one, migrated', async () => {
  const opened = await openDatabase({ databaseUrl: undefined, dataDir });
  const rows = await opened.connection
    .sql`select 1 from information_schema.tables where table_schema = 'app'`;
  expect(rows.length).toBeGreaterThan(10);
  expect(opened.embedded?.url).toBe(opened.url);
  await opened.close();
});

test('several processes may start on an empty database at once', async () => {
  const opened = await Promise.all([1, 2, 3, 4].map(() => open(empty.url)));
  const applied = await empty.sql`select count(*)::int as n, count(distinct hash)::int as different
    from drizzle.__drizzle_migrations`;
  expect(applied[0]?.n).toBe(applied[0]?.different);
  await Promise.all(opened.map(({ close }) => close()));
});

test('a database of a newer Earshot is left alone', async () => {
  await newer.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`;
  await expect(migrate(newer.url)).rejects.toMatchObject({
    name: 'StartFailure',
    message: expect.stringContaining('newer Earshot'),
  });
});

test('a process that waits for another’s migration goes on when that one is done', async () => {
  const lock = await database.sql.reserve();
  await lock`select pg_advisory_lock(7303014)`;
  let done = false;
  const waiting = migrate(database.url).then(() => {
    done = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(done).toBe(false);
  await lock`select pg_advisory_unlock(7303014)`;
  await waiting;
  lock.release();
});

const refusals: [string, () => Promise<string> | string, RegExp][] = [
  [
    'nothing listens',
    async () => `postgres://earshot:secret@127.0.0.1:${await freePort()}/earshot`,
    /127\.0\.0\.1:\d+: nothing listens there\. Start PostgreSQL/,
  ],
  [
    'no such host',
    () => 'postgres://earshot:secret@no-such-host.invalid/earshot',
    /no-such-host\.invalid:5432: (there is no such host|its name cannot be looked up)/,
  ],
  [
    'a wrong password',
    () =>
      changed((url) => {
        url.password = 'secret';
      }),
    /refuses the password of "earshot"/,
  ],
  [
    'no such database',
    () =>
      changed((url) => {
        url.pathname = '/nowhere';
      }),
    /no database "nowhere".*createdb nowhere/,
  ],
];
for (const [what, url, sentence] of refusals)
  test(`says so when there is ${what}, without the password`, async () => {
    const failure = await open(await url()).catch((error) => error);
    expect(failure.name).toBe('StartFailure');
    expect(failure.message).toMatch(sentence);
    expect(failure.message).toContain('DATABASE_URL');
    expect(failure.message).not.toContain('secret');
    expect(failure.message).not.toContain('\n');
  });

test('says so when what listens there is no database', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const databaseUrl = `postgres://earshot:secret@127.0.0.1:${port}/earshot`;
  const failure = await openDatabase({ databaseUrl, dataDir }, { answersWithinMs: 500 }).catch(
    (error) => error,
  );
  server.close();
  expect(failure).toMatchObject({
    name: 'StartFailure',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
});
