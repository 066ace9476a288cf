// The sidebar's two searches: a channel to look at, a person to write to.
import type { App } from './app.ts';
import { h, type VNode } from './dom.ts';
import { icon } from './icons.ts';
import { goTo, openDmWith } from './navigate.ts';
import { companyOf, userName } from './people.ts';
import { openPicker } from './picker.ts';

/** Channels one could join. */
export function browse(app: App): VNode | false {
  const others = (app.state.workspace?.channels ?? []).filter((one) => !one.is_member || one.is_archived);
  if (others.length === 0) return false;
  return adder('Browse channels', (event) =>
    openPicker(app, event, {
      key: 'browse channels',
      label: 'Browse channels',
      several: false,
      empty: () => 'No such channel.',
      find: (query) => [
        {
          choices: others
            .filter((one) => one.name.includes(query.toLowerCase()))
            .map((one) => ({
              key: one.id,
              label: `#${one.name}`,
              hint: one.is_archived ? 'Archived' : one.purpose || undefined,
              selected: false,
              choose: () => goTo(app, { kind: 'channel', id: one.id }),
            })),
        },
      ],
    }),
  );
}

export function newDm(app: App): VNode {
  const me = app.state.workspace?.me.id;
  return adder('New message', (event) =>
    openPicker(app, event, {
      key: 'new message',
      label: 'New message',
      several: false,
      empty: () => 'Nobody matches.',
      find: (query) => [
        {
          choices: (app.state.workspace?.users ?? [])
            .filter((user) => user.id !== me && !user.deleted)
            .map((user) => ({ user, name: userName(app.state, user.id) }))
            .filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
            .map(({ user, name }) => ({
              key: user.id,
              label: name,
              hint: user.is_bot ? 'App' : (companyOf(app.state, user) ?? (user.title || undefined)),
              selected: false,
              choose: () => void openDmWith(app, user.id),
            })),
        },
      ],
    }),
  );
}

const adder = (label: string, open: (event: Event) => void) =>
  h(
    'button',
    {
      key: label,
      class: 'side-item side-add',
      attrs: { type: 'button', 'aria-haspopup': 'listbox' },
      on: { click: open },
    },
    h('span', { class: 'side-sign' }, icon('plus', 14)),
    h('span', { class: 'side-name' }, label),
  );
