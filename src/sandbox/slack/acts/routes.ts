// `/sandbox/act/*`: what only a client can do, done by a person with their own token.
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { type Core, Refusal } from '../core.ts';
import { callerOf } from '../tokens.ts';
import {
  type ActAnswer,
  ActClick,
  ActClose,
  ActCommand,
  ActDismiss,
  ActOpenHome,
  ActShortcut,
  ActSubmit,
  ActSuggest,
} from '../wire.ts';
import type { User } from '../world.ts';
import { click, suggest } from './click.ts';
import { sendCommand } from './command.ts';
import { close, submit } from './modal.ts';
import { openHome, useShortcut } from './shortcut.ts';

export function actRoutes(core: Core): Hono {
  const app = new Hono();
  const act = <S extends z.ZodType>(
    name: string,
    schema: S,
    run: (core: Core, user: User, act: z.output<S>) => ActAnswer | Promise<ActAnswer>,
  ) => app.post(`/sandbox/act/${name}`, (c) => answer(c, core, { schema, run }));
  act('command', ActCommand, (one, user, body) => sendCommand(one, user, { thread_ts: '', ...body }));
  act('click', ActClick, click);
  act('suggest', ActSuggest, suggest);
  act('submit', ActSubmit, submit);
  act('close', ActClose, close);
  act('shortcut', ActShortcut, useShortcut);
  act('open-home', ActOpenHome, openHome);
  act('dismiss', ActDismiss, dismiss);
  return app;
}

async function answer<S extends z.ZodType>(
  c: Context,
  core: Core,
  {
    schema,
    run,
  }: { schema: S; run(core: Core, user: User, act: z.output<S>): ActAnswer | Promise<ActAnswer> },
): Promise<Response> {
  const user = personOf(core, c);
  if (!user) return c.json({ ok: false, error: 'invalid_auth' }, 401);
  const body = schema.safeParse(await c.req.json().catch(() => undefined));
  if (!body.success)
    return c.json(
      { ok: false, error: 'invalid_arguments', detail: body.error.issues.map(wordsFor).join('; ') },
      400,
    );
  try {
    return c.json(await run(core, user, body.data));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return c.json({ ok: false, error: error.code });
  }
}

const wordsFor = (issue: { path: PropertyKey[]; message: string }) =>
  `${issue.path.join('.')}: ${issue.message}`;

/** From the header, or from `?token=` where a browser cannot set one. */
export function personOf(core: Core, c: Context): User | undefined {
  const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? c.req.query('token');
  try {
    const caller = callerOf(core, token);
    return caller.kind === 'user' ? caller.user : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function dismiss(core: Core, user: User, act: ActDismiss): ActAnswer {
  const { world } = core;
  world.ephemerals = world.ephemerals.filter(
    (one) => one.ts !== act.message_ts || one.channel !== act.channel || one.toUser !== user.id,
  );
  core.changed({ type: 'ephemeral', channel: act.channel, ts: act.message_ts, onlyFor: user.id });
  return { ok: true };
}
