// The list above the composer while a name, an emoji or a command is being typed.
import { builtInCommands } from './actions.ts';
import type { App } from './app.ts';
import { type Known, offerFor } from './autocomplete.ts';
import { h, type VNode } from './dom.ts';
import { namesIn, userById } from './people.ts';
import { setDraft, type Writing } from './writing.ts';

export function lookUp(app: App, writing: Writing, element: HTMLTextAreaElement): void {
  const offer = offerFor(element.value, element.selectionStart, known(app, writing.target.channel));
  writing.offer = element.value === writing.closedAt ? undefined : offer;
  writing.active = 0;
  app.changed();
}

function known(app: App, channelId: string): Known {
  const { workspace } = app.state;
  const members = new Set(workspace?.channels.find(({ id }) => id === channelId)?.members ?? []);
  const names = namesIn(app.state);
  return {
    people: names.users
      .sort((a, b) => Number(members.has(b.id)) - Number(members.has(a.id)))
      .map((user) => ({ ...user, hint: userById(app.state, user.id)?.title ?? '' })),
    channels: names.channels,
    commands: [...(workspace?.app.commands ?? []), ...builtInCommands],
  };
}

/** True when the key was for the list. */
export function offerKeys(app: App, writing: Writing, event: KeyboardEvent): boolean {
  const count = writing.offer?.suggestions.length ?? 0;
  const field = event.currentTarget as HTMLTextAreaElement;
  if (event.key === 'ArrowDown') choose(writing, (writing.active + 1) % count);
  else if (event.key === 'ArrowUp') choose(writing, (writing.active - 1 + count) % count);
  else if (
    event.key === 'Tab' ||
    (event.key === 'Enter' && !writing.offer?.isHint && !isWhole(writing, field.value))
  )
    accept(app, writing, field);
  else if (event.key === 'Escape') {
    writing.closedAt = field.value;
    writing.offer = undefined;
    event.stopPropagation();
  } else return false;
  app.changed();
  return true;
}

/** Who walks through the list means to take something from it. */
function choose(writing: Writing, active: number): void {
  writing.active = writing.offer?.isHint ? 0 : active;
  if (writing.offer) writing.offer = { ...writing.offer, isHint: false };
}

/** A name or command typed to its end is to be sent, not completed. */
function isWhole({ offer, active }: Writing, text: string): boolean {
  const typed = text.slice(offer?.from, offer?.to);
  return typed === offer?.suggestions[active]?.insert.trim();
}

function accept(app: App, writing: Writing, field: HTMLTextAreaElement): void {
  const { offer } = writing;
  const chosen = offer?.suggestions[writing.active];
  if (!offer || !chosen) return;
  const text = field.value.slice(0, offer.from) + chosen.insert + field.value.slice(offer.to);
  const caret = offer.from + chosen.insert.length;
  field.value = text;
  field.setSelectionRange(caret, caret);
  writing.offer = undefined;
  setDraft(app, writing, text);
}

export function suggestions(app: App, writing: Writing): VNode {
  const mark = writing.offer?.isHint ? ' hinted' : ' active';
  return h(
    'div',
    {
      key: 'suggestions',
      class: 'suggestions',
      attrs: { role: 'listbox', id: 'suggestions', 'aria-label': 'Suggestions' },
    },
    writing.offer?.suggestions.map((one, index) =>
      h(
        'div',
        {
          key: one.key,
          class: `suggestion${index === writing.active ? mark : ''}`,
          attrs: {
            role: 'option',
            id: index === writing.active ? 'suggestion-active' : undefined,
            'aria-selected': index === writing.active ? 'true' : 'false',
          },
          on: {
            // Not click: the field would lose its focus first and close the list.
            mousedown: (event) => {
              event.preventDefault();
              const box = (event.currentTarget as HTMLElement).closest('.composer');
              writing.active = index;
              accept(app, writing, box!.querySelector('textarea')!);
            },
          },
        },
        h('span', { class: 'suggestion-sign' }, one.sign),
        h('span', { class: 'suggestion-label' }, one.label),
        h('span', { class: 'muted' }, one.hint),
        index === writing.active && writing.offer?.isHint ? h('kbd', { class: 'key' }, 'Tab') : false,
      ),
    ),
  );
}
