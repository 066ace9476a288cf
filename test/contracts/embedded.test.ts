// The built-in PostgreSQL: starts anywhere, keeps its data, has one owner, and survives what happens to processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, expect, test } from 'vitest';
import { lendable } from '../../src/db/embedded/account.ts';
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts';
import { until } from './queue.ts';

const folders: string[] = [];
const servers: Embedded[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** In a folder that is closed to everybody else, as root's home is. */
function newDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-embedded-'));
  chmodSync(folder, 0o700);
  folders.push(folder);
  return join(folder, 'data');
}

async function start(dataDir: string, said: string[] = []): Promise<Embedded> {
  const server = await startEmbedded(dataDir, {
    progress: (line) => said.push(line),
    settings: { fsync: 'off' },
  });
  servers.push(server);
  return server;
}

async function ask(url: string, statement: string): Promise<postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

async function startInProcess(dataDir: string): Promise<{ url: string; pid: number; process: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'embedded-process.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [chunk] = await once(child.stdout, 'data');
  return { ...JSON.parse(String(chunk)), process: child };
}

test('starts in a folder closed to the user it runs as, and says that the first time takes a moment', async () => {
  const dataDir = newDataDir();
  const said: string[] = [];
  const { url } = await start(dataDir, said);
  expect(await ask(url, `select 1 as one`)).toEqual([{ one: 1 }]);
  expect(said).toEqual([`Preparing the built-in PostgreSQL in ${dataDir}/postgres (once, a few seconds).`]);
});

test('keeps data and password over a restart', async () => {
  const dataDir = newDataDir();
  const first = await start(dataDir);
  await ask(first.url, `create table kept as select 42 as answer`);
  await first.stop();
  const second = await start(dataDir);
  expect(await ask(second.url, `select answer from kept`)).toEqual([{ answer: 42 }]);
  expect(new URL(second.url).password).toBe(new URL(first.url).password);
});

test('is closed to others: loopback alone, a password of its own, files for its user', async () => {
  const dataDir = newDataDir();
  const { url } = await start(dataDir);
  const [row] = await ask(
    url,
    `select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets`,
  );
  expect(row).toEqual({ listens: '127.0.0.1', sockets: '' });
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'postgres', 'data')).mode & 0o777).toBe(0o700);
  expect(new URL(url).password.length).toBeGreaterThanOrEqual(32);
});

test('knows letters beyond ASCII, for likeness and for lower case', async () => {
  const { url } = await start(newDataDir());
  await ask(url, 'create extension pg_trgm');
  const [row] = await ask(url, `select lower('ÄÖÜ') as low, similarity('größe', 'Größe') as alike`);
  expect(row).toEqual({ low: 'äöü', alike: 1 });
});

test('keeps the words of failed queries out of its log', async () => {
  const dataDir = newDataDir();
  const { url } = await start(dataDir);
  await ask(url, `create table seen (words text unique); insert into seen values ('secret words')`);
  await expect(ask(url, `insert into seen values ('secret words')`)).rejects.toMatchObject({ code: '23505' });
  const log = readFileSync(join(dataDir, 'postgres', 'log'), 'utf8');
  expect(log).toContain('seen_words_key');
  expect(log).not.toContain('secret words');
});

test('refuses a second process on the same data, naming the first and the fix', async () => {
  const dataDir = newDataDir();
  const { process: first } = await startInProcess(dataDir);
  await expect(startEmbedded(dataDir)).rejects.toMatchObject({
    name: 'StartFailure',
    message: expect.stringMatching(
      new RegExp(
        `already runs on ${dataDir} \\(process ${first.pid}, since .*kill ${first.pid}.*EARSHOT_DATA_DIR`,
      ),
    ),
  });
});

test('refuses a second start in the same process too, and is free again after stop', async () => {
  const dataDir = newDataDir();
  const first = await start(dataDir);
  await expect(startEmbedded(dataDir)).rejects.toMatchObject({ name: 'StartFailure' });
  await first.stop();
  await first.stop();
  await start(dataDir);
});

