// The root mutations the stand-in carries out; each answers with the payload Linear answers with.
import { randomUUID } from 'node:crypto';
import { type Box, insert, newRowId, remove, update } from './box.ts';
import { upsertCustomer } from './customers.ts';
import {
  archiveIssue,
  createIssue,
  deleteIssue,
  type IssueInput,
  issueOrRefuse,
  relate,
  unarchiveIssue,
  updateIssue,
} from './issues.ts';
import { forbidden, invalidInput, notFound } from './refusals.ts';

/** GraphQL has checked the shape already; what is left is whether it makes sense. */
type Args = Record<string, never>;
type Input<T> = { id: string; input: T };
type AsUser = { createAsUser?: string | null; displayIconUrl?: string | null };

export const mutations: Record<string, (box: Box, args: Args) => unknown> = {
  issueCreate(box, args) {
    const { input } = args as unknown as Input<IssueInput & AsUser & { teamId: string }>;
    refuseAsUser(input);
    return payload(box, { issue: createIssue(box, { input, actorId: box.world.viewerId }) });
  },
  issueUpdate(box, args) {
    const { id, input } = args as unknown as Input<IssueInput>;
    const issue = issueOrRefuse(box.world, id);
    updateIssue(box, { issue, input, actorId: box.world.viewerId });
    return payload(box, { issue });
  },
  issueArchive: (box, args) => changeOf(box, args, archiveIssue),
  issueUnarchive: (box, args) => changeOf(box, args, unarchiveIssue),
  issueDelete(box, args) {
    const { id, permanentlyDelete } = args as unknown as { id: string; permanentlyDelete?: boolean };
    const issue = issueOrRefuse(box.world, id);
    deleteIssue(box, { issue, actorId: box.world.viewerId, forGood: permanentlyDelete === true });
    return payload(box, { entity: permanentlyDelete ? null : issue });
  },
  issueRelationCreate(box, args) {
    const { input } = args as unknown as Input<{
      id?: string;
      issueId: string;
      relatedIssueId: string;
      type: string;
    }>;
    const issue = issueOrRefuse(box.world, input.issueId);
    const related = issueOrRefuse(box.world, input.relatedIssueId);
    const it = { id: input.id ?? null, issue, related, type: input.type, actorId: box.world.viewerId };
    return payload(box, { issueRelation: relate(box, it) });
  },
  issueLabelCreate(box, args) {
    const { input } = args as unknown as Input<{
      id?: string;
      name: string;
      color?: string;
      teamId?: string;
      isGroup?: boolean;
    }>;
    return payload(box, { issueLabel: createLabel(box, input) });
  },
  commentCreate(box, args) {
    const { input } = args as unknown as Input<AsUser & { id?: string; issueId?: string; body?: string }>;
    refuseAsUser(input);
    if (!input.issueId) throw invalidInput('issueId must be given.');
    const issue = issueOrRefuse(box.world, input.issueId);
    return payload(box, { comment: createComment(box, { ...input, issueId: issue.id }) });
  },
  commentUpdate(box, args) {
    const { id, input } = args as unknown as Input<{ body?: string }>;
    const comment = box.world.comments[id];
    if (!comment) throw notFound('Comment');
    const patch = { body: input.body ?? comment.body, editedAt: box.now().toISOString() };
    update(box, { table: 'comments', row: comment, patch, actorId: box.world.viewerId });
    return payload(box, { comment });
  },
  attachmentCreate(box, args) {
    const { input } = args as unknown as Input<AttachmentInput>;
    refuseAsUser(input);
    return payload(box, { attachment: upsertAttachment(box, input) });
  },
  attachmentLinkSlack(box, args) {
    const { syncToCommentThread, ...input } = args as unknown as SlackLink;
    refuseAsUser(input);
    if (box.world.organization.slackIntegration === 'none')
      throw invalidInput('The Slack integration is not connected.');
    const metadata = { type: 'slack', ...(syncToCommentThread ? { syncedToCommentThread: true } : {}) };
    const title = input.title ?? 'Slack thread';
    return payload(box, { attachment: upsertAttachment(box, { ...input, title, metadata }) });
  },
  attachmentDelete: (box, args) => removal(box, args, 'attachments'),
  customerUpsert(box, args) {
    return payload(box, { customer: upsertCustomer(box, (args as unknown as Input<object>).input) });
  },
  customerNeedCreate(box, args) {
    const { input } = args as unknown as Input<NeedInput>;
    refuseAsUser(input);
    return payload(box, { need: createNeed(box, input) });
  },
  customerNeedUpdate(box, args) {
    const { id, input } = args as unknown as Input<{ body?: string; priority?: number }>;
    const need = box.world.needs[id];
    if (!need) throw notFound('CustomerNeed');
    const patch = { body: input.body ?? need.body, priority: input.priority ?? need.priority };
    update(box, { table: 'needs', row: need, patch, actorId: box.world.viewerId });
    return payload(box, { need });
  },
  customerNeedDelete: (box, args) => removal(box, args, 'needs'),
};

