// Takes words out of a Jira issue: its summary, and its description line by line or paragraph by paragraph.
import { areInBlocks } from './block.ts';
import type { JiraApi } from './jira-api.ts';
import type { JiraIssue } from './jira-issue.ts';
import type { Adf, AdfNode } from './jira-text.ts';
import type { TicketRewrite } from './port.ts';

type Line = TicketRewrite['line'];

export async function rewriteTexts(
  api: JiraApi,
  { id, fields }: JiraIssue,
  { title, line }: TicketRewrite,
): Promise<void> {
  const summary = title(fields.summary);
  if (summary !== fields.summary) await api.setSummary(id, summary);
  const { description } = fields;
  if (!description) return;
  const clean = typeof description === 'string' ? inWiki(description, line) : inDocument(description, line);
  if (JSON.stringify(clean) !== JSON.stringify(description)) await api.setDescription(id, clean);
}

function inWiki(text: string, line: Line): string {
  const lines = text.split('\n');
  const inside = areInBlocks(lines);
  return lines.map((one, i) => line(one, inside[i] ? 'our part' : 'elsewhere')).join('\n');
}

function inDocument(document: Adf, line: Line): Adf {
  const inside = areInBlocks(document.content.map(plain));
  const content = document.content.map((node, i) => inNode(node, line, inside[i] ? 'our part' : 'elsewhere'));
  return { ...document, content };
}

/** A paragraph that holds such words becomes plain text: its links and marks go with them. */
function inNode(node: AdfNode, line: Line, place: Parameters<Line>[1]): AdfNode {
  const { content } = node;
  if (!content) return node;
  if (!content.some(({ type }) => type === 'text'))
    return { ...node, content: content.map((child) => inNode(child, line, place)) };
  const before = plain(node);
  const after = line(before, place);
  return after === before ? node : { ...node, content: after === '' ? [] : [{ type: 'text', text: after }] };
}

function plain(node: AdfNode): string {
  if (node.type === 'hardBreak') return '\n';
  return node.text ?? (node.content ?? []).map(plain).join('');
}
