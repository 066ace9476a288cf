// Linear's issues for the tracker pane, from the stand-in's snapshot.
import type { LinearAct, LinearActAnswer, LinearChange, LinearSnapshot } from '../../../linear/wire.ts';
import { fetchJson, RefusedCall } from '../api.ts';
import { markdown } from '../markdown-view.ts';
import { listen } from '../stream.ts';
import type {
  IssueState,
  Person,
  Team,
  TrackerContent,
  TrackerIssue,
  TrackerSource,
} from './tracker-state.ts';

type IssueView = LinearSnapshot['issues'][number];
type TeamView = LinearSnapshot['teams'][number];
type UserView = LinearSnapshot['users'][number];
type CommentView = IssueView['comments'][number];

export function linearSource(linearUrl: string): TrackerSource {
  const act = async (body: LinearAct) => {
    const answer = (await fetchJson(`${linearUrl}/sandbox/act`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })) as LinearActAnswer;
    if (!answer.ok) throw new RefusedCall(answer.error);
  };
  let people: UserView[] = [];
  /** Someone who is not in Linear acts there as its first person. */
  const as = (email: string) => (people.some((one) => one.email === email) ? { by: email } : {});
  return {
    kind: 'linear',
    load: async () => {
      const snapshot = (await fetchJson(`${linearUrl}/sandbox/state`)) as LinearSnapshot;
      people = snapshot.users;
      return contentOf(snapshot);
    },
    listen: (changed) =>
      listen<LinearChange>(`${linearUrl}/sandbox/stream`, {
        change: changed,
        resumed: changed,
        connection: () => undefined,
      }),
    move: (issue, state, by) => act({ act: 'state', issue: issue.id, state: state.id, ...as(by) }),
    comment: (issue, text, by) => act({ act: 'comment', issue: issue.id, body: text, ...as(by) }),
  };
}

function contentOf(snapshot: LinearSnapshot): TrackerContent {
  const teams = snapshot.teams.map(teamOf);
  return {
    name: 'Linear',
    organization: snapshot.organization.name,
    teams,
    issues: snapshot.issues.flatMap((issue) => {
      const team = teams.find((one) => one.id === issue.teamId);
      return team ? [issueOf(issue, { team, snapshot })] : [];
    }),
  };
}

const teamOf = ({ id, key, name, color, states }: TeamView): Team => ({
  id,
  key,
  name,
  color,
  states: states.map(
    (state): IssueState => ({ id: state.id, name: state.name, type: state.type, color: state.color }),
  ),
});

type Around = { team: Team; snapshot: LinearSnapshot };

function issueOf(issue: IssueView, { team, snapshot }: Around): TrackerIssue {
  const { users, labels, projects, customers, issues } = snapshot;
  const state = team.states.find((one) => one.id === issue.stateId);
  return {
    id: issue.id,
    key: issue.identifier,
    url: issue.url,
    title: issue.title,
    body: (context) => markdown(issue.description, context),
    team,
    state: state ?? { id: issue.stateId, name: issue.stateName, type: issue.stateType, color: '#94a3b8' },
    moves: team.states,
    priority: { level: issue.priority, label: issue.priorityLabel },
    labels: labels.filter((label) => issue.labelIds.includes(label.id)),
    project: projects.find((one) => one.id === issue.projectId)?.name,
    assignee: issue.assigneeId ? personOf(users, issue.assigneeId) : undefined,
    creator: personOf(users, issue.creatorId),
    createdAt: new Date(issue.createdAt),
    updatedAt: new Date(issue.updatedAt),
    archived: issue.archivedAt !== null,
    trashed: issue.trashed,
    related: issues
      .filter((one) => issue.relatedIds.includes(one.id))
      .map(({ identifier }) => ({ words: 'related to', key: identifier })),
    duplicateOf: issues.find((one) => one.id === issue.duplicateOfId)?.identifier,
    attachments: issue.attachments.map(({ id, title, subtitle, url }) => ({
      id,
      title,
      subtitle: subtitle ?? undefined,
      url,
    })),
    comments: issue.comments.map((comment) => commentOf(comment, users)),
    customers: issue.needs.map((need) => {
      const customer = customers.find((one) => one.id === need.customerId);
      return {
        id: need.id,
        name: customer?.name ?? 'Customer',
        tier: customer?.tier ?? undefined,
        revenue: customer?.revenue ?? undefined,
        body: (context) => (need.body ? markdown(need.body, context) : undefined),
        important: need.important,
      };
    }),
  };
}

const commentOf = ({ id, body, userId, createdAt, editedAt }: CommentView, users: UserView[]) => ({
  id,
  author: personOf(users, userId),
  body: (context: Parameters<typeof markdown>[1]) => markdown(body, context),
  at: new Date(createdAt),
  edited: editedAt !== null,
});

function personOf(users: UserView[], id: string): Person {
  const user = users.find((one) => one.id === id);
  if (!user) return { name: 'Someone', initials: '?', color: '#94a3b8', isApp: false };
  return { name: user.name, initials: user.initials, color: user.avatarColor, isApp: user.isApp };
}
