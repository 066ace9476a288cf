// Tickets as Linear issues. Our id is the issue's own id, chosen before the call: Linear refuses it a second time.
import { randomLookingIdFor } from '../lib/ids.ts';
import { sameText, withBlock } from './block.ts';
import {
  type LinearCaller,
  LinearNotAllowed,
  LinearRefused,
  type LinearSettings,
  linearCaller,
  once,
} from './linear-client.ts';
import * as documents from './linear-documents.ts';
import { relateIssues } from './linear-relate.ts';
import { rewriteIssue } from './linear-rewrite.ts';
import { checkRoute, findRoute } from './linear-route.ts';
import type {
  MadeTicket,
  TargetProblem,
  Ticket,
  TicketComment,
  TicketDraft,
  TicketLink,
  TicketPriority,
  Tracker,
  TrackerTarget,
} from './port.ts';

export function makeLinear(settings: LinearSettings): Tracker {
  const linear = linearCaller(settings);
  const find = (id: string) => findIssue(linear, id);
  return {
    kind: 'linear',
    create: (draft) => create(linear, draft),
    findByOurId: (id) => find(clientId(id)),
    async get(idOrKey) {
      const ticket = await find(idOrKey);
      return ticket?.state === 'missing' ? undefined : ticket;
    },
    search: (words, target, limit) => search(linear, words, { target, limit }),
    async putBlock(externalId, block) {
      // Linear has no compare-and-set on texts: reading right before writing keeps the gap short.
      const { issue } = await linear.ask(documents.ReadIssue, documents.readIssue, { id: externalId });
      const description = withBlock(issue.body, block);
      if (sameText(description, issue.body)) return;
      await linear.ask(documents.UpdateBody, documents.updateBody, { id: externalId, description });
    },
    async putLink(issueId, link) {
      await putLink(linear, issueId, link);
    },
    relate: (issueId, otherId) => relateIssues(linear, issueId, otherId),
    comments: (issueId, since) => comments(linear, issueId, since),
    async comment(issueId, comment) {
      const id = clientId(comment.id);
      const write = () => linear.sdk.createComment({ id, issueId, body: comment.markdown });
      await once<unknown>(write, () => linear.ask(documents.ReadComment, documents.readComment, { id }));
    },
    putCustomerNeed: (issueId, need) => putCustomerNeed(linear, issueId, need),
    rewrite: (issueId, how) => rewriteIssue(linear, issueId, { how, clientId }),
    keyIn,
    check: (targets) => check(linear, targets),
  };
}

async function create(linear: LinearCaller, draft: TicketDraft): Promise<MadeTicket> {
  const id = clientId(draft.id);
  const route = await findRoute(linear, draft.target);
  const input = {
    ...{ id, ...route, title: titleOf(draft.title), description: draft.body },
    priority: priorities[draft.priority],
  };
  const ticket = await once(
    async () => (await linear.ask(documents.CreateIssue, documents.createIssue, { input })).issueCreate.issue,
    async () => (await linear.ask(documents.ReadIssue, documents.readIssue, { id })).issue,
  );
  if (ticket.state === 'missing') return ticket;
  let slackThread: MadeTicket['slackThread'];
  for (const link of draft.links) slackThread = (await putLink(linear, id, link)) ?? slackThread;
  return { ...ticket, slackThread };
}

async function findIssue(linear: LinearCaller, id: string): Promise<Ticket | undefined> {
  try {
    return (await linear.ask(documents.ReadIssue, documents.readIssue, { id })).issue;
  } catch (error) {
    // The id is all that was asked for: what Linear refuses here is an issue it does not have.
    if (error instanceof LinearRefused) return undefined;
    throw error;
  }
}

/** Says whether Linear keeps a thread in step from now on. */
async function putLink(
  linear: LinearCaller,
  issueId: string,
  link: TicketLink,
): Promise<MadeTicket['slackThread']> {
  const { url, title, subtitle, slackThread } = link;
  if (slackThread === 'synced' && (await syncThread(linear, issueId, link))) return 'synced';
  await linear.sdk.createAttachment({ issueId, url, title, ...(subtitle ? { subtitle } : {}) });
  return undefined;
}

