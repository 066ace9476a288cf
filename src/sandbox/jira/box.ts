// The running stand-in as its parts see it, and the one way an issue changes.
import { noIssue, refuse, refuseFields } from './refusals.ts';
import { index } from './search.ts';
import type { JiraChange } from './wire.ts';
import { type ChangeItem, findIssue, type IssueRow, nextId, type World } from './world.ts';

/** A committed change: what the stream tells, and what webhooks are made of. */
export type Change = Omit<JiraChange, 'seq'> & {
  actorId: string;
  items: ChangeItem[];
  /** Of a link: both ends. Of a deletion: the issue as it was. */
  extra?: object;
};

export type Box = {
  world: World;
  /** Of the addresses people open: `http://127.0.0.1:port`. */
  base: string;
  indexLagMs: number;
  now(): Date;
  changed(change: Change): void;
};

export function issueOrRefuse(world: World, idOrKey: string): IssueRow {
  const issue = findIssue(world, idOrKey);
  if (!issue) throw noIssue();
  return issue;
}

/** Sets columns, keeps the change log, feeds the index, tells the world. A patch that changes nothing tells nobody. */
export function updateIssue(
  box: Box,
  { issue, patch, actorId }: { issue: IssueRow; patch: Partial<IssueRow>; actorId: string },
): void {
  const items = Object.entries(patch)
    .filter(([key, value]) => JSON.stringify(issue[key as keyof IssueRow]) !== JSON.stringify(value))
    .map(([key, value]) => itemOf(box.world, key, { from: issue[key as keyof IssueRow], to: value }));
  if (items.length === 0) return;
  const at = box.now().toISOString();
  Object.assign(issue, patch, { updated: at });
  const logged = items.filter((item) => item.field in loggedFields);
  if (logged.length > 0)
    issue.changelog.push({ id: nextId(box.world), authorId: actorId, created: at, items: logged });
  index(box.world, issue, box.now().getTime());
  box.changed({ type: 'issue', action: 'update', id: issue.id, issueId: issue.id, actorId, items: logged });
}

const loggedFields: Record<string, true> = {
  ...{ status: true, resolution: true, summary: true, description: true, assignee: true, priority: true },
  ...{ labels: true, project: true, Component: true },
};

const columns: Record<string, string> = {
  ...{ statusId: 'status', resolutionId: 'resolution', assigneeId: 'assignee', priorityId: 'priority' },
  ...{ projectId: 'project', componentIds: 'Component' },
};

function itemOf(world: World, column: string, { from, to }: { from: unknown; to: unknown }): ChangeItem {
  const field = columns[column] ?? column;
  const shown = (value: unknown) => {
    const id = String(value);
    if (value === null || value === undefined) return null;
    if (field === 'status') return world.statuses[id]?.name ?? id;
    if (field === 'assignee') return world.users[id]?.displayName ?? id;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const raw = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const isText = field === 'summary' || field === 'description';
  return {
    ...{ field, fieldId: field.toLowerCase(), fieldtype: 'jira' as const },
    ...{
      from: isText ? null : raw(from),
      fromString: shown(from),
      to: isText ? null : raw(to),
      toString: shown(to),
    },
  };
}

/** Moves along the project's workflow, or refuses as Jira does. */
export function transition(
  box: Box,
  it: { issue: IssueRow; transitionId: string; resolution?: string | undefined; actorId: string },
): void {
  const { world } = box;
  const { issue } = it;
  const project = world.projects[issue.projectId]!;
  const way = project.transitions.find((one) => one.id === it.transitionId);
  if (!way?.from.includes(issue.statusId))
    throw refuse(
      400,
      `It seems that you have tried to perform a workflow operation (${way?.name ?? it.transitionId}) that is not valid for the current state of this issue.`,
    );
  const resolution = it.resolution
    ? world.resolutions.find((one) => one.name === it.resolution || one.id === it.resolution)
    : world.resolutions[0];
  if (!resolution) throw refuseFields({ resolution: `Resolution '${it.resolution}' is not valid.` });
  const at = box.now().toISOString();
  const [before, after] = [world.statuses[issue.statusId]!, world.statuses[way.to]!];
  const patch = {
    statusId: way.to,
    resolutionId: way.setsResolution ? resolution.id : null,
    resolutiondate: way.setsResolution ? at : null,
    ...(before.category === after.category ? {} : { statuscategorychangedate: at }),
  };
  updateIssue(box, { issue, patch, actorId: it.actorId });
}
