// Slack's side of the form: the shortcut that opens it, "link instead" in it, and its submission.
import type { App } from '@slack/bolt';
import { currentCatalog } from '../../catalog/catalog.ts';
import { mayDecide } from '../../customers/access.ts';
import { whoIs } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../slack/shapes.ts';
import { notesOf } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { findTheme } from '../theme/store.ts';
import { type Asked, isAllowed, pointedAt, themeOfPointed, wishFor } from './ask.ts';
import { answerOf, type FormAnswer, FormOrigin, FormState, formCallback, waitingView } from './form.ts';
import { openForm, openView, targetsOf } from './form-open.ts';
import { chosen, link } from './link-ears.ts';
import { onPress } from './press-ears.ts';

export function formEars(app: App, deps: Deps): void {
  app.shortcut('create_ticket', async ({ shortcut, context, ack }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const { happened, deliveryId } = notesOf(context);
    const at = { channel: shortcut.channel.id, ts: shortcut.message_ts };
    const asked = {
      ...{ by: shortcut.user.id, channel: at.channel, threadTs: at.ts, occasion: deliveryId },
      shown: messageOf(at.channel, shortcut.message),
      responseUrl: shortcut.response_url,
    };
    if (await isAllowed(deps, asked))
      happened.push(...(await openOnMessage(deps, { at, asked, triggerId: shortcut.trigger_id })));
  });
  onPress(app, deps, /^earshot:ticket-instead-\d$/, async (asked, value, { view }) => {
    const origin = FormOrigin.safeParse(JSON.parse(view?.private_metadata ?? 'null')).data;
    const { about: themeId, ticket } = chosen(value);
    const place = origin ? { ...asked, channel: origin.channel, threadTs: origin.threadTs } : asked;
    const happened = await link(deps, themeId, place, ticket);
    if (view)
      await deps.slack.updateView(view.id, waitingView(`Linking it to ${ticket.key}. You can close this.`));
    return happened;
  });
  app.view(formCallback, async ({ ack, body, view, context }) => {
    const origin = FormOrigin.parse(JSON.parse(view.private_metadata));
    const access = await mayDecide(deps, body.user.id);
    const read = access.allowed
      ? await readForm(deps, origin, FormState.parse(view.state.values))
      : { ok: false as const, errors: { title: access.because } };
    if (!read.ok) return ack({ response_action: 'errors', errors: read.errors });
    await ack();
    const { happened, deliveryId } = notesOf(context);
    const { themeId, channel, threadTs } = origin;
    const asked = { by: body.user.id, channel, threadTs, occasion: deliveryId };
    // Whoever edits a draft although the first ticket is over wants a further one.
    happened.push(...(await wishFor(deps, { themeId }, asked, { kind: 'another', detail: read.answer })));
  });
}

type OnMessage = { at: { channel: string; ts: string }; asked: Asked; triggerId: string };

/** Slack wants the view within three seconds; a message that is still to be read gets one that waits. */
async function openOnMessage(deps: Deps, { at, asked, triggerId }: OnMessage): Promise<Happened[]> {
  const pointed = await pointedAt(deps, at, asked);
  if (!pointed) return [];
  const { threadTs, captured, feedbackId } = pointed;
  const place = { ...asked, threadTs };
  const themeId = await themeOfPointed(deps, pointed);
  if (themeId) {
    return [...captured, ...(await openForm(deps, { themeId, feedbackId, asked: place, triggerId }))];
  }
  const viewId = await openView(
    deps,
    place,
    triggerId,
    waitingView('Reading the message; the draft follows here.'),
  );
  if (!viewId || !feedbackId) return captured;
  return [...captured, ...(await wishFor(deps, { feedbackId }, place, { kind: 'form', detail: { viewId } }))];
}

async function readForm(
  deps: Deps,
  { themeId }: FormOrigin,
  state: FormState,
): Promise<{ ok: true; answer: FormAnswer } | { ok: false; errors: Record<string, string> }> {
  const theme = await findTheme(deps.db, themeId);
  const targets = targetsOf(await currentCatalog(deps), theme?.areaKey ?? null);
  const email = state.assignee ? ((await whoIs(deps, state.assignee))?.email ?? null) : undefined;
  return answerOf(state, { targets, email });
}
