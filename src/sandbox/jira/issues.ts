// Issues coming and going, whoever does it: the API and the person in the window take the same way.
import { type Box, updateIssue } from './box.ts';
import { refuse } from './refusals.ts';
import { index } from './search.ts';
import { type IssueRow, keyOf, type LinkTypeRow, nextId, type ProjectRow } from './world.ts';

export function createIssue(
  box: Box,
  it: { project: ProjectRow; columns: Partial<IssueRow> & { typeId: string }; actorId?: string },
): IssueRow {
  const { world } = box;
  const { project, columns } = it;
  const at = box.now().toISOString();
  project.lastNumber += 1;
  const hasPriority = project.issueTypes.some((type) => type.fields.includes('priority'));
  const issue: IssueRow = {
    ...{ id: nextId(world), projectId: project.id, number: project.lastNumber },
    ...{ summary: '', description: null, statusId: project.statusIds[0]!, resolutionId: null },
    priorityId: hasPriority ? '3' : null,
    ...{ labels: [], componentIds: [], assigneeId: null, reporterId: it.actorId ?? world.viewerId },
    ...{ created: at, updated: at, resolutiondate: null, statuscategorychangedate: at, archiveddate: null },
    ...{ properties: {}, changelog: [] },
    ...columns,
  };
  world.issues[issue.id] = issue;
  world.keys[keyOf(world, issue)] = issue.id;
  index(world, issue, box.now().getTime());
  const actorId = it.actorId ?? world.viewerId;
  box.changed({ type: 'issue', action: 'create', id: issue.id, issueId: issue.id, actorId, items: [] });
  return issue;
}

export function removeIssue(box: Box, issue: IssueRow, actorId: string): void {
  const { world } = box;
  const key = keyOf(world, issue);
  for (const table of [world.comments, world.remoteLinks])
    for (const [id, row] of Object.entries(table)) if (row.issueId === issue.id) delete table[id];
  for (const [id, link] of Object.entries(world.links))
    if (link.inwardIssueId === issue.id || link.outwardIssueId === issue.id) delete world.links[id];
  delete world.issues[issue.id];
  delete world.index[issue.id];
  const extra = { issue: { id: issue.id, key, fields: { summary: issue.summary } } };
  box.changed({
    type: 'issue',
    action: 'remove',
    id: issue.id,
    issueId: issue.id,
    actorId,
    items: [],
    extra,
  });
}

/** Into another project: a new key, the same id; the status is that project's first of the same category. */
export function moveIssue(
  box: Box,
  { issue, project, actorId }: { issue: IssueRow; project: ProjectRow; actorId: string },
): void {
  const { world } = box;
  const category = world.statuses[issue.statusId]!.category;
  const statuses = project.statusIds.map((id) => world.statuses[id]!);
  project.lastNumber += 1;
  const patch = {
    projectId: project.id,
    number: project.lastNumber,
    typeId: project.issueTypes.find((type) => type.name === 'Task')!.id,
    statusId: (statuses.find((status) => status.category === category) ?? statuses[0]!).id,
    componentIds: [],
  };
  world.keys[`${project.key}-${project.lastNumber}`] = issue.id;
  updateIssue(box, { issue, patch, actorId });
}

/** `inward` duplicates, blocks or relates to `outward`. A link that is there already is answered as if it were made. */
export function linkIssues(
  box: Box,
  it: { inward: IssueRow; outward: IssueRow; type: LinkTypeRow; actorId: string },
): void {
  const { world } = box;
  const { type } = it;
  if (it.inward.id === it.outward.id) throw refuse(400, 'You cannot link an issue to itself.');
  const ends = { typeId: type.id, inwardIssueId: it.inward.id, outwardIssueId: it.outward.id };
  const isSame = (link: typeof ends) =>
    link.typeId === ends.typeId &&
    link.inwardIssueId === ends.inwardIssueId &&
    link.outwardIssueId === ends.outwardIssueId;
  if (Object.values(world.links).some(isSame)) return;
  const id = nextId(world);
  world.links[id] = { id, ...ends };
  const issueLink = {
    ...{ id: Number(id), sourceIssueId: Number(it.inward.id), destinationIssueId: Number(it.outward.id) },
    issueLinkType: {
      id: Number(type.id),
      name: type.name,
      inwardName: type.inward,
      outwardName: type.outward,
    },
  };
  const { actorId } = it;
  const extra = { issueLink };
  box.changed({ type: 'link', action: 'create', id, issueId: it.inward.id, actorId, items: [], extra });
}
