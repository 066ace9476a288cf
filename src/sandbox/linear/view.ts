// The snapshot the demo page draws: rows turned into what a person sees in Linear's window.
import type { Box } from './box.ts';
import { colorOf, issueUrl, priorityLabels, read } from './fields.ts';
import type { IssueView, LinearSnapshot } from './wire.ts';
import { findIssue, type IssueRow, identifierOf, statesOf, type World } from './world.ts';

export function snapshot(box: Box, only: { team?: string | undefined; issue?: string | undefined } = {}) {
  const { world } = box;
  const { id, name, urlKey } = world.organization;
  const issues = chosen(world, only).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return {
    seq: world.seq,
    organization: { id, name, urlKey },
    teams: Object.values(world.teams).map(({ id, key, name, color }) => ({
      ...{ id, key, name, color },
      states: statesOf(world, id).map(({ id, name, type, color, position }) => ({
        ...{ id, name, type, color, position },
      })),
    })),
    users: Object.values(world.users).map((user) => ({
      ...{ id: user.id, name: user.name, displayName: user.displayName, email: user.email, isApp: user.app },
      initials: read(world, { type: 'User', row: user, base: box.base }, 'initials') as string,
      avatarColor: colorOf(user.id),
    })),
    labels: Object.values(world.labels).map(({ id, name, color, teamId }) => ({ id, name, color, teamId })),
    projects: Object.values(world.projects).map((project) => ({
      ...{ id: project.id, name: project.name, color: project.color, teamIds: project.teamIds },
      url: read(world, { type: 'Project', row: project, base: box.base }, 'url') as string,
    })),
    customers: Object.values(world.customers).map(({ id, name, externalIds, domains, revenue, tierId }) => ({
      ...{ id, name, externalIds, domains, revenue },
      tier: tierId ? (world.tiers[tierId]?.displayName ?? null) : null,
    })),
    issues: issues.map((issue) => issueView(box, issue)),
  } satisfies LinearSnapshot;
}

function chosen(world: World, only: { team?: string | undefined; issue?: string | undefined }): IssueRow[] {
  if (only.issue) return [findIssue(world, only.issue)].filter((it) => it !== undefined);
  return Object.values(world.issues).filter(
    (issue) => !only.team || [issue.teamId, world.teams[issue.teamId]?.key].includes(only.team),
  );
}

export function issueView(box: Box, issue: IssueRow): IssueView {
  const { world } = box;
  const state = world.states[issue.stateId]!;
  const { number, previousIdentifiers, ...columns } = issue;
  const own = <T extends { issueId: string | null; createdAt: string }>(table: Record<string, T>): T[] =>
    Object.values(table)
      .filter((row) => row.issueId === issue.id)
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  return {
    ...columns,
    description: issue.description ?? '',
    identifier: identifierOf(world, issue),
    url: issueUrl(world, issue, box.base),
    priorityLabel: priorityLabels[issue.priority],
    stateName: state.name,
    stateType: state.type,
    duplicateOfId:
      own(world.relations).findLast((relation) => relation.type === 'duplicate')?.relatedIssueId ?? null,
    relatedIds: relatedTo(world, issue),
    attachments: own(world.attachments).map(({ id, title, subtitle, url, createdAt, metadata }) => ({
      ...{ id, title, subtitle, url, createdAt },
      slackThread: metadata.syncedToCommentThread ? 'synced' : null,
    })),
    comments: own(world.comments).map(({ id, body, userId, createdAt, editedAt }) => ({
      ...{ id, body, userId, createdAt, editedAt },
    })),
    needs: own(world.needs).map(({ id, customerId, body, priority, createdAt }) => ({
      ...{ id, customerId: customerId ?? '', body, important: priority === 1, createdAt },
    })),
  };
}

function relatedTo(world: World, { id }: IssueRow): string[] {
  return Object.values(world.relations)
    .filter((one) => one.type === 'related' && [one.issueId, one.relatedIssueId].includes(id))
    .map((one) => (one.issueId === id ? one.relatedIssueId : one.issueId));
}
