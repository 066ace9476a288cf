// The snapshot the demo page draws: rows turned into what a person sees in Jira's window.
import { toHtml } from './adf.ts';
import type { Box } from './box.ts';
import type { JiraIssueView, JiraSnapshot, JiraStatusView } from './wire.ts';
import { findIssue, type IssueRow, keyOf, typeOf, type World } from './world.ts';

export function snapshot(
  box: Box,
  only: { project?: string | undefined; issue?: string | undefined } = {},
): JiraSnapshot {
  const { world } = box;
  const issues = only.issue
    ? [findIssue(world, only.issue)].filter((issue) => issue !== undefined)
    : Object.values(world.issues).filter(
        (issue) => !only.project || world.projects[issue.projectId]?.key === only.project,
      );
  return {
    ...{ seq: world.seq, deployment: world.deployment, site: box.base },
    projects: Object.values(world.projects).map((project) => ({
      ...{ id: project.id, key: project.key, name: project.name },
      issueTypes: project.issueTypes.filter((type) => !type.subtask).map((type) => type.name),
      components: project.components.map((component) => component.name),
      statuses: project.statusIds.map((id) => statusView(world, id)),
    })),
    users: Object.values(world.users).map(({ accountId, displayName, emailAddress, active }) => ({
      ...{ accountId, displayName, email: emailAddress, active },
    })),
    priorities: world.priorities.map((priority) => priority.name),
    issues: issues.sort((a, b) => Number(b.id) - Number(a.id)).map((issue) => issueView(box, issue)),
  };
}

export function issueView(box: Box, issue: IssueRow): JiraIssueView {
  const { world } = box;
  const project = world.projects[issue.projectId]!;
  const key = keyOf(world, issue);
  const nameIn = (list: { id: string; name: string }[], id: string | null) =>
    list.find((one) => one.id === id)?.name ?? null;
  const own = <T extends { issueId: string }>(table: Record<string, T>) =>
    Object.values(table).filter((row) => row.issueId === issue.id);
  return {
    ...{ id: issue.id, key, url: `${box.base}/browse/${key}`, projectKey: project.key },
    ...{ issueType: typeOf(world, issue).name, summary: issue.summary, description: issue.description },
    descriptionHtml: toHtml(issue.description),
    status: statusView(world, issue.statusId),
    resolution: nameIn(world.resolutions, issue.resolutionId),
    priority: nameIn(world.priorities, issue.priorityId),
    labels: issue.labels,
    components: issue.componentIds.map((id) => nameIn(project.components, id) ?? id),
    ...{ assigneeId: issue.assigneeId, reporterId: issue.reporterId },
    ...{ created: issue.created, updated: issue.updated, archived: issue.archiveddate !== null },
    duplicateOfKey: duplicateOf(world, issue),
    transitions: project.transitions
      .filter((way) => way.from.includes(issue.statusId))
      .map((way) => ({ id: way.id, name: way.name, to: statusView(world, way.to) })),
    links: linksOf(box, issue),
    remoteLinks: own(world.remoteLinks).map(({ id, object }) => ({
      ...{ id, url: object.url, title: object.title, summary: object.summary ?? null },
    })),
    comments: own(world.comments).map(({ id, authorId, body, created }) => ({
      ...{ id, authorId, body, html: toHtml(body), created },
    })),
  };
}

function statusView(world: World, id: string): JiraStatusView {
  const { name, category } = world.statuses[id]!;
  return { id, name, category };
}

function linksOf(box: Box, issue: IssueRow): JiraIssueView['links'] {
  const { world } = box;
  return Object.values(world.links)
    .filter((link) => [link.inwardIssueId, link.outwardIssueId].includes(issue.id))
    .map(({ id, typeId, inwardIssueId, outwardIssueId }) => {
      const type = world.linkTypes.find((one) => one.id === typeId)!;
      const isInward = inwardIssueId === issue.id;
      const key = keyOf(world, world.issues[isInward ? outwardIssueId : inwardIssueId]!);
      return { id, words: isInward ? type.outward : type.inward, key, url: `${box.base}/browse/${key}` };
    });
}

function duplicateOf(world: World, issue: IssueRow): string | null {
  const type = world.linkTypes.find((one) => one.name === 'Duplicate');
  const link = Object.values(world.links).findLast(
    (one) => one.typeId === type?.id && one.inwardIssueId === issue.id,
  );
  return link ? keyOf(world, world.issues[link.outwardIssueId]!) : null;
}
