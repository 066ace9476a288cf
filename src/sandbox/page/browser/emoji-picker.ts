// The emoji picker: search, groups, arrow keys.
import type { App } from './app.ts';
import { h, type VNode } from './dom.ts';
import { type Emoji, groups, searchEmojis } from './emoji.ts';
import { closePopover, openPopover } from './overlays.ts';

const perRow = 9;

export function openEmojiPicker(
  app: App,
  event: Event,
  { key, pick }: { key: string; pick: (name: string) => void },
): void {
  const progress = { query: '', active: 0 };
  const choose = (emoji: Emoji | undefined) => {
    if (!emoji) return;
    closePopover(app);
    pick(emoji.name);
  };
  openPopover(app, event, {
    key: `emoji ${key}`,
    label: 'Pick an emoji',
    view: () => pickerView(app, progress, choose),
  });
}

type Progress = { query: string; active: number };

function pickerView(app: App, progress: Progress, choose: (emoji: Emoji | undefined) => void): VNode {
  const found = searchEmojis(progress.query);
  const sections = progress.query
    ? [{ group: 'Found', found }]
    : groups.map((group) => ({ group, found: found.filter((one) => one.group === group) }));
  const active = found[progress.active];
  return h(
    'div',
    { class: 'emoji-picker' },
    searchField(app, progress, choose),
    h(
      'div',
      { class: 'emoji-list', attrs: { role: 'listbox', id: 'emoji-list', 'aria-label': 'Emoji' } },
      sections.map((section) => [
        h(
          'div',
          { key: `group ${section.group}`, class: 'emoji-group', attrs: { role: 'presentation' } },
          section.group,
        ),
        h(
          'div',
          { key: `grid ${section.group}`, class: 'emoji-grid', attrs: { role: 'presentation' } },
          section.found.map((emoji) => cell(emoji, emoji === active, choose)),
        ),
      ]),
      found.length === 0 ? h('p', { class: 'picker-empty' }, `No emoji matches "${progress.query}".`) : false,
    ),
    h(
      'div',
      { class: 'emoji-hint' },
      active ? h('span', { class: 'emoji' }, active.char) : false,
      active ? ` :${active.name}:` : '',
    ),
  );
}

function searchField(app: App, progress: Progress, choose: (emoji: Emoji | undefined) => void): VNode {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow };
  return h('input', {
    class: 'picker-search',
    attrs: {
      type: 'text',
      role: 'combobox',
      placeholder: 'Search emoji',
      autocomplete: 'off',
      'aria-label': 'Search emoji',
      'aria-expanded': 'true',
      'aria-controls': 'emoji-list',
      'aria-activedescendant': 'emoji-active',
    },
    prop: { value: progress.query },
    mounted: (element) => element.focus(),
    on: {
      input: (event) => {
        progress.query = (event.currentTarget as HTMLInputElement).value;
        progress.active = 0;
        app.changed();
      },
      keydown: (event) => {
        const step = steps[event.key];
        // Of what is typed by now: the list may not be drawn yet.
        const found = searchEmojis(progress.query);
        if (event.key === 'Enter') choose(found[progress.active]);
        else if (step !== undefined)
          progress.active = Math.max(0, Math.min(found.length - 1, progress.active + step));
        else return;
        event.preventDefault();
        app.changed();
      },
    },
  });
}

function cell(emoji: Emoji, active: boolean, choose: (emoji: Emoji) => void): VNode {
  return h(
    'button',
    {
      key: emoji.name,
      class: `emoji-cell${active ? ' active' : ''}`,
      attrs: {
        type: 'button',
        role: 'option',
        tabindex: -1,
        id: active ? 'emoji-active' : undefined,
        'aria-selected': active ? 'true' : 'false',
        'aria-label': emoji.name,
        title: `:${emoji.name}:`,
        'data-emoji': emoji.name,
      },
      on: { click: () => choose(emoji) },
      updated: (element) => {
        if (element.classList.contains('active')) element.scrollIntoView({ block: 'nearest' });
      },
    },
    emoji.char,
  );
}
