// Starts the page: asks its server where everything is, then keeps what is shown equal to the state.
import type { Bootstrap } from '../bootstrap.ts';
import { fetchJson } from './api.ts';
import { type App, createApi, failureText } from './app.ts';
import { render } from './dom.ts';
import { keepGuide, readGuide } from './guide-view.ts';
import { closeTopView } from './modal.ts';
import {
  closeThread,
  conversation,
  currentConversation,
  goTo,
  markRead,
  openAddress,
  openDmWith,
  recall,
} from './navigate.ts';
import { closePopover } from './overlays.ts';
import { page } from './page.ts';
import { userById, userName } from './people.ts';
import type { State } from './state.ts';
import { createSync } from './sync.ts';
import { closedTracker, openIssueAddress, startTrackers } from './tracker/tracker.ts';

export async function start(root: HTMLElement): Promise<void> {
  try {
    const bootstrap = (await fetchJson('/bootstrap.json')) as Bootstrap;
    root.replaceChildren();
    run(root, bootstrap);
  } catch (error) {
    root.textContent = failureText(error);
  }
}

function run(root: HTMLElement, bootstrap: Bootstrap): void {
  const state = initialState(bootstrap);
  recall(state, location.hash);
  const app = createApp(
    state,
    createPainter(root, () => app),
  );
  window.addEventListener('resize', () => {
    state.width = window.innerWidth;
    state.popover = undefined;
    app.changed();
  });
  document.addEventListener('visibilitychange', () => markRead(app));
  document.addEventListener('keydown', (event) => onEscape(app, event));
  // Relative times and day dividers move on by themselves.
  setInterval(app.changed, 30_000);
  app.connectAs(state.actingAs);
  startTrackers(app);
  app.changed();
}

/** The layers hear Escape themselves while the focus is inside; this is for when it is not, or not yet. */
function onEscape(app: App, event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  const { popover, dialog, thread } = app.state;
  const nowhere = event.target === document.body;
  if (popover) closePopover(app);
  else if (dialog) dialog.answer(false);
  else if (nowhere && !closeTopView(app) && thread) closeThread(app);
}

function initialState(bootstrap: Bootstrap): State {
  const first = bootstrap.people[0];
  if (!first) throw new Error('The page knows nobody to act as. The demo gives it people when it starts.');
  return {
    bootstrap,
    actingAs: first,
    workspace: undefined,
    failure: undefined,
    connection: 'connecting',
    justArrived: true,
    place: undefined,
    thread: undefined,
    drafts: {},
    readUpTo: {},
    shownCount: {},
    highlighted: undefined,
    editing: undefined,
    entered: {},
    fieldErrors: {},
    busy: new Set(),
    popover: undefined,
    dialog: undefined,
    toasts: [],
    tracker: closedTracker(),
    guide: readGuide(),
    width: window.innerWidth,
    collapsed: new Set(),
    menuOpen: false,
  };
}

function createApp(state: State, changed: () => void): App {
  const now = () => new Date();
  const app: App = {
    state,
    api: createApi(state),
    changed,
    now,
    text: {
      get me() {
        return state.workspace?.me.id ?? '';
      },
      now,
      userName: (id) => userName(state, id),
      channelName: (id) => state.workspace?.channels.find((one) => one.id === id)?.name,
      groupName: (id) => state.workspace?.usergroups.find((one) => one.id === id)?.handle,
      openUser: (id) => void openDmWith(app, id),
      openChannel: (id) => goTo(app, { kind: 'channel', id }),
      openLink: (url) => openAddress(app, url) || openIssueAddress(app, url),
    },
    ...createSync(
      () => app,
      () => arrived(app),
    ),
  };
  return app;
}

/** After each reading of the workspace: a place to start at, and the unread marks of what is in view. */
function arrived(app: App): void {
  const { state } = app;
  if (!state.workspace) return;
  const first = state.justArrived;
  state.justArrived = false;
  if (!state.place || (state.place.kind === 'channel' && !conversation(state, state.place.id))) {
    const { channels } = state.workspace;
    const feedback = channels.find((one) => one.name === state.bootstrap.feedbackChannel);
    const start = feedback ?? channels.find((one) => one.is_member) ?? channels[0];
    if (start) goTo(app, { kind: 'channel', id: start.id });
  } else if (first && state.place.kind === 'app') {
    // The app makes its page for whoever looks at it.
    goTo(app, state.place);
  } else if (state.place.kind === 'channel' && state.readUpTo[state.place.id] === undefined) {
    state.readUpTo[state.place.id] = currentConversation(state)?.last_read ?? '0';
  }
  markRead(app);
}

/** Paints at most once a frame. */
function createPainter(root: HTMLElement, app: () => App): () => void {
  let planned = false;
  let hadModal = false;
  const paint = () => {
    planned = false;
    const { state } = app();
    render(root, page(app()));
    document.title = titleOf(state);
    keepGuide(state.guide);
    const hasModal = (state.workspace?.views.length ?? 0) > 0;
    // What had the focus is gone with the modal: writing goes on.
    if (hadModal && !hasModal)
      root.querySelector<HTMLElement>('.composer-field')?.focus({ preventScroll: true });
    hadModal = hasModal;
  };
  return () => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(paint);
  };
}

function titleOf(state: State): string {
  const { workspace } = state;
  const unread = [...(workspace?.channels ?? []), ...(workspace?.dms ?? [])].reduce(
    (sum, one) => sum + one.unread,
    0,
  );
  const here = currentConversation(state);
  const name = here && ('name' in here ? `#${here.name}` : userById(state, here.user)?.real_name);
  return `${unread > 0 ? `(${unread}) ` : ''}${name ? `${name} · ` : ''}${workspace?.team.name ?? 'Workspace'}`;
}
