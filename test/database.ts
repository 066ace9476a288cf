// One real PostgreSQL for the whole test run, in a temporary folder; every test file gets a database of its own.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { type Connection, connect } from '../src/db/connect.ts';
import { stopLeftover } from '../src/db/embedded/leftover.ts';
import { lockDirectory } from '../src/db/embedded/lock.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';
import { newId } from '../src/lib/ids.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** Nothing here has to survive a power cut. A whole Earshot holds about 60 connections, and several test files run at once. */
const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '800' };

/** vitest's globalSetup. Returns the teardown. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const server = await startEmbedded(folder, { settings: fast });
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql`create database template_empty`;
  await sql`create database template_app`;
  await sql.end();
  await migrate(inDatabase(server.url, 'template_app'));
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

const prefix = 'earshot-test-';
const youngMs = 60_000;

/** A test run that was killed leaves its server running. Whoever can take its lock may end it. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    try {
      if (Date.now() - statSync(folder).mtimeMs < youngMs) continue;
      const lock = lockDirectory(folder);
      await stopLeftover(join(folder, 'postgres', 'data'), console.warn);
      lock.release();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run's, alive, or another user's.
    }
  }
}

export type TestDatabase = Connection & { url: string };

/**
 * A migrated database for the calling test file, dropped after it. Call it at the top of the file, in `describe` or
 * in `beforeAll`. `{ migrated: false }` gives one without any table.
 */
export async function freshDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const root = inject('postgresUrl');
  const name = `test_${newId().replaceAll('-', '')}`;
  const template = migrated ? 'template_app' : 'template_empty';
  await asRoot(root, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  const url = inDatabase(root, name);
  const connection = connect(url);
  afterAll(async () => {
    await connection.close();
    await asRoot(root, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
  });
  return { ...connection, url };
}

async function asRoot(url: string, act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await act(sql);
  } finally {
    await sql.end();
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
