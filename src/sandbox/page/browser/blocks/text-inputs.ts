// Fields one types into: plain text, number, e-mail, address, rich text; and the file input.
import { h, type VNode } from '../dom.ts';
import {
  type Element,
  type ElementContext,
  heldBy,
  keep,
  labelled,
  plain,
  type TextObject,
  use,
} from './block-context.ts';

const inputTypes: Record<string, string> = {
  plain_text_input: 'text',
  // Not type=number: the browser would swallow what it cannot read, and no error could name it.
  number_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
};

export function textInput(element: Element, context: ElementContext): VNode {
  const held = heldBy(context, element);
  const value = `${(held ? held.value : element.initial_value) ?? ''}`;
  const tag = element.multiline ? 'textarea' : 'input';
  return h(tag, {
    class: 'field',
    attrs: {
      ...(element.multiline ? { rows: 4 } : { type: inputTypes[element.type], autocomplete: 'off' }),
      inputmode: element.type === 'number_input' ? 'decimal' : undefined,
      maxlength: element.max_length as number | undefined,
      placeholder: plain((element.placeholder as TextObject | undefined)?.text ?? ''),
      'data-action': element.action_id,
      ...labelled(context, 'Text'),
    },
    prop: { value },
    mounted: element.focus_on_load ? (field) => field.focus() : undefined,
    on: {
      input: (event) => typed(element, context, (event.currentTarget as HTMLInputElement).value),
      keydown: (event) => {
        if (event.key === 'Enter' && !element.multiline && tellsOn(element, context, 'on_enter_pressed')) {
          event.preventDefault();
          void use(context, element, { value: (event.currentTarget as HTMLInputElement).value });
        }
      },
    },
  });
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** As in Slack, an app that listens to characters hears of them when the person pauses. */
function typed(element: Element, context: ElementContext, value: string): void {
  keep(context, element, { value: value || null });
  if (!tellsOn(element, context, 'on_character_entered')) return;
  const key = `${context.blockId} ${element.action_id}`;
  clearTimeout(waiting.get(key));
  waiting.set(
    key,
    setTimeout(() => void use(context, element, { value }), 400),
  );
}

function tellsOn(element: Element, { tells }: ElementContext, moment: string): boolean {
  const config = element.dispatch_action_config as { trigger_actions_on?: string[] } | undefined;
  return tells && (config?.trigger_actions_on ?? ['on_enter_pressed']).includes(moment);
}

type RichText = { elements?: { elements?: { text?: string }[] }[] };

/** Plain lines in, Slack's rich text out: one section a paragraph. */
export function richTextInput(element: Element, context: ElementContext): VNode {
  const held = (heldBy(context, element)?.rich_text_value ?? element.initial_value) as RichText | undefined;
  const value = (held?.elements ?? [])
    .map((section) => (section.elements ?? []).map((part) => part.text ?? '').join(''))
    .join('\n');
  return h('textarea', {
    class: 'field',
    attrs: {
      rows: 4,
      placeholder: plain((element.placeholder as TextObject | undefined)?.text ?? ''),
      'data-action': element.action_id,
      ...labelled(context, 'Text'),
    },
    prop: { value },
    on: {
      input: (event) =>
        keep(context, element, {
          rich_text_value: richTextOf((event.currentTarget as HTMLTextAreaElement).value),
        }),
    },
  });
}

const richTextOf = (text: string) => ({
  type: 'rich_text',
  elements: text.split('\n').map((line) => ({
    type: 'rich_text_section',
    elements: line ? [{ type: 'text', text: line }] : [],
  })),
});
