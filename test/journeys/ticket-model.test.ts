// With a model, it writes the ticket's words; when it is away, the ticket is made all the same.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Responder } from '../../src/sandbox/anthropic/reply.ts';
import { responders } from '../../src/sandbox/anthropic/responders.ts';
import { type AnthropicStandIn, startAnthropic } from '../../src/sandbox/anthropic/server.ts';
import { command, startWorld, until, type World } from '../world.ts';
import { askForTicket, openView, report, submitView } from './ticket-acts.ts';

const words = {
  title: 'Card form stops taking input at the expiry date',
  problem: 'People who pay by card cannot enter the expiry date, so checkout cannot be finished.',
  change:
    'Reproduce it in the checkout, then look at what happens to the form when the expiry field gets focus.',
  alternative: 'Fall back to a plain text field; its input must then be checked on the server.',
  criteria: [
    'A card payment can be finished from start to end.',
    'A test enters an expiry date and submits.',
  ],
};

/** Writes tickets; everything else is answered by word rules. */
const writer: Responder = (asked) =>
  asked.system.startsWith('You write the text of a ticket') ? { json: words } : responders.honest(asked);

let world: World;
let claude: AnthropicStandIn;

beforeAll(async () => {
  claude = await startAnthropic({ reply: writer });
  afterAll(() => claude.stop());
  world = await startWorld({
    env: () => ({ ANTHROPIC_API_KEY: claude.apiKey, ANTHROPIC_BASE_URL: claude.url }),
  });
});

const issue = (key: string) => world.linear.state().issues.find((one) => one.identifier === key)!;

it('the words are the model’s, the facts are ours', async () => {
  const { key } = await askForTicket(
    world,
    'Globex: the card form freezes at the expiry date, nobody can pay.',
  );
  const { title, description } = issue(key);
  expect(title).toBe(words.title);
  expect(description).toContain(words.problem);
  expect(description).toContain(`* [ ] ${words.criteria[0]}`);
  expect(description).toContain('> Globex: the card form freezes at the expiry date, nobody can pay.');
  expect(description).toContain('**1 customer, 1 report**');
  expect(description).toMatch(/The suggestion is by claude-[\w-]+ from the reports\./);
});

it('the draft in the form is the model’s, too', async () => {
  await report(world, 'Umbrella: refunds by card are declined with error 402.');
  const [row] = await world.db.execute('select max(number)::int as number from app.theme');
  await command(world, 'eva', 'feedback', `ticket T-${row!.number}`);
  const view = await openView(world, 'eva', words.title);
  const shown = JSON.stringify(view);
  expect(shown).toContain(words.problem);
  expect(shown).toContain('1 customer reported this on');
  expect(await submitView(world, 'eva', view, {})).toMatchObject({ ok: true });
  await until('the ticket', async () =>
    world.linear.state().issues.find((one) => one.description.includes('402')),
  );
}, 120_000);

it('a model that is away costs no ticket', async () => {
  claude.faults.add({ match: {}, fault: { kind: 'status', status: 529 } });
  const { key } = await askForTicket(world, 'Initech: the CSV export of the monthly report is empty.');
  expect(issue(key).description).toContain('The suggestion is by rules from the reports, no model.');
}, 60_000);
