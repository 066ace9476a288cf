// Tickets as Jira issues. Jira takes no id of ours, so ours is written on the issue, as a property and a short label,
// and looked for before anything is made a second time: in the search index, and in what the index does not know yet.
import { OutcomeUnknown } from '../lib/failure.ts';
import { idFor } from '../lib/ids.ts';
import { blockText, placeOf, sameText, withBlock } from './block.ts';
import type { JiraApi, RichText } from './jira-api.ts';
import type { JiraSettings } from './jira-client.ts';
import { jiraCloud } from './jira-cloud.ts';
import { type JiraIssue, ourIdOf, ticketOf } from './jira-issue.ts';
import { relateIssues } from './jira-relate.ts';
import { rewriteTexts } from './jira-rewrite.ts';
import { jiraServer } from './jira-server.ts';
import { checkRoute, findRoute } from './jira-target.ts';
import { type Adf, type AdfNode, fromAdf, fromWiki } from './jira-text.ts';
import { waitForSent } from './patience.ts';
import type {
  TargetProblem,
  Ticket,
  TicketComment,
  TicketDraft,
  TicketLink,
  TicketRewrite,
  Tracker,
  TrackerTarget,
} from './port.ts';
import { rankByWords, wordsOf } from './ranking.ts';

type Jira = { api: JiraApi; host: string; patienceMs: number; inFlight: Map<string, Promise<Ticket>> };

export function makeJira(settings: JiraSettings): Tracker {
  const api = settings.email ? jiraCloud(settings) : jiraServer(settings);
  const { host, patienceMs = 20_000 } = settings;
  const jira: Jira = { api, host, patienceMs, inFlight: new Map() };
  return {
    kind: 'jira',
    create: (draft) => createOnce(jira, draft),
    async findByOurId(id, target) {
      const issue = await lookUp(jira, id, target);
      return issue && ticketOf(issue, { host });
    },
    get: (idOrKey) => get(jira, idOrKey),
    search: (words, target, limit) => search(jira, words, { target, limit }),
    putBlock: (externalId, block) => putBlock(jira, externalId, block),
    putLink: (externalId, link) => putLink(jira, externalId, link),
    relate: (externalId, otherId) => relateIssues(jira, externalId, otherId),
    comments: (externalId, since) => comments(jira, externalId, since),
    comment: (externalId, comment) => addComment(jira, externalId, comment),
    /** Jira keeps no customers: who asked stands in the ticket's text. */
    putCustomerNeed: async () => undefined,
    rewrite: (externalId, how) => rewrite(jira, externalId, how),
    keyIn,
    check: (targets) => check(jira, targets),
  };
}

/** Two callers with the same draft in one process share one call; across processes the ticket's row is the lock. */
function createOnce(jira: Jira, draft: TicketDraft): Promise<Ticket> {
  const running = jira.inFlight.get(draft.id);
  if (running) return running.then(() => createOnce(jira, draft));
  const call = create(jira, draft).finally(() => jira.inFlight.delete(draft.id));
  jira.inFlight.set(draft.id, call);
  return call;
}

async function create(jira: Jira, draft: TicketDraft): Promise<Ticket> {
  const { target } = draft;
  const route = await findRoute(jira.api, target);
  const found = await lookUp(jira, draft.id, target);
  const { id } = found ?? (await make(jira, draft, route));
  for (const link of draft.links) await putLink(jira, id, link);
  const ticket = await get(jira, id);
  if (!ticket) throw new Error(`Jira made a ticket and does not show it (issue ${id}).`);
  return ticket;
}

async function make(jira: Jira, draft: TicketDraft, route: Awaited<ReturnType<typeof findRoute>>) {
  const { target } = draft;
  const labels = [...target.labels, labelFor(draft.id)].map((label) => label.trim().replaceAll(/\s+/g, '-'));
  try {
    return await jira.api.createIssue({
      ...{ projectKey: target.team, issueTypeId: route.issueTypeId, ourId: draft.id },
      ...{ summary: summaryOf(draft.title), description: jira.api.richText(draft.body) },
      labels: route.takesLabels ? labels : undefined,
      priorityId: route.priorityId(draft.priority),
      ...{ componentId: route.componentId, assigneeId: route.assigneeId },
    });
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    const made = await waitForSent(() => lookUp(jira, draft.id, target), jira.patienceMs);
    if (made) return made;
    throw error;
  }
}

