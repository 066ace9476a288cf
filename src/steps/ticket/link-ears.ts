// Slack's side of linking: a click on a ticket that looks alike, a ticket's address pasted into the thread, a name.
import type { App } from '@slack/bolt';
import type { View } from '@slack/types';
import { z } from 'zod';
import { targetFor } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { mayDecide } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { actionId } from '../../text/screen.ts';
import { notesOf } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { keyOf } from '../intake/message-key.ts';
import { findFeedbackOfMessage } from '../intake/store.ts';
import { findTheme } from '../theme/store.ts';
import { type Asked, wishFor } from './ask.ts';
import { openView } from './form-open.ts';
import { type NamedTicket, ticketAddressesIn, ticketNamed } from './link.ts';
import { onPress } from './press-ears.ts';
import { findTicket, findWish } from './store.ts';

const nameCallback = actionId('ticket-named');

export function linkEars(app: App, deps: Deps): void {
  onPress(app, deps, /^earshot:ticket-link-\d$/, async (asked, value) => {
    const { about, ticket } = chosen(value);
    const row = await findTicket(deps.db, about);
    return row ? link(deps, row.themeId, asked, ticket) : [];
  });
  onPress(app, deps, /^earshot:ticket-pick-\d$/, (asked, value) => pick(deps, asked, value, false));
  onPress(app, deps, 'ticket-replace', (asked, value) => pick(deps, asked, value, true));
  onPress(app, deps, 'ticket-name', async (asked, wishId, { trigger_id }) => {
    const wished = await findWish(deps.db, wishId);
    if (!wished?.themeId) return [];
    const { themeId, channel, threadTs } = wished;
    await openView(
      deps,
      { ...asked, channel, threadTs },
      trigger_id,
      nameView({ themeId, channel, threadTs }),
    );
    return [];
  });
  app.view(nameCallback, async ({ ack, body, view, context }) => {
    const named = await readName(deps, view);
    if (!named)
      return ack({
        response_action: 'errors',
        errors: { ticket: 'Give a key such as PAY-12, or an address.' },
      });
    await ack();
    const { happened, deliveryId } = notesOf(context);
    const { themeId, channel, threadTs } = Origin.parse(JSON.parse(view.private_metadata));
    const asked = { by: body.user.id, channel, threadTs, occasion: deliveryId };
    if ((await mayDecide(deps, asked.by)).allowed)
      happened.push(...(await link(deps, themeId, asked, named)));
  });
  app.event('message', async ({ event, context }) => {
    const pasted = Pasted.safeParse(event).data;
    if (pasted) notesOf(context).happened.push(...(await linkPasted(deps, pasted)));
  });
}

/** A person's reply in a thread. */
const Pasted = z.looseObject({
  channel: z.string(),
  user: z.string(),
  ts: z.string(),
  thread_ts: z.string(),
  text: z.string(),
  subtype: z.undefined().optional(),
  bot_id: z.undefined().optional(),
});

/** Those who may not are not bothered: they pasted an address, no more. */
async function linkPasted(deps: Deps, it: z.infer<typeof Pasted>): Promise<Happened[]> {
  const [named] = ticketAddressesIn(it.text, Object.values(deps.trackers));
  if (!named || it.thread_ts === it.ts) return [];
  const item = await findFeedbackOfMessage(deps.db, keyOf({ channel: it.channel, ts: it.thread_ts }));
  if (!item || !(await mayDecide(deps, it.user)).allowed) return [];
  const asked = { by: it.user, channel: it.channel, threadTs: it.thread_ts, occasion: `paste:${keyOf(it)}` };
  const again = { again: 'caught up' as const };
  return wishFor(deps, { feedbackId: item.id }, { ...asked, ...again }, { kind: 'link', detail: named });
}

/** What only one person sees does not say in which thread it stands: the wish does. */
async function pick(deps: Deps, asked: Asked, value: string, instead: boolean): Promise<Happened[]> {
  const { about, ticket } = chosen(value);
  const wished = await findWish(deps.db, about);
  if (!wished?.themeId) return [];
  const { themeId, channel, threadTs } = wished;
  return link(deps, themeId, { ...asked, channel, threadTs }, { ...ticket, instead });
}

export function link(deps: Deps, themeId: string, asked: Asked, ticket: NamedTicket): Promise<Happened[]> {
  return wishFor(deps, { themeId }, asked, { kind: 'link', detail: ticket });
}

/** As `choice` in likely-blocks.ts wrote it. */
export function chosen(value: string): { about: string; ticket: NamedTicket } {
  const [about, tracker, key] = z
    .tuple([z.uuid(), z.enum(['linear', 'jira']), z.string()])
    .parse(value.split(' '));
  return { about, ticket: { tracker, key, instead: false } };
}

const Origin = z.object({ themeId: z.uuid(), channel: z.string(), threadTs: z.string().nullable() });

function nameView(origin: z.infer<typeof Origin>): View {
  const element = { type: 'plain_text_input' as const, action_id: 'ticket', max_length: 300 };
  const placeholder = { type: 'plain_text' as const, text: 'PAY-12, or its address' };
  return {
    type: 'modal',
    callback_id: nameCallback,
    private_metadata: JSON.stringify(origin),
    title: { type: 'plain_text', text: 'Link a ticket' },
    submit: { type: 'plain_text', text: 'Link' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: 'ticket',
        label: { type: 'plain_text', text: 'Ticket' },
        element: { ...element, placeholder },
      },
    ],
  };
}

const Typed = z.object({ ticket: z.object({ ticket: z.object({ value: z.string().nullish() }) }) });

/** A bare key is looked for in the area's own tracker first. */
async function readName(
  deps: Deps,
  view: { private_metadata: string; state: { values: unknown } },
): Promise<NamedTicket | undefined> {
  const typed = Typed.parse(view.state.values).ticket.ticket.value ?? '';
  const { themeId } = Origin.parse(JSON.parse(view.private_metadata));
  const theme = await findTheme(deps.db, themeId);
  const usual = targetFor(await currentCatalog(deps), theme?.areaKey ?? null)?.tracker;
  const named = ticketNamed(typed, Object.values(deps.trackers));
  return named.find(({ tracker }) => tracker === usual) ?? named[0];
}
