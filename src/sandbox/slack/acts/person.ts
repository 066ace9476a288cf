// The parts that payloads of a person's acts have in common.
import type { Core, Reply } from '../core.ts';
import { freshId } from '../ids.ts';
import type { ActAnswer } from '../wire.ts';
import type { Channel, User } from '../world.ts';

const triggerLifeMs = 3_000;

/** One use, 3 seconds. `viewId`: the modal it was made in, on which views.push puts the next. */
export function newTrigger(core: Core, user: User, viewId?: string): string {
  const id = `${core.serial()}.${Math.floor(core.now() / 1000)}.${freshId('').toLowerCase()}`;
  const expires = core.now() + triggerLifeMs;
  core.triggers.set(id, { user: user.id, expires, spent: false, ...(viewId ? { viewId } : {}) });
  for (const [old, trigger] of core.triggers)
    if (trigger.expires < core.now() - 60_000) core.triggers.delete(old);
  return id;
}

export function envelope(core: Core, user: User): Record<string, unknown> {
  const { team, app } = core.world;
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: app.id,
    token: core.secrets.verificationToken,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelNamed(channel: Channel): { id: string; name: string } {
  const name = { public: channel.name, private: channel.name, im: 'directmessage', mpim: channel.name }[
    channel.kind
  ];
  return { id: channel.id, name };
}

/** What the person sees when the app did not answer as it must. */
export function failure(reply: Exclude<Reply, { kind: 'acked' }>): ActAnswer {
  if (reply.kind === 'timeout') return { ok: false, error: 'operation_timeout' };
  return { ok: false, error: 'dispatch_failed', detail: reply.detail };
}
