// A person sends a slash command.
import { type Core, refuse } from '../core.ts';
import { addHook, answerWith } from '../hooks.ts';
import { refusalOf } from '../methods/views.ts';
import { channelSeen } from '../places.ts';
import { normalise } from '../text.ts';
import type { ActAnswer, ActCommand } from '../wire.ts';
import type { User } from '../world.ts';
import { channelNamed, failure, newTrigger } from './person.ts';

export async function sendCommand(core: Core, user: User, act: Required<ActCommand>): Promise<ActAnswer> {
  const channel = channelSeen(core, { kind: 'user', user }, act.channel);
  if (act.thread_ts) refuse('not_supported_in_threads');
  const known = core.manifest.features.slash_commands.find((one) => one.command === act.command);
  if (!known) return refuse('unknown_command');
  const hook = { user: user.id, channel: channel.id, ephemeral: true };
  const { id, name } = channelNamed(channel);
  const { team, app } = core.world;
  const responseUrl = addHook(core, hook);
  const reply = await core.outbox.interact('slash_commands', {
    token: core.secrets.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: id,
    channel_name: name,
    user_id: user.id,
    user_name: user.name,
    command: act.command,
    text: known.should_escape ? normalise(act.text, core.world, { linkNames: true }) : act.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: newTrigger(core, user),
  });
  if (reply.kind !== 'acked') return failure(reply);
  if (reply.body === undefined || reply.body === '') return { ok: true };
  const detail = refusalOf(() => answerWith(core, { ...hook, uses: 0, expires: 0 }, reply.body));
  if (!detail) return { ok: true };
  core.violations.push(`The answer to ${act.command} was refused: ${detail}`);
  return { ok: false, error: 'dispatch_failed', detail };
}
