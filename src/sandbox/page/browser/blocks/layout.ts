// The layout blocks every app uses: section, header, context, divider, image, actions, input, markdown.
import { type Child, h, type VNode } from '../dom.ts';
import { markdown } from '../markdown-view.ts';
import {
  type Block,
  type BlockContext,
  type Element,
  errorOf,
  plain,
  surfaceKey,
  type TextObject,
  textObject,
} from './block-context.ts';
import { elementView } from './elements.ts';
import { image } from './image.ts';

export function section(block: Block, context: BlockContext): VNode {
  const fields = (block.fields ?? []) as TextObject[];
  const accessory = block.accessory as Element | undefined;
  return h(
    'div',
    { class: 'block-section' },
    h(
      'div',
      { class: 'section-body' },
      block.text ? h('div', { class: 'section-text' }, textObject(block.text as TextObject, context)) : false,
      fields.length > 0
        ? h(
            'div',
            { class: 'section-fields' },
            fields.map((field) => h('div', {}, textObject(field, context))),
          )
        : false,
    ),
    accessory
      ? h(
          'div',
          { class: `accessory accessory-${accessory.type}` },
          elementView(accessory, acting(block, context)),
        )
      : false,
  );
}

export function header(block: Block, _context: BlockContext): VNode {
  return h('h3', { class: 'block-header' }, plain((block.text as TextObject).text));
}

export function divider(): VNode {
  return h('hr', { class: 'block-divider' });
}

export function contextBlock(block: Block, context: BlockContext): VNode {
  const elements = (block.elements ?? []) as (Element & TextObject)[];
  return h(
    'div',
    { class: 'block-context' },
    elements.map((element) =>
      element.type === 'image'
        ? image(element, context)
        : h('span', { class: 'context-text' }, textObject(element, context)),
    ),
  );
}

export function imageBlock(block: Block, context: BlockContext): VNode {
  const title = block.title as TextObject | undefined;
  return h(
    'figure',
    { class: 'block-figure' },
    title ? h('figcaption', {}, plain(title.text)) : false,
    image(block, context),
  );
}

export function actions(block: Block, context: BlockContext): VNode {
  const elements = (block.elements ?? []) as Element[];
  return h(
    'div',
    { class: 'block-actions' },
    elements.map((element) => elementView(element, acting(block, context))),
  );
}

export function input(block: Block, context: BlockContext): VNode {
  const id = `field-${surfaceKey(context.surface)}-${block.block_id}`;
  const error = errorOf(context, block.block_id ?? '');
  const hint = block.hint as TextObject | undefined;
  return h(
    'div',
    { class: `block-input${error ? ' invalid' : ''}`, attrs: { 'data-block': block.block_id } },
    h(
      'div',
      { class: 'input-label', attrs: { id } },
      plain((block.label as TextObject).text),
      block.optional ? h('span', { class: 'input-optional' }, ' (optional)') : false,
    ),
    elementView(block.element as Element, {
      ...context,
      blockId: block.block_id ?? '',
      tells: block.dispatch_action === true,
      labelId: id,
    }),
    error ? h('p', { class: 'input-error', attrs: { role: 'alert' } }, error) : false,
    hint ? h('p', { class: 'input-hint' }, plain(hint.text)) : false,
  );
}

export function markdownBlock(block: Block, { app }: BlockContext): Child {
  return h('div', { class: 'markdown' }, markdown(`${block.text ?? ''}`, app.text));
}

export function acting(block: Block, context: BlockContext) {
  return { ...context, blockId: block.block_id ?? '', tells: true };
}
