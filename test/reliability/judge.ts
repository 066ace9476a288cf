// Holds what people did in Slack against what Earshot has and shows: what was lost, what is stuck, what happened twice.
// Each problem names its act or row, so that a failing run can be looked into.
import type { LinearSnapshot } from '../../src/sandbox/linear/wire.ts';
import type { SlackStandIn } from '../../src/sandbox/slack/server.ts';
import { catchUp } from '../../src/steps/intake/job.ts';
import type { Found } from './found.ts';
import type { Done } from './people.ts';

export type Verdict = { lost: string[]; stuck: string[]; twice: string[] };

export type Evidence = {
  did: Done[];
  channel: string;
  slack: Pick<SlackStandIn, 'state' | 'botUserId'>;
  issues: LinearSnapshot['issues'];
  found: Found;
};

export function judge(evidence: Evidence): Verdict {
  const verdict: Verdict = { lost: [], stuck: [], twice: [] };
  for (const look of [lookAtDeliveries, lookAtItems, lookAtThemes, lookAtEmoji, lookAtTickets, lookAtPosts])
    look(evidence, verdict);
  return verdict;
}

const nameOf = ({ act, ts, editedTs }: Done): string => {
  if (act.kind === 'edit') return `edit ${ts} ${editedTs}`;
  if (act.kind === 'react') return `react ${ts} ${act.name}`;
  return `${act.kind === 'delete' ? 'delete' : 'message'} ${ts}`;
};

const isCaughtUp = (eventId: string): boolean => eventId.startsWith('missed:');

/** Slack's own delivery of each act is there, and catch-up found nothing beside. */
function lookAtDeliveries({ did, found }: Evidence, { lost, stuck }: Verdict): void {
  const own = found.deliveries.filter(({ eventId }) => !isCaughtUp(eventId));
  const saved = new Set(own.map(({ what }) => what));
  did.forEach((done, at) => {
    if (!saved.has(nameOf(done))) lost.push(`delivery of act ${at} (${nameOf(done)})`);
  });
  for (const { eventId, what, isWaiting } of found.deliveries) {
    if (isWaiting) stuck.push(`delivery ${eventId} (${what})`);
    if (isCaughtUp(eventId)) lost.push(`${what}: only catch-up found it`);
  }
  for (const { job, key, reason } of found.failures)
    if (job !== catchUp.name) stuck.push(`given up: ${job} ${key}: ${reason}`);
}

/** Every message is an item with its last words, read, placed in themes and counted once; deleted ones are not. */
function lookAtItems(evidence: Evidence, verdict: Verdict): void {
  const { did, channel, slack, found } = evidence;
  const { lost, twice } = verdict;
  const shown = new Map(slack.state.messages[channel]!.map((m) => [m.ts, m]));
  const kept = new Map(found.messages.map((m) => [m.key, m]));
  const items = new Map(found.items.map((item) => [item.sourceKey, item]));
  did.forEach(({ act, ts }, at) => {
    const name = `act ${at} (${act.kind} ${ts})`;
    const row = kept.get(`${channel}:${ts}`);
    if (act.kind === 'delete' && !row?.isDeleted) lost.push(`${name}: it is still there`);
    if (act.kind === 'edit' && row && !row.isDeleted && row.text !== shown.get(ts)?.text)
      lost.push(`${name}: the words are not the last ones`);
    if (act.kind !== 'message' && act.kind !== 'reply') return;
    const root = act.kind === 'reply' ? did[act.to]!.ts : ts;
    const item = items.get(`${channel}:${root}`);
    if (!row) lost.push(`${name}: no message`);
    else if (shown.has(ts) && (!item || row.feedbackId !== item.id)) lost.push(`${name}: in no item`);
  });
  const said = new Set(did.filter(({ act }) => act.kind === 'message').map(({ ts }) => `${channel}:${ts}`));
  for (const item of found.items) {
    if (!said.has(item.sourceKey)) twice.push(`item ${item.sourceKey}: nobody said that`);
    lookAtReading(item, { isShown: shown.has(item.sourceKey.split(':')[1]!), verdict });
  }
}

function lookAtReading(
  { sourceKey, ...item }: Found['items'][number],
  { isShown, verdict: { lost, stuck, twice } }: { isShown: boolean; verdict: Verdict },
): void {
  if (item.isWithdrawn && isShown) lost.push(`item ${sourceKey}: withdrawn`);
  if (!isShown && !item.isWithdrawn) lost.push(`item ${sourceKey}: not withdrawn though it was deleted`);
  const counts = isShown && item.verdict === 'feedback' ? item.findings : 0;
  if (item.memberships + item.stale > counts)
    twice.push(`item ${sourceKey}: ${item.memberships} + ${item.stale} memberships for ${counts} findings`);
  if (!isShown) return;
  if (item.readRevision !== item.revision)
    stuck.push(`item ${sourceKey}: revision ${item.readRevision} of ${item.revision} read`);
  else if (item.memberships < counts) stuck.push(`item ${sourceKey}: not in every theme`);
}

