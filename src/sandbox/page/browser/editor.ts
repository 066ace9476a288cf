// Editing one's own message in place: Enter saves, Escape leaves it as it was.
import { saveEdit } from './actions.ts';
import type { App } from './app.ts';
import { toMrkdwn } from './compose-text.ts';
import { h, type VNode } from './dom.ts';
import { namesIn } from './people.ts';

export function editor(app: App): VNode {
  const editing = app.state.editing!;
  const cancel = () => {
    app.state.editing = undefined;
    app.changed();
  };
  const save = () => {
    if (editing.text.trim()) void saveEdit(app, toMrkdwn(editing.text.trim(), namesIn(app.state)));
  };
  return h(
    'div',
    { class: 'editor' },
    h('textarea', {
      class: 'field',
      attrs: { rows: 2, 'aria-label': 'Edit message' },
      prop: { value: editing.text },
      mounted: (element) => {
        element.focus();
        (element as HTMLTextAreaElement).setSelectionRange(editing.text.length, editing.text.length);
      },
      on: {
        input: (event) => {
          editing.text = (event.currentTarget as HTMLTextAreaElement).value;
          app.changed();
        },
        keydown: (event) => {
          if (event.key === 'Escape') cancel();
          else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) save();
          else return;
          event.preventDefault();
          event.stopPropagation();
        },
      },
    }),
    h(
      'div',
      { class: 'editor-buttons' },
      h('button', { class: 'button', attrs: { type: 'button' }, on: { click: cancel } }, 'Cancel'),
      h(
        'button',
        {
          class: 'button button-primary',
          attrs: { type: 'button', disabled: !editing.text.trim() },
          on: { click: save },
        },
        'Save changes',
      ),
    ),
  );
}
