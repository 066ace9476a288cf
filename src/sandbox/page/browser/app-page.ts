// The app's own page: Home, Messages, About.
import type { App } from './app.ts';
import { avatar } from './avatar.ts';
import { blocks } from './blocks/blocks.ts';
import { conversationBody } from './conversation.ts';
import { type Child, h, type VNode } from './dom.ts';
import { icon } from './icons.ts';
import { conversation, goTo } from './navigate.ts';
import { userById } from './people.ts';

type Tab = 'home' | 'messages' | 'about';

export function appPage(app: App, tab: Tab): VNode {
  const wired = app.state.workspace?.app;
  const tabs: [Tab, string][] = [
    ...(wired?.home_tab ? ([['home', 'Home']] as [Tab, string][]) : []),
    ['messages', 'Messages'],
    ['about', 'About'],
  ];
  return h(
    'section',
    { key: 'app page', class: 'conversation app-page', attrs: { 'aria-label': wired?.name } },
    h(
      'header',
      { class: 'pane-head app-head' },
      h(
        'h1',
        { class: 'pane-title' },
        avatar(userById(app.state, wired?.bot_user_id), 26),
        wired?.name,
        h('span', { class: 'badge' }, 'App'),
      ),
      h(
        'div',
        { class: 'tabs', attrs: { role: 'tablist', 'aria-label': `${wired?.name}` } },
        tabs.map(([one, label]) => tabButton(app, { one, label, current: one === tab })),
      ),
    ),
    content(app, tab),
  );
}

function tabButton(app: App, { one, label, current }: { one: Tab; label: string; current: boolean }): VNode {
  return h(
    'button',
    {
      key: one,
      class: `tab${current ? ' current' : ''}`,
      attrs: { type: 'button', role: 'tab', id: `tab-${one}`, 'aria-selected': current ? 'true' : 'false' },
      on: { click: () => goTo(app, { kind: 'app', tab: one }) },
    },
    label,
  );
}

function content(app: App, tab: Tab): Child {
  if (tab === 'home') return home(app);
  if (tab === 'about') return about(app);
  const dm = conversation(app.state, app.state.workspace?.app.dm);
  if (dm) return conversationBody(app, dm);
  return h('p', { class: 'pane-empty' }, 'Opening the conversation…');
}

function home(app: App): VNode {
  const view = app.state.workspace?.home;
  if (!view)
    return h(
      'div',
      { key: 'home', class: 'pane-empty', attrs: { role: 'status' } },
      icon('home', 28),
      h('p', {}, 'The app has not shown anything here yet. It builds this page when it is opened.'),
    );
  const surface = { kind: 'view', id: view.id, values: view.state.values } as const;
  return h(
    'div',
    { key: 'home', class: 'home-scroll', attrs: { role: 'tabpanel', 'aria-labelledby': 'tab-home' } },
    h('div', { class: 'home' }, blocks(view.blocks, { app, surface })),
  );
}

const transports = {
  socket: 'connected by socket',
  http: 'reached over HTTP',
  none: 'not connected: Earshot is not running, or still starting',
};

function about(app: App): VNode {
  const wired = app.state.workspace?.app;
  return h(
    'div',
    { key: 'about', class: 'home-scroll' },
    h(
      'div',
      { class: 'home about' },
      h('p', {}, `${wired?.name} is ${transports[wired?.transport ?? 'none']}.`),
      h('h3', {}, 'Commands'),
      h(
        'ul',
        {},
        wired?.commands.map((one) =>
          h(
            'li',
            {},
            h('code', { class: 'code' }, `${one.command} ${one.usage_hint}`.trim()),
            ` ${one.description}`,
          ),
        ),
      ),
      h('h3', {}, 'Shortcuts'),
      h(
        'ul',
        {},
        wired?.shortcuts.map((one) =>
          h(
            'li',
            {},
            h('strong', {}, one.name),
            ` · ${one.type === 'message' ? 'on a message' : 'anywhere'}. ${one.description}`,
          ),
        ),
      ),
    ),
  );
}
