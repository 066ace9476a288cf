// Checkboxes and radio buttons.
import { h, type VNode } from '../dom.ts';
import {
  type Element,
  type ElementContext,
  enter,
  heldBy,
  labelled,
  type Option,
  textObject,
} from './block-context.ts';

export function checkboxes(element: Element, context: ElementContext): VNode {
  const held = heldBy(context, element)?.selected_options ?? element.initial_options ?? [];
  const chosen = new Set((held as Option[]).map((option) => option.value));
  const options = element.options as Option[];
  const toggle = (option: Option) => {
    const next = options.filter((one) => (one.value === option.value) !== chosen.has(one.value));
    enter(context, element, { selected_options: next });
  };
  return h(
    'div',
    { class: 'choices', attrs: { role: 'group', ...labelled(context, 'Options') } },
    options.map((option) =>
      line(option, context, {
        type: 'checkbox',
        name: '',
        checked: chosen.has(option.value),
        change: () => toggle(option),
      }),
    ),
  );
}

export function radioButtons(element: Element, context: ElementContext): VNode {
  const held = heldBy(context, element)?.selected_option ?? element.initial_option;
  const chosen = (held as Option | undefined)?.value;
  return h(
    'div',
    { class: 'choices', attrs: { role: 'radiogroup', ...labelled(context, 'Options') } },
    (element.options as Option[]).map((option) =>
      line(option, context, {
        type: 'radio',
        name: `${context.blockId} ${element.action_id}`,
        checked: option.value === chosen,
        change: () => enter(context, element, { selected_option: option }),
      }),
    ),
  );
}

type Line = { type: 'checkbox' | 'radio'; name: string; checked: boolean; change: () => void };

function line(option: Option, context: ElementContext, { type, name, checked, change }: Line): VNode {
  return h(
    'label',
    { class: 'choice-line' },
    h('input', {
      attrs: { type, name, value: option.value, disabled: context.surface.kind === 'still' },
      prop: { checked },
      on: { change },
    }),
    h(
      'span',
      {},
      textObject(option.text, context),
      option.description ? h('small', {}, textObject(option.description, context)) : false,
    ),
  );
}
