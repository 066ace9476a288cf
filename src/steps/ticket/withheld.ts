// Words that were erased here may stay in a tracker, where people wrote them. What is read there is kept without them,
// until the title, or the assignee, becomes another one. Pure.
import { createHash } from 'node:crypto';
import type { WithheldText } from '../../db/tables/ticket.ts';
import type { Ticket } from '../../tracker/port.ts';

/** A ticket as it may be kept. Trackers spell a title in its address: of that the part up to the key stays. */
export function withoutWithheld(ticket: Ticket, withheld: WithheldText[]): Ticket {
  const standIn = (text: string) => withheld.find(({ of }) => of === hashOf(text))?.shown;
  const { key, url, assignee } = ticket;
  const title = standIn(ticket.title);
  return {
    ...ticket,
    ...(title === undefined ? {} : { title, url: upTo(url, key) }),
    ...(assignee ? { assignee: standIn(assignee) ?? assignee } : {}),
  };
}

function upTo(url: string, key: string): string {
  const at = url.indexOf(key);
  return at < 0 ? url : url.slice(0, at + key.length);
}

type Texts = { title: string | null; assignee: string | null };

/** `clean`: the same texts without what is to be forgotten. */
export function withholdMore(withheld: WithheldText[], texts: Texts, clean: Texts): WithheldText[] {
  const fresh = (['title', 'assignee'] as const).flatMap((name) => {
    const [before, shown] = [texts[name], clean[name]];
    return before === null || shown === null || before === shown ? [] : [{ of: hashOf(before), shown }];
  });
  const others = withheld.filter(({ of }) => !fresh.some((one) => one.of === of));
  return fresh.length > 0 ? [...others, ...fresh] : withheld;
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
