// What can be done to an issue, whoever does it: the API and the person in the window take the same way.
import { randomUUID } from 'node:crypto';
import { type Box, insert, newRowId, remove, update } from './box.ts';
import { invalidInput, notFound } from './refusals.ts';
import { findIssue, type IssueRow, identifierOf, type StateRow, statesOf, type World } from './world.ts';

export type IssueInput = {
  id?: string | null;
  teamId?: string;
  title?: string | null;
  description?: string | null;
  priority?: number | null;
  stateId?: string | null;
  projectId?: string | null;
  assigneeId?: string | null;
  labelIds?: string[] | null;
  addedLabelIds?: string[] | null;
  removedLabelIds?: string[] | null;
  trashed?: boolean | null;
};

export function issueOrRefuse(world: World, idOrIdentifier: string): IssueRow {
  const issue = findIssue(world, idOrIdentifier);
  if (!issue) throw notFound('Issue');
  return issue;
}

export function createIssue(
  box: Box,
  { input, actorId }: { input: IssueInput & { teamId: string }; actorId: string },
): IssueRow {
  const { world } = box;
  const team = world.teams[input.teamId];
  if (!team) throw notFound('Team');
  if (!input.title?.trim()) throw invalidInput('title must not be empty.');
  if (input.title.length > 512) throw invalidInput('title must be shorter than or equal to 512 characters.');
  const id = newRowId(box, 'issues', input.id, randomUUID);
  const state = input.stateId ? stateOrRefuse(world, input.stateId, team.id) : firstState(world, team.id);
  checkReferences(world, { ...input, teamId: team.id });
  const priority = priorityOrRefuse(input.priority ?? 0);
  team.lastNumber += 1;
  const row = {
    id,
    number: team.lastNumber,
    previousIdentifiers: [],
    title: input.title,
    description: normalized(input.description),
    priority,
    teamId: team.id,
    stateId: state.id,
    projectId: input.projectId ?? null,
    assigneeId: input.assigneeId ?? null,
    creatorId: actorId,
    labelIds: [...new Set(input.labelIds ?? [])],
    ...{ startedAt: null, completedAt: null, canceledAt: null, trashed: false },
    ...timesFor(state, undefined, box.now().toISOString()),
  };
  return insert(box, { table: 'issues', row, actorId });
}

export function updateIssue(
  box: Box,
  { issue, input, actorId }: { issue: IssueRow; input: IssueInput; actorId: string },
): void {
  const { world } = box;
  checkReferences(world, { ...input, teamId: input.teamId ?? issue.teamId });
  const patch: Partial<IssueRow> = {};
  if (input.title !== undefined) {
    if (!input.title?.trim()) throw invalidInput('title must not be empty.');
    patch.title = input.title;
  }
  if (input.description !== undefined) patch.description = normalized(input.description);
  if (typeof input.priority === 'number') patch.priority = priorityOrRefuse(input.priority);
  if (input.projectId !== undefined) patch.projectId = input.projectId;
  if (input.assigneeId !== undefined) patch.assigneeId = input.assigneeId;
  if (typeof input.trashed === 'boolean') patch.trashed = input.trashed;
  const labels = new Set(input.labelIds ?? issue.labelIds);
  for (const id of input.addedLabelIds ?? []) labels.add(id);
  for (const id of input.removedLabelIds ?? []) labels.delete(id);
  patch.labelIds = [...labels];
  if (input.teamId && input.teamId !== issue.teamId) Object.assign(patch, moved(world, issue, input.teamId));
  if (input.stateId) {
    const state = stateOrRefuse(world, input.stateId, patch.teamId ?? issue.teamId);
    Object.assign(patch, { stateId: state.id }, timesFor(state, issue, box.now().toISOString()));
  }
  update(box, { table: 'issues', row: issue, patch, actorId });
}

/** Linear trashes first; a trashed issue can be read and restored for 30 days. */
export function deleteIssue(
  box: Box,
  { issue, actorId, forGood }: { issue: IssueRow; actorId: string; forGood: boolean },
): void {
  if (!forGood) {
    const archivedAt = issue.archivedAt ?? box.now().toISOString();
    update(box, { table: 'issues', row: issue, patch: { trashed: true, archivedAt }, actorId });
    return;
  }
  for (const table of ['comments', 'attachments', 'needs', 'relations'] as const)
    for (const row of Object.values(box.world[table]))
      if (row.issueId === issue.id || (row as { relatedIssueId?: string }).relatedIssueId === issue.id)
        delete box.world[table][row.id];
  remove(box, { table: 'issues', row: issue, actorId });
}

