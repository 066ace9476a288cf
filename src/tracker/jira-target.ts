// Where in Jira an area's tickets go, and which of our fields the project's screen takes.
import { Permanent } from '../lib/failure.ts';
import type { JiraApi, Named, ScreenField } from './jira-api.ts';
import { JiraNotFound } from './jira-client.ts';
import type { TargetProblem, TicketPriority, TrackerTarget } from './port.ts';

export type JiraRoute = {
  issueTypeId: string;
  assigneeId: string | undefined;
  componentId: string | undefined;
  priorityId(priority: TicketPriority): string | undefined;
  takesLabels: boolean;
};

type Surroundings = {
  issueType: Named | undefined;
  screen: ScreenField[];
  assigneeId: string | undefined;
};

/** Throws `Permanent` when the project, issue type or component does not exist, or the project asks for more than we know. */
export async function findRoute(jira: JiraApi, target: TrackerTarget): Promise<JiraRoute> {
  const around = await look(jira, target);
  const problem = problemsOf(target, around).find((it) => it.blocks);
  if (!around?.issueType || problem) throw new Permanent(`${problem?.what} ${problem?.fix}`);
  const field = (id: string) => around.screen.find((it) => it.fieldId === id);
  return {
    issueTypeId: around.issueType.id,
    assigneeId: field('assignee') && around.assigneeId,
    componentId: componentIn(around.screen, target)?.id,
    priorityId: (priority) => priorityIn(field('priority')?.allowed ?? [], priority)?.id,
    takesLabels: field('labels') !== undefined,
  };
}

export async function checkRoute(jira: JiraApi, target: TrackerTarget): Promise<TargetProblem[]> {
  const around = await look(jira, target);
  const problems = problemsOf(target, around);
  const lacking = around ? await jira.lacks(target.team, needed) : [];
  if (lacking.length > 0)
    problems.push({
      blocks: true,
      what: `The owner of JIRA_API_TOKEN lacks ${lacking.join(', ')} in ${target.team}.`,
      fix: `Give that account a role in ${target.team} that may do this, or name another project in areas.yml.`,
    });
  return problems.map(({ what, fix }) => ({ what, fix }));
}

const needed = ['BROWSE_PROJECTS', 'CREATE_ISSUES', 'EDIT_ISSUES', 'ADD_COMMENTS', 'LINK_ISSUES'];

/** Undefined: no such project for us. */
async function look(jira: JiraApi, target: TrackerTarget): Promise<Surroundings | undefined> {
  try {
    const types = (await jira.issueTypes(target.team)).filter((type) => !type.subtask);
    const issueType = target.issueType
      ? types.find((type) => type.name.toLowerCase() === target.issueType?.toLowerCase())
      : (types.find((type) => type.name === 'Task') ?? types[0]);
    const screen = issueType ? await jira.screen(target.team, issueType.id) : [];
    const assigneeId = target.assignee ? await jira.assignable(target.team, target.assignee) : undefined;
    return { issueType, screen, assigneeId };
  } catch (error) {
    if (error instanceof JiraNotFound) return undefined;
    throw error;
  }
}

type Problem = TargetProblem & { blocks: boolean };

function problemsOf(target: TrackerTarget, around: Surroundings | undefined): Problem[] {
  const { team } = target;
  if (!around)
    return [
      {
        blocks: true,
        what: `Jira has no project with the key "${team}" that JIRA_API_TOKEN can see.`,
        fix: 'Correct "tracker: jira/…" in areas.yml, or give the token\'s owner access to the project.',
      },
    ];
  if (!around.issueType)
    return [
      {
        blocks: true,
        what: `The project ${team} in Jira has no issue type "${target.issueType ?? 'Task'}".`,
        fix: 'Correct the issue type of this area in areas.yml.',
      },
    ];
  return [componentProblem, screenProblem, assigneeProblem].flatMap((find) => find(target, around) ?? []);
}

function componentProblem(target: TrackerTarget, { screen }: Surroundings): Problem | undefined {
  if (!target.component || componentIn(screen, target)) return undefined;
  return {
    blocks: true,
    what: `The project ${target.team} in Jira has no component "${target.component}".`,
    fix: 'Correct the component of this area in areas.yml, or make it in Jira.',
  };
}

function screenProblem(target: TrackerTarget, { issueType, screen }: Surroundings): Problem | undefined {
  const unknown = screen.filter((it) => it.required && !it.hasDefaultValue && !known.has(it.fieldId));
  if (unknown.length === 0) return undefined;
  const names = unknown.map((it) => `"${it.name}"`).join(', ');
  return {
    blocks: true,
    what: `${target.team} in Jira demands ${names} for each ${issueType?.name}, which Earshot does not fill in.`,
    fix: 'Give the field a default in Jira, make it optional, or name another issue type in areas.yml.',
  };
}

function assigneeProblem(target: TrackerTarget, { assigneeId }: Surroundings): Problem | undefined {
  if (!target.assignee || assigneeId) return undefined;
  return {
    blocks: false,
    what: `"${target.assignee}" cannot be assigned work in ${target.team} in Jira; tickets stay unassigned.`,
    fix: 'Correct the assignee of this area in areas.yml, or add the person to the project.',
  };
}

/** Fields we fill in, and those that Jira fills in by itself. */
const known = new Set(['summary', 'description', 'issuetype', 'project', 'labels', 'priority', 'reporter']);

function componentIn(screen: ScreenField[], target: TrackerTarget): Named | undefined {
  const allowed = screen.find((it) => it.fieldId === 'components')?.allowed ?? [];
  return allowed.find((it) => it.name.toLowerCase() === target.component?.toLowerCase());
}

const priorityNames = { urgent: 'highest', high: 'high', medium: 'medium', low: 'low' } as const;
const priorityRanks = { urgent: 0, high: 1 / 4, medium: 1 / 2, low: 3 / 4 } as const;

/** By Jira's own names; a scheme with other names is taken as it is listed, from the most urgent down. */
function priorityIn(allowed: Named[], priority: TicketPriority): Named | undefined {
  if (priority === 'none') return undefined;
  const named = allowed.find((it) => it.name.toLowerCase() === priorityNames[priority]);
  return named ?? allowed[Math.round(priorityRanks[priority] * (allowed.length - 1))];
}
