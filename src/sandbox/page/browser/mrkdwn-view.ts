// Shows Slack's message markup. The only way text of a person or a model reaches the page besides plain text.
import { fullMoment, slackDate } from './dates.ts';
import { type Child, h, safeAddress, type VNode } from './dom.ts';
import { emojiChar } from './emoji.ts';
import { type Inline, type Paragraph, parseMrkdwn } from './mrkdwn.ts';

/** What markup needs to know about the workspace, and where its links lead. */
export type TextContext = {
  me: string;
  userName(id: string): string;
  channelName(id: string): string | undefined;
  groupName(id: string): string | undefined;
  openUser(id: string): void;
  openChannel(id: string): void;
  /** True when the address was opened inside the page. */
  openLink(url: string): boolean;
  now(): Date;
};

export function mrkdwn(source: string, context: TextContext, options: { verbatim?: boolean } = {}): VNode[] {
  return parseMrkdwn(source, options).map((paragraph) => paragraphView(paragraph, context));
}

function paragraphView({ kind, children }: Paragraph, context: TextContext): VNode {
  const content = inlineView(children, context);
  if (kind === 'pre') return h('pre', { class: 'pre' }, content);
  if (kind === 'quote') return h('blockquote', { class: 'quote' }, content);
  return h('div', { class: jumbo(children) ? 'para jumbo' : 'para' }, content);
}

/** A message of one to three emoji and nothing else is shown large. */
const jumbo = (items: Inline[]) =>
  items.length > 0 &&
  items.length <= 5 &&
  items.every((item) => item.kind === 'emoji' || (item.kind === 'text' && !item.text.trim()));

function inlineView(items: Inline[], context: TextContext): Child[] {
  return items.map((item) => itemView(item, context));
}

function itemView(item: Inline, context: TextContext): Child {
  switch (item.kind) {
    case 'text':
      return item.text;
    case 'break':
      return h('br');
    case 'bold':
      return h('strong', {}, inlineView(item.children, context));
    case 'italic':
      return h('em', {}, inlineView(item.children, context));
    case 'strike':
      return h('s', {}, inlineView(item.children, context));
    case 'code':
      return h('code', { class: 'code' }, inlineView(item.children, context));
    case 'link':
      return linkView(item.url, inlineView(item.children, context), context);
    case 'emoji':
      return emojiView(item.name);
    case 'date':
      return dateView(item, context);
    default:
      return mentionView(item, context);
  }
}

export function linkView(url: string, content: Child[], context: TextContext): VNode {
  const href = safeAddress(url);
  if (!href) return h('span', {}, content);
  return h(
    'a',
    {
      class: 'link',
      attrs: { href, target: '_blank', rel: 'noopener noreferrer', title: url },
      on: {
        click: (event) => {
          if (context.openLink(url)) event.preventDefault();
        },
      },
    },
    content,
  );
}

export function emojiView(name: string): VNode {
  const char = emojiChar(name);
  if (!char) return h('span', { class: 'emoji-unknown' }, `:${name}:`);
  return h(
    'span',
    { class: 'emoji', attrs: { role: 'img', 'aria-label': `${name} emoji`, title: `:${name}:` } },
    char,
  );
}

function dateView(item: Extract<Inline, { kind: 'date' }>, context: TextContext): VNode {
  const moment = new Date(item.seconds * 1000);
  const text = slackDate(item.format, item.seconds, context.now());
  const time = h('time', { attrs: { datetime: moment.toISOString(), title: fullMoment(moment) } }, text);
  return item.url ? linkView(item.url, [time], context) : time;
}

type Mention = Extract<Inline, { kind: 'user' | 'channel' | 'group' | 'broadcast' }>;

export function mentionView(item: Mention, context: TextContext): VNode {
  const { id, kind } = item;
  if (kind === 'broadcast') return h('span', { class: 'mention mention-loud' }, `@${id}`);
  if (kind === 'group')
    return h(
      'span',
      { class: 'mention' },
      `@${(context.groupName(id) ?? item.label ?? 'group').replace(/^@/, '')}`,
    );
  if (kind === 'user') {
    const open = () => context.openUser(id);
    const mine = id === context.me ? ' mention-loud' : '';
    return h(
      'button',
      { class: `mention${mine}`, attrs: { type: 'button' }, on: { click: open } },
      `@${context.userName(id)}`,
    );
  }
  const name = context.channelName(id);
  if (!name) return h('span', { class: 'mention' }, `#${item.label || 'private-channel'}`);
  const open = () => context.openChannel(id);
  return h('button', { class: 'mention', attrs: { type: 'button' }, on: { click: open } }, `#${name}`);
}
