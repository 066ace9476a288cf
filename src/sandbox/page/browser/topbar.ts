// The bar at the top: workspace, connection, the tracker's switch, and whom one acts as.

import type { PagePerson } from '../bootstrap.ts';
import type { App } from './app.ts';
import { avatar } from './avatar.ts';
import { h, type VNode } from './dom.ts';
import { icon } from './icons.ts';
import { moveFocus } from './menu.ts';
import { actAs } from './navigate.ts';
import { closePopover, openPopover } from './overlays.ts';
import { roleText, userById } from './people.ts';
import { toggleTracker } from './tracker/tracker.ts';

export function topbar(app: App): VNode {
  const { state } = app;
  return h(
    'header',
    { class: 'topbar' },
    menuButton(app),
    h('span', { class: 'brand' }, icon('ear', 20), 'Workspace'),
    connection(app),
    h('span', { class: 'spacer' }),
    h(
      'button',
      {
        class: `bar-button${state.tracker.open ? ' on' : ''}`,
        attrs: { type: 'button', 'aria-pressed': state.tracker.open ? 'true' : 'false' },
        on: { click: () => toggleTracker(app) },
      },
      icon('board', 17),
      'Issues',
    ),
    h(
      'button',
      {
        class: 'bar-button act-as',
        attrs: {
          type: 'button',
          'aria-haspopup': 'menu',
          'aria-label': `Act as: ${state.actingAs.name}, ${roleText(state.actingAs)}`,
        },
        on: { click: (event) => openPeople(app, event) },
      },
      face(app, state.actingAs, 24),
      h('span', { class: 'act-as-name' }, state.actingAs.name, h('small', {}, roleText(state.actingAs))),
      icon('down', 14),
    ),
  );
}

/** Only in a narrow window, where there is no room for the list beside the conversation. */
function menuButton(app: App): VNode {
  const { state } = app;
  const toggle = () => {
    state.menuOpen = !state.menuOpen;
    app.changed();
  };
  return h(
    'button',
    {
      class: 'icon-button on-dark menu-button',
      attrs: {
        type: 'button',
        'aria-label': 'Channels and people',
        'aria-expanded': state.menuOpen ? 'true' : 'false',
      },
      on: { click: toggle },
    },
    icon('menu', 20),
  );
}

function connection({ state }: App): VNode | false {
  if (state.connection === 'live') return false;
  const text = state.connection === 'connecting' ? 'Connecting…' : 'Connection lost. Reconnecting…';
  return h(
    'span',
    { class: `connection ${state.connection}`, attrs: { role: 'status' } },
    h('i', { class: 'pulse' }),
    text,
  );
}

function face(app: App, person: PagePerson, size: number): VNode {
  const user = userById(app.state, person.id);
  const initials = person.name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
  return avatar(user ?? { initials, colour: '#64748b', is_bot: false, real_name: person.name }, size);
}

function openPeople(app: App, event: Event): void {
  openPopover(app, event, {
    key: 'act as',
    label: 'Act as',
    view: () =>
      h(
        'div',
        {
          class: 'menu people-menu',
          attrs: { role: 'menu', 'aria-label': 'Act as' },
          on: { keydown: moveFocus },
          mounted: (element) => element.querySelector<HTMLElement>('[aria-checked=true]')?.focus(),
        },
        byRole(app.state.bootstrap.people).map(([role, people]) => [
          h('p', { key: role, class: 'menu-title' }, role),
          people.map((person) => personItem(app, person)),
        ]),
      ),
  });
}

/** "Customer", "Engineer" and so on, in the order they first appear. */
function byRole(people: PagePerson[]): [string, PagePerson[]][] {
  const groups = new Map<string, PagePerson[]>();
  for (const person of people) {
    const role = person.role.charAt(0).toUpperCase() + person.role.slice(1);
    groups.set(role, [...(groups.get(role) ?? []), person]);
  }
  return [...groups];
}

function personItem(app: App, person: PagePerson): VNode {
  const current = person.id === app.state.actingAs.id;
  return h(
    'button',
    {
      key: person.id,
      class: `menu-item${current ? ' current' : ''}`,
      attrs: {
        type: 'button',
        role: 'menuitemradio',
        'aria-checked': current ? 'true' : 'false',
        tabindex: -1,
      },
      on: {
        click: () => {
          closePopover(app);
          actAs(app, person);
        },
      },
    },
    face(app, person, 28),
    h(
      'span',
      { class: 'menu-label' },
      person.name,
      h('small', {}, person.company ?? userById(app.state, person.id)?.title),
    ),
    current ? icon('check', 16) : false,
  );
}