function lookAtThemes({ found }: Evidence, { stuck, twice }: Verdict): void {
  for (const { number, members, scored } of found.themes)
    if (scored === null || scored < members)
      stuck.push(`T-${number}: ${scored} of ${members} reports scored`);
    else if (scored > members) twice.push(`T-${number}: ${scored} reports scored, ${members} are there`);
}

/** The :ear: once on each message that counts; a person's emoji heard once. */
function lookAtEmoji({ did, channel, slack, found }: Evidence, { lost, twice }: Verdict): void {
  const items = new Map(found.items.map((item) => [item.sourceKey, item]));
  for (const message of slack.state.messages[channel]!) {
    const item = items.get(`${channel}:${message.ts}`);
    const ears = message.reactions?.find(({ name }) => name === 'ear')?.users ?? [];
    if (item?.verdict === 'feedback' && !ears.includes(slack.botUserId)) lost.push(`ear on ${message.ts}`);
    if (ears.length > (item?.verdict === 'feedback' ? 1 : 0)) twice.push(`ears on ${message.ts}`);
  }
  const heard = new Map(found.audited.map(({ subject, n }) => [subject, n]));
  did.forEach(({ act, ts }, at) => {
    if (act.kind !== 'react' || act.name !== 'rotating_light') return;
    const item = items.get(`${channel}:${ts}`);
    const times = heard.get(`feedback:${item?.id}`) ?? 0;
    if (times === 0 || item?.severity !== 'critical') lost.push(`act ${at}: severe on ${ts}`);
    if (times > 1) twice.push(`act ${at}: severe on ${ts}, heard ${times} times`);
  });
}

function lookAtTickets({ did, channel, slack, issues, found }: Evidence, verdict: Verdict): void {
  const { lost, stuck, twice } = verdict;
  const items = new Map(found.items.map((item) => [item.sourceKey, item]));
  const wishes = Map.groupBy(found.wishes, ({ feedbackId }) => feedbackId);
  const replies = Map.groupBy(
    slack.state.messages[channel]!.filter((m) => m.user === slack.botUserId && m.threadTs),
    (m) => m.threadTs!,
  );
  // Without a ticket (no area to make it in) the one who asked is told so, unseen by others.
  const isRefused = (ts: string, wished: Found['wishes']) =>
    wished.every(({ externalId }) => externalId === null) &&
    slack.state.ephemerals.some(({ threadTs }) => threadTs === ts);
  did.forEach(({ act, ts }, at) => {
    if (act.kind !== 'react' || act.name !== 'ticket') return;
    const name = `act ${at}: ticket for ${ts}`;
    const wished = wishes.get(items.get(`${channel}:${ts}`)?.id ?? '') ?? [];
    const answers = replies.get(ts)?.length ?? 0;
    if (wished.length === 0) lost.push(name);
    else if (!wished.every(({ isAnswered }) => isAnswered)) stuck.push(name);
    else if (answers === 0 && !isRefused(ts, wished)) lost.push(`${name}: no answer`);
    if (wished.length > 1 || answers > 1) twice.push(`${name}: ${wished.length} wishes, ${answers} answers`);
  });
  const ours = new Set(found.tickets.map(({ externalId }) => externalId));
  for (const issue of issues) {
    if (!ours.has(issue.id)) twice.push(`issue ${issue.identifier}: no ticket knows it`);
    const comments = issue.comments.map(({ body }) => body);
    if (new Set(comments).size < comments.length) twice.push(`issue ${issue.identifier}: a comment twice`);
  }
  for (const { externalId } of found.tickets)
    if (externalId === null || !issues.some(({ id }) => id === externalId))
      stuck.push(`ticket ${externalId}: no issue`);
}

/** Every message of ours in Slack is one that we know of. */
function lookAtPosts({ slack, found }: Evidence, { stuck, twice }: Verdict): void {
  const known = new Set(found.posts.map(({ channel, ts }) => `${channel}:${ts}`));
  for (const [channel, messages] of Object.entries(slack.state.messages))
    for (const { ts, user } of messages)
      if (user === slack.botUserId && !known.has(`${channel}:${ts}`)) twice.push(`post ${channel}:${ts}`);
  for (const { id, ts } of found.posts) if (ts === null) stuck.push(`post ${id}: announced, never sent`);
}
