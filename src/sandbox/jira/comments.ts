// Comments, by Earshot and by people.
import type { Box } from './box.ts';
import type { RichText } from './wire.ts';
import { type CommentRow, type IssueRow, nextId } from './world.ts';

export function addComment(
  box: Box,
  it: { issue: IssueRow; text: RichText; properties: CommentRow['properties']; authorId: string },
): CommentRow {
  const at = box.now().toISOString();
  const { issue, authorId, properties } = it;
  const row = { id: nextId(box.world), issueId: issue.id, body: it.text, authorId, properties };
  const comment = { ...row, created: at, updated: at };
  box.world.comments[comment.id] = comment;
  issue.updated = at;
  const change = { id: comment.id, issueId: issue.id, actorId: authorId, items: [] };
  box.changed({ type: 'comment', action: 'create', ...change });
  return comment;
}
