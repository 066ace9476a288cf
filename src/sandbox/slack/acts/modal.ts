// A person submits or closes a modal; the app's answer may show errors, change the view, or open the next.

import { z } from 'zod';
import { type Core, refuse } from '../core.ts';
import {
  closeAll,
  closeTop,
  pushModal,
  refusalOf,
  replaceView,
  viewIn,
  viewShown,
} from '../methods/views.ts';
import type { ActAnswer, ActClose, ActSubmit, StateValues } from '../wire.ts';
import type { StoredView, User } from '../world.ts';
import { statesIn, viewOf } from './click.ts';
import { elementsIn } from './elements.ts';
import { envelope, failure, newTrigger } from './person.ts';

const Ack = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('clear') }),
]);
type Ack = z.infer<typeof Ack>;

export async function submit(core: Core, user: User, act: Required<ActSubmit>): Promise<ActAnswer> {
  const stored = viewOf(core, user, act.view_id);
  if (stored.type !== 'modal' || core.world.modals[user.id]?.at(-1) !== stored.id) refuse('view_not_found');
  const blocks = stored.view.blocks as Record<string, unknown>[];
  const unknown = unknownFields(blocks, act.state);
  if (unknown.length > 0)
    return { ok: false, error: 'invalid_state', detail: `no such field: ${unknown.join(', ')}` };
  const values = statesIn(blocks, { ...(stored.values as StateValues), ...act.state });
  const errors = refusedByClient(blocks, values);
  if (Object.keys(errors).length > 0) return { ok: false, error: 'invalid_state', errors };
  stored.values = values;
  const reply = await core.outbox.interact('interactive', {
    type: 'view_submission',
    ...envelope(core, user),
    trigger_id: newTrigger(core, user, stored.id),
    view: viewShown(core, stored),
    response_urls: [],
  });
  if (reply.kind !== 'acked') return failure(reply);
  return reply.body === undefined ? closed(core, user) : obey(core, { user, stored }, reply.body);
}

export async function close(core: Core, user: User, act: Required<ActClose>): Promise<ActAnswer> {
  const stored = viewOf(core, user, act.view_id);
  if (stored.type !== 'modal') refuse('view_not_found');
  const all = act.clear || stored.view.clear_on_close === true;
  const shown = viewShown(core, stored);
  if (all) closeAll(core, user.id);
  else closeTop(core, user.id);
  if (stored.view.notify_on_close !== true) return { ok: true };
  const reply = await core.outbox.interact('interactive', {
    type: 'view_closed',
    ...envelope(core, user),
    view: shown,
    is_cleared: all,
  });
  return reply.kind === 'acked' ? { ok: true } : failure(reply);
}

function obey(core: Core, { user, stored }: { user: User; stored: StoredView }, body: unknown): ActAnswer {
  const ack = Ack.safeParse(body);
  const detail = ack.success
    ? refusalOf(() => carryOut(core, { user, stored }, ack.data))
    : z.prettifyError(ack.error);
  if (detail) {
    core.violations.push(`The answer to view_submission was refused: ${detail}`);
    return { ok: false, error: 'dispatch_failed', detail };
  }
  const { response_action } = ack.data!;
  return { ok: true, response_action, ...(stored.errors ? { errors: stored.errors } : {}) };
}

function carryOut(core: Core, { user, stored }: { user: User; stored: StoredView }, ack: Ack): void {
  switch (ack.response_action) {
    case 'errors': {
      const inputs = inputIds(stored);
      const strange = Object.keys(ack.errors).filter((id) => !inputs.has(id));
      if (strange.length > 0)
        refuse('invalid_arguments', `errors name no input block: ${strange.join(', ')}`);
      stored.errors = ack.errors;
      core.changed({ type: 'view', onlyFor: user.id });
      break;
    }
    case 'update':
      replaceView(core, stored, viewIn(core, ack.view, 'modal'));
      break;
    case 'push':
      pushModal(core, user.id, viewIn(core, ack.view, 'modal'));
      break;
    case 'clear':
      closeAll(core, user.id);
  }
}

function closed(core: Core, user: User): ActAnswer {
  closeTop(core, user.id);
  return { ok: true };
}

const inputIds = (stored: StoredView) =>
  new Set(
    (stored.view.blocks as { type: string; block_id: string }[])
      .filter((block) => block.type === 'input')
      .map((block) => block.block_id),
  );

function unknownFields(blocks: unknown[], state: StateValues): string[] {
  const known = new Map(
    elementsIn(blocks).map((one) => [`${one.blockId}/${one.element.action_id}`, one.element.type]),
  );
  return Object.entries(state).flatMap(([blockId, actions]) =>
    Object.entries(actions)
      .filter(([actionId, value]) => known.get(`${blockId}/${actionId}`) !== value.type)
      .map(([actionId, value]) => `${blockId}/${actionId} (${value.type})`),
  );
}

/** What Slack's client checks before it sends anything: required fields, lengths, ranges, addresses. */
function refusedByClient(blocks: Record<string, unknown>[], values: StateValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks.filter((one) => one.type === 'input')) {
    const element = block.element as Record<string, unknown>;
    const value = values[String(block.block_id)]?.[String(element.action_id)];
    const problem = problemOf(element, { value, optional: block.optional === true });
    if (problem) errors[String(block.block_id)] = problem;
  }
  return errors;
}

function problemOf(
  element: Record<string, unknown>,
  { value, optional }: { value: Record<string, unknown> | undefined; optional: boolean },
): string | undefined {
  const { type, ...fields } = value ?? { type: '' };
  const held = Object.values(fields)[0];
  const isEmpty =
    held === null || held === undefined || held === '' || (Array.isArray(held) && held.length === 0);
  if (isEmpty) return optional ? undefined : 'Please complete this required field.';
  if (typeof held !== 'string') return undefined;
  if (Number(element.min_length) > held.length) return `Enter at least ${element.min_length} characters.`;
  if (Number(element.max_length) < held.length) return `Enter at most ${element.max_length} characters.`;
  if (type === 'number_input') return numberProblem(element, held);
  if (type === 'url_text_input' && !URL.canParse(held)) return 'Enter a valid URL.';
  if (type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(held)) return 'Enter a valid email address.';
  return undefined;
}

function numberProblem(element: Record<string, unknown>, held: string): string | undefined {
  const number = Number(held);
  if (Number.isNaN(number)) return 'Enter a number.';
  if (element.is_decimal_allowed === false && !Number.isInteger(number)) return 'Enter a whole number.';
  if (Number(element.min_value) > number) return `Enter ${element.min_value} or more.`;
  return Number(element.max_value) < number ? `Enter ${element.max_value} or less.` : undefined;
}
