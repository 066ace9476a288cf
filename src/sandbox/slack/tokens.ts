// Tokens: whose they are, of which kind, and what they may do.
import { type Caller, type Core, Refusal, type Secrets } from './core.ts';
import { stableSecret } from './ids.ts';
import type { User, World } from './world.ts';

export function secretsOf(world: World): Secrets {
  const { domain } = world.team;
  return {
    signingSecret: stableSecret('signing', domain),
    botToken: `xoxb-${stableSecret('bot', domain)}`,
    appToken: `xapp-1-${world.app.id}-${stableSecret('app', domain)}`,
    verificationToken: stableSecret('verification', domain).slice(0, 24),
  };
}

/** What another app's bot in the seed may do: post as integrations do. */
const otherBotScopes = [
  'chat:write',
  'chat:write.customize',
  'channels:history',
  'files:write',
  'reactions:write',
];

export const otherBotToken = (user: User): string => `xoxb-${stableSecret('bot', user.teamId, user.id)}`;

export const userToken = (user: User): string => `xoxp-${stableSecret('user', user.teamId, user.id)}`;

/** Token to user id, for every person and every other app's bot. */
export function tokenIndex(world: World): Map<string, string> {
  const others = Object.values(world.users).filter((user) => user.id !== world.app.botUserId);
  return new Map(others.map((user) => [user.isBot ? otherBotToken(user) : userToken(user), user.id]));
}

export function tokenOf(core: Core, user: User): string {
  if (user.id === core.world.app.botUserId) return core.secrets.botToken;
  return user.isBot ? otherBotToken(user) : userToken(user);
}

/** Throws `not_authed`, `invalid_auth`, `token_revoked` or `account_inactive`. */
export function callerOf(core: Core, token: string | undefined): Caller {
  const { world, secrets, manifest } = core;
  if (!token) throw new Refusal('not_authed');
  if (world.revokedTokens.includes(token)) throw new Refusal('token_revoked');
  if (token === secrets.appToken) return { kind: 'app' };
  if (token === secrets.botToken)
    return { kind: 'bot', user: world.users[world.app.botUserId]!, scopes: manifest.oauth_config.scopes.bot };
  const user = world.users[core.tokens.get(token) ?? ''];
  if (!user) throw new Refusal('invalid_auth');
  if (user.deleted) throw new Refusal('account_inactive');
  return user.isBot ? { kind: 'bot', user, scopes: otherBotScopes } : { kind: 'user', user };
}

/** People may do what they can do; the app needs one of the scopes in its manifest. */
export function requireScope(caller: Caller, ...anyOf: string[]): void {
  if (caller.kind !== 'bot' || anyOf.some((scope) => caller.scopes.includes(scope))) return;
  throw new Refusal('missing_scope', { needed: anyOf.join(','), provided: caller.scopes.join(',') });
}
