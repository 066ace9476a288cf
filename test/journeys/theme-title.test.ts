// What a theme is called with a model: written once enough is known, looked at again when twice as much is, written anew
// only when it no longer fits; number and link stay.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Responder } from '../../src/sandbox/anthropic/reply.ts';
import { responders } from '../../src/sandbox/anthropic/responders.ts';
import { type AnthropicStandIn, startAnthropic } from '../../src/sandbox/anthropic/server.ts';
import { startWorld, until, type World, write } from '../world.ts';
import { ask, settled, textOf } from './desk-person.ts';

const first = 'Card form freezes at the expiry date';
const second = 'Card form freezes at every date field';

/** What the model was told about the title in force, and what it answers next. */
const questions: string[] = [];
let answerNext: { fits: boolean; title: string };
const namer: Responder = (asked) => {
  if (!asked.system.startsWith('You name a theme')) return responders.honest(asked);
  questions.push(/Title in force: (.*)/.exec(asked.turns.map(({ text }) => text).join('\n'))![1]!);
  return { json: { ...answerNext, summary: 'Nobody can pay by card, because the form takes no date.' } };
};

let world: World;
let claude: AnthropicStandIn;

beforeAll(async () => {
  claude = await startAnthropic({ reply: namer });
  afterAll(() => claude.stop());
  world = await startWorld({
    env: () => ({ ANTHROPIC_API_KEY: claude.apiKey, ANTHROPIC_BASE_URL: claude.url }),
  });
});

const customers =
  'Globex Initech Hooli Umbrella Acme Stark Wayne Tyrell Cyberdyne Soylent Wonka Aperture'.split(' ');
let said = 0;
async function report(upTo: number): Promise<void> {
  for (; said < upTo; said++)
    await write(
      world,
      'sam',
      'feedback',
      `${customers[said]}: the card form freezes at the expiry date in checkout.`,
    );
  await settled(world, upTo);
}
const theme = async () => {
  const rows = await world.db.execute<{ number: number; title: string; titled_from: number }>(
    sql`select number, title, titled_from from app.theme`,
  );
  expect(rows, 'all of it is one theme').toHaveLength(1);
  return rows[0]!;
};
/** The title was looked at when there were this many reports. */
const lookedAt = (reports: number) =>
  until(
    `a look at the title at ${reports} reports`,
    async () => (await theme()).titled_from === reports,
    30_000,
  );

it('is written by the model once enough is known', async () => {
  answerNext = { fits: false, title: `${first}, <!channel> <https://evil.test|look>` };
  await report(2);
  const { number } = await theme();
  expect(questions).toEqual([]);
  await report(3);
  await lookedAt(3);
  expect(questions).toHaveLength(1);
  const named = await theme();
  expect(named.number).toBe(number);
  expect(named.title).toContain(first);
  expect(named.title, 'neither mentions nor links').not.toMatch(/[<>]|evil/);
}, 60_000);

it('is not asked about again before twice as much is known, and stays when it fits', async () => {
  const before = (await theme()).title;
  answerNext = { fits: true, title: 'Something that is not taken' };
  await report(5);
  expect(questions).toHaveLength(1);
  await report(6);
  await lookedAt(6);
  expect(questions).toHaveLength(2);
  expect(questions[1]).toBe(before);
  expect((await theme()).title).toBe(before);
}, 60_000);

it('is written anew when it has really changed; number and link stay', async () => {
  const { number } = await theme();
  answerNext = { fits: false, title: second };
  await report(12);
  await lookedAt(12);
  expect(questions).toHaveLength(3);
  expect(await theme()).toMatchObject({ number, title: second });
  expect(textOf(await ask(world, 'eva', 'random', `theme T-${number}`))).toContain(second);
}, 90_000);
