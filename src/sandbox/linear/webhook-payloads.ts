// What Linear's webhooks say about a change: the entity as it is now, and the columns it had before.
import type { Box, Change } from './box.ts';
import { issueUrl, priorityLabels } from './fields.ts';
import { type IssueRow, identifierOf, type TableName, type World } from './world.ts';

/** Linear's names of what a webhook can be about; the other tables send none. */
const types: Partial<Record<TableName, string>> = {
  issues: 'Issue',
  comments: 'Comment',
  attachments: 'Attachment',
  labels: 'IssueLabel',
  customers: 'Customer',
  needs: 'CustomerNeed',
};

export type WebhookBody = Record<string, unknown> & { type: string; action: string };

/** Without `webhookTimestamp`, which is the moment of sending. Undefined: Linear sends nothing for this change. */
export function webhookBody(box: Box, change: Change): WebhookBody | undefined {
  const type = types[change.table];
  if (!type) return undefined;
  const { world } = box;
  const row = world[change.table][change.id] ?? (change.before as { id: string });
  const data = change.table === 'issues' ? issueData(box, row as IssueRow) : childData(world, row);
  const trashed = change.table === 'issues' && 'trashed' in change.before && (row as IssueRow).trashed;
  return {
    type,
    action: trashed ? 'remove' : change.action,
    actor: actorOf(world, change.actorId),
    createdAt: box.now().toISOString(),
    data,
    ...(change.action === 'update' ? { updatedFrom: change.before } : {}),
    url: change.issueId && world.issues[change.issueId] ? urlOf(box, change.issueId) : null,
    organizationId: world.organization.id,
    webhookId: world.webhookId,
  };
}

function issueData(box: Box, issue: IssueRow): object {
  const { world } = box;
  const { id, name, color, type } = world.states[issue.stateId]!;
  const team = world.teams[issue.teamId]!;
  const project = issue.projectId ? world.projects[issue.projectId] : undefined;
  const assignee = issue.assigneeId ? world.users[issue.assigneeId] : undefined;
  return {
    ...issue,
    ...(issue.trashed ? {} : { trashed: undefined }),
    identifier: identifierOf(world, issue),
    url: issueUrl(world, issue, box.base),
    priorityLabel: priorityLabels[issue.priority],
    prioritySortOrder: -issue.number,
    sortOrder: -issue.number,
    reactionData: [],
    releases: [],
    subscriberIds: [issue.creatorId],
    state: { id, name, color, type },
    team: { id: team.id, key: team.key, name: team.name },
    labels: issue.labelIds.flatMap((labelId) => {
      const label = world.labels[labelId];
      return label ? [{ id: label.id, name: label.name, color: label.color }] : [];
    }),
    ...(project ? { project: { id: project.id, name: project.name, url: '' } } : {}),
    ...(assignee ? { assignee: { id: assignee.id, name: assignee.name, email: assignee.email } } : {}),
  };
}

function childData(world: World, row: object): object {
  const { issueId, userId } = row as { issueId?: string; userId?: string };
  const issue = issueId ? world.issues[issueId] : undefined;
  const user = userId ? world.users[userId] : undefined;
  return {
    ...row,
    ...(issue
      ? {
          issue: {
            id: issue.id,
            identifier: identifierOf(world, issue),
            title: issue.title,
            teamId: issue.teamId,
          },
        }
      : {}),
    ...(user ? { user: { id: user.id, name: user.name, email: user.email } } : {}),
  };
}

function actorOf(world: World, userId: string): object {
  const user = world.users[userId]!;
  return { id: user.id, type: 'user', name: user.name, email: user.email };
}

function urlOf(box: Box, issueId: string): string {
  return issueUrl(box.world, box.world.issues[issueId]!, box.base);
}
