// A menu of commands: arrow keys, Home, End, type-ahead by the browser's own focus, Escape closes.
import type { App } from './app.ts';
import { type Child, h, type VNode } from './dom.ts';
import { type IconName, icon } from './icons.ts';
import { closePopover, openPopover } from './overlays.ts';

export type MenuItem = {
  label: Child;
  hint?: string | undefined;
  icon?: IconName | undefined;
  /** Shown at the right edge, e.g. the app a shortcut belongs to. */
  note?: string | undefined;
  danger?: boolean | undefined;
  /** A line above it. */
  separated?: boolean | undefined;
  run: () => void;
};

export function openMenu(
  app: App,
  event: Event,
  menu: { key: string; label: string; items: MenuItem[] },
): void {
  openPopover(app, event, {
    key: menu.key,
    label: menu.label,
    view: () =>
      h(
        'div',
        {
          class: 'menu',
          attrs: { role: 'menu', 'aria-label': menu.label },
          on: { keydown: moveFocus },
          mounted: (element) => element.querySelector<HTMLElement>('[role=menuitem]')?.focus(),
        },
        menu.items.map((item) => itemView(app, item)),
      ),
  });
}

function itemView(app: App, item: MenuItem): VNode {
  const run = () => {
    closePopover(app);
    item.run();
  };
  return h(
    'button',
    {
      class: `menu-item${item.danger ? ' danger' : ''}${item.separated ? ' separated' : ''}`,
      attrs: { type: 'button', role: 'menuitem', tabindex: -1 },
      on: { click: run },
    },
    item.icon ? icon(item.icon, 16) : false,
    h('span', { class: 'menu-label' }, item.label, item.hint ? h('small', {}, item.hint) : false),
    item.note ? h('span', { class: 'menu-note' }, item.note) : false,
  );
}

/** Arrow keys walk through the focusable items of the list the event came from. */
export function moveFocus(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const items = [...list.querySelectorAll<HTMLElement>('[role=menuitem], [role=menuitemradio]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const last = items.length - 1;
  const next = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[
    event.key
  ];
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}
