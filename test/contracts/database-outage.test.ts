// The database goes away in the middle of transactions: they reject, nothing of theirs is written later, and the process
// lives. The driver's part of it is scripts/mend-postgres.mjs.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { freshDatabase } from '../database.ts';

const folder = mkdtempSync(join(tmpdir(), 'earshot-outage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the server is killed', async () => {
  const server = await startEmbedded(join(folder, 'server'));
  afterAll(() => server.stop());

  test.each(['SIGKILL', 'SIGQUIT'] as const)(
    'with %s under open transactions: each rejects, and the process asks again when it is back',
    async (signal) => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'database-process.ts'), server.url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (data) => {
        said += data;
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      while (said.split('open').length < 4 && child.exitCode === null) await sleep(20);
      process.kill(server.pid(), signal);
      expect(await ended).toBe(0);
      expect(said.match(/rejected idle/g)).toHaveLength(2);
      expect(said.match(/rejected busy/g)).toHaveLength(1);
      expect(said).toContain('answers again');
    },
    60_000,
  );
});

describe('a connection is lost and comes back while its transaction is still at work', async () => {
  const { url, db: other } = await freshDatabase();
  await other.execute(sql`create table told (what text)`);
  const told = async () =>
    (await other.execute<{ what: string }>(sql`select what from told`)).map((r) => r.what);
  // One connection: whoever asks next gets the one that was lost.
  const { db, close } = connect(url, { max: 1 });
  afterAll(close);

  const lose = async (pid: number) => {
    await other.execute(sql`select pg_terminate_backend(${pid})`);
    for (let back = false; !back; await sleep(10))
      back = await db.execute(sql`select 1`).then(
        () => true,
        () => false,
      );
  };

  test('nothing of the transaction is written by itself', async () => {
    const work = db.transaction(async (tx) => {
      await tx.execute(sql`insert into told values ('first half')`);
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await lose(row!.pid);
      await tx.execute(sql`insert into told values ('second half')`);
    });
    await expect(work).rejects.toThrow();
    await sleep(100);
    expect(await told()).toEqual([]);
  });

  test('nor does its end undo what others write on that connection', async () => {
    let lost = () => {};
    const isLost = new Promise<void>((resolve) => {
      lost = resolve;
    });
    const work = db.transaction(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await lose(row!.pid);
      lost();
      await sleep(100);
      throw new Error('It was in vain.');
    });
    work.catch(() => {});
    await isLost;
    await db.transaction(async (tx) => {
      await tx.execute(sql`insert into told values ('by another')`);
      await sleep(300);
      await tx.execute(sql`insert into told values ('by another, too')`);
    });
    await expect(work).rejects.toThrow();
    expect(await told()).toEqual(['by another', 'by another, too']);
  });

  test('an ordinary failure is rolled back and says why, also inside another transaction', async () => {
    await other.execute(sql`delete from told`);
    await db.transaction(async (tx) => {
      await tx.execute(sql`insert into told values ('kept')`);
      const inner = tx.transaction(async (nested) => {
        await nested.execute(sql`insert into told values ('dropped')`);
        throw new Error('No.');
      });
      await expect(inner).rejects.toThrow('No.');
    });
    await expect(db.transaction(async () => Promise.reject(new Error('Never.')))).rejects.toThrow('Never.');
    expect(await told()).toEqual(['kept']);
  });
});

test('a query that was not sent yet when its connection broke does not spoil the next one', async () => {
  const { url } = await freshDatabase();
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  const driver = postgres(url, {
    max: 2,
    connect_timeout: 5,
    backoff: () => 0,
    socket: async () => {
      const socket = createConnection(Number(port), hostname);
      await once(socket, 'connect');
      sockets.push(socket);
      return socket;
    },
  } as postgres.Options<Record<string, never>>);
  const askBoth = () =>
    Promise.all([1, 2].map(async (n) => (await driver`select ${n}::int as n, pg_sleep(0.1)`)[0]?.n));
  expect(await askBoth()).toEqual([1, 2]);
  // Both break at once, as with a server that is killed: what fails on one is asked again on the other.
  const written = new Map(sockets.map((socket) => [socket, socket.bytesWritten]));
  const asked = driver`select pg_sleep(60)`.catch(() => driver`select 'again'`);
  await sleep(200);
  // What is destroyed last is closed first.
  const isAsking = (socket: Socket) => socket.bytesWritten > (written.get(socket) ?? 0);
  for (const socket of sockets.toSorted((a, b) => Number(isAsking(a)) - Number(isAsking(b))))
    socket.destroy();
  await expect(asked).rejects.toThrow();
  expect(await askBoth()).toEqual([1, 2]);
  await driver.end();
});

test('a connection lost while it reads the server’s types fails its query and nothing else', async () => {
  const { url } = await freshDatabase();
  const { hostname, port } = new URL(url);
  let breaks = 3;
  const driver = postgres(url, {
    max: 1,
    connect_timeout: 5,
    backoff: () => 0,
    socket: async () => {
      const socket = createConnection(Number(port), hostname);
      await once(socket, 'connect');
      const write = socket.write.bind(socket);
      socket.write = ((chunk: Buffer, ...rest: []) => {
        if (chunk.includes('pg_catalog.pg_type') && breaks-- > 0)
          socket.destroy(new Error('read ECONNRESET'));
        return write(chunk, ...rest);
      }) as typeof socket.write;
      return socket;
    },
  } as postgres.Options<Record<string, never>>);
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', note);
  for (let left = 3; left > 0; left--) await expect(driver`select 1 as one`).rejects.toThrow('ECONNRESET');
  expect(await driver`select array[1, 2] as two`).toMatchObject([{ two: [1, 2] }]);
  await sleep(20);
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  await driver.end();
});

describe('mending the driver', () => {
  const installed = readFileSync(
    join(import.meta.dirname, '../../node_modules/postgres/src/connection.js'),
    'utf8',
  );
  const mendIn = (name: string, text: string) => {
    const src = join(folder, name, 'node_modules/postgres/src');
    mkdirSync(src, { recursive: true });
    cpSync(join(import.meta.dirname, '../../scripts'), join(folder, name, 'scripts'), { recursive: true });
    writeFileSync(join(src, 'connection.js'), text);
    const run = spawnSync(process.execPath, [join(folder, name, 'scripts/mend-postgres.mjs')], {
      encoding: 'utf8',
    });
    return { ...run, text: readFileSync(join(src, 'connection.js'), 'utf8') };
  };

  test('was done by the install, and is done once', () => {
    expect(installed).toContain('if (socket === null) {');
    expect(mendIn('again', installed)).toMatchObject({ status: 0, stderr: '', text: installed });
  });

  test('changes the three places it knows', () => {
    const asReleased = installed
      .replace(/ {4}if \(socket === null\) \{\n.*\n.*\n.*\n {4}\}\n/, '')
      .replace(
        '    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket',
        '    clearImmediate(nextWriteTimer)\n    socket',
      )
      .replace('fetchArrayTypes().catch(error)', 'fetchArrayTypes()');
    expect(asReleased).not.toContain('if (socket === null) {');
    expect(mendIn('released', asReleased)).toMatchObject({ status: 0, stderr: '', text: installed });
  });

  test('leaves another version alone, in one line, and the install goes on', () => {
    const { status, stderr, text } = mendIn('other', 'export default 1\n');
    expect({ status, text }).toEqual({ status: 0, text: 'export default 1\n' });
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('it is not version 3.4.9')]);
  });
});
