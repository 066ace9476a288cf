// Who wrote a message and when: face, name, badges, time.
import type { WireMessage } from '../../slack/wire.ts';
import type { App } from './app.ts';
import { avatar } from './avatar.ts';
import { dateOfTs, fullMoment, timeOf } from './dates.ts';
import { h, type VNode } from './dom.ts';
import { openDmWith } from './navigate.ts';
import { companyOf, userById, userName } from './people.ts';

export const authorName = (app: App, message: WireMessage): string =>
  message.user ? userName(app.state, message.user) : (message.username ?? 'App');

export function face(app: App, message: WireMessage): VNode {
  const user = userById(app.state, message.user);
  return avatar(
    user ?? { initials: '', colour: '#475569', is_bot: true, real_name: message.username ?? '' },
    36,
  );
}

export function byline(app: App, message: WireMessage): VNode {
  const user = userById(app.state, message.user);
  const company = companyOf(app.state, user);
  const open = () => void (message.user && openDmWith(app, message.user));
  return h(
    'div',
    { class: 'byline' },
    h(
      'button',
      { class: 'author', attrs: { type: 'button' }, on: { click: open } },
      authorName(app, message),
    ),
    user?.is_bot || message.bot_id ? h('span', { class: 'badge' }, 'App') : false,
    company ? h('span', { class: 'badge badge-company' }, company) : false,
    user?.is_restricted || user?.is_ultra_restricted ? h('span', { class: 'badge' }, 'Guest') : false,
    h(
      'time',
      { class: 'when', attrs: { title: fullMoment(dateOfTs(message.ts)) } },
      timeOf(dateOfTs(message.ts)),
    ),
  );
}

export const smallTime = (message: WireMessage) =>
  h(
    'time',
    { class: 'small-time', attrs: { title: fullMoment(dateOfTs(message.ts)) } },
    timeOf(dateOfTs(message.ts)),
  );
