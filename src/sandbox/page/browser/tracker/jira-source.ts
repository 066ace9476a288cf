// Jira's issues for the tracker pane, from the stand-in's snapshot.
import type { JiraAct, JiraActAnswer, JiraChange, JiraSnapshot } from '../../../jira/wire.ts';
import { fetchJson, RefusedCall } from '../api.ts';
import { listen } from '../stream.ts';
import { richTextView } from './adf-view.ts';
import type {
  IssueState,
  Person,
  Team,
  TrackerContent,
  TrackerIssue,
  TrackerSource,
} from './tracker-state.ts';

type JiraIssueView = JiraSnapshot['issues'][number];
type JiraStatusView = JiraIssueView['status'];
type JiraUserView = JiraSnapshot['users'][number];

export function jiraSource(jiraUrl: string): TrackerSource {
  const act = async (body: JiraAct) => {
    const answer = (await fetchJson(`${jiraUrl}/sandbox/act`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })) as JiraActAnswer;
    if (!answer.ok) throw new RefusedCall(answer.error);
  };
  let people: JiraUserView[] = [];
  /** Someone who is not in Jira acts there as its first person. */
  const as = (email: string) => (people.some((one) => one.email === email) ? { by: email } : {});
  return {
    kind: 'jira',
    load: async () => {
      const snapshot = (await fetchJson(`${jiraUrl}/sandbox/state`)) as JiraSnapshot;
      people = snapshot.users;
      return contentOf(snapshot);
    },
    listen: (changed) =>
      listen<JiraChange>(`${jiraUrl}/sandbox/stream`, {
        change: changed,
        resumed: changed,
        connection: () => undefined,
      }),
    move: (issue, state, by) => act({ act: 'transition', issue: issue.id, to: state.id, ...as(by) }),
    comment: (issue, text, by) => act({ act: 'comment', issue: issue.id, text, ...as(by) }),
  };
}

function contentOf(snapshot: JiraSnapshot): TrackerContent {
  const teams = snapshot.projects.map(
    (project): Team => ({
      id: project.key,
      key: project.key,
      name: project.name,
      color: '#4c8bf5',
      states: project.statuses.map(stateOf),
    }),
  );
  return {
    name: 'Jira',
    organization: snapshot.deployment === 'cloud' ? 'Cloud' : 'Data Center',
    teams,
    issues: snapshot.issues.flatMap((issue) => {
      const team = teams.find((one) => one.key === issue.projectKey);
      return team ? [issueOf(issue, team, snapshot.users)] : [];
    }),
  };
}

const meanings = {
  new: { type: 'unstarted', color: '#8590a2' },
  indeterminate: { type: 'started', color: '#3b82f6' },
  done: { type: 'completed', color: '#2f9e6e' },
} as const;

const stateOf = ({ id, name, category }: JiraStatusView): IssueState => ({ id, name, ...meanings[category] });

const levels: Record<string, number> = { Highest: 1, High: 2, Medium: 3, Low: 4, Lowest: 4 };

function issueOf(issue: JiraIssueView, team: Team, users: JiraUserView[]): TrackerIssue {
  return {
    id: issue.id,
    key: issue.key,
    url: issue.url,
    title: issue.summary,
    body: (context) => richTextView(issue.description, context),
    team,
    state: stateOf(issue.status),
    moves: issue.transitions.map(({ to }) => stateOf(to)),
    priority: { level: levels[issue.priority ?? ''] ?? 0, label: issue.priority ?? 'No priority' },
    labels: issue.labels.map((name) => ({ name, color: '#8590a2' })),
    project: issue.components.join(', ') || undefined,
    assignee: issue.assigneeId ? personOf(users, issue.assigneeId) : undefined,
    creator: personOf(users, issue.reporterId),
    createdAt: new Date(issue.created),
    updatedAt: new Date(issue.updated),
    archived: issue.archived,
    trashed: false,
    duplicateOf: issue.duplicateOfKey ?? undefined,
    related: issue.links
      .filter(({ key }) => key !== issue.duplicateOfKey)
      .map(({ words, key }) => ({ words, key })),
    attachments: issue.remoteLinks.map(({ id, title, summary, url }) => ({
      id: `${id}`,
      title,
      subtitle: summary ?? undefined,
      url,
    })),
    comments: issue.comments.map((comment) => ({
      id: comment.id,
      author: personOf(users, comment.authorId),
      body: (context) => richTextView(comment.body, context),
      at: new Date(comment.created),
      edited: false,
    })),
    customers: [],
  };
}

const faces = ['#7a5195', '#1d7874', '#b5532c', '#3d5a80', '#8a6d1f', '#a23b72'];

function personOf(users: JiraUserView[], id: string): Person {
  const at = users.findIndex((user) => user.accountId === id);
  const name = users[at]?.displayName ?? 'Someone';
  const initials = name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
  return { name, initials, color: faces[at % faces.length] ?? '#8590a2', isApp: false };
}
