// What a person does in Jira's window, on behalf of the demo page and the tests.
import { documentOf, paragraphOf } from './adf.ts';
import { type Box, transition, updateIssue } from './box.ts';
import { addComment } from './comments.ts';
import { createIssue, linkIssues, moveIssue, removeIssue } from './issues.ts';
import { JiraRefusal } from './refusals.ts';
import { issueView } from './view.ts';
import type { JiraAct, JiraActAnswer, RichText } from './wire.ts';
import { findIssue, findProject, type IssueRow, type ProjectRow, type World } from './world.ts';

export function act(box: Box, it: JiraAct): JiraActAnswer {
  try {
    const issue = carryOut(box, it);
    return { ok: true, issue: issue && issueView(box, issue) };
  } catch (error) {
    if (error instanceof JiraRefusal) return { ok: false, error: sentenceOf(error) };
    throw error;
  }
}

function carryOut(box: Box, it: JiraAct): IssueRow | null {
  const { world } = box;
  const actorId = it.by ? userNamed(world, it.by) : Object.keys(world.users)[0]!;
  if (it.act === 'create') return created(box, it, actorId);
  const issue = findIssue(world, it.issue) ?? stop(`There is no issue ${it.issue}.`);
  if (it.act === 'delete') {
    removeIssue(box, issue, actorId);
    return null;
  }
  const patch = patchFor(box, it, issue);
  if (patch) updateIssue(box, { issue, patch, actorId });
  else change(box, it, { issue, actorId });
  return issue;
}

function created(box: Box, it: Extract<JiraAct, { act: 'create' }>, actorId: string): IssueRow {
  const project = projectNamed(box.world, it.project);
  const typeId = project.issueTypes.find((type) => !type.subtask)!.id;
  const description = it.description ? richText(box.world, it.description) : null;
  return createIssue(box, { project, columns: { typeId, summary: it.summary, description }, actorId });
}

/** Acts that set columns and nothing else. */
function patchFor(box: Box, it: JiraAct, issue: IssueRow): Partial<IssueRow> | undefined {
  switch (it.act) {
    case 'assign':
      return { assigneeId: it.user === null ? null : userNamed(box.world, it.user) };
    case 'summary':
      return { summary: it.summary };
    case 'append':
      return { description: appended(box.world, issue.description, it.text) };
    case 'priority':
      return { priorityId: priorityNamed(box.world, it.priority) };
    case 'archive':
      return { archiveddate: box.now().toISOString() };
    case 'unarchive':
      return { archiveddate: null };
    default:
      return undefined;
  }
}

function change(box: Box, it: JiraAct, on: { issue: IssueRow; actorId: string }): void {
  const { world } = box;
  const { issue, actorId } = on;
  switch (it.act) {
    case 'transition':
      transition(box, { ...on, transitionId: wayTo(world, issue, it.to), resolution: it.resolution });
      break;
    case 'comment':
      addComment(box, { issue, text: richText(world, it.text), properties: [], authorId: actorId });
      break;
    case 'duplicate': {
      const of = findIssue(world, it.of) ?? stop(`There is no issue ${it.of}.`);
      const known = world.linkTypes.find((one) => one.name === 'Duplicate');
      const type = known ?? stop('There is no link type "Duplicate".');
      linkIssues(box, { inward: issue, outward: of, type, actorId });
      break;
    }
    case 'move':
      moveIssue(box, { ...on, project: projectNamed(world, it.project) });
      break;
  }
}

function projectNamed(world: World, key: string): ProjectRow {
  return findProject(world, key) ?? stop(`There is no project ${key}.`);
}

function richText(world: World, text: string): RichText {
  return world.deployment === 'cloud' ? documentOf(text) : text;
}

function appended(world: World, text: RichText, paragraph: string): RichText {
  if (typeof text === 'string') return `${text}\n\n${paragraph}`;
  if (text === null) return richText(world, paragraph);
  return { ...text, content: [...text.content, paragraphOf(paragraph)] };
}

function wayTo(world: World, issue: IssueRow, to: string): string {
  const ways = world.projects[issue.projectId]!.transitions;
  const named = (way: (typeof ways)[number]) => [way.id, way.name, way.to, world.statuses[way.to]?.name];
  const way =
    ways.find((one) => one.from.includes(issue.statusId) && named(one).includes(to)) ??
    ways.find((one) => named(one).includes(to));
  return way?.id ?? stop(`The workflow knows no way to "${to}".`);
}

function userNamed(world: World, name: string): string {
  const user = Object.values(world.users).find((it) =>
    [it.accountId, it.emailAddress, it.displayName].includes(name),
  );
  return user?.accountId ?? stop(`There is no user "${name}".`);
}

function priorityNamed(world: World, name: string): string {
  return world.priorities.find((it) => it.name === name)?.id ?? stop(`There is no priority "${name}".`);
}

function stop(message: string): never {
  throw new JiraRefusal(400, { errorMessages: [message], errors: {} });
}

function sentenceOf(refusal: JiraRefusal): string {
  const { errorMessages = [], errors = {} } = refusal.body as {
    errorMessages?: string[];
    errors?: Record<string, string>;
  };
  return [...errorMessages, ...Object.values(errors)].join(' ');
}
