// Modals of the app: the topmost of the person's stack, with its inputs, errors, submit and cancel.
import type { StateValues, WireView } from '../../slack/wire.ts';
import { complain } from './actions.ts';
import { type App, attempt } from './app.ts';
import { type Block, plain } from './blocks/block-context.ts';
import { blocks } from './blocks/blocks.ts';
import { h, type VNode } from './dom.ts';
import { focusFirst, trapFocus } from './focus.ts';
import { icon } from './icons.ts';

export function modalView(app: App): VNode | false {
  const view = app.state.workspace?.views.at(-1);
  if (view?.type !== 'modal') return false;
  const title = plain(view.title?.text ?? '');
  const submit = () => void submitView(app, view);
  return h(
    'div',
    { key: 'modal', class: 'curtain' },
    h(
      'form',
      {
        key: view.id,
        class: 'modal',
        attrs: { role: 'dialog', 'aria-modal': 'true', 'aria-label': title, novalidate: true, tabindex: -1 },
        mounted: focusFirst,
        on: {
          keydown: (event) => {
            trapFocus(event);
            if (event.key === 'Escape' && !app.state.popover && !app.state.dialog) void closeView(app, view);
          },
          submit: (event) => {
            event.preventDefault();
            submit();
          },
        },
      },
      heading(app, view, title),
      h('div', { class: 'modal-body' }, blocks(view.blocks, surfaceOf(app, view))),
      footer(app, view),
    ),
  );
}

const surfaceOf = (app: App, view: WireView) => ({
  app,
  surface: { kind: 'view', id: view.id, values: view.state.values, errors: view.errors } as const,
});

function heading(app: App, view: WireView, title: string): VNode {
  return h(
    'header',
    { class: 'modal-head' },
    view.previous_view_id
      ? h(
          'button',
          {
            class: 'icon-button',
            attrs: { type: 'button', 'aria-label': 'Back' },
            on: { click: () => void closeView(app, view) },
          },
          icon('left'),
        )
      : false,
    h('h2', {}, title),
    h(
      'button',
      {
        class: 'icon-button',
        attrs: { type: 'button', 'aria-label': 'Close' },
        on: { click: () => void closeView(app, view, 'all') },
      },
      icon('close'),
    ),
  );
}

function footer(app: App, view: WireView): VNode | false {
  const hasInput = (view.blocks as Block[]).some((block) => block.type === 'input');
  if (!view.submit && !view.close && !hasInput) return false;
  const busy = app.state.busy.has(view.id);
  return h(
    'footer',
    { class: 'modal-foot' },
    h(
      'button',
      { class: 'button', attrs: { type: 'button' }, on: { click: () => void closeView(app, view) } },
      plain(view.close?.text ?? 'Cancel'),
    ),
    view.submit || hasInput
      ? h(
          'button',
          {
            class: `button button-primary${busy ? ' busy' : ''}`,
            attrs: { type: 'submit', disabled: busy, 'aria-busy': busy || undefined },
          },
          plain(view.submit?.text ?? 'Submit'),
        )
      : false,
  );
}

async function submitView(app: App, view: WireView): Promise<void> {
  const { state } = app;
  if (state.busy.has(view.id)) return;
  state.busy.add(view.id);
  app.changed();
  await attempt(app, async () => {
    const answer = await app.api.act('submit', { view_id: view.id, state: enteredIn(app, view) });
    state.fieldErrors[view.id] = answer.errors ?? {};
    if (answer.errors) showFirstError();
    else complain(app, 'This was not accepted.', answer);
    if (answer.ok && answer.response_action === undefined) delete state.entered[view.id];
  });
  state.busy.delete(view.id);
  app.refresh(anyChannel(app));
  app.changed();
}

/** An updated view may have lost fields; what was typed into those is not sent. */
function enteredIn({ state }: App, view: WireView): StateValues {
  const there = new Set((view.blocks as Block[]).map((block) => block.block_id));
  return Object.fromEntries(Object.entries(state.entered[view.id] ?? {}).filter(([id]) => there.has(id)));
}

/** The person looks at the button; the error may be above what they see. */
const showFirstError = () =>
  requestAnimationFrame(() => document.querySelector('.modal .invalid')?.scrollIntoView({ block: 'center' }));

/** For Escape when the focus is nowhere. True when there was a modal. */
export function closeTopView(app: App): boolean {
  const view = app.state.workspace?.views.at(-1);
  if (view) void closeView(app, view);
  return view !== undefined;
}

async function closeView(app: App, view: WireView, how?: 'all'): Promise<void> {
  await attempt(app, async () => {
    complain(
      app,
      'This could not be closed.',
      await app.api.act('close', { view_id: view.id, clear: how === 'all' }),
    );
  });
  delete app.state.entered[view.id];
  app.refresh(anyChannel(app));
}

const anyChannel = ({ state }: App) => (state.place?.kind === 'channel' ? state.place.id : undefined);
