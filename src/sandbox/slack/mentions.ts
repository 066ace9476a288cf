// Whom a message alerts.
import type { Mentions } from './wire.ts';

/** Everyone whom text, mrkdwn in blocks and attachments, and rich text would alert. */
export function mentionsIn(message: { text: string; blocks?: unknown[]; attachments?: unknown[] }): Mentions {
  const found = { users: new Set<string>(), usergroups: new Set<string>(), broadcast: new Set<string>() };
  const read = (text: string) => {
    for (const [, id] of text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g)) found.users.add(id!);
    for (const [, id] of text.matchAll(/<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>/g)) found.usergroups.add(id!);
    for (const [, name] of text.matchAll(/<!(here|channel|everyone)(?:\|[^<>]*)?>/g))
      found.broadcast.add(name!);
  };
  read(message.text);
  visit([message.blocks ?? [], message.attachments ?? []], (node) => {
    if (node.type === 'mrkdwn' && typeof node.text === 'string') read(node.text);
    if (node.type === 'user' && typeof node.user_id === 'string') found.users.add(node.user_id);
    if (node.type === 'usergroup' && typeof node.usergroup_id === 'string')
      found.usergroups.add(node.usergroup_id);
    if (node.type === 'broadcast' && typeof node.range === 'string') found.broadcast.add(node.range);
    if (!node.type)
      for (const key of ['text', 'pretext', 'title']) if (typeof node[key] === 'string') read(node[key]);
  });
  return {
    users: [...found.users],
    usergroups: [...found.usergroups],
    broadcast: [...found.broadcast] as Mentions['broadcast'],
  };
}

function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see);
  } else if (node !== null && typeof node === 'object') {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) visit(value, see);
  }
}
