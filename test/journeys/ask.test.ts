// `/earshot ask`: from stored words alone, with a model that is held to them, and with one that cannot be asked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { honest } from '../../src/sandbox/anthropic/honest.ts';
import type { Asked } from '../../src/sandbox/anthropic/reply.ts';
import { type AnthropicStandIn, startAnthropic } from '../../src/sandbox/anthropic/server.ts';
import { startWorld, type World, write } from '../world.ts';
import { ask, settled, textOf } from './desk-person.ts';

const said: [string, string][] = [
  ['sam', 'Globex: the monthly CSV export is empty since the last release.'],
  ['ana', 'Initech: the CSV export has lost its last column, the accountant cannot use it.'],
  ['sam', 'Umbrella: push notifications on Android arrive hours late.'],
];

async function hearAll(world: World): Promise<void> {
  for (const [who, text] of said) await write(world, who, 'feedback', text);
  await settled(world, said.length);
}

describe('without a model', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await hearAll(world);
  });

  it('gives the closest words, numbered, with links to the messages, by theme', async () => {
    const answer = textOf(await ask(world, 'sam', 'random', 'ask what is wrong with the CSV export?'));
    expect(answer).toContain('CSV export is empty');
    expect(answer).toMatch(/<http[^|]*archives\/C[^|]*\|\[1\]>/);
    expect(answer).not.toContain('push notifications');
    expect(answer).toMatch(/Looked through \d+ reports? in \d+ themes?/);
  });

  it('understands a question without the command’s name', async () => {
    const answer = textOf(
      await ask(world, 'sam', 'random', 'why do customers complain about notifications?'),
    );
    expect(answer).toContain('push notifications on Android arrive hours late');
  });

  it('says when nothing that was said answers it', async () => {
    const answer = textOf(await ask(world, 'sam', 'random', 'ask who won the football match in Paris?'));
    expect(answer).toContain('Nothing that customers said answers this.');
    expect(answer).not.toContain('export');
  });

  it('asks back when there is no question', async () => {
    expect((await ask(world, 'sam', 'random', 'ask')).text).toContain('What do you want to know?');
  });
});

describe('with a model', () => {
  let claude: AnthropicStandIn;
  let world: World;
  const asked: Asked[] = [];
  let sentences: { text: string; excerpts: number[] }[] = [];

  beforeAll(async () => {
    claude = await startAnthropic({});
    claude.replyWith((request) => {
      if (!request.turns[0]!.text.includes('<question-')) return honest(request);
      asked.push(request);
      return { json: { answered: sentences.length > 0, sentences, missing: null } };
    });
    world = await startWorld({
      env: () => ({ ANTHROPIC_API_KEY: claude.apiKey, ANTHROPIC_BASE_URL: claude.url }),
    });
    await hearAll(world);
  });
  afterAll(() => claude.stop());

  it('shows sentences with citations, and leaves out what no excerpt says', async () => {
    sentences = [
      { text: 'The export is empty since the last release.', excerpts: [1] },
      { text: 'It cost them 5,000 euros.', excerpts: [1] },
      { text: 'Everybody loves it.', excerpts: [] },
      { text: 'Read more at https://evil.example <!channel>.', excerpts: [1] },
    ];
    const answer = await ask(world, 'sam', 'random', 'ask what is wrong with the CSV export?');
    const shown = textOf(answer);
    expect(shown).toMatch(/The export is empty since the last release\. <http[^|]*\|\[1\]>/);
    expect(shown).not.toContain('5,000');
    expect(shown).not.toContain('Everybody loves it');
    expect(shown).not.toContain('evil.example');
    expect(answer.mentions.broadcast).toEqual([]);
  });

  it('sends fenced excerpts, and says so when they hold no answer', async () => {
    sentences = [];
    const answer = textOf(await ask(world, 'sam', 'random', 'ask how many CSV exports are there a day?'));
    expect(answer).toContain('Nothing that customers said answers this.');
    expect(asked.at(-1)!.turns[0]!.text).toMatch(/<excerpts-([0-9a-f]+)>[\s\S]*<\/excerpts-\1>/);
  });

  it('gives the closest words when the model is away', async () => {
    claude.faults.add({ match: { path: '/v1/messages' }, fault: { kind: 'status', status: 500 } });
    const answer = textOf(await ask(world, 'sam', 'random', 'ask what is wrong with the CSV export?'));
    expect(answer).toContain('CSV export is empty');
    expect(answer).toContain('The model could not be asked');
    claude.faults.clear();
  }, 60_000);
});
