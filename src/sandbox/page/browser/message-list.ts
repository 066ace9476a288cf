// The scrolling list of messages: sticks to its end while one reads there, shows older ones on demand.
import type { WireMessage } from '../../slack/wire.ts';
import type { App } from './app.ts';
import { dayLabel } from './dates.ts';
import { type Child, h, type VNode } from './dom.ts';
import { messageView, noticeView } from './message.ts';
import { pageSize } from './navigate.ts';
import { messageKey, type State } from './state.ts';
import { isNotice, type Row, rowsOf } from './timeline.ts';

type List = {
  key: string;
  place: 'channel' | 'thread';
  label: string;
  messages: WireMessage[];
  shown: number;
  /** Above the first message, when all are shown. */
  intro: Child;
  showMore: () => void;
  readUpTo?: string | undefined;
};

export function messageList(app: App, list: List): VNode {
  const newest = list.messages.slice(-list.shown);
  const hidden = list.messages.length - newest.length;
  const me = app.state.workspace?.me.id ?? '';
  const rows = rowsOf(newest, { readUpTo: list.readUpTo, me });
  return h(
    'div',
    { key: list.key, class: 'scroller', mounted: stickToEnd, attrs: { tabindex: -1 } },
    h(
      'div',
      {
        class: 'messages',
        attrs: { role: 'list', 'aria-label': list.label, tabindex: 0 },
        on: { keydown: walk },
      },
      hidden > 0 ? earlier(hidden, list.showMore) : list.intro,
      byDay(rows).map((day) =>
        h(
          'div',
          { key: day[0]?.key, class: 'day-group', attrs: { role: 'presentation' } },
          day.map((row) => rowView(app, row, list.place)),
        ),
      ),
    ),
  );
}

/** One box a day, so that the day's name can stay in view while its messages pass. */
function byDay(rows: Row[]): Row[][] {
  const days: Row[][] = [];
  for (const row of rows) {
    if (row.kind === 'day' || days.length === 0) days.push([]);
    days.at(-1)?.push(row);
  }
  return days;
}

const earlier = (hidden: number, showMore: () => void) =>
  h(
    'button',
    { key: 'earlier', class: 'button earlier', attrs: { type: 'button' }, on: { click: showMore } },
    `Show ${Math.min(hidden, pageSize)} earlier messages`,
  );

function rowView(app: App, row: Row, place: List['place']): VNode {
  if (row.kind === 'day') {
    const label = dayLabel(row.date, app.now());
    return h(
      'div',
      { key: row.key, class: 'day', attrs: { role: 'separator', 'aria-label': label } },
      h('span', {}, label),
    );
  }
  if (row.kind === 'new')
    return h('div', { key: row.key, class: 'new-line', attrs: { role: 'separator' } }, h('span', {}, 'New'));
  return remembered(app, row, place);
}

type MessageRow = Extract<Row, { kind: 'message' }>;
type Memory = { depends: unknown[]; view: VNode };
const memory = new Map<string, Memory>();

/** A message is drawn again only when something it shows has changed: long channels stay fast. */
function remembered(app: App, row: MessageRow, place: List['place']): VNode {
  const { message, continues } = row;
  const depends = [message, continues, ...dependencies(app.state, message, app.now())];
  const key = `${place} ${messageKey(message)}`;
  const before = memory.get(key);
  if (before?.depends.every((value, index) => value === depends[index])) return before.view;
  const view = isNotice(message) ? noticeView(app, message) : messageView(app, message, { place, continues });
  view.key = row.key;
  if (memory.size > 3000) memory.clear();
  memory.set(key, { depends, view });
  return view;
}

function dependencies(state: State, message: WireMessage, now: Date): unknown[] {
  const key = messageKey(message);
  const editing = state.editing?.channel === message.channel && state.editing.ts === message.ts;
  const busy = [...state.busy].filter((one) => one.startsWith(key)).join();
  return [
    state.workspace?.users,
    state.workspace?.channels,
    state.workspace?.app,
    state.actingAs,
    state.highlighted === key,
    state.popover?.key.endsWith(key) ?? false,
    editing && state.editing?.text,
    state.entered[key],
    busy,
    // "Last reply 4 minutes ago" and `{ago}` dates move on.
    message.reply_count || JSON.stringify(message.blocks ?? '').includes('{ago}')
      ? Math.floor(now.getTime() / 30_000)
      : 0,
  ];
}

/** Follows new messages and late pictures while the end is in view; leaves a reader of older ones alone. */
function stickToEnd(scroller: HTMLElement): void {
  let atEnd = true;
  let lastHeight = 0;
  scroller.addEventListener('scroll', () => {
    // Content that grew has scrolled nothing: only a person's own scrolling changes their mind.
    if (scroller.scrollHeight === lastHeight)
      atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
  });
  const follow = new ResizeObserver(() => {
    lastHeight = scroller.scrollHeight;
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  });
  follow.observe(scroller);
  if (scroller.firstElementChild) follow.observe(scroller.firstElementChild);
  scroller.scrollTop = scroller.scrollHeight;
  lastHeight = scroller.scrollHeight;
}

/** Up and down walk through the messages. */
function walk(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const target = event.target as HTMLElement;
  if (
    (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  )
    return;
  const all = [...list.querySelectorAll<HTMLElement>('.message')];
  const at = all.findIndex((one) => one.contains(target));
  const next =
    at < 0
      ? all.at(-1)
      : all[event.key === 'ArrowUp' ? Math.max(0, at - 1) : Math.min(all.length - 1, at + 1)];
  next?.focus();
  event.preventDefault();
}
