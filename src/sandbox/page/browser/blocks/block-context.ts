// What Block Kit elements share: where they are, what was entered into them, and how they tell the app.
import type { ActClick, StateValues } from '../../../slack/wire.ts';
import { inWords } from '../api.ts';
import { type App, attempt, toast } from '../app.ts';
import type { Child } from '../dom.ts';
import { emojiChar } from '../emoji.ts';
import { mrkdwn } from '../mrkdwn-view.ts';
import { ask } from '../overlays.ts';

/** Where blocks are shown. `still`: in a quoted attachment of another app, where nothing can be pressed. */
export type Surface =
  | { kind: 'message'; channel: string; ts: string }
  | { kind: 'view'; id: string; values: StateValues; errors?: Record<string, string> | undefined }
  | { kind: 'still' };

export type BlockContext = { app: App; surface: Surface };
/** `tells`: using the element tells the app at once (section, actions); otherwise it waits for the submit. */
export type ElementContext = BlockContext & { blockId: string; tells: boolean; labelId?: string | undefined };

export type TextObject = { type: string; text: string; emoji?: boolean; verbatim?: boolean };
type Confirm = {
  title?: TextObject;
  text: TextObject;
  confirm?: TextObject;
  deny?: TextObject;
  style?: string;
};
export type Option = { text: TextObject; value?: string; description?: TextObject; url?: string };

/** Any block or element: parsed JSON whose fields each renderer reads for itself. The server has checked its shape. */
export type Element = { type: string; action_id?: string; confirm?: Confirm; [field: string]: unknown };
export type Block = { type: string; block_id?: string; [field: string]: unknown };

export function textObject(text: TextObject | undefined, { app }: BlockContext): Child {
  if (!text) return undefined;
  return text.type === 'mrkdwn'
    ? mrkdwn(text.text, app.text, { verbatim: text.verbatim ?? false })
    : plain(text.text);
}

/** Plain text with `:emoji:` names turned into emoji. */
export const plain = (text: string): string =>
  text.replace(/:([a-z0-9_+'-]+):/g, (whole, name: string) => emojiChar(name) ?? whole);

export const surfaceKey = (surface: Surface): string =>
  surface.kind === 'message' ? `${surface.channel}/${surface.ts}` : surface.kind === 'view' ? surface.id : '';

export type Value = StateValues[string][string];

/** What the element holds now: entered here, else what the server kept, else undefined (its initial value). */
export function heldBy({ app, surface, blockId }: ElementContext, element: Element): Value | undefined {
  const actionId = element.action_id ?? '';
  const entered = app.state.entered[surfaceKey(surface)]?.[blockId]?.[actionId];
  return entered ?? (surface.kind === 'view' ? surface.values[blockId]?.[actionId] : undefined);
}

/** What the last submit, here or before a reload, found wrong with this block. */
export function errorOf({ app, surface }: BlockContext, blockId: string): string | undefined {
  const kept = surface.kind === 'view' ? surface.errors?.[blockId] : undefined;
  return app.state.fieldErrors[surfaceKey(surface)]?.[blockId] ?? kept;
}

/** Keeps what was entered, and tells the app when the element does so at once. */
export function enter(context: ElementContext, element: Element, value: Record<string, unknown>): void {
  keep(context, element, value);
  if (context.tells) void use(context, element, value);
}

export function keep(
  { app, surface, blockId }: ElementContext,
  element: Element,
  value: Record<string, unknown>,
): void {
  const key = surfaceKey(surface);
  const blocks = app.state.entered[key] ?? {};
  const block = { ...blocks[blockId], [element.action_id ?? '']: { ...value, type: element.type } };
  app.state.entered = { ...app.state.entered, [key]: { ...blocks, [blockId]: block } };
  // What is being corrected is no longer wrong until the next submit says so.
  app.state.fieldErrors[key] = { ...app.state.fieldErrors[key], [blockId]: '' };
  app.changed();
}

/** Uses the element, after its confirm dialog: the app hears of it. A person may not press twice while it works. */
export async function use(
  context: ElementContext,
  element: Element,
  value: Record<string, unknown>,
): Promise<void> {
  const { app, surface, blockId } = context;
  if (surface.kind === 'still') return;
  if (element.confirm && !(await confirmed(context, element.confirm))) return;
  const busy = busyKey(context, element);
  if (app.state.busy.has(busy)) return;
  app.state.busy.add(busy);
  app.changed();
  await attempt(app, async () => {
    const answer = await app.api.act('click', {
      ...placeOf(surface),
      ...(blockId ? { block_id: blockId } : {}),
      action_id: element.action_id ?? '',
      ...value,
      state: app.state.entered[surfaceKey(surface)] ?? {},
    } as ActClick);
    if (!answer.ok) toast(app, `${inWords(answer.error ?? 'unknown_error')} ${answer.detail ?? ''}`.trim());
  });
  app.state.busy.delete(busy);
  app.refresh(surface.kind === 'message' ? surface.channel : undefined);
  app.changed();
}

export const busyKey = ({ surface, blockId }: ElementContext, element: Element): string =>
  `${surfaceKey(surface)}/${blockId}/${element.action_id}`;

export const placeOf = (surface: Surface) =>
  surface.kind === 'message'
    ? { channel: surface.channel, message_ts: surface.ts }
    : { view_id: surface.kind === 'view' ? surface.id : '' };

const confirmed = (context: ElementContext, confirm: Confirm): Promise<boolean> =>
  ask(context.app, {
    title: textObject(confirm.title, context) ?? 'Are you sure?',
    text: textObject(confirm.text, context),
    confirm: plain(confirm.confirm?.text ?? 'Yes'),
    deny: plain(confirm.deny?.text ?? 'Cancel'),
    danger: confirm.style === 'danger',
  });

/** Attributes every labelled control carries. */
export const labelled = ({ labelId }: ElementContext, fallback: string) =>
  labelId ? { 'aria-labelledby': labelId } : { 'aria-label': fallback };
