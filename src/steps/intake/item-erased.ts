// What an erased customer or person said before they were erased does not come back by a webhook or a file.
import type { Db } from '../../db/connect.ts';
import type { StatedAccount } from '../../db/tables/intake.ts';
import { belongsTo, type Traces } from './erase.ts';
import { type Author, authorKeyOf } from './item.ts';
import { findErasuresAfter } from './store-erasure.ts';

type Said = { source: string; author: Author; account?: StatedAccount | undefined; saidAt: Date };

/** Whose it is, is stated with it: unlike what is said in Slack, its words are not searched for names. */
export async function withoutErased<T extends Said>(db: Db, all: T[]): Promise<T[]> {
  const oldest = Math.min(...all.map(({ saidAt }) => saidAt.getTime()));
  if (!Number.isFinite(oldest)) return all;
  const erasures = await findErasuresAfter(db, new Date(oldest));
  if (erasures.length === 0) return all;
  return all.filter((said) => {
    const traces = tracesOf(said);
    return !erasures.some((erasure) => erasure.askedAt > said.saidAt && belongsTo(erasure, traces));
  });
}

function tracesOf({ source, author, account }: Said): Traces {
  const domain = account?.domain && `account@${account.domain}`;
  return {
    authorKeys: [authorKeyOf(source, author), author.key].filter((key) => key !== undefined),
    emails: [author.email, domain].filter((email): email is string => Boolean(email)),
    text: [author.name, account?.name].filter(Boolean).join('\n'),
  };
}
