// Slack as the settings say: tokens, scopes against manifest.yml, the channels, the people who may decide.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Channel, Slack } from '../slack/port.ts';
import { type Finding, fail, note, ok } from './doctor-finding.ts';

const Manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });
const Answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });

export async function examineSlack(config: Config, slack: Slack): Promise<Finding[]> {
  const me = await slack.whoAmI();
  return [
    ok(`SLACK_BOT_TOKEN works: a member of ${me.teamName}.`),
    await scopes(config),
    await transport(config),
    ...(await channels(config, await slack.ownChannels())),
    ...(await engineers(config, slack)),
  ];
}

/** Slack names a token's scopes in a header of every answer. */
async function scopes({ slack: { apiUrl, botToken } }: Config): Promise<Finding> {
  const { headers } = await call(apiUrl, 'auth.test', botToken);
  const held = headers
    .get('x-oauth-scopes')
    ?.split(',')
    .map((scope) => scope.trim());
  if (!held) return note('Slack does not say which scopes the token has.');
  const manifest = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');
  const wanted = Manifest.parse(parse(manifest)).oauth_config.scopes.bot;
  const missing = wanted.filter((scope) => !held.includes(scope));
  if (missing.length === 0) return ok(`All ${wanted.length} scopes of manifest.yml are granted.`);
  return fail(
    `The app lacks ${missing.join(', ')}.`,
    'Paste manifest.yml into the app at api.slack.com/apps under "App Manifest", and reinstall it.',
  );
}

async function transport({ slack, http, roles }: Config): Promise<Finding> {
  if (!slack.appToken) {
    const where = http.publicUrl ?? `http://${http.host}:${http.port}`;
    return note(
      `Events come over HTTP to ${new URL('/slack/events', where)}; SLACK_SIGNING_SECRET is tried by the first one.`,
    );
  }
  const { body } = await call(slack.apiUrl, 'apps.connections.open', slack.appToken);
  if (body.ok)
    return ok(`SLACK_APP_TOKEN works: Socket Mode${roles.includes('bot') ? '' : ', for the bot role'}.`);
  return fail(
    `Slack refuses SLACK_APP_TOKEN: ${body.error}.`,
    'Make an app-level token with the scope connections:write under "Basic Information", and turn on Socket Mode.',
  );
}

async function call(apiUrl: string, method: string, token: string) {
  const url = new URL(method, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, signal: AbortSignal.timeout(10_000) });
  return { headers: response.headers, body: Answer.parse(await response.json()) };
}

async function channels({ feedbackChannels, digest }: Config, own: Channel[]): Promise<Finding[]> {
  const isIn = (name: string) => own.some((one) => one.isMember && (one.id === name || one.name === name));
  const wanted = [...feedbackChannels, ...(digest.channel ? [digest.channel] : [])];
  const missing = wanted.filter((name) => !isIn(name));
  return [
    ...missing.map((name) =>
      fail(`Earshot is not in #${name}.`, 'Type "/invite @Earshot" there, or correct the name in .env.'),
    ),
    ...(missing.length === 0 && wanted.length > 0
      ? [ok(`In all ${wanted.length} channels that are named.`)]
      : []),
    ...(feedbackChannels.length === 0
      ? [note('EARSHOT_FEEDBACK_CHANNELS is empty: only messages with the capture emoji are taken in.')]
      : []),
    ...(digest.channel ? [] : [note('EARSHOT_DIGEST_CHANNEL is not set: no digest is posted by itself.')]),
  ];
}

/** Unknown ids would leave nobody who may decide. */
async function engineers({ engineers: ids }: Config, slack: Slack): Promise<Finding[]> {
  if (ids.length === 0) return [note('EARSHOT_ENGINEERS is empty: every member may make tickets.')];
  const unknown: string[] = [];
  for (const id of ids) if (!(await isKnown(slack, id))) unknown.push(id);
  if (unknown.length === 0) return [ok('Everybody in EARSHOT_ENGINEERS exists.')];
  return [
    fail(
      `Slack knows no ${unknown.join(', ')} of EARSHOT_ENGINEERS.`,
      "Copy member ids (U…) from profiles and group ids (S…) from the group's page.",
    ),
  ];
}

async function isKnown(slack: Slack, id: string): Promise<boolean> {
  if (!id.startsWith('S')) return (await slack.person(id)) !== undefined;
  return slack.groupMembers(id).then(
    () => true,
    () => false,
  );
}
