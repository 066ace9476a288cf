// Shows Markdown: ticket descriptions, comments, and Slack's markdown block.
import { type Child, h, safeAddress } from './dom.ts';
import { type MdBlock, parseMarkdown } from './markdown.ts';
import type { MdInline } from './markdown-inline.ts';
import { linkView, type TextContext } from './mrkdwn-view.ts';

export function markdown(source: string, context: TextContext): Child[] {
  return parseMarkdown(source).map((block) => blockView(block, context));
}

function blockView(block: MdBlock, context: TextContext): Child {
  switch (block.kind) {
    case 'heading':
      // The page's own headings stand above: a ticket's "#" is its third level.
      return h(
        `h${Math.min(6, block.level + 2)}`,
        { class: `md-h${block.level}` },
        inline(block.children, context),
      );
    case 'paragraph':
      return h('p', {}, inline(block.children, context));
    case 'code':
      return h('pre', { class: 'pre' }, block.text);
    case 'quote':
      return h(
        'blockquote',
        { class: 'quote' },
        block.children.map((child) => blockView(child, context)),
      );
    case 'list':
      return list(block, context);
    case 'table':
      return table(block, context);
    case 'rule':
      return h('hr');
  }
}

function list(block: Extract<MdBlock, { kind: 'list' }>, context: TextContext): Child {
  return h(
    block.ordered ? 'ol' : 'ul',
    { attrs: { start: block.ordered && block.start !== 1 ? block.start : undefined } },
    block.items.map(({ task, children }) =>
      h(
        'li',
        { class: task === undefined ? undefined : 'task' },
        task === undefined
          ? false
          : h('input', {
              attrs: { type: 'checkbox', disabled: true, 'aria-label': 'Task' },
              prop: { checked: task },
            }),
        // A one-paragraph item stands tight, without a paragraph's margins.
        children.length > 0 && children[0]?.kind === 'paragraph'
          ? [
              inline(children[0].children, context),
              children.slice(1).map((child) => blockView(child, context)),
            ]
          : children.map((child) => blockView(child, context)),
      ),
    ),
  );
}

function table(block: Extract<MdBlock, { kind: 'table' }>, context: TextContext): Child {
  const row = (cells: MdInline[][], tag: 'th' | 'td') =>
    h(
      'tr',
      {},
      cells.map((cell, index) =>
        h(tag, { class: `align-${block.align[index] ?? 'left'}` }, inline(cell, context)),
      ),
    );
  return h(
    'div',
    { class: 'table-scroll' },
    h(
      'table',
      { class: 'table' },
      h('thead', {}, row(block.head, 'th')),
      h(
        'tbody',
        {},
        block.rows.map((cells) => row(cells, 'td')),
      ),
    ),
  );
}

function inline(items: MdInline[], context: TextContext): Child[] {
  return items.map((item): Child => {
    switch (item.kind) {
      case 'text':
        return item.text;
      case 'code':
        return h('code', { class: 'code' }, item.text);
      case 'break':
        return h('br');
      case 'link':
        return linkView(item.url, inline(item.children, context), context);
      case 'image':
        return safeAddress(item.url)
          ? h('img', { class: 'md-image', attrs: { src: item.url, alt: item.alt, loading: 'lazy' } })
          : item.alt;
      default:
        return h(
          { strong: 'strong', emphasis: 'em', strike: 's' }[item.kind],
          {},
          inline(item.children, context),
        );
    }
  });
}
