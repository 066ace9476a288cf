// Interactive elements: where they are in a message or view, and what using one sends to the app.
import { refuse } from '../core.ts';
import type { ActClick } from '../wire.ts';

export type Element = Record<string, unknown> & { type: string; action_id?: string };
export type Placed = { blockId: string; element: Element };

/** Every element with an action_id, in reading order. */
export function elementsIn(blocks: unknown[]): Placed[] {
  return (blocks as Record<string, unknown>[]).flatMap((block) => {
    const held = [block.accessory, block.element, ...((block.elements as unknown[]) ?? [])];
    return held
      .filter((one): one is Element => typeof one === 'object' && one !== null && 'action_id' in one)
      .map((element) => ({ blockId: String(block.block_id), element }));
  });
}

export function findElement(
  blocks: unknown[],
  wanted: { block_id?: string | undefined; action_id: string },
): Placed {
  const found = elementsIn(blocks).filter(
    ({ blockId, element }) =>
      element.action_id === wanted.action_id && (!wanted.block_id || blockId === wanted.block_id),
  );
  return found[0] ?? refuse('element_not_found');
}

type Choice = Pick<
  ActClick,
  | 'value'
  | 'selected_option'
  | 'selected_options'
  | 'selected_user'
  | 'selected_users'
  | 'selected_channel'
  | 'selected_channels'
  | 'selected_conversation'
  | 'selected_conversations'
  | 'selected_date'
  | 'selected_time'
  | 'selected_date_time'
  | 'rich_text_value'
>;

/** The value part of an action or of `state.values`, in Slack's form for this type of element. */
export function chosenValue(element: Element, act: Choice): Record<string, unknown> {
  const { type } = element;
  switch (type) {
    case 'button':
      return { ...(element.value === undefined ? {} : { value: element.value }), text: element.text };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
    case 'overflow':
      return { selected_option: optionOf(element, act.selected_option) };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { selected_options: (act.selected_options ?? []).map((one) => optionOf(element, one)) };
    case 'rich_text_input':
      return { rich_text_value: act.rich_text_value };
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { value: act.value ?? null };
    default: {
      const key = pickedKeys[type];
      return key ? { [key]: act[key] ?? null } : refuse('element_not_interactive');
    }
  }
}

const pickedKeys: Record<string, keyof Choice> = {
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
};

/** A person can choose only what is offered; menus filled by the app offer what was suggested. */
function optionOf(element: Element, chosen: Choice['selected_option']): unknown {
  if (chosen === null || chosen === undefined) return null;
  const value = typeof chosen === 'string' ? chosen : chosen.value;
  const groups = (element.option_groups ?? []) as { options: { value: string }[] }[];
  const offered = [
    ...((element.options ?? []) as { value: string }[]),
    ...groups.flatMap((group) => group.options),
  ];
  if (element.type.endsWith('external_select'))
    return typeof chosen === 'string' ? refuse('option_not_found') : chosen;
  return offered.find((one) => one.value === value) ?? refuse('option_not_found');
}

/** What a field has before anybody touches it, in the form of `state.values`. */
export function initialValue(element: Element): Record<string, unknown> | undefined {
  const { type } = element;
  if (type === 'button' || type === 'overflow' || type === 'workflow_button') return undefined;
  const initial = (key: string) => element[key] ?? null;
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: initial('initial_option') };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'rich_text_input':
      return { type, rich_text_value: initial('initial_value') };
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: initial('initial_value') };
    default: {
      const key = pickedKeys[type];
      if (!key) return undefined;
      return {
        type,
        [key]: element[key.replace('selected', 'initial')] ?? (type.startsWith('multi_') ? [] : null),
      };
    }
  }
}