/** False where Linear's own Slack integration is not there for it: then it is a link like any other. */
async function syncThread(
  linear: LinearCaller,
  issueId: string,
  { url, title }: TicketLink,
): Promise<boolean> {
  const id = randomLookingIdFor('linear-thread', issueId, url);
  const write = () => linear.sdk.attachmentLinkSlack(issueId, url, { id, title, syncToCommentThread: true });
  try {
    await once<unknown>(write, () => linear.ask(documents.ReadAttachment, documents.readAttachment, { id }));
    return true;
  } catch (error) {
    if (error instanceof LinearRefused || error instanceof LinearNotAllowed) return false;
    throw error;
  }
}

async function comments(linear: LinearCaller, id: string, since: Date): Promise<TicketComment[]> {
  const variables = { id, since: since.toISOString() };
  const { issue } = await linear.ask(documents.ReadComments, documents.readComments, variables);
  return issue.comments.nodes.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** At most 30 searches a minute, says Linear. */
async function search(
  linear: LinearCaller,
  words: string,
  { target, limit }: { target: TrackerTarget; limit: number },
): Promise<Ticket[]> {
  const variables = { term: words, filter: { team: { key: { eqIgnoreCase: target.team } } }, first: limit };
  return (await linear.ask(documents.SearchIssues, documents.searchIssues, variables)).searchIssues.nodes;
}

async function putCustomerNeed(
  linear: LinearCaller,
  issueId: string,
  { id: ourId, customer, markdown, important }: Parameters<Tracker['putCustomerNeed']>[1],
): Promise<void> {
  const id = clientId(ourId);
  const { externalId, name, domains, annualRevenue, tier } = customer;
  try {
    await linear.sdk.customerUpsert({
      ...{ externalId, name, domains },
      ...(annualRevenue === undefined ? {} : { revenue: Math.round(annualRevenue) }),
      ...(tier ? { tierName: tier } : {}),
    });
  } catch (error) {
    // A workspace whose plan has no customers is like a tracker without them.
    if (error instanceof LinearNotAllowed) return;
    throw error;
  }
  const need = { id, issueId, customerExternalId: externalId, body: markdown, priority: important ? 1 : 0 };
  const lookUp = () => linear.ask(documents.ReadNeed, documents.readNeed, { id });
  await once<unknown>(() => linear.sdk.createCustomerNeed(need), lookUp);
}

/** What the key may write cannot be asked without writing; that it reads the teams is as far as this goes. */
async function check(linear: LinearCaller, targets: TrackerTarget[]): Promise<TargetProblem[]> {
  const problems = new Map<string, TargetProblem>();
  for (const target of targets)
    for (const problem of await checkRoute(linear, target)) problems.set(problem.what, problem);
  return [...problems.values()];
}

/** `https://linear.app/acme/issue/PAY-12/…` anywhere, or a bare `PAY-12`. */
function keyIn(text: string): string | undefined {
  const linked = /https?:\/\/[^\s/]+\/[^\s/]+\/issue\/([A-Z][A-Z0-9]{0,9}-\d+)/i.exec(text)?.[1];
  if (linked) return linked.toUpperCase();
  const withoutUrls = text.replaceAll(/https?:\/\/\S+/g, ' ');
  return /(?<![\w-])[A-Z][A-Z0-9]{0,9}-\d{1,7}(?![\w-])/.exec(withoutUrls)?.[0];
}

const priorities: Record<TicketPriority, number> = { none: 0, urgent: 1, high: 2, medium: 3, low: 4 };

/** Linear takes 512 characters, counted as JavaScript does. Cut between characters as people see them. */
function titleOf(title: string): string {
  if (title.length <= 512) return title;
  const characters = new Intl.Segmenter().segment(title);
  return `${[...characters].reduce((cut, it) => (it.index + it.segment.length < 512 ? cut + it.segment : cut), '')}…`;
}

/** Linear takes UUIDs of version 4 alone; another id of ours becomes one, always the same. */
function clientId(id: string): string {
  const isVersion4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(id);
  return isVersion4 ? id : randomLookingIdFor('linear', id);
}
