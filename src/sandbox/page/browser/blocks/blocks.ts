// Block Kit: a list of blocks of a message, a modal, or App Home.
import { type Child, h } from '../dom.ts';
import type { Block, BlockContext } from './block-context.ts';
import {
  actions,
  contextBlock,
  divider,
  header,
  imageBlock,
  input,
  markdownBlock,
  section,
} from './layout.ts';
import { alert, card, container, contextActions, plan, table, taskCard, video } from './rarer.ts';
import { richText } from './rich-text.ts';

const views: Record<string, (block: Block, context: BlockContext) => Child> = {
  section,
  header,
  divider,
  context: contextBlock,
  image: imageBlock,
  actions,
  input,
  markdown: markdownBlock,
  rich_text: richText,
  table,
  data_table: table,
  alert,
  card,
  carousel: (block, context) =>
    h('div', { class: 'block-carousel' }, blocks((block.elements ?? []) as Block[], context)),
  container: (block, context) => container(block, context, (children) => blocks(children, context)),
  context_actions: contextActions,
  task_card: taskCard,
  plan,
  video,
};

export function blocks(list: readonly unknown[], context: BlockContext): Child[] {
  return (list as Block[]).map((block, index) =>
    h(
      'div',
      {
        class: `block block-of-${/^[a-z_]+$/.test(block.type) ? block.type : 'unknown'}`,
        key: block.block_id ?? index,
      },
      views[block.type]?.(block, context) ??
        h('span', { class: 'unsupported' }, `Block "${block.type}" is not shown here`),
    ),
  );
}
