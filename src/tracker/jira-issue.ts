// An issue as Jira tells it, and as Earshot understands it.
import { z } from 'zod';
import { type Adf, fromAdf, fromWiki } from './jira-text.ts';
import type { Ticket, TicketState } from './port.ts';

/** Our own id on an issue or comment, as an entity property. */
export const propertyKey = 'earshot';
const Ours = z.looseObject({ id: z.string() });

const moment = z.coerce.date();
const Document = z.custom<Adf>(
  (value) =>
    typeof value === 'object' && value !== null && 'content' in value && Array.isArray(value.content),
);
const Category = z.looseObject({ key: z.string() });
const LinkEnd = z.looseObject({ id: z.string() });

export const JiraIssue = z.looseObject({
  id: z.string(),
  key: z.string(),
  fields: z.looseObject({
    summary: z.string().default(''),
    description: z.union([z.string(), Document]).nullish(),
    status: z.looseObject({ id: z.string(), name: z.string(), statusCategory: Category }),
    resolution: z.looseObject({ name: z.string() }).nullish(),
    assignee: z.looseObject({ displayName: z.string() }).nullish(),
    updated: moment,
    resolutiondate: moment.nullish(),
    archiveddate: moment.nullish(),
    issuelinks: z
      .array(
        z.looseObject({
          type: z.looseObject({ outward: z.string() }),
          inwardIssue: LinkEnd.optional(),
          outwardIssue: LinkEnd.optional(),
        }),
      )
      .default([]),
  }),
  properties: z.record(z.string(), z.unknown()).optional(),
  changelog: z
    .looseObject({
      histories: z.array(
        z.looseObject({
          created: moment,
          items: z.array(z.looseObject({ field: z.string().optional(), to: z.string().nullish() })),
        }),
      ),
    })
    .optional(),
});
export type JiraIssue = z.infer<typeof JiraIssue>;

export const issueFields = [
  'summary',
  'description',
  'status',
  'resolution',
  'assignee',
  'updated',
  'resolutiondate',
  'archiveddate',
  'issuelinks',
];

export function ourIdOf(issue: JiraIssue): string | undefined {
  return Ours.safeParse(issue.properties?.[propertyKey]).data?.id;
}

/** `startedStatuses`: ids of all statuses whose category says that work is under way. */
export function ticketOf(issue: JiraIssue, it: { host: string; startedStatuses?: Set<string> }): Ticket {
  const { fields } = issue;
  const { description } = fields;
  const state = stateOf(fields);
  return {
    externalId: issue.id,
    key: issue.key,
    url: `${it.host.replace(/\/$/, '')}/browse/${issue.key}`,
    title: fields.summary,
    body: typeof description === 'string' ? fromWiki(description) : fromAdf(description),
    state,
    stateName: fields.status.name,
    assignee: fields.assignee?.displayName,
    archived: Boolean(fields.archiveddate),
    duplicateOf: fields.issuelinks.findLast((link) => link.type.outward === 'duplicates')?.outwardIssue?.id,
    startedAt: startedAt(issue, it.startedStatuses),
    completedAt: state === 'completed' ? (fields.resolutiondate ?? undefined) : undefined,
    updatedAt: fields.updated,
  };
}

/**
 * By category: `new`, `indeterminate`, `done`. Jira has no category for work that was given up, and counting that as
 * shipped would tell customers of a fix that never was: here alone, for want of a type, the resolution's name decides.
 */
function stateOf(fields: JiraIssue['fields']): TicketState {
  switch (fields.status.statusCategory.key) {
    case 'indeterminate':
      return 'started';
    case 'done':
      return givenUp.test(fields.resolution?.name ?? fields.status.name) ? 'canceled' : 'completed';
    default:
      return 'unstarted';
  }
}

const givenUp =
  /won['’]?t|will not|duplicate|cannot reproduce|declin|reject|cancel|abandon|obsolete|invalid|not a bug|works as designed|incomplete|wird nicht|duplikat|abgelehnt/i;

/** The first move into a status of that category. */
function startedAt(issue: JiraIssue, started: Set<string> | undefined): Date | undefined {
  const moves = (issue.changelog?.histories ?? [])
    .filter((entry) => entry.items.some((item) => item.field === 'status' && started?.has(item.to ?? '')))
    .map((entry) => entry.created.getTime());
  return moves.length > 0 ? new Date(Math.min(...moves)) : undefined;
}
