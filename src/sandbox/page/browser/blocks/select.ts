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
  plain,
  type TextObject,
} from './block-context.ts';
import { findItems, type Item, initialItems, itemsOf, type SelectKind, selectionOf } from './select-items.ts';

export function select(element: Element, context: ElementContext): VNode {
  const several = element.type.startsWith('multi_');
  const kind = element.type.replace(/^multi_/, '').replace(/_select$/, '') as SelectKind;
  const chosen = chosenNow(element, context, kind);
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

function opener(element: Element, context: ElementContext, opening: Opening, content: Child[]): VNode {
  const value = opening.chosen.map((item) => item.label).join(', ');
  const name = [placeholder(element), value].filter(Boolean).join(': ');
  return h(
    'button',
    {
      class: `select-open${context.app.state.busy.has(busyKey(context, element)) ? ' busy' : ''}`,
      attrs: {
        type: 'button',
        'aria-haspopup': 'listbox',
        'data-action': element.action_id,
        disabled: context.surface.kind === 'still',
        'aria-label': name,
        'aria-describedby': context.labelId,
      },
      on: { click: (event) => openList(element, context, opening, event) },
    },
    content,
  );
}

function openList(element: Element, context: ElementContext, opening: Opening, event: Event): void {
  const { kind, several } = opening;
  openPicker(context.app, event, {
    key: `select ${busyKey(context, element)}`,
    label: placeholder(element),
    several,
    empty: (query) => emptyText(element, kind, query),
    find: async (query) => {
      const groups = await findItems(kind, element, { context, query });
      // The list stays open over several choices: what is chosen is read anew each time.
      const chosen = chosenNow(element, context, kind);
      return groups.map(({ label, items }) => ({
        label,
        choices: items.map((item) => ({
          key: item.id,
          label: item.label,
          hint: item.hint,
          selected: chosen.some((one) => one.id === item.id),
          choose: () => toggle(element, context, opening, item),
        })),
      }));
    },
  });
}

const chosenNow = (element: Element, context: ElementContext, kind: SelectKind): Item[] =>
  itemsOf(kind, heldBy(context, element), context) ?? initialItems(kind, element, context);

function toggle(
  element: Element,
  context: ElementContext,
  { kind, several, put }: Opening,
  item: Item,
): void {
  const chosen = chosenNow(element, context, kind);
  const most = Number(element.max_selected_items ?? Number.POSITIVE_INFINITY);
  if (!several) put([item]);
  else if (chosen.some((one) => one.id === item.id)) put(chosen.filter((one) => one.id !== item.id));
  else if (chosen.length < most) put([...chosen, item]);
}

const placeholder = (element: Element) =>
  plain((element.placeholder as TextObject | undefined)?.text ?? 'Choose an option');

function emptyText(element: Element, kind: SelectKind, query: string): string {
  const least = Number(element.min_query_length ?? 3);
  if (kind === 'external' && query.length < least)
    return `Type at least ${least} character${least === 1 ? '' : 's'} to search.`;
  return query ? `Nothing matches "${query}".` : 'There is nothing to choose from.';
}