/** Short, since it is seen on the ticket; the property, which is not seen, decides. */
function labelFor(ourId: string): string {
  return `earshot-${idFor('jira-label', ourId).slice(0, 8)}`;
}

async function lookUp(jira: Jira, ourId: string, target: TrackerTarget): Promise<JiraIssue | undefined> {
  const isOurs = (issue: JiraIssue) => ourIdOf(issue) === ourId;
  const project = `project = ${quoted(target.team)}`;
  const [labelled, newest] = await Promise.all([
    jira.api.search(`${project} AND labels = ${quoted(labelFor(ourId))}`, 10),
    jira.api.search(`${project} ORDER BY created DESC`, 20),
  ]);
  return [...labelled, ...newest].find(isOurs) ?? lookAfter(jira, newest, { target, isOurs });
}

const keysAtOnce = 60;
/** So many numbers without an issue, and there is nothing newer: numbers of deleted issues are not given again. */
const emptyKeys = 40;
const mostRounds = 100;
/** Up to the number 230,000, each a tenth further: few, and they hit a project whose first issues are all gone. */
const probes = Array.from({ length: 87 }, (_, n) => Math.round((keysAtOnce + 1) * 1.1 ** n));

/**
 * The search index lags behind, by seconds or while it is built anew by hours; reads by key do not. The keys around
 * and after the newest one that the index knows are read from the database, until there are no more. Where that cannot
 * be told it fails, and may be tried again: a wrong "not there" would make a second ticket.
 */
async function lookAfter(
  jira: Jira,
  newest: JiraIssue[],
  { target, isOurs }: { target: TrackerTarget; isOurs: (issue: JiraIssue) => boolean },
): Promise<JiraIssue | undefined> {
  const keyOf = (number: number) => `${target.team}-${number}`;
  const known = new Set(newest.map(numberOf));
  let last = Math.max(0, ...known);
  for (let next = Math.max(1, last - 19), round = 0; round < mostRounds; round += 1) {
    const numbers = Array.from({ length: keysAtOnce }, (_, n) => next + n).filter((n) => !known.has(n));
    next += keysAtOnce;
    const issues = await jira.api.issuesByKey(numbers.map(keyOf));
    const ours = issues.find(isOurs);
    if (ours) return ours;
    // What was moved to another project answers with a number of that one.
    last = Math.max(last, ...issues.map(numberOf).filter((number) => numbers.includes(number)));
    if (last === 0 && (await holdsAny(jira, probes.map(keyOf)))) break;
    if (next - last > emptyKeys) return undefined;
  }
  throw new Error(
    `Jira's search index is too far behind to tell whether ${target.team} has the ticket already.`,
  );
}

/** Tells a project that has nothing from an index that knows nothing of it. */
async function holdsAny(jira: Jira, keys: string[]): Promise<boolean> {
  return (await jira.api.issuesByKey(keys)).some(({ key }) => keys.includes(key));
}

const numberOf = (issue: JiraIssue): number => Number(issue.key.slice(issue.key.lastIndexOf('-') + 1));

async function get(jira: Jira, idOrKey: string): Promise<Ticket | undefined> {
  const issue = await jira.api.issue(idOrKey);
  if (!issue) return undefined;
  const hasMoved = (issue.changelog?.histories.length ?? 0) > 0;
  const started = hasMoved ? { startedStatuses: await jira.api.startedStatuses() } : {};
  return ticketOf(issue, { host: jira.host, ...started });
}

/** Any of the words will do, the best match comes first: whole questions are rarely found in a title. */
async function search(
  jira: Jira,
  words: string,
  { target, limit }: { target: TrackerTarget; limit: number },
): Promise<Ticket[]> {
  const wanted = wordsOf(words).slice(0, 12);
  if (wanted.length === 0) return [];
  const either = wanted.map((word) => `text ~ ${quoted(word)}`).join(' OR ');
  const issues = await jira.api.search(`project = ${quoted(target.team)} AND (${either})`, 50);
  const tickets = issues.map((issue) => ticketOf(issue, { host: jira.host }));
  return rankByWords(tickets, wanted).slice(0, limit);
}

