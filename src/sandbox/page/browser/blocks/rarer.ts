// The blocks seen less often: tables, alerts, cards, containers, tasks, video, files.
import { type Child, h, type VNode } from '../dom.ts';
import { emojiView, linkView } from '../mrkdwn-view.ts';
import {
  type Block,
  type BlockContext,
  type Element,
  plain,
  type TextObject,
  textObject,
} from './block-context.ts';
import { elementView } from './elements.ts';
import { image } from './image.ts';
import { acting } from './layout.ts';
import { richText } from './rich-text.ts';

type Cell = Block & { text?: string };
type Column = { align?: string; is_wrapped?: boolean } | null;

/** `table` and `data_table`: the first row is the head. */
export function table(block: Block, context: BlockContext): VNode {
  const [head = [], ...rows] = (block.rows ?? []) as Cell[][];
  const columns = (block.column_settings ?? []) as Column[];
  const cell = (tag: 'th' | 'td') => (one: Cell, index: number) =>
    h(
      tag,
      { class: `align-${columns[index]?.align ?? (one.type === 'raw_number' ? 'right' : 'left')}` },
      one.type === 'rich_text' ? richText(one, context) : plain(one.text ?? ''),
    );
  return h(
    'div',
    {
      class: 'table-scroll',
      attrs: { tabindex: 0, role: 'region', 'aria-label': `${block.caption ?? 'Table'}` },
    },
    h(
      'table',
      { class: 'table' },
      block.caption ? h('caption', {}, `${block.caption}`) : false,
      h('thead', {}, h('tr', {}, head.map(cell('th')))),
      h(
        'tbody',
        {},
        rows.map((row) => h('tr', {}, row.map(cell('td')))),
      ),
    ),
  );
}

export function alert(block: Block, context: BlockContext): VNode {
  return h(
    'div',
    { class: `block-alert alert-${block.level ?? 'default'}`, attrs: { role: 'note' } },
    textObject(block.text as TextObject, context),
  );
}

export function card(block: Block, context: BlockContext): VNode {
  const buttons = (block.actions ?? []) as Element[];
  return h(
    'div',
    { class: 'block-card' },
    block.hero_image ? image(block.hero_image as Element, context) : false,
    h('strong', {}, textObject(block.title as TextObject | undefined, context)),
    h('div', { class: 'muted' }, textObject(block.subtitle as TextObject | undefined, context)),
    textObject(block.body as TextObject | undefined, context),
    h(
      'div',
      { class: 'block-actions' },
      buttons.map((one) => elementView(one, acting(block, context))),
    ),
  );
}

export function contextActions(block: Block, context: BlockContext): VNode {
  const elements = (block.elements ?? []) as Element[];
  return h(
    'div',
    { class: 'block-actions' },
    elements.map((one) => elementView(one, acting(block, context))),
  );
}

/** `inner` shows the child blocks; given from outside, because a container may hold almost any block. */
export function container(block: Block, context: BlockContext, inner: (blocks: Block[]) => Child): VNode {
  const title = textObject((block.title ?? block.subtitle) as TextObject | undefined, context);
  return h(
    'details',
    { class: 'block-container', attrs: { open: block.default_collapsed !== true } },
    h('summary', {}, title ?? 'More'),
    inner((block.child_blocks ?? []) as Block[]),
  );
}

const taskSigns: Record<string, string> = {
  pending: 'white_circle',
  in_progress: 'hourglass_flowing_sand',
  complete: 'white_check_mark',
  error: 'warning',
};

export function taskCard(block: Block, context: BlockContext): VNode {
  return h(
    'div',
    { class: 'block-task' },
    h('strong', {}, emojiView(taskSigns[`${block.status}`] ?? 'white_circle'), ' ', `${block.title}`),
    [block.details, block.output].map((part) => (part ? richText(part as Block, context) : false)),
  );
}

export function plan(block: Block, context: BlockContext): VNode {
  const tasks = (block.tasks ?? []) as Block[];
  return h(
    'div',
    { class: 'block-plan' },
    h('strong', {}, `${block.title}`),
    tasks.map((task) => taskCard(task, context)),
  );
}

/** Never played here: the poster, and a link to the video. */
export function video(block: Block, context: BlockContext): VNode {
  const title = plain((block.title as TextObject).text);
  return h(
    'figure',
    { class: 'block-figure' },
    h('figcaption', {}, linkView(`${block.title_url ?? block.video_url}`, [title], context.app.text)),
    image({ image_url: block.thumbnail_url, alt_text: block.alt_text }, context),
    textObject(block.description as TextObject | undefined, context),
  );
}