function payload(box: Box, fields: object) {
  return { success: true, lastSyncId: box.world.seq, ...fields };
}

function removal(box: Box, args: Args, table: 'attachments' | 'needs') {
  const { id } = args as unknown as { id: string };
  const row = box.world[table][id];
  if (!row) throw notFound('Entity');
  remove(box, { table, row, actorId: box.world.viewerId });
  return payload(box, { entityId: id });
}

function changeOf(box: Box, args: Args, change: typeof archiveIssue) {
  const issue = issueOrRefuse(box.world, (args as unknown as { id: string }).id);
  change(box, issue, box.world.viewerId);
  return payload(box, { entity: issue });
}

/** Linear allows it to OAuth apps that act as themselves, not to personal API keys. */
function refuseAsUser(input: AsUser): void {
  if (input.createAsUser || input.displayIconUrl)
    throw forbidden('createAsUser and displayIconUrl need an OAuth application with actor=app.');
}

function createLabel(
  box: Box,
  input: { id?: string; name: string; color?: string; teamId?: string; isGroup?: boolean },
) {
  if (input.teamId && !box.world.teams[input.teamId]) throw notFound('Team');
  const id = newRowId(box, 'labels', input.id, randomUUID);
  const taken = Object.values(box.world.labels).some(
    (label) =>
      label.name.toLowerCase() === input.name.trim().toLowerCase() &&
      (!label.teamId || !input.teamId || label.teamId === input.teamId),
  );
  if (taken) throw invalidInput(`A label named "${input.name}" already exists.`, 'Duplicate label name');
  const row = {
    id,
    name: input.name.trim(),
    color: input.color ?? '#95a2b3',
    teamId: input.teamId ?? null,
    isGroup: input.isGroup ?? false,
  };
  return insert(box, { table: 'labels', row, actorId: box.world.viewerId });
}

export function createComment(
  box: Box,
  input: { id?: string; issueId: string; body?: string; userId?: string },
) {
  if (!input.body?.trim()) throw invalidInput('body must not be empty.');
  const id = newRowId(box, 'comments', input.id, randomUUID);
  const userId = input.userId ?? box.world.viewerId;
  const row = { id, issueId: input.issueId, body: input.body, userId, editedAt: null };
  return insert(box, { table: 'comments', row, actorId: userId });
}

type SlackLink = AsUser & {
  id?: string;
  issueId: string;
  url: string;
  title?: string;
  syncToCommentThread?: boolean;
};

type AttachmentInput = AsUser & {
  id?: string;
  issueId: string;
  title: string;
  url: string;
  subtitle?: string;
  metadata?: Record<string, unknown>;
  groupBySource?: boolean;
};

/** The same url on the same issue is the same attachment. */
function upsertAttachment(box: Box, input: AttachmentInput) {
  const issue = issueOrRefuse(box.world, input.issueId);
  if (!URL.canParse(input.url)) throw invalidInput('url must be a URL address.');
  const fields = {
    title: input.title,
    subtitle: input.subtitle ?? null,
    metadata: input.metadata ?? {},
    groupBySource: input.groupBySource ?? false,
  };
  const actorId = box.world.viewerId;
  const known = Object.values(box.world.attachments).find(
    (it) => it.issueId === issue.id && it.url === input.url,
  );
  if (known) {
    update(box, { table: 'attachments', row: known, patch: fields, actorId });
    return known;
  }
  const id = newRowId(box, 'attachments', input.id, randomUUID);
  const row = { id, issueId: issue.id, url: input.url, creatorId: actorId, ...fields };
  return insert(box, { table: 'attachments', row, actorId });
}

type NeedInput = AsUser & {
  id?: string;
  issueId?: string;
  customerId?: string;
  customerExternalId?: string;
  attachmentId?: string;
  body?: string;
  priority?: number;
};

function createNeed(box: Box, input: NeedInput) {
  if (!input.issueId) throw invalidInput('Either issueId or projectId must be given.');
  const issue = issueOrRefuse(box.world, input.issueId);
  if (input.customerId && input.customerExternalId)
    throw invalidInput('customerId and customerExternalId cannot be used together.');
  const customer = Object.values(box.world.customers).find(
    (it) => it.id === input.customerId || it.externalIds.includes(input.customerExternalId ?? ''),
  );
  if ((input.customerId || input.customerExternalId) && !customer) throw notFound('Customer');
  const priority = input.priority ?? 0;
  if (priority !== 0 && priority !== 1) throw invalidInput('priority must be 0 or 1.');
  const row = {
    id: newRowId(box, 'needs', input.id, randomUUID),
    issueId: issue.id,
    customerId: customer?.id ?? null,
    attachmentId: input.attachmentId ?? null,
    body: input.body ?? null,
    priority,
    creatorId: box.world.viewerId,
  };
  return insert(box, { table: 'needs', row, actorId: box.world.viewerId });
}