test('after SIGKILL the server left behind is stopped and the data is there', async () => {
  const dataDir = newDataDir();
  const killed = await startInProcess(dataDir);
  await ask(killed.url, `create table kept as select 42 as answer`);
  killed.process.kill('SIGKILL');
  await once(killed.process, 'exit');
  expect(isAlive(killed.pid)).toBe(true);
  const said: string[] = [];
  const { url } = await start(dataDir, said);
  expect(isAlive(killed.pid)).toBe(false);
  expect(said.join()).toContain(`process ${killed.pid}`);
  expect(await ask(url, `select answer from kept`)).toEqual([{ answer: 42 }]);
});

test('SIGTERM takes the server along', async () => {
  const { pid, process: child } = await startInProcess(newDataDir());
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
  expect(isAlive(pid)).toBe(false);
});

test('pids that others have since are no obstacle: neither ours in the lock nor the server’s', async () => {
  const dataDir = newDataDir();
  await (await start(dataDir)).stop();
  writeFileSync(
    join(dataDir, 'earshot.pid'),
    JSON.stringify({ pid: process.pid, since: new Date().toISOString() }),
  );
  const postmaster = [process.ppid, '/proc/self/cwd', 1, 5432, '', '127.0.0.1', '', 'ready'].join('\n');
  writeFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), postmaster, { mode: 0o600 });
  const { url } = await start(dataDir);
  expect(await ask(url, `select 1 as one`)).toEqual([{ one: 1 }]);
});

test('a server that dies is started again on its port', async () => {
  const said: string[] = [];
  const server = await start(newDataDir(), said);
  await ask(server.url, `create table kept as select 42 as answer`);
  const pid = server.pid();
  process.kill(pid, 'SIGKILL');
  await until('it was started again', () => server.pid() !== pid);
  expect(await ask(server.url, `select answer from kept`)).toEqual([{ answer: 42 }]);
  expect(said.join()).toContain('ended (killed by SIGKILL)');
});

test('begins anew after a first start that was killed half-way', async () => {
  const dataDir = newDataDir();
  mkdirSync(join(dataDir, 'postgres', 'data.new', 'base'), { recursive: true });
  writeFileSync(join(dataDir, 'postgres', 'data.new', 'PG_VERSION'), '18\n');
  const { url } = await start(dataDir);
  expect(await ask(url, `select 1 as one`)).toEqual([{ one: 1 }]);
  expect(existsSync(join(dataDir, 'postgres', 'data.new'))).toBe(false);
});

test('leaves the data of another PostgreSQL version alone and says what to do', async () => {
  const dataDir = newDataDir();
  await (await start(dataDir)).stop();
  writeFileSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '17\n');
  await expect(startEmbedded(dataDir)).rejects.toMatchObject({
    name: 'StartFailure',
    message: expect.stringMatching(/PostgreSQL 17.*brings PostgreSQL 18.*pg_dump.*DATABASE_URL/),
  });
});

test('says what to do when the data directory cannot be made', async () => {
  const dataDir = newDataDir();
  writeFileSync(dataDir, 'a file');
  await expect(startEmbedded(dataDir)).rejects.toMatchObject({
    name: 'StartFailure',
    message: expect.stringContaining('Set EARSHOT_DATA_DIR'),
  });
});

test('lends root the user postgres, else its own, else nobody; never root under another name', () => {
  const root = 'root:x:0:0:root:/root:/bin/bash';
  const nobody = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin';
  const own = 'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash';
  expect(lendable([root, nobody, own].join('\n'))).toEqual({ uid: 101, gid: 104 });
  expect(lendable([root, nobody].join('\n'))).toEqual({ uid: 65534, gid: 65534 });
  expect(lendable([root, 'postgres:x:0:0::/:/bin/sh'].join('\n'))).toBeUndefined();
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
