// Settings in a `.env` file.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** Of `.env` in this folder; nothing when there is none. */
export function readDotEnv(folder: string): Record<string, string | undefined> {
  const file = resolve(folder, '.env');
  return existsSync(file) ? withoutEmpty(parseEnv(readFileSync(file, 'utf8'))) : {};
}

/** An empty variable counts as not set: `.env` templates leave many of them. */
export function withoutEmpty(env: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
}
