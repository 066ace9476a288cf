// Calls that join each other: who waits for whom, and who fails with whom.
import { expect, it } from 'vitest';
import { gather } from '../../src/lib/gather.ts';

/** Calls that end when they are told to. */
function held() {
  const calls: { items: number[]; end: () => void; fail: (error: Error) => void }[] = [];
  const work = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      calls.push({ items, end: () => resolve(items.map((n) => n * 10)), fail: reject });
    });
  return { calls, work };
}

it('begins at once, and takes what came meanwhile together', async () => {
  const { calls, work } = held();
  const ask = gather(work);
  const answers = Promise.all([1, 2, 3].map(ask));
  expect(calls.map(({ items }) => items)).toEqual([[1]]);
  calls[0]!.end();
  await expect.poll(() => calls.length).toBe(2);
  expect(calls[1]!.items).toEqual([2, 3]);
  calls[1]!.end();
  expect(await answers).toEqual([10, 20, 30]);
});

it('takes no more than it may, and has no more calls under way than it may', async () => {
  const { calls, work } = held();
  const ask = gather(work, { lanes: 2, most: 2 });
  const answers = Promise.all([1, 2, 3, 4, 5].map(ask));
  expect(calls.map(({ items }) => items)).toEqual([[1], [2]]);
  calls[0]!.end();
  await expect.poll(() => calls.length).toBe(3);
  expect(calls[2]!.items).toEqual([3, 4]);
  calls[1]!.end();
  await expect.poll(() => calls.length).toBe(4);
  for (const call of calls) call.end();
  expect(await answers).toEqual([10, 20, 30, 40, 50]);
});

it('fails for those who were in the call, and goes on with the others', async () => {
  const { calls, work } = held();
  const ask = gather(work);
  const [first, second] = [ask(1), ask(2)];
  calls[0]!.fail(new Error('away'));
  await expect(first).rejects.toThrow('away');
  calls[1]!.end();
  expect(await second).toBe(20);
});

it('gives up a call that does not end, and goes on with the others', async () => {
  const { calls, work } = held();
  const ask = gather(work, { withinMs: 20 });
  const [first, second] = [ask(1), ask(2)];
  await expect(first).rejects.toThrow('No answer within 20 ms');
  calls[1]!.end();
  expect(await second).toBe(20);
});
