// Our own GraphQL documents: what Earshot needs in one request where the SDK's operations would take five, and the
// shape of each answer.
import { z } from 'zod';
import type { Ticket, TicketComment, TicketState } from './port.ts';

const ticketFields = `
  id identifier url title description trashed archivedAt startedAt completedAt updatedAt
  state { type name }
  assignee { name }
  relations(first: 20) { nodes { type createdAt relatedIssue { id } } }`;

const date = z.coerce.date();
const moment = date.nullish().transform((value) => value ?? undefined);

/** A type Linear adds in future is neither begun nor done for us. */
const state = z
  .enum(['triage', 'backlog', 'unstarted', 'started', 'completed', 'canceled', 'duplicate'])
  .catch('backlog')
  .transform((type): TicketState => (type === 'duplicate' ? 'canceled' : type));

const LinearIssue = z
  .object({
    id: z.string(),
    identifier: z.string(),
    url: z.string(),
    title: z.string(),
    description: z.string().nullish(),
    trashed: z.boolean().nullish(),
    archivedAt: moment,
    startedAt: moment,
    completedAt: moment,
    updatedAt: date,
    state: z.object({ type: state, name: z.string() }),
    assignee: z.object({ name: z.string() }).nullish(),
    relations: z.object({
      nodes: z.array(
        z.object({ type: z.string(), createdAt: date, relatedIssue: z.object({ id: z.string() }) }),
      ),
    }),
  })
  .transform(
    (issue): Ticket => ({
      externalId: issue.id,
      key: issue.identifier,
      url: issue.url,
      title: issue.title,
      body: issue.description ?? '',
      state: issue.trashed ? 'missing' : issue.state.type,
      stateName: issue.state.name,
      assignee: issue.assignee?.name,
      archived: issue.archivedAt !== undefined,
      duplicateOf: issue.relations.nodes
        .filter((relation) => relation.type === 'duplicate')
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]?.relatedIssue.id,
      startedAt: issue.startedAt,
      completedAt: issue.completedAt,
      updatedAt: issue.updatedAt,
    }),
  );

export const readIssue = `query EarshotIssue($id: String!) { issue(id: $id) { ${ticketFields} } }`;
export const ReadIssue = z.object({ issue: LinearIssue });

export const createIssue = `mutation EarshotCreate($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { ${ticketFields} } }
}`;
export const CreateIssue = z.object({ issueCreate: z.object({ issue: LinearIssue }) });

export const updateBody = `mutation EarshotBody($id: String!, $description: String!) {
  issueUpdate(id: $id, input: { description: $description }) { success }
}`;
export const UpdateBody = z.object({ issueUpdate: z.object({ success: z.literal(true) }) });

export const updateTexts = `mutation EarshotTexts($id: String!, $title: String!, $description: String!) {
  issueUpdate(id: $id, input: { title: $title, description: $description }) { success issue { ${ticketFields} } }
}`;
export const UpdateTexts = z.object({ issueUpdate: z.object({ issue: LinearIssue }) });

export const readLinks = `query EarshotLinks($id: String!) {
  issue(id: $id) { attachments(first: 250) { nodes { id url title subtitle } } }
}`;
const LinearLink = z.object({
  id: z.string(),
  url: z.string(),
  title: z.string(),
  subtitle: z
    .string()
    .nullish()
    .transform((text) => text ?? undefined),
});
export const ReadLinks = z.object({
  issue: z.object({ attachments: z.object({ nodes: z.array(LinearLink) }) }),
});

