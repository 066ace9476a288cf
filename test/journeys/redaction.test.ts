// What a customer lets slip stays in the database: the language model, the tracker and everything made for them see
// placeholders. Looked for in what the servers received, byte by byte.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AnthropicStandIn, startAnthropic } from '../../src/sandbox/anthropic/server.ts';
import { command, count, seenBy, startWorld, until, type World, write } from '../world.ts';
import { textOf } from './intake-world.ts';
import { askForTicket } from './ticket-acts.ts';

let claude: AnthropicStandIn;
let world: World;

beforeAll(async () => {
  claude = await startAnthropic({});
  afterAll(() => claude.stop());
  world = await startWorld({
    env: () => ({ ANTHROPIC_API_KEY: claude.apiKey, ANTHROPIC_BASE_URL: claude.url }),
  });
});

/** Joined here, so that no scanner takes our examples for leaked keys. */
const secrets = {
  email: 'maria.keller@kunde.example',
  phone: '+49 30 1234567',
  card: '4111 1111 1111 1111',
  iban: 'DE89 3704 0044 0532 0130 00',
  token: ['ghp', 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1234'].join('_'),
};
const said = `Globex: the card checkout is broken, it declines ${secrets.card}. The refund to ${secrets.iban} failed, too. Write to ${secrets.email} or call ${secrets.phone}; the key ${secrets.token} does not work.`;

/** As it was spelled, and without its spaces. */
const leaks = (received: string) =>
  Object.values(secrets).filter(
    (one) => received.includes(one) || received.includes(one.replaceAll(' ', '')),
  );

async function received(url: string): Promise<string> {
  return (await fetch(`${url}/sandbox/requests?since=0`)).text();
}

it('neither the model nor the tracker ever receives it, and the sentence stays readable', async () => {
  const { key } = await askForTicket(world, said);
  // A second report makes the model read, match and name with the first one's words at hand.
  await write(
    world,
    'ana',
    'feedback',
    `Initech: the card checkout is broken as well, also for ${secrets.email}`,
  );
  await until(
    'both read',
    async () => (await count(world, `analysis where analyzer = 'claude'`)) === 2,
    40_000,
  );
  await until(
    'evidence',
    async () => (await count(world, 'ticket where evidence_at is not null')) === 1,
    40_000,
  );
  await command(world, 'eva', 'feedback', 'ask What is wrong with the checkout?');
  await until(
    'an answer',
    async () =>
      (await seenBy(world, 'eva', 'feedback')).some((m) => m.is_ephemeral && textOf(m).includes('checkout')),
    40_000,
  );

  const atModel = await received(claude.url);
  expect(atModel).toContain('the card checkout is broken, it declines [card]');
  expect(leaks(atModel)).toEqual([]);
  const atTracker = await received(world.linear.url);
  expect(atTracker).toContain('issueCreate');
  expect(leaks(atTracker)).toEqual([]);
  const issue = world.linear.state().issues.find((one) => one.identifier === key)!;
  expect(JSON.stringify(issue)).toContain('it declines \\\\[card\\\\]');
  // The original stays where it belongs.
  expect(await count(world, `message where text like '%${secrets.card}%'`)).toBe(1);
});
