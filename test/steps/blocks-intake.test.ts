// The screens and windows of hearing, reading and forgetting in every state; and that no screen anywhere is forgotten.
import { readdirSync, readFileSync } from 'node:fs';
import type { View } from '@slack/types';
import { describe, expect, it, test } from 'vitest';
import { loadBlockKit } from '../../src/sandbox/slack/blocks/check.ts';
import { correctedModal, correctionModal } from '../../src/steps/analyze/blocks.ts';
import { decisionsPageSize, decisionsScreen } from '../../src/steps/desk/decisions-screen.ts';
import { erasedNotice, eraseModal, erasingNotice, erasingView } from '../../src/steps/desk/erase-view.ts';
import {
  type ListenedChannel,
  leftNotice,
  listenDecided,
  listenQuestion,
  listenScreen,
  loggedNotice,
  missingNotice,
} from '../../src/steps/intake/blocks.ts';
import { logModal } from '../../src/steps/intake/log.ts';
import type { Screen } from '../../src/text/screen.ts';
import { activeIn, textsIn } from './screen-checks.ts';
import { daysAgo, texts } from './theme-builders.ts';

const blockKit = await loadBlockKit();
const many = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one);
const id = '0e3ad1c6-7f6b-4c2e-9a55-1f2a3b4c5d6e';

const channel = (name: string, over: Partial<ListenedChannel> = {}): ListenedChannel => ({
  ...{ id: 'C012345', name, shared: 'internal', listening: 'every message', decidedBy: 'U012345' },
  ...over,
});
const ticket = (left: 'nothing' | 'words of people' | 'all') => (text: string) =>
  ({ key: text, url: 'https://linear.app/x/PAY-1', left }) as const;
const decision = (text: string) => ({
  ...{ at: daysAgo(1), who: text, what: text, number: 12, origin: text },
});

const screens: [string, (text: string) => Screen][] = [
  ['how to listen?', (text) => listenQuestion(channel(text), 30)],
  ['how it listens', (text) => listenScreen(channel(text, { decidedBy: 'configuration' }))],
  [
    'how it listens: shared',
    (text) => listenScreen(channel(text, { shared: 'shared', listening: 'threads' })),
  ],
  ['how it listens: not', (text) => listenDecided(channel(text, { listening: 'off' }))],
  ['not in there', (text) => missingNotice(text)],
  ['taken out', (text) => leftNotice({ name: text }, 'U012345')],
  ['taken out by nobody known', (text) => leftNotice({ name: text }, undefined)],
  ['logged', (text) => loggedNotice(text)],
  ['logged for nobody', () => loggedNotice(undefined)],
  ['erasing', () => erasingNotice({ items: 1 })],
  ['erased: nothing left', () => erasedNotice({ kind: 'person', items: 0, tickets: [] })],
  [
    'erased: forty tickets each',
    (text) =>
      erasedNotice({
        kind: 'customer',
        items: 12_345,
        tickets: (['nothing', 'words of people', 'all'] as const).flatMap((left) =>
          many(40, ticket(left)(text)),
        ),
      }),
  ],
  ['decisions: none', () => decisionsScreen({ rows: [], page: 1, hasMore: false })],
  ['decisions: one', (text) => decisionsScreen({ rows: [decision(text)], page: 1, hasMore: false })],
  [
    'decisions: a page of many',
    (text) => decisionsScreen({ rows: many(decisionsPageSize, decision(text)), page: 2, hasMore: true }),
  ],
];

describe.each(screens)('%s', (_, draw) => {
  test.each(Object.entries(texts))('with %s text is accepted by Slack and does nothing', (_, text) => {
    const { text: words, blocks } = draw(text);
    expect(blockKit.message(blocks)).toEqual([]);
    expect(words.length).toBeGreaterThan(0);
    for (const shown of [words, ...textsIn(blocks)]) expect(activeIn(shown)).toEqual([]);
  });
});

const candidate = (text: string, n: number) => ({ value: `customer:${n}`, name: text, what: text });
const judged = { area: 'a', kind: 'bug', severity: 'high', findingId: id, origin: 'C012345' } as const;
const areas = (text: string, n: number) =>
  Array.from({ length: n }, (_, i) => ({ key: `a${i}`, name: text }));

const windows: [string, (text: string) => View][] = [
  ['log: empty', () => logModal({})],
  ['log: with words', (text) => logModal({ responseUrl: 'https://x.example/1', channel: 'C012345' }, text)],
  ['not right: no areas', (text) => correctionModal({ ...judged, area: null, summary: text }, [])],
  ['not right: many areas', (text) => correctionModal({ ...judged, summary: text }, areas(text, 150))],
  ['not right: nothing changed', () => correctedModal([], [])],
  [
    'not right: changed',
    (text) => correctedModal(many(3, { field: 'area', was: text, is: null }), areas(text, 3)),
  ],
  ['erase: one', (text) => eraseModal([candidate(text, 1)], 'C012345')],
  [
    'erase: eight',
    (text) =>
      eraseModal(
        [1, 2, 3, 4, 5, 6, 7, 8].map((n) => candidate(text, n)),
        'C012345',
      ),
  ],
  ['erase: begun', (text) => erasingView(text)],
];

describe.each(windows)('the window "%s"', (_, draw) => {
  test.each(Object.entries(texts))('with %s text is accepted by Slack and does nothing', (_, text) => {
    const view = draw(text);
    expect(blockKit.view(view as unknown as Record<string, unknown>)).toEqual([]);
    for (const shown of textsIn(view.blocks)) expect(activeIn(shown)).toEqual([]);
  });
});

/** Every exported function that answers with something to be shown in Slack. */
function screensOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.flatMap((name) => {
    const code = readFileSync(`${folder}/${name}`, 'utf8');
    const drawn =
      /^export (?:function|const) (\w+)(?: = )?\((?:(?!\n(?:export|function|const) )[\s\S])*?\): (\w+)/gm;
    return [...code.matchAll(drawn)].flatMap(([, drawer, shape]) =>
      ['Screen', 'View', 'ModalView', 'HomeView'].includes(shape!) ? drawer! : [],
    );
  });
}

it('no screen is left out of these tables', () => {
  const tables = readdirSync('test/steps')
    .filter((name) => /blocks.*\.test\.ts$|screens\.test\.ts$/.test(name))
    .map((name) => readFileSync(`test/steps/${name}`, 'utf8'))
    .join('\n');
  const drawn = screensOf('src/steps');
  expect(drawn.length).toBeGreaterThan(40);
  expect(drawn.filter((name) => !new RegExp(`\\b${name}\\(`).test(tables))).toEqual([]);
});
