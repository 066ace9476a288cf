// Keyboard focus inside dialogs: it starts at the first field and does not leave.
const focusable =
  'button:not([disabled]), [href], input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"])';

export function focusFirst(box: HTMLElement): void {
  const field = box.querySelector<HTMLElement>('input:not([type=hidden]), textarea, .select-open');
  (field ?? box.querySelector<HTMLElement>('footer button:last-child') ?? box).focus();
}

export function trapFocus(event: KeyboardEvent): void {
  if (event.key !== 'Tab') return;
  const box = event.currentTarget as HTMLElement;
  const all = [...box.querySelectorAll<HTMLElement>(focusable)].filter((one) => one.offsetParent !== null);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== edge && box.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}
