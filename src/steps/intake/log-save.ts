// Keeps what a person wrote down. Named by the modal it was written in: sent twice, it is one item.
import { knownCustomers } from '../../customers/known.ts';
import { whoIs } from '../../customers/people.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { escapeMrkdwn, plainText } from '../../text/mrkdwn.ts';
import type { Happened } from '../happened.ts';
import { captureByHand } from './hear-hand.ts';
import type { Logged } from './log.ts';
import { messageIn } from './message-link.ts';
import {
  findFeedback,
  findMessage,
  findMessages,
  lockChannel,
  nameCustomer,
  raiseRevision,
  saveMessage,
  startFeedback,
  stateSeverity,
} from './store.ts';

export type Written = { logged: Logged; by: string; viewId: string };

export type LogOutcome =
  | { kind: 'logged'; feedbackId: string; customerName: string | undefined; happened: Happened[] }
  /** To be shown at the field. */
  | { kind: 'refused'; errors: Record<string, string> };

export async function saveLog(deps: Deps, written: Written): Promise<LogOutcome> {
  const customer = await customerFor(deps, written);
  const linked = await linkedItem(deps, written);
  if (linked.kind === 'refused') return linked;
  const happened = await deps.db.transaction(async (tx) => {
    await lockChannel(tx, `log:${written.viewId}`);
    if (linked.kind === 'item') return addTo(deps, tx, linked.feedbackId, { written, customer });
    return startOwn(deps, tx, { written, customer });
  });
  const feedbackId = linked.kind === 'item' ? linked.feedbackId : ownId(written);
  const all = linked.kind === 'item' ? [...linked.happened, ...happened] : happened;
  return { kind: 'logged', feedbackId, customerName: customer.name, happened: all };
}

type Chosen = { id?: string | undefined; name?: string | undefined; because: string };

async function customerFor(deps: Deps, { logged, by }: Written): Promise<Chosen> {
  const who = (await whoIs(deps, by))?.name ?? 'a colleague';
  const { customer } = logged;
  if (!customer) return { because: `logged by ${who} without a customer` };
  if (customer.kind === 'named')
    return { name: customer.name, because: `${who} named ${customer.name}, who is not known` };
  const known = (await knownCustomers(deps)).find(({ id }) => id === customer.id);
  return { id: known?.id, name: known?.name, because: `named by ${who}` };
}

type Linked =
  | { kind: 'none' }
  | { kind: 'item'; feedbackId: string; happened: Happened[] }
  | Extract<LogOutcome, { kind: 'refused' }>;

/** A link to a message of this workspace means that message: it is captured, and what was written belongs to it. */
async function linkedItem(deps: Deps, { logged, by }: Written): Promise<Linked> {
  const at = logged.link ? messageIn(logged.link, (await deps.slack.whoAmI()).url) : undefined;
  if (!at) return { kind: 'none' };
  const captured = await captureByHand(deps, at, { how: 'link', by });
  if (captured.kind === 'refused')
    return { kind: 'refused', errors: { link: `${captured.because} Or leave the link out.` } };
  return { kind: 'item', feedbackId: captured.feedbackId, happened: captured.happened };
}

type Given = { written: Written; customer: Chosen };

const messageKey = ({ viewId }: Written) => `log:${viewId}`;
const ownId = (written: Written) => idFor('feedback', 'log', written.viewId);

async function startOwn(deps: Deps, tx: Db, { written, customer }: Given): Promise<Happened[]> {
  const { logged, by, viewId } = written;
  const id = ownId(written);
  const at = deps.now();
  const isFresh = await startFeedback(tx, {
    id,
    source: 'log',
    sourceKey: viewId,
    link: logged.link ?? null,
    // Whoever it was, it is one voice; without a name each item is its own.
    authorKey: customer.name ? `name:${customer.name.toLowerCase()}` : null,
    authorName: customer.name ?? null,
    account: customer.name && !customer.id ? { name: customer.name } : null,
    customerId: customer.id ?? null,
    customerBecause: customer.because,
    saidAt: at,
    capturedAt: at,
    capturedHow: 'log',
    capturedBy: by,
    statedSeverity: logged.severity ?? null,
  });
  if (isFresh) await keepWords(tx, id, { written, at });
  return [{ what: 'captured', feedbackId: id, revision: 1 }];
}

async function addTo(deps: Deps, tx: Db, id: string, { written, customer }: Given): Promise<Happened[]> {
  if (await findMessage(tx, messageKey(written))) return [];
  const { said, severity } = written.logged;
  const isThere = (await findMessages(tx, id)).some((m) => plainText(m.text).includes(said));
  const item = (await findFeedback(tx, id))!;
  if (customer.id && customer.id !== item.customerId)
    await nameCustomer(tx, id, customer.id, customer.because);
  if (severity) await stateSeverity(tx, id, severity);
  if (!isThere) await keepWords(tx, id, { written, at: deps.now() });
  return [{ what: 'captured', feedbackId: id, revision: await raiseRevision(tx, id) }];
}

async function keepWords(tx: Db, feedbackId: string, { written, at }: { written: Written; at: Date }) {
  await saveMessage(tx, {
    key: messageKey(written),
    feedbackId,
    authorKey: written.by,
    part: 'voice',
    text: escapeMrkdwn(written.logged.said.replaceAll('\u0000', '').toWellFormed()),
    files: [],
    saidAt: at,
    // There is no message in Slack to put an emoji on.
    receiptAt: at,
  });
}