/** From both sides: a relation is kept on one of its two issues. */
export const readRelations = `query EarshotRelations($id: String!) {
  issue(id: $id) {
    trashed
    relations(first: 100) { nodes { type relatedIssue { id } } }
    inverseRelations(first: 100) { nodes { type issue { id } } }
  }
}`;
const End = z.object({ id: z.string() });
export const ReadRelations = z.object({
  issue: z
    .object({
      trashed: z.boolean().nullish(),
      relations: z.object({ nodes: z.array(z.object({ type: z.string(), relatedIssue: End })) }),
      inverseRelations: z.object({ nodes: z.array(z.object({ type: z.string(), issue: End })) }),
    })
    .transform(({ trashed, relations, inverseRelations }) => ({
      trashed: trashed === true,
      relations: [
        ...relations.nodes.map(({ type, relatedIssue }) => ({ type, otherId: relatedIssue.id })),
        ...inverseRelations.nodes.map(({ type, issue }) => ({ type, otherId: issue.id })),
      ],
    })),
});

export const readRelation = `query EarshotRelation($id: String!) { issueRelation(id: $id) { id } }`;
export const ReadRelation = z.object({ issueRelation: z.object({ id: z.string() }) });

export const searchIssues = `query EarshotSearch($term: String!, $filter: IssueFilter, $first: Int) {
  searchIssues(term: $term, filter: $filter, first: $first) { nodes { ${ticketFields} } }
}`;
export const SearchIssues = z.object({ searchIssues: z.object({ nodes: z.array(LinearIssue) }) });

export const readComment = `query EarshotComment($id: String!) { comment(id: $id) { id } }`;
export const ReadComment = z.object({ comment: z.object({ id: z.string() }) });

export const readAttachment = `query EarshotAttachment($id: String!) { attachment(id: $id) { id } }`;
export const ReadAttachment = z.object({ attachment: z.object({ id: z.string() }) });

export const readComments = `query EarshotComments($id: String!, $since: DateTimeOrDuration!) {
  issue(id: $id) {
    comments(first: 50, orderBy: createdAt, filter: { createdAt: { gt: $since } }) {
      nodes { id body url createdAt user { name } }
    }
  }
}`;
const LinearComment = z
  .object({
    id: z.string(),
    body: z.string(),
    url: z.string(),
    createdAt: date,
    user: z.object({ name: z.string() }).nullish(),
  })
  .transform(
    ({ id, body, url, createdAt, user }): TicketComment => ({
      ...{ id, markdown: body, url, at: createdAt },
      by: user?.name ?? 'Somebody',
    }),
  );
export const ReadComments = z.object({
  issue: z.object({ comments: z.object({ nodes: z.array(LinearComment) }) }),
});

export const readNeed = `query EarshotNeed($id: String!) { customerNeed(id: $id) { id body } }`;
export const ReadNeed = z.object({ customerNeed: z.object({ id: z.string(), body: z.string().nullish() }) });

/** Everything an area's target names, in one request. */
export const readRoute = `query EarshotRoute(
  $team: String!
  $labels: IssueLabelFilter, $hasLabels: Boolean!
  $project: ProjectFilter, $hasProject: Boolean!
  $assignee: UserFilter, $hasAssignee: Boolean!
) {
  teams(first: 1, filter: { key: { eqIgnoreCase: $team } }) { nodes { id key } }
  issueLabels(first: 100, filter: $labels) @include(if: $hasLabels) { nodes { id name isGroup team { id } } }
  projects(first: 10, filter: $project) @include(if: $hasProject) { nodes { id teams(first: 50) { nodes { id } } } }
  users(first: 1, filter: $assignee) @include(if: $hasAssignee) {
    nodes { id active teams(first: 100) { nodes { id } } }
  }
}`;

const nodes = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node) });
const ids = nodes(z.object({ id: z.string() }));
export const ReadRoute = z.object({
  teams: nodes(z.object({ id: z.string(), key: z.string() })),
  issueLabels: nodes(
    z.object({
      id: z.string(),
      name: z.string(),
      isGroup: z.boolean(),
      team: z.object({ id: z.string() }).nullish(),
    }),
  ).optional(),
  projects: nodes(z.object({ id: z.string(), teams: ids })).optional(),
  users: nodes(z.object({ id: z.string(), active: z.boolean(), teams: ids })).optional(),
});
export type ReadRoute = z.infer<typeof ReadRoute>;
