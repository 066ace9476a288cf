// Where the visitor is: person, channel, thread, ticket. The address bar keeps it, so that a reload stays there.
import type { WireChannel, WireDm, WireMessage } from '../../slack/wire.ts';
import type { PagePerson } from '../bootstrap.ts';
import { type App, attempt } from './app.ts';
import type { Place, State } from './state.ts';

export type Conversation = WireChannel | WireDm;

export function conversation(state: State, id: string | undefined): Conversation | undefined {
  const { workspace } = state;
  return workspace?.channels.find((one) => one.id === id) ?? workspace?.dms.find((one) => one.id === id);
}

export const isChannel = (one: Conversation): one is WireChannel => 'name' in one;

export function currentConversation(state: State): Conversation | undefined {
  if (state.place?.kind === 'channel') return conversation(state, state.place.id);
  if (state.place?.tab === 'messages') return conversation(state, state.workspace?.app.dm);
  return undefined;
}

export function goTo(app: App, place: Place): void {
  const { state } = app;
  state.place = place;
  state.popover = undefined;
  state.editing = undefined;
  if (isNarrow(state)) state.tracker.open = false;
  state.menuOpen = false;
  if (place.kind === 'channel') {
    const there = conversation(state, place.id);
    if (there) state.readUpTo[place.id] = there.last_read;
    state.shownCount[place.id] = pageSize;
    if (state.thread?.channel !== place.id) state.thread = undefined;
  } else {
    state.thread = undefined;
    if (place.tab !== 'about') void openHome(app, place.tab);
  }
  remember(state);
  app.changed();
  markRead(app);
}

/** Up to this window width, as the style sheet has it, one pane is shown at a time. */
const isNarrow = ({ width }: State): boolean => width <= 640;

/** Messages shown at first, and added with each "earlier". */
export const pageSize = 60;

const openHome = (app: App, tab: 'home' | 'messages') =>
  attempt(app, () => app.api.act('open-home', { tab }));

export function openThread(app: App, message: WireMessage): void {
  app.state.thread = { channel: message.channel, ts: message.thread_ts ?? message.ts };
  app.state.menuOpen = false;
  app.state.popover = undefined;
  remember(app.state);
  app.changed();
}

export function closeThread(app: App): void {
  app.state.thread = undefined;
  remember(app.state);
  app.changed();
}

/** Shows the message in its channel, or in its thread, and lights it up for a moment. */
export function goToMessage(app: App, channel: string, ts: string): void {
  const { state } = app;
  const messages = state.workspace?.messages[channel] ?? [];
  const message = messages.find((one) => one.ts === ts);
  const appDm = channel === state.workspace?.app.dm;
  goTo(app, appDm ? { kind: 'app', tab: 'messages' } : { kind: 'channel', id: channel });
  state.shownCount[channel] = Math.max(pageSize, messages.length);
  if (message?.thread_ts && message.thread_ts !== ts) openThread(app, message);
  state.highlighted = `${channel}/${ts}`;
  app.changed();
  setTimeout(() => {
    state.highlighted = undefined;
    app.changed();
  }, 2500);
}

export function actAs(app: App, person: PagePerson): void {
  app.state.popover = undefined;
  app.connectAs(person);
  remember(app.state);
  app.changed();
}

/** A direct message with this person; with the app it is the app's own page. */
export async function openDmWith(app: App, userId: string): Promise<void> {
  const { state } = app;
  if (userId === state.workspace?.app.bot_user_id) return goTo(app, { kind: 'app', tab: 'home' });
  if (userId === state.workspace?.me.id) return;
  await attempt(app, async () => {
    const known = state.workspace?.dms.find((dm) => dm.user === userId && dm.users.length <= 1);
    const opened = known ?? (await app.api.call('conversations.open', { users: userId })).channel;
    app.refresh();
    goTo(app, { kind: 'channel', id: (opened as { id: string }).id });
  });
}

/** Tells the server how far this person has read, when they can see it. */
export function markRead(app: App): void {
  const here = currentConversation(app.state);
  if (!here?.unread || document.visibilityState !== 'visible') return;
  const latest = app.state.workspace?.messages[here.id]?.findLast((message) => !message.is_ephemeral);
  if (!latest || Number(latest.ts) <= Number(here.last_read)) return;
  // Failing here only leaves the mark; the next look tries again.
  app.api.call('conversations.mark', { channel: here.id, ts: latest.ts }).catch(() => undefined);
}

/** True when the address is a message or channel of this workspace, a file aside, and is now shown. */
export function openAddress(app: App, url: string): boolean {
  const found = /\/archives\/([CDG][A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(url);
  const channel = found?.[1];
  if (!channel || !conversation(app.state, channel)) return false;
  if (found[2]) goToMessage(app, channel, `${found[2]}.${found[3]}`);
  else goTo(app, { kind: 'channel', id: channel });
  return true;
}

export function remember(state: State): void {
  const hash = new URLSearchParams({ as: state.actingAs.id });
  if (state.place?.kind === 'channel') hash.set('channel', state.place.id);
  if (state.place?.kind === 'app') hash.set('app', state.place.tab);
  if (state.thread) hash.set('thread', state.thread.ts);
  if (state.tracker.open) hash.set('tracker', `${state.tracker.kind}/${state.tracker.issue ?? ''}`);
  history.replaceState(null, '', `#${hash}`);
}

/** Reads the address bar into the state, once at the start. */
export function recall(state: State, hash: string): void {
  const kept = new URLSearchParams(hash.replace(/^#/, ''));
  const person = state.bootstrap.people.find(({ id }) => id === kept.get('as'));
  if (person) state.actingAs = person;
  const [channel, tab, thread, tracker] = ['channel', 'app', 'thread', 'tracker'].map((name) =>
    kept.get(name),
  );
  if (channel) state.place = { kind: 'channel', id: channel };
  else if (tab === 'home' || tab === 'messages' || tab === 'about') state.place = { kind: 'app', tab };
  if (channel && thread) state.thread = { channel, ts: thread };
  const [, kind, issue] = /^(linear|jira)\/(.*)$/.exec(tracker ?? '') ?? [];
  if (kind === 'linear' || kind === 'jira')
    state.tracker = { ...state.tracker, open: true, kind, issue: issue || undefined };
}
