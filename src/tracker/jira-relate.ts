// Relates two Jira issues by an issue link that reads alike from both sides.
import { OutcomeUnknown } from '../lib/failure.ts';
import type { JiraApi, LinkType } from './jira-api.ts';
import { JiraNotFound, JiraRefused } from './jira-client.ts';
import type { JiraIssue } from './jira-issue.ts';
import { waitForSent } from './patience.ts';
import type { Relation } from './port.ts';

export async function relateIssues(
  { api, patienceMs }: { api: JiraApi; patienceMs: number },
  id: string,
  otherId: string,
): Promise<Relation> {
  const other = await api.issue(otherId);
  if (!other) return impossible('Jira has no such issue, or hides it from the owner of JIRA_API_TOKEN.');
  if (isTiedTo(other, id)) return { kind: 'related' };
  try {
    const type = alikeFromBothSides(await api.linkTypes());
    if (!type)
      return impossible('Jira has no link type "Relates" and none that reads alike from both sides.');
    await api.linkIssues(type.name, { from: id, to: otherId });
  } catch (error) {
    // Issue links may be switched off, or not be ours to make.
    if (error instanceof JiraNotFound || error instanceof JiraRefused) return impossible(error.message);
    if (!(error instanceof OutcomeUnknown)) throw error;
    const look = async () => isTiedTo(await api.issue(otherId), id) || undefined;
    if (!(await waitForSent(look, patienceMs))) throw error;
  }
  return { kind: 'related' };
}

function isTiedTo(issue: JiraIssue | undefined, id: string): boolean {
  const links = issue?.fields.issuelinks ?? [];
  return links.some(({ inwardIssue, outwardIssue }) => [inwardIssue?.id, outwardIssue?.id].includes(id));
}

/** Sites may rename Jira's own "Relates"; another that is the same from both sides says no more than it. */
function alikeFromBothSides(types: LinkType[]): LinkType | undefined {
  const relates = types.find(({ name }) => name.toLowerCase() === 'relates');
  return relates ?? types.find((type) => type.inward.toLowerCase() === type.outward.toLowerCase());
}

function impossible(because: string): Relation {
  return { kind: 'impossible', because };
}
