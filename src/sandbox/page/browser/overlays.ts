// Opening and closing what floats above the page: popovers and questions. Focus returns to where it came from.
import type { App } from './app.ts';
import type { Child } from './dom.ts';
import type { Dialog } from './state.ts';

/** Opens at the element the event came from; the same key a second time closes. */
export function openPopover(
  app: App,
  event: Event,
  popover: { key: string; label: string; view: () => Child },
): void {
  const opener = event.currentTarget instanceof Element ? event.currentTarget : document.activeElement;
  if (app.state.popover?.key === popover.key) {
    closePopover(app);
    return;
  }
  const anchor = (opener ?? document.body).getBoundingClientRect();
  app.state.popover = { ...popover, opener, anchor };
  app.changed();
}

export function closePopover(app: App): void {
  const { popover } = app.state;
  if (!popover) return;
  app.state.popover = undefined;
  app.changed();
  refocus(popover.opener);
}

/** Asks; resolves to the answer. Escape is no. */
export function ask(app: App, question: Omit<Dialog, 'answer'>): Promise<boolean> {
  const before = document.activeElement;
  return new Promise((resolve) => {
    app.state.popover = undefined;
    app.state.dialog = {
      ...question,
      answer: (yes) => {
        app.state.dialog = undefined;
        app.changed();
        refocus(before);
        resolve(yes);
      },
    };
    app.changed();
  });
}

function refocus(element: Element | null): void {
  if (element instanceof HTMLElement && element.isConnected) element.focus({ preventScroll: true });
}
