// rich_text blocks: what Slack's own composer makes of a message.
import { slackDate } from '../dates.ts';
import { type Child, h, type VNode } from '../dom.ts';
import { emojiView, linkView, mentionView } from '../mrkdwn-view.ts';
import type { Block, BlockContext } from './block-context.ts';

type Style = { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean; underline?: boolean };
type Part = { type: string; style?: Style | string; elements?: Part[]; [field: string]: unknown };

export function richText(block: Block, context: BlockContext): VNode {
  return h('div', { class: 'rich-text' }, sections((block.elements ?? []) as Part[], context));
}

function sections(parts: Part[], context: BlockContext): Child[] {
  return parts.map((part) => {
    const inner = (part.elements ?? []).map((one) => piece(one, context));
    if (part.type === 'rich_text_preformatted') return h('pre', { class: 'pre' }, inner);
    if (part.type === 'rich_text_quote') return h('blockquote', { class: 'quote' }, inner);
    if (part.type === 'rich_text_list') return list(part, context);
    return h('div', { class: 'para' }, inner);
  });
}

function list(part: Part, context: BlockContext): VNode {
  const items = (part.elements ?? []).map((item) =>
    h(
      'li',
      {},
      (item.elements ?? []).map((one) => piece(one, context)),
    ),
  );
  const indent = Math.min(8, Number(part.indent ?? 0));
  return h(part.style === 'ordered' ? 'ol' : 'ul', { class: `list list-${indent}` }, items);
}

function piece(part: Part, context: BlockContext): Child {
  return styled(bare(part, context), part.style);
}

function bare(part: Part, { app }: BlockContext): Child {
  const text = app.text;
  switch (part.type) {
    case 'text':
      return lines(`${part.text ?? ''}`);
    case 'link':
      return linkView(`${part.url}`, [`${part.text || part.url}`], text);
    case 'emoji':
      return emojiView(`${part.name}`);
    case 'user':
      return mentionView({ kind: 'user', id: `${part.user_id}`, label: undefined }, text);
    case 'channel':
      return mentionView({ kind: 'channel', id: `${part.channel_id}`, label: undefined }, text);
    case 'usergroup':
      return mentionView({ kind: 'group', id: `${part.usergroup_id}`, label: undefined }, text);
    case 'broadcast':
      return mentionView({ kind: 'broadcast', id: `${part.range}`, label: undefined }, text);
    case 'date':
      return h('time', {}, slackDate(`${part.format}`, Number(part.timestamp), text.now()));
    case 'color':
      return `${part.value}`;
    default:
      return undefined;
  }
}

const lines = (text: string): Child[] =>
  text.split('\n').map((line, index) => [index > 0 ? h('br') : false, line]);

function styled(content: Child, style: Style | string | undefined): Child {
  if (typeof style !== 'object') return content;
  const tags = { code: 'code', bold: 'strong', italic: 'em', strike: 's', underline: 'u' } as const;
  return Object.entries(tags).reduce(
    (inner, [name, tag]) =>
      style[name as keyof Style] ? h(tag, { class: tag === 'code' && 'code' }, inner) : inner,
    content,
  );
}
