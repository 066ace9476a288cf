// Choosing from a list by typing: the popover behind every select menu.
import { type App, failureText } from './app.ts';
import { type Child, h, type VNode } from './dom.ts';
import { icon } from './icons.ts';
import { closePopover, openPopover } from './overlays.ts';

type Choice = { key: string; label: Child; hint?: Child; selected: boolean; choose: () => void };
type ChoiceGroup = { label?: string | undefined; choices: Choice[] };

export type Picker = {
  key: string;
  label: string;
  /** For what was typed. Called again after each choice while it stays open. */
  find: (query: string) => ChoiceGroup[] | Promise<ChoiceGroup[]>;
  /** Said instead of a list when there is nothing to show. */
  empty: (query: string) => string;
  /** Stays open after a choice: menus that take several. */
  several: boolean;
};

type Progress = {
  query: string;
  active: number;
  groups: ChoiceGroup[];
  state: 'ready' | 'searching' | string;
  turn: number;
};

export function openPicker(app: App, event: Event, picker: Picker): void {
  const progress: Progress = { query: '', active: 0, groups: [], state: 'searching', turn: 0 };
  openPopover(app, event, {
    key: picker.key,
    label: picker.label,
    view: () => pickerView(app, picker, progress),
  });
  void search(app, picker, progress);
}

async function search(app: App, picker: Picker, progress: Progress): Promise<void> {
  const turn = ++progress.turn;
  const found = picker.find(progress.query);
  if (found instanceof Promise) {
    progress.state = 'searching';
    app.changed();
  }
  try {
    const groups = await found;
    // A slower answer to what was typed before must not replace a newer one.
    if (turn !== progress.turn) return;
    progress.groups = groups;
    progress.state = 'ready';
  } catch (error) {
    if (turn === progress.turn) progress.state = failureText(error);
  }
  app.changed();
}

function pickerView(app: App, picker: Picker, progress: Progress): VNode {
  const all = progress.groups.flatMap((group) => group.choices);
  progress.active = Math.min(progress.active, Math.max(0, all.length - 1));
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    choice.choose();
    if (picker.several) void search(app, picker, progress);
    else closePopover(app);
  };
  return h(
    'div',
    { class: 'picker' },
    searchField(app, picker, progress, () => choose(all[progress.active])),
    h(
      'div',
      {
        class: 'picker-list',
        attrs: {
          role: 'listbox',
          id: 'picker-list',
          'aria-label': picker.label,
          'aria-multiselectable': picker.several || undefined,
        },
      },
      progress.groups.map((group) => [
        group.label
          ? h('div', { class: 'picker-group', attrs: { role: 'presentation' } }, group.label)
          : false,
        group.choices.map((choice) =>
          choiceView(choice, { active: all[progress.active] === choice, choose }),
        ),
      ]),
      all.length === 0 ? h('p', { class: 'picker-empty' }, emptyText(picker, progress)) : false,
    ),
  );
}

function emptyText(picker: Picker, { state, query }: Progress): string {
  if (state === 'searching') return 'Loading…';
  return state === 'ready' ? picker.empty(query) : state;
}

function searchField(app: App, picker: Picker, progress: Progress, chooseActive: () => void): VNode {
  const move = (by: number) => {
    const count = progress.groups.reduce((sum, group) => sum + group.choices.length, 0);
    progress.active = count === 0 ? 0 : (progress.active + by + count) % count;
    app.changed();
  };
  return h('input', {
    class: 'picker-search',
    attrs: {
      type: 'text',
      role: 'combobox',
      placeholder: 'Search',
      autocomplete: 'off',
      'aria-label': `Search: ${picker.label}`,
      'aria-expanded': 'true',
      'aria-controls': 'picker-list',
      'aria-activedescendant': 'choice-active',
    },
    prop: { value: progress.query },
    mounted: (element) => element.focus(),
    on: {
      input: (event) => {
        progress.query = (event.currentTarget as HTMLInputElement).value;
        progress.active = 0;
        void search(app, picker, progress);
        app.changed();
      },
      keydown: (event) => {
        if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else if (event.key === 'Enter') chooseActive();
        else return;
        event.preventDefault();
      },
    },
  });
}

function choiceView(
  choice: Choice,
  { active, choose }: { active: boolean; choose: (choice: Choice) => void },
): VNode {
  const reveal = (element: HTMLElement) => {
    if (element.classList.contains('active')) element.scrollIntoView({ block: 'nearest' });
  };
  return h(
    'div',
    {
      key: choice.key,
      class: `choice${active ? ' active' : ''}`,
      attrs: {
        role: 'option',
        id: active ? 'choice-active' : undefined,
        'aria-selected': choice.selected ? 'true' : 'false',
      },
      on: {
        click: () => choose(choice),
        // The search field keeps the focus, so that typing and Escape go on working.
        mousedown: (event) => event.preventDefault(),
      },
      updated: reveal,
    },
    h('span', { class: 'choice-check' }, choice.selected ? icon('check', 14) : false),
    h('span', { class: 'choice-label' }, choice.label, choice.hint ? h('small', {}, choice.hint) : false),
  );
}