async function putBlock(
  jira: Jira,
  externalId: string,
  block: { name: string; markdown: string },
): Promise<void> {
  // Jira has no compare-and-set on texts: reading right before writing keeps the gap short.
  const description = (await jira.api.issue(externalId))?.fields.description;
  if (typeof description === 'object' && description) {
    const document = withBlockIn(description, block.name, jira.api.richText(blockText(block)) as Adf);
    if (sameText(fromAdf(document), fromAdf(description))) return;
    return jira.api.setDescription(externalId, document);
  }
  const text = jira.api.richText(blockText(block));
  const whole: RichText = typeof text === 'string' ? withBlock(description ?? '', block, text) : text;
  if (typeof whole === 'string' && sameText(whole, description ?? '')) return;
  return jira.api.setDescription(externalId, whole);
}

/** Every node by a person stays as it is. */
function withBlockIn(document: Adf, name: string, block: Adf): Adf {
  const place = placeOf(name, document.content.map(plain));
  const [start, end] = place
    ? [place.start, place.end + 1]
    : [document.content.length, document.content.length];
  const content = [...document.content.slice(0, start), ...block.content, ...document.content.slice(end)];
  return { ...document, content };
}

function plain(node: AdfNode): string {
  return node.text ?? (node.content ?? []).map(plain).join('');
}

async function rewrite(jira: Jira, id: string, how: TicketRewrite): Promise<Ticket | undefined> {
  const issue = await jira.api.issue(id);
  if (!issue) return undefined;
  for (const { globalId, ...link } of await jira.api.remoteLinks(id))
    if (globalId === linkId(link.url) && how.link(link) === 'remove')
      await jira.api.removeRemoteLink(id, globalId);
  await rewriteTexts(jira.api, issue, how);
  return get(jira, id);
}

const linkId = (url: string) => `earshot-${idFor('jira-link', url)}`;

async function putLink(jira: Jira, issueId: string, link: TicketLink): Promise<void> {
  await jira.api.putRemoteLink(issueId, {
    globalId: linkId(link.url),
    url: link.url,
    title: link.title,
    summary: link.subtitle,
  });
}

const mostComments = 50;

/** Restricted ones stay where they are. */
async function comments(jira: Jira, issueId: string, since: Date): Promise<TicketComment[]> {
  const found = (await jira.api.comments(issueId))
    .filter((comment) => comment.at > since && !comment.restricted)
    .slice(0, mostComments);
  const key = found.length > 0 && (await jira.api.issue(issueId))?.key;
  return found
    .map(({ id, by, body, at }) => ({
      ...{ id, by, at, markdown: typeof body === 'string' ? fromWiki(body) : fromAdf(body) },
      url: `${jira.host.replace(/\/$/, '')}/browse/${key}?focusedCommentId=${id}`,
    }))
    .reverse();
}

async function addComment(
  jira: Jira,
  issueId: string,
  { id: ourId, markdown }: { id: string; markdown: string },
): Promise<void> {
  const isThere = async () =>
    (await jira.api.comments(issueId)).some((comment) => comment.ourId === ourId) || undefined;
  if (await isThere()) return;
  try {
    await jira.api.addComment(issueId, { body: jira.api.richText(markdown), ourId });
  } catch (error) {
    if (error instanceof OutcomeUnknown && (await waitForSent(isThere, jira.patienceMs))) return;
    throw error;
  }
}

async function check(jira: Jira, targets: TrackerTarget[]): Promise<TargetProblem[]> {
  const problems = new Map<string, TargetProblem>();
  for (const target of targets)
    for (const problem of await checkRoute(jira.api, target)) problems.set(problem.what, problem);
  return [...problems.values()];
}

/** `https://acme.atlassian.net/browse/SHOP-12`, `…?selectedIssue=SHOP-12`, or a bare `SHOP-12`. */
function keyIn(text: string): string | undefined {
  const linked = /https?:\/\/\S*?(?:\/browse\/|[?&]selectedIssue=)([A-Z][A-Z0-9_]+-\d+)/i.exec(text)?.[1];
  if (linked) return linked.toUpperCase();
  const withoutUrls = text.replaceAll(/https?:\/\/\S+/g, ' ');
  return /(?<![\w-])[A-Z][A-Z0-9_]+-\d{1,7}(?![\w-])/.exec(withoutUrls)?.[0];
}

/** One line of at most 255 characters. Cut between characters as people see them. */
function summaryOf(title: string): string {
  const line = title.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= 255) return line;
  const characters = [...new Intl.Segmenter().segment(line)];
  return `${characters.reduce((cut, it) => (it.index + it.segment.length < 255 ? cut + it.segment : cut), '')}…`;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