export function archiveIssue(box: Box, issue: IssueRow, actorId: string): void {
  update(box, { table: 'issues', row: issue, patch: { archivedAt: box.now().toISOString() }, actorId });
}

export function unarchiveIssue(box: Box, issue: IssueRow, actorId: string): void {
  update(box, { table: 'issues', row: issue, patch: { archivedAt: null, trashed: false }, actorId });
}

/** Marks `issue` as a duplicate of `of`: a relation, and the team's state for duplicates. */
export function relate(
  box: Box,
  it: { id?: string | null; issue: IssueRow; related: IssueRow; type: string; actorId: string },
) {
  const { issue, related, actorId } = it;
  if (issue.id === related.id) throw invalidInput('An issue cannot be related to itself.');
  const id = newRowId(box, 'relations', it.id, randomUUID);
  const row = { id, issueId: issue.id, relatedIssueId: related.id, type: it.type };
  const relation = insert(box, { table: 'relations', row, actorId });
  const duplicate = statesOf(box.world, issue.teamId).find((state) => state.type === 'duplicate');
  if (it.type === 'duplicate' && duplicate)
    updateIssue(box, { issue, input: { stateId: duplicate.id }, actorId });
  return relation;
}

function firstState(world: World, teamId: string): StateRow {
  const states = statesOf(world, teamId);
  return states.find((state) => state.type === 'backlog') ?? states[0]!;
}

function stateOrRefuse(world: World, stateId: string, teamId: string): StateRow {
  const state = world.states[stateId];
  if (!state) throw notFound('WorkflowState');
  if (state.teamId !== teamId)
    throw invalidInput('Discrepancy between issue state and state team.', 'incorrect team for state');
  return state;
}

function checkReferences(world: World, input: IssueInput & { teamId: string }): void {
  const user = input.assigneeId && world.users[input.assigneeId];
  if (input.assigneeId && !user) throw notFound('User');
  if (user && (!user.active || !user.teamIds.includes(input.teamId)))
    throw invalidInput('The assignee is not an active member of the team.');
  const project = input.projectId && world.projects[input.projectId];
  if (input.projectId && !project) throw notFound('Project');
  if (project && !project.teamIds.includes(input.teamId))
    throw invalidInput('Discrepancy between issue team and project teams.');
  for (const id of [...(input.labelIds ?? []), ...(input.addedLabelIds ?? [])]) {
    const label = world.labels[id];
    if (!label) throw notFound('IssueLabel');
    if (label.teamId && label.teamId !== input.teamId)
      throw invalidInput('Discrepancy between issue team and label team.', 'incorrect team for label');
    if (label.isGroup) throw invalidInput('A label group cannot be applied to an issue.');
  }
}

function priorityOrRefuse(priority: number): IssueRow['priority'] {
  if (![0, 1, 2, 3, 4].includes(priority)) throw invalidInput('priority must be between 0 and 4.');
  return priority as IssueRow['priority'];
}

function moved(world: World, issue: IssueRow, teamId: string): Partial<IssueRow> {
  const team = world.teams[teamId];
  if (!team) throw notFound('Team');
  team.lastNumber += 1;
  const type = world.states[issue.stateId]?.type;
  const state = statesOf(world, teamId).find((it) => it.type === type) ?? firstState(world, teamId);
  return {
    teamId,
    number: team.lastNumber,
    previousIdentifiers: [...issue.previousIdentifiers, identifierOf(world, issue)],
    stateId: state.id,
    labelIds: issue.labelIds.filter((id) => world.labels[id]?.teamId === null),
  };
}

/** Started is kept once work began; completed and canceled follow the state. */
function timesFor(state: StateRow, issue: IssueRow | undefined, at: string) {
  const begun = state.type === 'started' || state.type === 'completed';
  const ended = state.type === 'canceled' || state.type === 'duplicate';
  return {
    startedAt: begun ? (issue?.startedAt ?? at) : ended ? (issue?.startedAt ?? null) : null,
    completedAt: state.type === 'completed' ? (issue?.completedAt ?? at) : null,
    canceledAt: ended ? (issue?.canceledAt ?? at) : null,
  };
}

/** Linear keeps text as a document and writes Markdown of its own taste: `*` bullets, trimmed lines. */
function normalized(markdown: string | null | undefined): string | null {
  if (!markdown) return null;
  return markdown
    .replaceAll('\r\n', '\n')
    .replaceAll(/^(\s*)[-+] (?=\S)/gm, '$1* ')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
