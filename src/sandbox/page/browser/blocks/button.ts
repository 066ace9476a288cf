// Buttons, icon buttons, feedback buttons and the overflow menu.
import { h, safeAddress, type VNode } from '../dom.ts';
import { icon } from '../icons.ts';
import { openMenu } from '../menu.ts';
import { emojiView } from '../mrkdwn-view.ts';
import {
  busyKey,
  type Element,
  type ElementContext,
  type Option,
  plain,
  type TextObject,
  use,
} from './block-context.ts';

export function button(element: Element, context: ElementContext): VNode {
  const label = plain((element.text as TextObject | undefined)?.text ?? '');
  const busy = context.app.state.busy.has(busyKey(context, element));
  const style = element.style === 'primary' || element.style === 'danger' ? ` button-${element.style}` : '';
  const value = element.value === undefined ? {} : { value: `${element.value}` };
  return h(
    'button',
    {
      class: `button${style}${busy ? ' busy' : ''}`,
      attrs: {
        type: 'button',
        'aria-busy': busy || undefined,
        'aria-label': element.accessibility_label as string | undefined,
        disabled: context.surface.kind === 'still',
        'data-action': element.action_id,
      },
      on: {
        click: () => {
          if (element.url) follow(context, `${element.url}`);
          void use(context, element, value);
        },
      },
    },
    label,
    element.url ? icon('external', 13) : false,
  );
}

/** A button with an address opens it and still tells the app. */
function follow({ app }: ElementContext, url: string): void {
  const address = safeAddress(url);
  if (address && !app.text.openLink(url)) window.open(address, '_blank', 'noopener,noreferrer');
}

export function iconButton(element: Element, context: ElementContext): VNode {
  const allowed = element.visible_to_user_ids as string[] | undefined;
  const me = context.app.state.workspace?.me.id ?? '';
  if (allowed && !allowed.includes(me)) return h('span');
  const label = plain((element.text as TextObject).text);
  const picture = element.icon === 'trash' ? icon('trash', 16) : emojiView(`${element.icon}`);
  return h(
    'button',
    {
      class: 'icon-button',
      attrs: { type: 'button', title: label, 'aria-label': label },
      on: { click: () => void use(context, element, { value: `${element.value ?? ''}` }) },
    },
    picture,
  );
}

type Feedback = { text: TextObject; value: string; accessibility_label?: string };

export function feedbackButtons(element: Element, context: ElementContext): VNode {
  const one = (feedback: Feedback, name: string) =>
    h(
      'button',
      {
        class: 'icon-button',
        attrs: {
          type: 'button',
          title: plain(feedback.text.text),
          'aria-label': feedback.accessibility_label ?? plain(feedback.text.text),
        },
        on: { click: () => void use(context, element, { value: feedback.value }) },
      },
      emojiView(name),
    );
  return h(
    'span',
    { class: 'feedback-buttons' },
    one(element.positive_button as Feedback, '+1'),
    one(element.negative_button as Feedback, '-1'),
  );
}

export function overflow(element: Element, context: ElementContext): VNode {
  const options = (element.options ?? []) as Option[];
  const key = `overflow ${busyKey(context, element)}`;
  const choose = (option: Option) => {
    if (option.url) follow(context, option.url);
    void use(context, element, { selected_option: option });
  };
  return h(
    'button',
    {
      class: 'icon-button overflow',
      attrs: {
        type: 'button',
        'aria-haspopup': 'menu',
        'aria-label': 'More options',
        'data-action': element.action_id,
      },
      on: {
        click: (event) =>
          openMenu(context.app, event, {
            key,
            label: 'More options',
            items: options.map((option) => ({
              label: plain(option.text.text),
              hint: option.description && plain(option.description.text),
              run: () => choose(option),
            })),
          }),
      },
    },
    icon('more'),
  );
}
