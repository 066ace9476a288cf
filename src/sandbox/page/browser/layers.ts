// What floats above everything: the popover, questions, toasts.
import { type App, dismissToast } from './app.ts';
import { type Child, h, type VNode } from './dom.ts';
import { focusFirst, trapFocus } from './focus.ts';
import { icon } from './icons.ts';
import { closePopover } from './overlays.ts';
import type { Popover } from './state.ts';

export function layers(app: App): Child[] {
  return [popoverLayer(app), dialogLayer(app), toastLayer(app)];
}

function popoverLayer(app: App): VNode | false {
  const { popover } = app.state;
  if (!popover) return false;
  return h(
    'div',
    {
      key: `popover ${popover.key}`,
      class: 'popover-layer',
      on: {
        mousedown: (event) => event.target === event.currentTarget && closePopover(app),
        keydown: (event) => {
          if (event.key !== 'Escape' && event.key !== 'Tab') return;
          event.preventDefault();
          event.stopPropagation();
          closePopover(app);
        },
      },
    },
    h(
      'div',
      {
        class: 'popover',
        attrs: { role: 'presentation' },
        mounted: (element) => place(element, popover),
        updated: (element) => place(element, popover),
      },
      popover.view(),
    ),
  );
}

const edge = 8;

/** Below its opener when there is room, else above; never outside the window. */
function place(element: HTMLElement, { anchor }: Popover): void {
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = anchor.bottom + 4;
  const fits = below + height + edge <= window.innerHeight;
  const top = fits
    ? below
    : Math.max(edge, Math.min(anchor.top - height - 4, window.innerHeight - height - edge));
  const left = Math.max(edge, Math.min(anchor.left, window.innerWidth - width - edge));
  element.style.top = `${top}px`;
  element.style.left = `${left}px`;
}

function dialogLayer(app: App): VNode | false {
  const { dialog } = app.state;
  if (!dialog) return false;
  const button = (label: string, kind: string, yes: boolean) =>
    h(
      'button',
      { class: `button ${kind}`, attrs: { type: 'button' }, on: { click: () => dialog.answer(yes) } },
      label,
    );
  return h(
    'div',
    { key: 'dialog', class: 'curtain curtain-top' },
    h(
      'div',
      {
        class: 'modal dialog',
        attrs: {
          role: 'alertdialog',
          'aria-modal': 'true',
          'aria-labelledby': 'dialog-title',
          'aria-describedby': 'dialog-text',
          tabindex: -1,
        },
        mounted: focusFirst,
        on: {
          keydown: (event) => {
            trapFocus(event);
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            dialog.answer(false);
          },
        },
      },
      h('header', { class: 'modal-head' }, h('h2', { attrs: { id: 'dialog-title' } }, dialog.title)),
      h('div', { class: 'modal-body', attrs: { id: 'dialog-text' } }, dialog.text),
      h(
        'footer',
        { class: 'modal-foot' },
        button(dialog.deny, '', false),
        button(dialog.confirm, dialog.danger ? 'button-danger' : 'button-primary', true),
      ),
    ),
  );
}

function toastLayer(app: App): VNode {
  return h(
    'div',
    { key: 'toasts', class: 'toasts', attrs: { role: 'status', 'aria-live': 'assertive' } },
    app.state.toasts.map(({ id, text, tone }) =>
      h(
        'div',
        { key: id, class: `toast ${tone}` },
        icon(tone === 'error' ? 'warning' : 'check', 18),
        h('span', {}, text),
        h(
          'button',
          {
            class: 'icon-button on-dark',
            attrs: { type: 'button', 'aria-label': 'Dismiss' },
            on: { click: () => dismissToast(app, id) },
          },
          icon('close', 14),
        ),
      ),
    ),
  );
}
