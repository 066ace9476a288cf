// Takes words out of a Linear issue: its title and text line by line, links to messages, customers' wishes.
import { areInBlocks } from './block.ts';
import { type LinearCaller, LinearRefused } from './linear-client.ts';
import * as documents from './linear-documents.ts';
import type { Ticket, TicketRewrite } from './port.ts';

export async function rewriteIssue(
  linear: LinearCaller,
  id: string,
  { how, clientId }: { how: TicketRewrite; clientId: (ourId: string) => string },
): Promise<Ticket | undefined> {
  const issue = await found(() => linear.ask(documents.ReadIssue, documents.readIssue, { id }));
  if (!issue || issue.issue.state === 'missing') return undefined;
  await removeLinks(linear, id, how);
  for (const { id: ourId, fate } of how.needs) await rewriteNeed(linear, clientId(ourId), { how, fate });
  return rewriteTexts(linear, issue.issue, how);
}

async function rewriteTexts(linear: LinearCaller, ticket: Ticket, how: TicketRewrite): Promise<Ticket> {
  const lines = ticket.body.split('\n');
  const inside = areInBlocks(lines);
  const description = lines.map((one, i) => how.line(one, inside[i] ? 'our part' : 'elsewhere')).join('\n');
  const title = how.title(ticket.title);
  if (title === ticket.title && description === ticket.body) return ticket;
  const variables = { id: ticket.externalId, title, description };
  return (await linear.ask(documents.UpdateTexts, documents.updateTexts, variables)).issueUpdate.issue;
}

async function removeLinks(linear: LinearCaller, id: string, how: TicketRewrite): Promise<void> {
  const { issue } = await linear.ask(documents.ReadLinks, documents.readLinks, { id });
  for (const { id: linkId, ...link } of issue.attachments.nodes)
    if (how.link(link) === 'remove') await found(() => linear.sdk.deleteAttachment(linkId));
}

async function rewriteNeed(
  linear: LinearCaller,
  id: string,
  { how, fate }: { how: TicketRewrite; fate: 'remove' | 'rewrite' },
): Promise<void> {
  const need = await found(() => linear.ask(documents.ReadNeed, documents.readNeed, { id }));
  if (!need) return;
  if (fate === 'remove') {
    await found(() => linear.sdk.deleteCustomerNeed(id));
    return;
  }
  const before = need.customerNeed.body ?? '';
  const body = before
    .split('\n')
    .map((line) => how.line(line, 'our part'))
    .join('\n');
  if (body !== before) await linear.sdk.updateCustomerNeed(id, { body });
}

/** The id is all that was asked for: what Linear refuses here, it does not have. */
async function found<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof LinearRefused) return undefined;
    throw error;
  }
}
