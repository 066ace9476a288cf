// The whole page: bar, guide, sidebar, the conversation, and up to two panes beside it.
import type { App } from './app.ts';
import { appPage } from './app-page.ts';
import { conversationView } from './conversation.ts';
import { type Child, h, type VNode } from './dom.ts';
import { guideView } from './guide-view.ts';
import { icon } from './icons.ts';
import { layers } from './layers.ts';
import { modalView } from './modal.ts';
import { conversation } from './navigate.ts';
import { sidebar } from './sidebar.ts';
import { threadView } from './thread.ts';
import { topbar } from './topbar.ts';
import { trackerPane } from './tracker/pane.ts';
import { trackerIsInView } from './tracker/tracker.ts';

export function page(app: App): Child[] {
  const { state } = app;
  const { thread } = state;
  const showTracker = trackerIsInView(state);
  const panes = [
    state.menuOpen ? 'with-menu' : '',
    thread ? 'with-thread' : '',
    showTracker ? 'with-tracker' : '',
  ].join(' ');
  return [
    h(
      'div',
      {
        key: 'page',
        class: 'page',
        attrs: { inert: state.workspace?.views.length || state.dialog ? true : undefined },
      },
      topbar(app),
      guideView(app),
      h(
        'div',
        { key: 'body', class: `body ${panes}` },
        sidebar(app),
        h('main', { class: 'main' }, middle(app)),
        thread && state.workspace ? threadView(app, thread) : false,
        showTracker ? trackerPane(app) : false,
      ),
    ),
    modalView(app),
    ...layers(app),
  ];
}

function middle(app: App): VNode {
  const { state } = app;
  if (!state.workspace) return waiting(app);
  if (state.place?.kind === 'app') return appPage(app, state.place.tab);
  const here = conversation(state, state.place?.id);
  if (here) return conversationView(app, here);
  return h(
    'div',
    { key: 'nowhere', class: 'pane-empty' },
    icon('comment', 28),
    h('p', {}, `${state.actingAs.name} cannot see this conversation. Choose another one on the left.`),
  );
}

function waiting(app: App): VNode {
  const { failure } = app.state;
  if (!failure)
    return h(
      'div',
      { key: 'loading', class: 'pane-empty', attrs: { role: 'status' } },
      h('i', { class: 'spinner' }),
      h('p', {}, 'Loading the workspace…'),
    );
  return h(
    'div',
    { key: 'failed', class: 'pane-empty', attrs: { role: 'alert' } },
    icon('warning', 28),
    h('p', {}, failure),
    h(
      'button',
      { class: 'button', attrs: { type: 'button' }, on: { click: () => app.refresh() } },
      'Try again',
    ),
  );
}
