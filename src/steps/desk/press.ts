// A person pressed something of ours, or sent a form: who, where, on what, and whether they may.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { type Access, mayDecide, mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { actionId } from '../../text/screen.ts';
import { type Ears, notesOf } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { answer, notice, Place, plainScreen } from './answer.ts';
import { type Entered, enteredIn } from './entered.ts';

type App = Parameters<Ears>[0];

export type Pressed = {
  place: Place;
  /** Of the button, or of the option that was chosen. */
  value: string;
  triggerId: string;
  deliveryId: string;
  /** The modal it was pressed in, with what was entered so far. */
  view: { id: string; carries: unknown; entered: Entered } | undefined;
};

export type HeldBy = 'everyone' | 'engineer';

/** `run` is not called for those who may not; they are told why. */
export function onPress(
  app: App,
  deps: Deps,
  { action, heldBy, run }: { action: string; heldBy: HeldBy; run: (pressed: Pressed) => Promise<Happened[]> },
): void {
  app.action(actionId(action), async ({ body, action: used, context, ack }) => {
    await ack();
    const { happened, deliveryId } = notesOf(context);
    const pressed = pressedOf(body, used, deliveryId);
    if (!pressed) return;
    const access = await mayUse(deps, heldBy, pressed.place.userId);
    const { place, triggerId } = pressed;
    if (access.allowed) happened.push(...(await run(pressed)));
    else await answer(deps, place, { deliveryId, triggerId, screen: plainScreen(access.because) });
    if (place.on === 'home') happened.push({ what: 'homeChanged', userId: place.userId });
  });
}

export type Submitted = { place: Place; carries: unknown; entered: Entered; deliveryId: string };

/** What becomes of a form: it closes, says what is wrong at its fields, or shows something else. */
export type Received =
  | { kind: 'closed'; happened: Happened[] }
  | { kind: 'wrong'; errors: Record<string, string> }
  | { kind: 'shows'; view: ModalView; happened: Happened[] };

export function onSubmit(
  app: App,
  deps: Deps,
  {
    callback,
    heldBy,
    run,
  }: { callback: string; heldBy: HeldBy; run: (sent: Submitted) => Promise<Received> },
): void {
  app.view(actionId(callback), async ({ ack, body, view, context }) => {
    const { happened, deliveryId } = notesOf(context);
    const access = await mayUse(deps, heldBy, body.user.id);
    if (!access.allowed)
      return ack({ response_action: 'update', view: notice('Not allowed', access.because) });
    const carries = Carried.parse(JSON.parse(view.private_metadata || '{}'));
    const place = carries.place ?? { ...nowhere, userId: body.user.id };
    const entered = enteredIn(view.state.values);
    const received = await run({ place: { ...place, userId: body.user.id }, carries, entered, deliveryId });
    if (received.kind === 'wrong') return ack({ response_action: 'errors', errors: received.errors });
    happened.push(...received.happened);
    if (place.on === 'home') happened.push({ what: 'homeChanged', userId: place.userId });
    if (received.kind === 'shows') await ack({ response_action: 'update', view: received.view });
    else await ack();
  });
}

const nowhere = { responseUrl: null, on: 'modal' as const, viewId: null, origin: 'a modal' };

const Carried = z.looseObject({ place: Place.optional() });

export async function mayUse(deps: Deps, heldBy: HeldBy, userId: string): Promise<Access> {
  return heldBy === 'engineer' ? mayDecide(deps, userId) : mayRead(deps, userId);
}

const Body = z.looseObject({
  type: z.literal('block_actions'),
  user: z.looseObject({ id: z.string() }),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.looseObject({ id: z.string() }).optional(),
  container: z.looseObject({ is_ephemeral: z.boolean().optional() }).optional(),
  view: z
    .looseObject({
      id: z.string(),
      type: z.string(),
      private_metadata: z.string().default(''),
      state: z.looseObject({ values: z.unknown() }).optional(),
    })
    .optional(),
});

const Used = z.looseObject({
  value: z.string().optional(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
});

function pressedOf(body: unknown, used: unknown, deliveryId: string): Pressed | undefined {
  const parsed = Body.safeParse(body).data;
  const { value, selected_option: chosen } = Used.safeParse(used).data ?? {};
  if (!parsed) return undefined;
  const { view } = parsed;
  const inHome = view?.type === 'home';
  const inModal = view?.type === 'modal';
  const carries = view?.private_metadata ? Carried.parse(JSON.parse(view.private_metadata)) : undefined;
  const place: Place = carries?.place ?? {
    userId: parsed.user.id,
    responseUrl: parsed.response_url ?? null,
    on: inHome ? 'home' : view ? 'modal' : parsed.container?.is_ephemeral ? 'own' : 'shared',
    viewId: inModal ? view.id : null,
    origin: parsed.channel?.id ?? (inHome ? 'App Home' : 'a modal'),
  };
  return {
    place: { ...place, userId: parsed.user.id },
    value: chosen?.value ?? value ?? '',
    triggerId: parsed.trigger_id,
    deliveryId,
    view: inModal
      ? { id: view.id, carries: carries ?? {}, entered: enteredIn(view.state?.values) }
      : undefined,
  };
}
