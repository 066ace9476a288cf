// What people do with tickets in the journeys: in Slack, in Linear's window, in Jira's.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { saveCustomer } from '../../src/customers/store.ts';
import { act, look } from '../../src/sandbox/slack/drive.ts';
import type { WireView } from '../../src/sandbox/slack/wire.ts';
import { hasEar, react, repliesIn, seenBy, until, type World, write } from '../world.ts';

/** Somebody passes on what a customer said, Eva asks for its ticket; returns its key and the message's ts. */
export async function askForTicket(
  world: World,
  text: string,
  channel = 'feedback',
): Promise<{ ts: string; key: string; reply: string }> {
  const ts = await write(world, 'sam', channel, text);
  await until('an ear', () => hasEar(world, 'sam', channel, ts));
  await react(world, 'eva', channel, ts, 'ticket');
  const reply = await until('a reply with its ticket', async () =>
    (await repliesIn(world, 'eva', channel, ts)).find((m) => keyIn(m.text)),
  );
  return { ts, key: keyIn(reply.text)!, reply: reply.ts };
}

export const keyIn = (text: string): string | undefined => /\b[A-Z]{3,4}-\d+\b/.exec(text)?.[0];

type Acted = { ok: true; issue: { id: string; identifier: string; key: string; url: string } };

export const linearAct = (world: World, act: object): Promise<Acted> => acted(world.linear.url, act);
export const jiraAct = (world: World, act: object): Promise<Acted> => acted(world.jira.url, act);

async function acted(url: string, act: object): Promise<Acted> {
  const answer = await fetch(`${url}/sandbox/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
  const said = (await answer.json()) as Acted | { ok: false; error: string };
  if (!said.ok) throw new Error(said.error);
  return said;
}

/** Companies whose names stand in what Sam passes on. */
export async function saveCustomersIn(world: World): Promise<void> {
  const row = (externalId: string, name: string, segment: string, annualRevenue: number) =>
    saveCustomer(world.db, {
      ...{ id: randomUUID(), externalId, name, segment, annualRevenue, currency: 'EUR' },
      ...{ domains: [`${externalId}.test`], updatedAt: new Date() },
    });
  await row('globex', 'Globex', 'Enterprise', 120_000);
  await row('initech', 'Initech', 'Growth', 24_000);
  for (const name of ['Hooli', 'Umbrella', 'Acme Corp', 'Stark', 'Wayne', 'Tyrell'])
    await row(name.toLowerCase().replace(' ', '-'), name, 'Growth', 60_000);
}

type Shown = { channel?: string; ts: string; blocks?: unknown[]; is_ephemeral?: boolean };
type Block = { block_id: string; elements?: Element[]; accessory?: Element };
type Element = { action_id?: string; value?: string; text?: { text: string } };

/** Presses the button with this label, or whose action begins so, on a message. */
export async function press(
  world: World,
  who: string,
  { message, channel = 'feedback' }: { message: Shown; channel?: string },
  button: string,
): Promise<void> {
  const found = buttonIn(message.blocks ?? [], button);
  if (!found) throw new Error(`There is no button "${button}" in ${JSON.stringify(message.blocks)}`);
  const answer = await act(world.slack, who, 'click', {
    channel: world.channel(channel),
    message_ts: message.ts,
    ...found,
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer));
}

/** The same in the open modal. */
export async function pressInView(world: World, who: string, button: string): Promise<void> {
  const view = await openView(world, who);
  const found = buttonIn(view.blocks, button);
  if (!found) throw new Error(`There is no button "${button}" in ${JSON.stringify(view.blocks)}`);
  const answer = await act(world.slack, who, 'click', { view_id: view.id, ...found });
  if (!answer.ok) throw new Error(JSON.stringify(answer));
}

function buttonIn(blocks: unknown[], button: string) {
  for (const block of blocks as Block[])
    for (const element of [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])])
      if (element.text?.text === button || element.action_id?.startsWith(button)) {
        const { action_id, value } = element;
        return { block_id: block.block_id, action_id, ...(value ? { value } : {}) };
      }
  return undefined;
}

/** The modal on top. */
export async function openView(world: World, who: string, holds = ''): Promise<WireView> {
  return until(`a modal with ${holds || 'anything'}`, async () => {
    const view = (await look(world.slack, who)).views.at(-1);
    return view && JSON.stringify(view).includes(holds) ? view : undefined;
  });
}

/** What only this person sees in a channel, newest last. */
export async function whisperedTo(world: World, who: string, words: string, channel = 'feedback') {
  return until(`a word to ${who} alone: ${words}`, async () =>
    (await seenBy(world, who, channel)).findLast(
      (m) => m.is_ephemeral && `${m.text} ${JSON.stringify(m.blocks ?? '')}`.includes(words),
    ),
  );
}

/** Waits until the one reply in the thread shows all of these. */
export async function replyShows(
  world: World,
  { ts, channel = 'feedback', nth = 0 }: { ts: string; channel?: string; nth?: number },
  ...words: string[]
) {
  let seen = '';
  return until(`a reply with ${words.join(', ')}`, async () => {
    const reply = (await repliesIn(world, 'eva', channel, ts))[nth];
    seen = JSON.stringify(reply ?? '');
    return words.every((word) => seen.includes(word)) && reply;
  }).catch((error: Error) => {
    throw new Error(`${error.message}; it shows ${seen}`);
  });
}

/** Somebody passes on what a customer said, and it has been read and placed. */
export async function report(world: World, text: string, channel = 'feedback'): Promise<string> {
  const ts = await write(world, 'sam', channel, text);
  await until('it was read', async () => {
    const [row] = await world.db.execute(
      sql`select 1 from app.message m join app.finding f on f.feedback_id = m.feedback_id
        join app.membership p on p.finding_id = f.id where m.key = ${`${world.channel(channel)}:${ts}`}`,
    );
    return row !== undefined;
  });
  return ts;
}

/** Fills in fields of the modal and submits it; what is not named stays as it is. */
export function submitView(world: World, who: string, view: WireView, state: object) {
  return act(world.slack, who, 'submit', { view_id: view.id, state });
}
