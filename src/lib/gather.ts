// Many small calls become few: what is asked for while a call is under way goes together into the next one. Alone,
// nothing waits; in a crowd, the cost of a trip and of a commit is shared.
import { setTimeout as sleep } from 'node:timers/promises';

type Options = {
  /** How many calls may be under way at once. */
  lanes?: number;
  /** How many items a call takes. */
  most?: number;
  /** A call that takes longer counts as failed, and the next one begins. */
  withinMs?: number;
};

type Waiting<T, R> = { item: T; resolve: (answer: R) => void; reject: (error: unknown) => void };

/** `work` answers for each item, in their order; when it fails, it failed for all of them. */
export function gather<T, R>(
  work: (items: T[]) => Promise<R[]>,
  { lanes = 1, most = 200, withinMs }: Options = {},
): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let underWay = 0;
  const call = async () => {
    underWay += 1;
    const batch = waiting.splice(0, most);
    try {
      const answers = await inTime(work(batch.map(({ item }) => item)), withinMs);
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i]!);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    underWay -= 1;
    if (waiting.length > 0) void call();
  };
  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (underWay < lanes) void call();
    });
}

async function inTime<R>(work: Promise<R>, withinMs: number | undefined): Promise<R> {
  if (withinMs === undefined) return work;
  const patience = new AbortController();
  const late = sleep(withinMs, undefined, { signal: patience.signal, ref: false }).then(() => {
    throw new Error(`No answer within ${withinMs} ms.`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    patience.abort();
    for (const loser of [work, late]) loser.catch(() => {});
  }
}
