// Shows Atlassian's document format: what Jira Cloud keeps descriptions and comments in.
import type { Adf, AdfNode, RichText } from '../../../jira/wire.ts';
import { type Child, h } from '../dom.ts';
import { linkView, type TextContext } from '../mrkdwn-view.ts';

/** A string is Data Center's wiki markup: shown as it is written. */
export function richTextView(text: RichText, context: TextContext): Child {
  if (text === null) return undefined;
  return typeof text === 'string' ? h('div', { class: 'wiki' }, text) : adfView(text, context);
}

const adfView = (doc: Adf, context: TextContext): Child[] => nodes(doc.content, context, 0);

function nodes(list: AdfNode[] | undefined, context: TextContext, depth: number): Child[] {
  // A document nested deeper than anyone writes is cut, not followed.
  return depth > 20 ? [] : (list ?? []).map((node) => nodeView(node, context, depth + 1));
}

const boxes: Record<string, string> = {
  paragraph: 'p',
  bulletList: 'ul',
  listItem: 'li',
  taskList: 'ul',
  decisionList: 'ul',
  decisionItem: 'li',
  blockquote: 'blockquote',
  tableRow: 'tr',
  tableHeader: 'th',
  tableCell: 'td',
  panel: 'div',
  expand: 'div',
  mediaSingle: 'figure',
};
const classes: Record<string, string> = { blockquote: 'quote', panel: 'block-alert alert-info' };

function nodeView(node: AdfNode, context: TextContext, depth: number): Child {
  const inner = () => nodes(node.content, context, depth);
  const box = boxes[node.type];
  if (box) return h(box, { class: classes[node.type] }, inner());
  switch (node.type) {
    case 'text':
      return marked(node, context);
    case 'heading':
      return h(
        `h${Math.min(6, Number(node.attrs?.level ?? 1) + 2)}`,
        { class: `md-h${Number(node.attrs?.level ?? 1)}` },
        inner(),
      );
    case 'orderedList':
      return h('ol', { attrs: { start: Number(node.attrs?.order ?? 1) } }, inner());
    case 'taskItem':
      return h('li', { class: 'task' }, taskBox(node), inner());
    case 'codeBlock':
      return h('pre', { class: 'pre' }, inner());
    case 'table':
      return h('div', { class: 'table-scroll' }, h('table', { class: 'table' }, h('tbody', {}, inner())));
    default:
      return leaf(node, context) ?? inner();
  }
}

const taskBox = (node: AdfNode) =>
  h('input', {
    attrs: { type: 'checkbox', disabled: true, 'aria-label': 'Task' },
    prop: { checked: node.attrs?.state === 'DONE' },
  });

function leaf({ type, attrs = {} }: AdfNode, context: TextContext): Child {
  switch (type) {
    case 'rule':
      return h('hr');
    case 'hardBreak':
      return h('br');
    case 'mention':
      return h('span', { class: 'mention' }, `${attrs.text ?? '@someone'}`);
    case 'emoji':
      return `${attrs.text ?? attrs.shortName ?? ''}`;
    case 'status':
      return h('span', { class: 'badge' }, `${attrs.text ?? ''}`);
    case 'date':
      return new Date(Number(attrs.timestamp)).toLocaleDateString();
    case 'inlineCard':
    case 'blockCard':
      return linkView(`${attrs.url}`, [`${attrs.url}`], context);
    default:
      return undefined;
  }
}

const markTags: Record<string, string> = {
  strong: 'strong',
  em: 'em',
  strike: 's',
  underline: 'u',
  code: 'code',
  subsup: 'sub',
};

function marked(node: AdfNode, context: TextContext): Child {
  return (node.marks ?? []).reduce<Child>((inner, mark) => {
    if (mark.type === 'link') return linkView(`${mark.attrs?.href}`, [inner], context);
    const tag = markTags[mark.type];
    return tag ? h(tag, { class: tag === 'code' && 'code' }, inner) : inner;
  }, node.text ?? '');
}
