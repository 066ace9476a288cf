// What a person does in Linear's window, on behalf of the demo page and the tests.
import { GraphQLError } from 'graphql';
import type { Box } from './box.ts';
import {
  archiveIssue,
  createIssue,
  deleteIssue,
  type IssueInput,
  relate,
  unarchiveIssue,
  updateIssue,
} from './issues.ts';
import { createComment } from './mutations.ts';
import { issueView } from './view.ts';
import type { LinearAct, LinearActAnswer } from './wire.ts';
import { findIssue, type IssueRow, type World } from './world.ts';

export function act(box: Box, it: LinearAct): LinearActAnswer {
  try {
    return { ok: true, issue: issueView(box, carryOut(box, it)) };
  } catch (error) {
    if (error instanceof GraphQLError)
      return { ok: false, error: String(error.extensions.userPresentableMessage ?? error.message) };
    throw error;
  }
}

function carryOut(box: Box, it: LinearAct): IssueRow {
  const { world } = box;
  const actorId = it.by ? userNamed(world, it.by) : Object.values(world.users)[0]!.id;
  if (it.act === 'create') {
    const input = { teamId: teamNamed(world, it.team), title: it.title, description: it.description ?? null };
    return createIssue(box, { input, actorId });
  }
  const issue = findIssue(world, it.issue) ?? refuse(`There is no issue ${it.issue}.`);
  const input = inputFor(world, it, issue);
  if (input) updateIssue(box, { issue, input, actorId });
  else change(box, it, { issue, actorId });
  return issue;
}

/** Acts that are an update of the issue. */
function inputFor(world: World, it: LinearAct, issue: IssueRow): IssueInput | undefined {
  switch (it.act) {
    case 'state':
      return { stateId: stateNamed(world, issue, it.state) };
    case 'assign':
      return { assigneeId: it.user === null ? null : userNamed(world, it.user) };
    case 'title':
      return { title: it.title };
    case 'description':
      return { description: it.description };
    case 'priority':
      return { priority: it.priority };
    case 'label':
      return toggled(issue, labelNamed(world, it.label));
    case 'move':
      return { teamId: teamNamed(world, it.team) };
    default:
      return undefined;
  }
}

function change(box: Box, it: LinearAct, on: { issue: IssueRow; actorId: string }): void {
  const { issue, actorId } = on;
  switch (it.act) {
    case 'comment':
      createComment(box, { issueId: issue.id, body: it.body, userId: actorId });
      break;
    case 'archive':
      archiveIssue(box, issue, actorId);
      break;
    case 'unarchive':
    case 'restore':
      unarchiveIssue(box, issue, actorId);
      break;
    case 'delete':
      deleteIssue(box, { ...on, forGood: false });
      break;
    case 'duplicate': {
      const related = findIssue(box.world, it.of) ?? refuse(`There is no issue ${it.of}.`);
      relate(box, { ...on, related, type: 'duplicate' });
      break;
    }
  }
}

function toggled(issue: IssueRow, labelId: string) {
  return issue.labelIds.includes(labelId) ? { removedLabelIds: [labelId] } : { addedLabelIds: [labelId] };
}

function stateNamed(world: World, issue: IssueRow, name: string): string {
  const state = Object.values(world.states).find(
    (it) => it.id === name || (it.teamId === issue.teamId && it.name.toLowerCase() === name.toLowerCase()),
  );
  return state?.id ?? refuse(`The team has no state "${name}".`);
}

function userNamed(world: World, name: string): string {
  const user = Object.values(world.users).find((it) => [it.id, it.email, it.displayName].includes(name));
  return user?.id ?? refuse(`There is no user "${name}".`);
}

function teamNamed(world: World, name: string): string {
  const team = Object.values(world.teams).find((it) => [it.id, it.key].includes(name));
  return team?.id ?? refuse(`There is no team "${name}".`);
}

function labelNamed(world: World, name: string): string {
  const label = Object.values(world.labels).find((it) => [it.id, it.name].includes(name));
  return label?.id ?? refuse(`There is no label "${name}".`);
}

function refuse(message: string): never {
  throw new GraphQLError(message);
}
