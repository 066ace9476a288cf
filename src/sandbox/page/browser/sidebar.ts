// Channels, direct messages and apps.
import type { WireChannel, WireDm } from '../../slack/wire.ts';
import { runShortcut } from './actions.ts';
import type { App } from './app.ts';
import { avatar } from './avatar.ts';
import { type Child, h, type VNode } from './dom.ts';
import { icon } from './icons.ts';
import { openMenu } from './menu.ts';
import { goTo } from './navigate.ts';
import { dmName, userById } from './people.ts';
import { browse, newDm } from './sidebar-pickers.ts';

export function sidebar(app: App): VNode {
  const { workspace } = app.state;
  if (!workspace) return h('nav', { class: 'sidebar', attrs: { 'aria-label': 'Channels' } }, skeleton());
  const mine = workspace.channels.filter((one) => one.is_member && !one.is_archived);
  const dms = workspace.dms.filter((dm) => dm.id !== workspace.app.dm);
  return h(
    'nav',
    { class: 'sidebar', attrs: { 'aria-label': 'Channels and people' }, on: { keydown: walk } },
    head(app),
    group(app, 'Channels', [mine.map((channel) => channelItem(app, channel)), browse(app)]),
    group(app, 'Direct messages', [dms.map((dm) => dmItem(app, dm)), newDm(app)]),
    group(app, 'Apps', [appItem(app)]),
  );
}

function head(app: App): VNode {
  const { workspace } = app.state;
  const shortcuts = workspace?.app.shortcuts.filter((one) => one.type === 'global') ?? [];
  const open = (event: Event) =>
    openMenu(app, event, {
      key: 'global shortcuts',
      label: 'Shortcuts',
      items: shortcuts.map((shortcut) => ({
        label: shortcut.name,
        hint: shortcut.description || undefined,
        icon: 'bolt',
        note: workspace?.app.name,
        run: () => void runShortcut(app, shortcut.callback_id),
      })),
    });
  return h(
    'div',
    { class: 'sidebar-head' },
    h('strong', {}, workspace?.team.name),
    shortcuts.length > 0
      ? h(
          'button',
          {
            class: 'icon-button on-dark',
            attrs: { type: 'button', 'aria-label': 'Shortcuts', title: 'Shortcuts', 'aria-haspopup': 'menu' },
            on: { click: open },
          },
          icon('bolt'),
        )
      : false,
  );
}

function group(app: App, name: string, items: Child[]): VNode {
  const { collapsed } = app.state;
  const closed = collapsed.has(name);
  const toggle = () => {
    if (!collapsed.delete(name)) collapsed.add(name);
    app.changed();
  };
  return h(
    'section',
    { key: name, class: 'side-group' },
    h(
      'button',
      {
        class: 'side-group-head',
        attrs: { type: 'button', 'aria-expanded': closed ? 'false' : 'true' },
        on: { click: toggle },
      },
      icon(closed ? 'right' : 'down', 14),
      name,
    ),
    closed ? false : h('div', { class: 'side-items' }, items),
  );
}

type Item = { key: string; sign: Child; name: string; unread: number; active: boolean; open: () => void };

function item({ key, sign, name, unread, active, open }: Item): VNode {
  return h(
    'button',
    {
      key,
      class: `side-item${active ? ' active' : ''}${unread > 0 ? ' unread' : ''}`,
      attrs: {
        type: 'button',
        'aria-current': active ? 'page' : undefined,
        'aria-label': unread > 0 ? `${name}, ${unread} unread` : name,
      },
      on: { click: open },
    },
    h('span', { class: 'side-sign' }, sign),
    h('span', { class: 'side-name' }, name),
    unread > 0 ? h('span', { class: 'unread-count' }, unread > 99 ? '99+' : unread) : false,
  );
}

const here = (app: App, id: string) => app.state.place?.kind === 'channel' && app.state.place.id === id;

const channelItem = (app: App, channel: WireChannel) =>
  item({
    key: channel.id,
    sign: icon(channel.is_private ? 'lock' : channel.is_ext_shared ? 'shared' : 'hash', 16),
    name: channel.name,
    unread: channel.unread,
    active: here(app, channel.id),
    open: () => goTo(app, { kind: 'channel', id: channel.id }),
  });

const dmItem = (app: App, dm: WireDm) =>
  item({
    key: dm.id,
    sign: avatar(userById(app.state, dm.user), 20),
    name: dmName(app.state, dm),
    unread: dm.unread,
    active: here(app, dm.id),
    open: () => goTo(app, { kind: 'channel', id: dm.id }),
  });

function appItem(app: App): VNode | false {
  const { workspace, place } = app.state;
  if (!workspace) return false;
  const dm = workspace.dms.find((one) => one.id === workspace.app.dm);
  return item({
    key: workspace.app.id,
    sign: avatar(userById(app.state, workspace.app.bot_user_id), 20),
    name: workspace.app.name,
    unread: dm?.unread ?? 0,
    active: place?.kind === 'app',
    open: () => goTo(app, { kind: 'app', tab: dm?.unread ? 'messages' : 'home' }),
  });
}

function walk(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  event.preventDefault();
}

const skeleton = () =>
  h(
    'div',
    { class: 'skeleton', attrs: { 'aria-hidden': 'true' } },
    [70, 45, 60, 50, 65, 40].map((width) => h('i', { style: { width: `${width}%` } })),
  );
