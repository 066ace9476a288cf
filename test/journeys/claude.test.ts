// With a key, Claude reads; when it cannot, the local rules do, and the reading says why.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AnthropicStandIn, startAnthropic } from '../../src/sandbox/anthropic/server.ts';
import { hasEar, startWorld, until, type World, write } from '../world.ts';

let claude: AnthropicStandIn;
let world: World;

beforeAll(async () => {
  claude = await startAnthropic({});
  world = await startWorld({
    env: () => ({ ANTHROPIC_API_KEY: claude.apiKey, ANTHROPIC_BASE_URL: claude.url }),
  });
});

afterAll(() => claude.stop());

const readings = async () =>
  world.db.execute<{ analyzer: string; note: string | null; model: string }>(
    'select * from app.analysis order by answered_at',
  );

it('reads a message, and what it cost is kept', async () => {
  const ts = await write(
    world,
    'sam',
    'feedback',
    'Globex: the card form freezes at the expiry date, nobody can pay.',
  );
  await until('an ear', () => hasEar(world, 'sam', 'feedback', ts));
  const [reading] = await until('a reading', async () =>
    (await readings()).length > 0 ? readings() : undefined,
  );
  expect(reading!.analyzer).toBe('claude');
  const [call] = await world.db.execute<{ outcome: string; cost_usd: number }>(
    'select * from app.model_call',
  );
  expect(call!.outcome).toBe('answered');
  expect(call!.cost_usd).toBeGreaterThan(0);
});

it('hands over to the local rules while the service is down', async () => {
  claude.faults.add({ match: { path: '/v1/messages' }, fault: { kind: 'status', status: 500 } });
  await write(
    world,
    'ana',
    'feedback',
    'Initech: the CSV export of the monthly report is empty since Monday.',
  );
  const [, second] = await until(
    'a second reading',
    async () => ((await readings()).length > 1 ? readings() : undefined),
    60_000,
  );
  expect(second!.analyzer).toBe('local');
  expect(second!.note).toBeTruthy();
  claude.faults.clear();
}, 90_000);
