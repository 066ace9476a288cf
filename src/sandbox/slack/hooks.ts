// response_url: lets the app answer a command or a click for 30 minutes, five times.
import { Hono } from 'hono';
import { z } from 'zod';
import { write } from './compose.ts';
import { type Core, type Hook, Refusal, refuse, wordsOf } from './core.ts';
import { freshId } from './ids.ts';
import { findMessage } from './messages.ts';
import { authorOf, whisper } from './methods/chat.ts';
import { change, post, remove } from './posting.ts';

const lifeMs = 30 * 60_000;
const mostUses = 5;

/** What may be posted to a response_url and answered to a command. */
const Answer = z.strictObject({
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.unknown()).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
  mrkdwn: z.boolean().optional(),
  metadata: z.unknown().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
});
type Answer = z.infer<typeof Answer>;

export function addHook(core: Core, hook: Omit<Hook, 'uses' | 'expires'>): string {
  const id = `${core.world.team.id}/${freshId('')}/${freshId('')}`;
  for (const [old, { expires }] of core.hooks) if (expires < core.now() - lifeMs) core.hooks.delete(old);
  core.hooks.set(id, { ...hook, uses: 0, expires: core.now() + lifeMs });
  return `${core.origin()}/hooks/actions/${id}`;
}

export function hookRoutes(core: Core): Hono {
  return new Hono().post('/hooks/actions/:team/:first/:second', async (c) => {
    const { team, first, second } = c.req.param();
    const hook = core.hooks.get(`${team}/${first}/${second}`);
    if (!hook) return c.json({ ok: false, error: 'invalid_url' }, 404);
    if (hook.expires < core.now()) return c.json({ ok: false, error: 'expired_url' }, 404);
    if (hook.uses >= mostUses) return c.json({ ok: false, error: 'used_url' }, 404);
    try {
      hook.uses += 1;
      answerWith(core, hook, await c.req.json().catch(() => refuse('invalid_payload')));
      return c.text('ok');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      core.violations.push(`response_url: ${wordsOf(error)}`);
      return c.json(
        { ok: false, error: error.code, ...error.more },
        error.code === 'invalid_payload' ? 400 : 200,
      );
    }
  });
}

/** Also what a command's acknowledgement may carry: text, or a message. */
export function answerWith(core: Core, hook: Hook, given: unknown): void {
  const parsed = Answer.safeParse(typeof given === 'string' ? { text: given } : given);
  if (!parsed.success) refuse('invalid_payload', z.prettifyError(parsed.error));
  const answer = parsed.data;
  if (answer.delete_original) {
    removeOriginal(core, hook);
    return;
  }
  const draft = {
    ...write(core, 'bot', answer),
    ...authorOf(core.world.users[core.world.app.botUserId]!),
    ...threadFor(hook, answer),
  };
  if (answer.replace_original && hook.messageTs) replaceOriginal(core, hook, draft);
  else if (answer.response_type === 'in_channel') post(core, channelOf(core, hook), draft);
  else whisper(core, { channel: hook.channel, user: hook.user }, draft);
}

function threadFor(hook: Hook, answer: Answer): { threadTs?: string } {
  const threadTs = answer.thread_ts ?? hook.threadTs;
  return threadTs ? { threadTs } : {};
}

const channelOf = (core: Core, hook: Hook) =>
  core.world.channels[hook.channel] ?? refuse('channel_not_found');

function replaceOriginal(core: Core, hook: Hook, draft: ReturnType<typeof write>): void {
  if (hook.ephemeral) {
    const original = core.world.ephemerals.find(
      (one) => one.ts === hook.messageTs && one.toUser === hook.user,
    );
    if (!original) refuse('message_not_found');
    delete original.blocks;
    Object.assign(original, draft);
    core.changed({ type: 'ephemeral', channel: hook.channel, ts: original.ts, onlyFor: hook.user });
    return;
  }
  const channel = channelOf(core, hook);
  const message = findMessage(core, channel.id, hook.messageTs!) ?? refuse('message_not_found');
  const { text, blocks, attachments, mentions } = draft;
  change(core, channel, message, (one) => {
    delete one.blocks;
    delete one.attachments;
    Object.assign(one, {
      text,
      mentions,
      ...(blocks ? { blocks } : {}),
      ...(attachments ? { attachments } : {}),
    });
  });
}

function removeOriginal(core: Core, hook: Hook): void {
  if (!hook.messageTs) refuse('message_not_found');
  if (hook.ephemeral) {
    core.world.ephemerals = core.world.ephemerals.filter(
      (one) => one.ts !== hook.messageTs || one.toUser !== hook.user,
    );
    core.changed({ type: 'ephemeral', channel: hook.channel, onlyFor: hook.user });
    return;
  }
  const channel = channelOf(core, hook);
  remove(core, channel, findMessage(core, channel.id, hook.messageTs) ?? refuse('message_not_found'));
}
