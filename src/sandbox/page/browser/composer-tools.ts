// The row of small buttons under the text: styles, emoji, mention, files.
import type { App } from './app.ts';

import { type Child, h, type VNode } from './dom.ts';
import { openEmojiPicker } from './emoji-picker.ts';
import { type IconName, icon } from './icons.ts';
import type { Writing } from './writing.ts';

const styles: { label: string; icon: IconName; mark: string }[] = [
  { label: 'Bold', icon: 'bold', mark: '*' },
  { label: 'Italic', icon: 'italic', mark: '_' },
  { label: 'Strikethrough', icon: 'strike', mark: '~' },
  { label: 'Code', icon: 'code', mark: '`' },
];

type SetDraft = (text: string) => void;

export function composerTools(app: App, writing: Writing, setDraft: SetDraft): VNode {
  const insert = (event: Event, text: string) => replaceSelection(fieldOf(event), setDraft, () => text);
  return h(
    'div',
    { class: 'composer-tools', attrs: { role: 'toolbar', 'aria-label': 'Formatting' } },
    attach(app, writing),
    styles.map(({ label, icon: name, mark }) =>
      tool(label, icon(name, 16), (event) =>
        replaceSelection(fieldOf(event), setDraft, (selected) => `${mark}${selected}${mark}`),
      ),
    ),
    h('span', { class: 'tool-gap' }),
    tool('Emoji', icon('smile', 16), (event) => {
      const field = fieldOf(event);
      openEmojiPicker(app, event, {
        key: `compose ${writing.key}`,
        pick: (name) => replaceSelection(field, setDraft, () => `:${name}: `),
      });
    }),
    tool('Mention someone', icon('at', 16), (event) => {
      insert(event, '@');
      fieldOf(event).dispatchEvent(new Event('input'));
    }),
  );
}

function tool(label: string, content: Child, run: (event: Event) => void): VNode {
  return h(
    'button',
    {
      class: 'icon-button tool',
      attrs: { type: 'button', 'aria-label': label, title: label },
      on: { click: run },
    },
    content,
  );
}

const fieldOf = (event: Event): HTMLTextAreaElement =>
  (event.currentTarget as HTMLElement).closest('.composer')!.querySelector('textarea')!;

/** Puts text in place of the selection; the caret ends up inside a pair of marks, else behind the text. */
function replaceSelection(
  field: HTMLTextAreaElement,
  setDraft: SetDraft,
  change: (selected: string) => string,
): void {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const text = change(value.slice(start, end));
  field.value = value.slice(0, start) + text + value.slice(end);
  const caret = start === end && text.length === 2 ? start + 1 : start + text.length;
  field.focus();
  field.setSelectionRange(caret, caret);
  setDraft(field.value);
}

function attach(app: App, writing: Writing): VNode {
  return h(
    'label',
    { class: 'icon-button tool', attrs: { title: 'Attach files' } },
    icon('plus', 16),
    h('input', {
      class: 'visually-hidden',
      attrs: { type: 'file', multiple: true, 'aria-label': 'Attach files' },
      on: {
        change: (event) => {
          const input = event.currentTarget as HTMLInputElement;
          writing.files = [...writing.files, ...(input.files ?? [])];
          input.value = '';
          app.changed();
        },
      },
    }),
  );
}
