// Select menus, single and multiple: static, external, users, channels, conversations.
import { type Child, h, type VNode } from '../dom.ts';
import { icon } from '../icons.ts';
import { openPicker } from '../picker.ts';
import {
  busyKey,
  type Element,
  type ElementContext,
  enter,
  heldBy,
  labelled,
  plain,
  type TextObject,
} from './block-context.ts';
import { findItems, type Item, initialItems, itemsOf, type SelectKind, selectionOf } from './select-items.ts';

export function select(element: Element, context: ElementContext): VNode {
  const several = element.type.startsWith('multi_');
  const kind = element.type.replace(/^multi_/, '').replace(/_select$/, '') as SelectKind;
  const chosen = itemsOf(kind, heldBy(context, element), context) ?? initialItems(kind, element, context);
  return several ? multiple(element, context, { kind, chosen }) : single(element, context, { kind, chosen });
}

type Choosing = { kind: SelectKind; chosen: Item[] };

function single(element: Element, context: ElementContext, { kind, chosen }: Choosing): VNode {
  const put = (item: Item | undefined) =>
    enter(context, element, selectionOf(kind, item ? [item] : [], 'one'));
  const [current] = chosen;
  return h(
    'span',
    { class: 'select' },
    opener(element, context, { kind, chosen, put: (items) => put(items.at(-1)), several: false }, [
      h(
        'span',
        { class: current ? 'select-value' : 'select-placeholder' },
        current?.label ?? placeholder(element),
      ),
      icon('down', 14),
    ]),
    current && context.labelId
      ? h(
          'button',
          {
            class: 'select-clear',
            attrs: { type: 'button', 'aria-label': 'Clear' },
            on: { click: () => put(undefined) },
          },
          icon('close', 12),
        )
      : false,
  );
}

function multiple(element: Element, context: ElementContext, { kind, chosen }: Choosing): VNode {
  const put = (items: Item[]) => enter(context, element, selectionOf(kind, items, 'several'));
  const without = (item: Item) => put(chosen.filter((one) => one.id !== item.id));
  return h(
    'span',
    { class: 'select multi' },
    chosen.map((item) =>
      h(
        'span',
        { key: item.id, class: 'token' },
        item.label,
        h(
          'button',
          {
            attrs: { type: 'button', 'aria-label': `Remove ${item.label}` },
            on: { click: () => without(item) },
          },
          icon('close', 11),
        ),
      ),
    ),
    opener(element, context, { kind, chosen, put, several: true }, [
      h('span', { class: 'select-placeholder' }, chosen.length > 0 ? 'Add' : placeholder(element)),
      icon('down', 14),
    ]),
  );
}

type Opening = Choosing & { put: (items: Item[]) => void; several: boolean };

function opener(
  element: Element,
  context: ElementContext,
  { kind, several, put }: Opening,
  content: Child[],
): VNode {
  const { app } = context;
  // The list stays open over several choices: what is chosen is read anew each time.
  const now = () => itemsOf(kind, heldBy(context, element), context) ?? initialItems(kind, element, context);
  const most = Number(element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const toggle = (item: Item) => {
    const chosen = now();
    if (!several) put([item]);
    else if (chosen.some((one) => one.id === item.id)) put(chosen.filter((one) => one.id !== item.id));
    else if (chosen.length < most) put([...chosen, item]);
  };
  return h(
    'button',
    {
      class: `select-open${app.state.busy.has(busyKey(context, element)) ? ' busy' : ''}`,
      attrs: {
        type: 'button',
        'aria-haspopup': 'listbox',
        'data-action': element.action_id,
        disabled: context.surface.kind === 'still',
        ...labelled(context, placeholder(element)),
      },
      on: {
        click: (event) =>
          openPicker(app, event, {
            key: `select ${busyKey(context, element)}`,
            label: placeholder(element),
            several,
            empty: (query) => emptyText(element, kind, query),
            find: async (query) => {
              const groups = await findItems(kind, element, { context, query });
              const chosen = new Set(now().map((item) => item.id));
              return groups.map((group) => ({
                label: group.label,
                choices: group.items.map((item) => ({
                  key: item.id,
                  label: item.label,
                  hint: item.hint,
                  selected: chosen.has(item.id),
                  choose: () => toggle(item),
                })),
              }));
            },
          }),
      },
    },
    content,
  );
}

const placeholder = (element: Element) =>
  plain((element.placeholder as TextObject | undefined)?.text ?? 'Choose an option');

function emptyText(element: Element, kind: SelectKind, query: string): string {
  const least = Number(element.min_query_length ?? 3);
  if (kind === 'external' && query.length < least)
    return `Type at least ${least} character${least === 1 ? '' : 's'} to search.`;
  return query ? `Nothing matches "${query}".` : 'There is nothing to choose from.';
}
