// Where in Linear an area's tickets go: names of areas.yml turned into Linear's ids, labels made when they are missing.
import { Permanent } from '../lib/failure.ts';
import { randomLookingIdFor } from '../lib/ids.ts';
import { type LinearCaller, LinearNotAllowed, LinearRefused } from './linear-client.ts';
import { ReadRoute, readRoute } from './linear-documents.ts';
import type { TargetProblem, TrackerTarget } from './port.ts';

export type LinearRoute = {
  teamId: string;
  labelIds: string[];
  projectId?: string | undefined;
  assigneeId?: string | undefined;
};

/** Throws `Permanent` when the team or the project does not exist. An assignee who left stops no ticket. */
export async function findRoute(linear: LinearCaller, target: TrackerTarget): Promise<LinearRoute> {
  const found = await read(linear, target);
  const problem = problemsOf(target, found).find((it) => it.blocks);
  if (problem) throw new Permanent(`${problem.what} ${problem.fix}`);
  const teamId = found.teams.nodes[0]!.id;
  const labelIds: string[] = [];
  for (const name of target.labels)
    labelIds.push(labelId(found, name, teamId) ?? (await makeLabel(linear, { name, teamId, target })));
  return {
    teamId,
    labelIds: [...new Set(labelIds)],
    projectId: projectIn(found, teamId)?.id,
    assigneeId: assigneeIn(found, teamId)?.id,
  };
}

/** What stands in the way of tickets for this target; labels are no problem, they are made. */
export async function checkRoute(linear: LinearCaller, target: TrackerTarget): Promise<TargetProblem[]> {
  const found = await read(linear, target);
  return problemsOf(target, found).map(({ what, fix }) => ({ what, fix }));
}

function read(linear: LinearCaller, target: TrackerTarget): Promise<ReadRoute> {
  const either = (...conditions: object[]) => ({ or: conditions });
  const named = (name: string) => ({ name: { eqIgnoreCase: name } });
  const { team, project, assignee, labels } = target;
  return linear.ask(ReadRoute, readRoute, {
    team,
    hasLabels: labels.length > 0,
    labels: {
      and: [
        either(...labels.map(named)),
        either({ team: { null: true } }, { team: { key: { eqIgnoreCase: team } } }),
      ],
    },
    hasProject: project !== undefined,
    project: project && (isUuid(project) ? { id: { eq: project } } : either(named(project), slug(project))),
    hasAssignee: assignee !== undefined,
    assignee:
      assignee && (isUuid(assignee) ? { id: { eq: assignee } } : { email: { eqIgnoreCase: assignee } }),
  });
}

const slug = (project: string) => ({ slugId: { eq: project } });
const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function problemsOf(target: TrackerTarget, found: ReadRoute): (TargetProblem & { blocks: boolean })[] {
  const team = found.teams.nodes[0];
  if (!team)
    return [
      {
        blocks: true,
        what: `Linear has no team with the key "${target.team}" that LINEAR_API_KEY can see.`,
        fix: 'Correct "tracker: linear/…" in areas.yml, or add the key\'s owner to the team.',
      },
    ];
  const problems: (TargetProblem & { blocks: boolean })[] = [];
  if (target.project && !projectIn(found, team.id))
    problems.push({
      blocks: true,
      what: `The team ${team.key} in Linear has no project "${target.project}".`,
      fix: 'Correct the project of this area in areas.yml, or add the team to the project.',
    });
  if (target.assignee && !assigneeIn(found, team.id))
    problems.push({
      blocks: false,
      what: `"${target.assignee}" is no active member of the team ${team.key} in Linear; tickets stay unassigned.`,
      fix: 'Correct the assignee of this area in areas.yml, or add the person to the team.',
    });
  return problems;
}

function projectIn(found: ReadRoute, teamId: string) {
  return found.projects?.nodes.find((project) => project.teams.nodes.some((team) => team.id === teamId));
}

function assigneeIn(found: ReadRoute, teamId: string) {
  return found.users?.nodes.find(
    (user) => user.active && user.teams.nodes.some((team) => team.id === teamId),
  );
}

function labelId(found: ReadRoute, name: string, teamId: string): string | undefined {
  const same = (found.issueLabels?.nodes ?? []).filter(
    (label) => !label.isGroup && label.name.toLowerCase() === name.toLowerCase(),
  );
  return (same.find((label) => label.team?.id === teamId) ?? same.find((label) => !label.team))?.id;
}

/**
 * Its id follows from team and name: two workers that make the same label at once make one, and the slower finds it.
 */
async function makeLabel(
  linear: LinearCaller,
  { name, teamId, target }: { name: string; teamId: string; target: TrackerTarget },
): Promise<string> {
  const id = randomLookingIdFor('linear-label', teamId, name.toLowerCase());
  try {
    await linear.sdk.createIssueLabel({ id, name, teamId });
    return id;
  } catch (error) {
    if (error instanceof LinearNotAllowed)
      throw new Permanent(
        `LINEAR_API_KEY may not make the label "${name}" in the team ${target.team}. Make it in Linear, or remove it from areas.yml.`,
      );
    const made = labelId(await read(linear, target), name, teamId);
    if (error instanceof LinearRefused && made) return made;
    throw error;
  }
}
