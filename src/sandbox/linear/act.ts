// What a person does in Linear's window, on behalf of the demo page and the tests.
import { GraphQLError } from 'graphql';
import type { Box } from './box.ts';
import { archiveIssue, createIssue, deleteIssue, relate, unarchiveIssue, updateIssue } from './issues.ts';
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
  const change = (input: Parameters<typeof updateIssue>[1]['input']) =>
    updateIssue(box, { issue, input, actorId });
  switch (it.act) {
    case 'state':
      change({ stateId: stateNamed(world, issue, it.state) });
      break;
    case 'assign':
      change({ assigneeId: it.user === null ? null : userNamed(world, it.user) });
      break;
    case 'title':
      change({ title: it.title });
      break;
    case 'description':
      change({ description: it.description });
      break;
    case 'priority':
      change({ priority: it.priority });
      break;
    case 'label':
      change(toggled(issue, labelNamed(world, it.label)));
      break;
    case 'move':
      change({ teamId: teamNamed(world, it.team) });
      break;
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
      deleteIssue(box, { issue, actorId, forGood: false });
      break;
    case 'duplicate': {
      const related = findIssue(world, it.of) ?? refuse(`There is no issue ${it.of}.`);
      relate(box, { issue, related, type: 'duplicate', actorId });
      break;
    }
  }
  return issue;
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
