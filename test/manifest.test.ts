// The manifest a company installs asks for exactly what the code uses; the README's settings are the code's.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingNames } from '../src/config.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const manifest = parse(read('manifest.yml'));
const folder = new URL('../src/', import.meta.url).pathname;
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox'))
  .map((file) => readFileSync(join(folder, file), 'utf8'));
const code = sources.join('\n');
const found = (pattern: RegExp) => new Set([...code.matchAll(pattern)].map((match) => match[1]!));

/** Message events are listened to under one name, and subscribed to by kind of channel. */
const subscribed = (name: string): string[] =>
  manifest.settings.event_subscriptions.bot_events.filter(
    (event: string) => event === name || event.startsWith(`${name}.`),
  );

it('subscribes to every event that is listened to, and to no other', () => {
  const heard = found(/app\.event\('([a-z_]+)'/g);
  expect(heard.size).toBeGreaterThan(2);
  for (const name of heard) expect(subscribed(name), `event ${name}`).not.toEqual([]);
  const listeners = sources.filter((file) => file.includes('app.event(')).join('\n');
  const wanted: string[] = manifest.settings.event_subscriptions.bot_events.map(
    (event: string) => event.split('.')[0],
  );
  expect([...new Set(wanted)].filter((name) => !listeners.includes(`'${name}'`))).toEqual([]);
});

it('names every command and shortcut that is listened to, and no other', () => {
  const commands = manifest.features.slash_commands.map((c: { command: string }) => c.command);
  expect([...found(/app\.command\('([^']+)'/g)].sort()).toEqual(commands.sort());
  const shortcuts = manifest.features.shortcuts.map((s: { callback_id: string }) => s.callback_id);
  expect([...found(/app\.shortcut\('([^']+)'/g)].sort()).toEqual(shortcuts.sort());
});

/** What Slack's documentation asks for each method the code calls; events ask for the reading scopes too. */
const scopesOf: Record<string, string[]> = {
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.unfurl': ['links:write'],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'users.info': ['users:read', 'users:read.email'],
  'usergroups.users.list': ['usergroups:read'],
  'files.uploadV2': ['files:write'],
};

it('asks for the scopes of every method the code calls', () => {
  const scopes: string[] = manifest.oauth_config.scopes.bot;
  const called = found(/(?:reading|writing)\('([a-zA-Z0-9.]+)'/g);
  expect(called.size).toBeGreaterThan(10);
  const missing = [...called].flatMap((method) =>
    (scopesOf[method] ?? []).filter((scope) => !scopes.includes(scope)),
  );
  expect(missing).toEqual([]);
});

it('has a row in the README for every setting, and no row for another', () => {
  const table = read('README.md').split('## Configuration')[1]!.split('\n## ')[0]!;
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]!),
  );
  expect(named.sort()).toEqual([...settingNames].sort());
});
