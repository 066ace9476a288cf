// The few Block Kit shapes our forms are made of: a modal, its inputs and menus, each within Slack's limits.
import type {
  InputBlock,
  KnownBlock,
  ModalView,
  Overflow,
  PlainTextElement,
  PlainTextOption,
} from '@slack/types';
import { cutText, oneLine } from './cut.ts';
import { inertPlain } from './mrkdwn-inert.ts';
import { actionId } from './screen.ts';

export function plain(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: cutText(inertPlain(oneLine(text)), limit) || '…', emoji: true };
}

export type Choice = { text: string; value: string; description?: string | undefined };

export function option({ text, value, description }: Choice): PlainTextOption {
  const about = description ? { description: plain(description, 75) } : {};
  return { text: plain(text, 75), value: value.slice(0, 150), ...about };
}

export type Form = {
  callback: string;
  title: string;
  /** Absent: nothing to submit. */
  submit?: string | undefined;
  /** What the listener needs to know; at most 3,000 characters as JSON. */
  carries: unknown;
  blocks: KnownBlock[];
};

export function modal({ callback, title, submit, carries, blocks }: Form): ModalView {
  return {
    type: 'modal',
    callback_id: actionId(callback),
    private_metadata: JSON.stringify(carries),
    title: { type: 'plain_text', text: cutText(title, 24) },
    ...(submit ? { submit: plain(submit, 24) } : {}),
    close: plain(submit ? 'Cancel' : 'Done', 24),
    blocks: blocks.slice(0, 100),
  };
}

type Field = { id: string; label: string; hint?: string | undefined };
/** `tells`: the app hears of each change, to show what follows from it. */
type Told = { tells?: 'changes' | undefined };

function input(
  field: Field & Told & { optional?: true | undefined },
  element: InputBlock['element'],
): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    label: plain(field.label, 2000),
    element,
    ...(field.hint ? { hint: plain(field.hint, 2000) } : {}),
    ...(field.optional ? { optional: true } : {}),
    ...(field.tells ? { dispatch_action: true } : {}),
  };
}

/** At most 100 options; Slack shows no menu without any. */
export function choose(
  field: Field & Told & { options: Choice[]; chosen?: string | undefined; placeholder?: string | undefined },
): InputBlock {
  const options = field.options.slice(0, 100).map(option);
  const initial = options.find(({ value }) => value === field.chosen);
  return input(field, {
    type: 'static_select',
    action_id: actionId(field.id),
    options,
    ...(initial ? { initial_option: initial } : {}),
    ...(field.placeholder ? { placeholder: plain(field.placeholder, 150) } : {}),
  });
}

export function chooseSome(
  field: Field & Told & { options: Choice[]; chosen?: string[] | undefined; optional?: true | undefined },
): InputBlock {
  const options = field.options.slice(0, 100).map(option);
  const initial = options.filter(({ value }) => field.chosen?.includes(value ?? ''));
  return input(field, {
    type: 'multi_static_select',
    action_id: actionId(field.id),
    options,
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  });
}

/** At most ten, each with its description beside it. */
export function chooseOne(
  field: Field & Told & { options: Choice[]; chosen?: string | undefined },
): InputBlock {
  const options = field.options.slice(0, 10).map(option);
  const initial = options.find(({ value }) => value === field.chosen);
  return input(field, {
    type: 'radio_buttons',
    action_id: actionId(field.id),
    options,
    ...(initial ? { initial_option: initial } : {}),
  });
}

export function writeText(
  field: Field & { value?: string | undefined; most: number; optional?: true; lines?: 'many' | undefined },
): InputBlock {
  const { value, most, lines } = field;
  const initial = value ? cutText(value, most) : '';
  return input(field, {
    type: 'plain_text_input',
    action_id: actionId(field.id),
    max_length: most,
    ...(initial ? { initial_value: initial } : {}),
    ...(lines === 'many' ? { multiline: true } : {}),
  });
}

/** `HH:mm`. */
export function chooseTime(field: Field & Told & { chosen: string }): InputBlock {
  return input(field, { type: 'timepicker', action_id: actionId(field.id), initial_time: field.chosen });
}

/** A public or private channel; people and direct messages are left out. */
export function chooseChannel(field: Field & Told & { chosen?: string | undefined }): InputBlock {
  return input(field, {
    type: 'conversations_select',
    action_id: actionId(field.id),
    filter: {
      include: ['public', 'private'],
      exclude_external_shared_channels: true,
      exclude_bot_users: true,
    },
    ...(field.chosen ? { initial_conversation: field.chosen } : {}),
  });
}

/** Two to five options behind three dots; each value says what to do and to what. */
export function overflow(action: string, options: Choice[]): Overflow {
  return { type: 'overflow', action_id: actionId(action), options: options.slice(0, 5).map(option) };
}
