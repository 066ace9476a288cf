// Relates two Linear issues as people do there: "related", shown on both.
import { LinearDocument } from '@linear/sdk';
import { randomLookingIdFor } from '../lib/ids.ts';
import { type LinearCaller, LinearNotAllowed, LinearRefused, once } from './linear-client.ts';
import * as documents from './linear-documents.ts';
import type { Relation } from './port.ts';

export async function relateIssues(
  linear: LinearCaller,
  issueId: string,
  otherId: string,
): Promise<Relation> {
  try {
    const { issue } = await linear.ask(documents.ReadRelations, documents.readRelations, { id: otherId });
    if (issue.trashed) return { kind: 'impossible', because: "It lies in Linear's trash." };
    // Linear's own guess that two are similar ties nothing.
    if (!issue.relations.some((one) => one.otherId === issueId && one.type !== 'similar'))
      await write(linear, issueId, otherId);
    return { kind: 'related' };
  } catch (error) {
    if (error instanceof LinearRefused || error instanceof LinearNotAllowed)
      return { kind: 'impossible', because: error.message };
    throw error;
  }
}

/** The same id from whichever side it is asked for. */
async function write(linear: LinearCaller, issueId: string, relatedIssueId: string): Promise<void> {
  const id = randomLookingIdFor('linear-relation', ...[issueId, relatedIssueId].sort());
  const type = LinearDocument.IssueRelationType.Related;
  await once<unknown>(
    () => linear.sdk.createIssueRelation({ id, issueId, relatedIssueId, type }),
    () => linear.ask(documents.ReadRelation, documents.readRelation, { id }),
  );
}
