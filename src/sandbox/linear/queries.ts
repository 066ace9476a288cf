// The root queries the stand-in answers. A list of rows is filtered and paged by `execute.ts`.
import type { Box } from './box.ts';
import { issueUrl } from './fields.ts';
import { invalidInput, notFound } from './refusals.ts';
import { findIssue, type TableName, type Tables, type World } from './world.ts';

type Args = { id: string } & Record<string, never>;

export const queries: Record<string, (box: Box, args: Args) => unknown> = {
  viewer: ({ world }) => world.users[world.viewerId],
  organization: ({ world }) => world.organization,
  issue: ({ world }, { id }) => findIssue(world, id) ?? refuse('Issue'),
  issues: all('issues'),
  searchIssues: ({ world }, args) =>
    search(world, args as unknown as { term: string; teamId?: string; includeComments?: boolean }),
  team: ({ world }, { id }) =>
    world.teams[id] ?? Object.values(world.teams).find((team) => team.key === id) ?? refuse('Team'),
  teams: all('teams'),
  workflowState: one('states', 'WorkflowState'),
  workflowStates: all('states'),
  issueLabel: one('labels', 'IssueLabel'),
  issueLabels: all('labels'),
  user: one('users', 'User'),
  users: all('users'),
  project: one('projects', 'Project'),
  projects: all('projects'),
  comment: ({ world }, args) => {
    const id = (args as { id?: string }).id;
    if (!id) throw invalidInput('id must be given.');
    return world.comments[id] ?? refuse('Comment');
  },
  comments: all('comments'),
  attachment: one('attachments', 'Attachment'),
  attachments: all('attachments'),
  attachmentsForURL: ({ world }, args) =>
    Object.values(world.attachments).filter((it) => it.url === (args as unknown as { url: string }).url),
  issueRelation: one('relations', 'IssueRelation'),
  issueRelations: all('relations'),
  customer: one('customers', 'Customer'),
  customers: all('customers'),
  customerTiers: all('tiers'),
  customerNeed: one('needs', 'CustomerNeed'),
  customerNeeds: all('needs'),
};

function all(table: TableName) {
  return ({ world }: Box): { id: string }[] => Object.values(world[table]);
}

function one<T extends TableName>(table: T, entity: string) {
  return ({ world }: Box, { id }: Args): Tables[T] =>
    (world[table] as Record<string, Tables[T]>)[id] ?? refuse(entity);
}

function refuse(entity: string): never {
  throw notFound(entity);
}

/** Issues that share words with the term, by how many and how rare: a plain stand-in for Linear's ranking. */
function search(world: World, args: { term: string; teamId?: string; includeComments?: boolean }) {
  const wanted = wordsOf(args.term);
  const issues = Object.values(world.issues).filter((issue) => !args.teamId || issue.teamId === args.teamId);
  const texts = issues.map((issue) => ({
    issue,
    title: wordsOf(`${issue.title} ${issueUrl(world, issue, '').split('/')[3]}`),
    body: wordsOf(`${issue.description ?? ''} ${args.includeComments ? commentsOf(world, issue.id) : ''}`),
  }));
  const weight = (word: string) =>
    Math.log(1 + issues.length / (1 + texts.filter((it) => it.title.has(word) || it.body.has(word)).length));
  const weights = new Map([...wanted].map((word) => [word, weight(word)]));
  return texts
    .map(({ issue, title, body }) => ({
      issue,
      score: [...weights].reduce(
        (sum, [word, w]) => sum + (title.has(word) ? 2 * w : body.has(word) ? w : 0),
        0,
      ),
    }))
    .filter((it) => it.score > 0)
    .sort((a, b) => b.score - a.score || b.issue.createdAt.localeCompare(a.issue.createdAt))
    .map((it) => ({ ...it.issue, metadata: { score: it.score } }));
}

function commentsOf(world: World, issueId: string): string {
  return Object.values(world.comments)
    .filter((comment) => comment.issueId === issueId)
    .map((comment) => comment.body)
    .join(' ');
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}-]{3,}/gu) ?? []);
}
