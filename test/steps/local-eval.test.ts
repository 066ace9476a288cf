// The eval command on small files: the figures it prints and the sentences it ends with.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { clusterMetrics } from '../../src/eval/cluster-metrics.ts';
import { runEval } from '../../src/eval/eval.ts';
import { averagePrecision, macroF1, noveltyAuc, recallAt } from '../../src/eval/rank-metrics.ts';
import { startAnthropic } from '../../src/sandbox/anthropic/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'earshot-eval-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

let files = 0;
function fileOf(items: object[]): string {
  const file = join(folder, `set-${files++}.jsonl`);
  writeFileSync(file, items.map((item) => JSON.stringify(item)).join('\n'));
  return file;
}

async function evaluate(items: object[], ...args: string[]) {
  const lines: string[] = [];
  await runEval([fileOf(items), ...args, '--json'], (line) => lines.push(line));
  return {
    lines,
    ...(JSON.parse(lines.at(-1)!) as { task: string; n: number; metrics: Record<string, number> }),
  };
}

const bikes = [
  { id: 1, text: 'the lock of the bike does not open', label: 'lock', created_at: '2025-01-01T10:00:00Z' },
  {
    id: 3,
    text: 'bike lock will not open at the station',
    label: 'lock',
    created_at: '2025-01-03T10:00:00Z',
  },
  { id: 2, text: 'please add child seats', label: 'seats', created_at: '2025-01-02T10:00:00Z' },
  {
    id: 4,
    text: 'a seat for a child would be great, please add one',
    label: 'seats',
    created_at: '2025-01-04T10:00:00Z',
  },
];

describe('eval', () => {
  it('streams items by time and finds their themes', async () => {
    const { n, metrics } = await evaluate(bikes, '--task', 'candidates');
    expect(n).toBe(2);
    expect(metrics).toMatchObject({ recallAt1: 1, recallAt10: 1, noveltyAuc: 1 });
  });
  it('makes themes as the job does and counts them against gold', async () => {
    const { metrics } = await evaluate(bikes, '--task', 'themes');
    expect(metrics).toMatchObject({ gold: 2, bCubedPrecision: 1 });
  });
  it('learns areas from examples and tests the rest', async () => {
    const { n, metrics } = await evaluate(bikes, '--task', 'areas', '--examples', '1', '--seed', '4');
    expect(n).toBe(2);
    expect(metrics.accuracy).toBe(1);
  });
  it('judges kinds in the words of the file', async () => {
    const kinds = [
      { id: 1, text: 'The app crashes on start.', labels: ['problem_report'] },
      { id: 2, text: 'Please add a dark mode.', labels: ['feature_request'] },
      { id: 3, text: 'Love it!', labels: ['irrelevant'] },
    ];
    expect((await evaluate(kinds, '--task', 'kind')).metrics.accuracy).toBe(1);
  });
  it('judges moods by label or by stars', async () => {
    const moods = [
      { id: 1, text: 'I love it, it works great!', label: 'positive' },
      { id: 2, text: 'Terrible. It crashes all the time.', stars: 1 },
    ];
    expect((await evaluate(moods, '--task', 'sentiment')).metrics.accuracy).toBe(1);
  });
  it('finds earlier duplicates only', async () => {
    const reports = [
      { id: 'a', text: 'NameNode fails to start after upgrade', dups: ['c'] },
      { id: 'b', text: 'Slow listing of directories', dups: [] },
      { id: 'c', text: 'After the upgrade the NameNode does not start', dups: ['a'] },
    ];
    const { n, metrics } = await evaluate(reports, '--task', 'duplicates');
    expect(n).toBe(1);
    expect(metrics).toMatchObject({ map: 1, recallAt1: 1 });
  });
  it('gives the same figures on every run, time aside', async () => {
    const figures = async () => {
      const { secondsPerItem, ...rest } = (await evaluate(bikes, '--task', 'themes', '--seed', '3')).metrics;
      expect(secondsPerItem).toBeGreaterThan(0);
      return rest;
    };
    expect(await figures()).toEqual(await figures());
  });
  it('asks Claude where told to, and counts tokens and cost', async () => {
    const claude = await startAnthropic();
    try {
      vi.stubEnv('ANTHROPIC_API_KEY', claude.apiKey);
      vi.stubEnv('ANTHROPIC_BASE_URL', claude.url);
      const { lines, n } = await evaluate(bikes, '--task', 'themes', '--analyzer', 'claude');
      expect(n).toBe(4);
      expect(lines.find((line) => line.includes('tokens'))).not.toContain('tokens 0');
    } finally {
      await claude.stop();
    }
  });
  it.each([
    [[], /eval needs one file/],
    [['no-such-file', '--task', 'kind'], /cannot be read/],
    [['package.json', '--task', 'tea'], /eval needs a task/],
    [['package.json', '--task', 'kind'], /line 1 is no JSON/],
    [['package.json', '--task', 'kind', '--seed', 'x'], /--seed must be a whole number/],
  ])('ends %j with a sentence that names the fix', async (args, message) =>
    expect(runEval(args, () => undefined)).rejects.toThrow(message),
  );
});

describe('metrics', () => {
  it('are perfect for a perfect grouping and as computed by hand for another', () => {
    expect(clusterMetrics(['a', 'a', 'b'], ['x', 'x', 'y'])).toMatchObject({
      bCubedF1: 1,
      pairF1: 1,
      nmi: 1,
      ari: 1,
    });
    const mixed = clusterMetrics(['a', 'a', 'a', 'b'], ['x', 'x', 'y', 'y']);
    expect(mixed.bCubedPrecision).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, 12);
    expect(mixed.bCubedRecall).toBeCloseTo((1 + 1 + 1 / 2 + 1 / 2) / 4, 12);
    expect(mixed.pairF1).toBeCloseTo(0.4, 12);
    expect(mixed.ari).toBeCloseTo(0, 12);
  });
  it('rank as the books say', () => {
    expect(recallAt([0, 4, -1], 5)).toBeCloseTo(2 / 3, 12);
    expect(averagePrecision([0, 2], 2)).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(noveltyAuc([0.1, 0.5], [0.5, 0.9])).toBeCloseTo(0.875, 12);
    expect(
      macroF1([
        { gold: 'a', said: 'a' },
        { gold: 'b', said: 'a' },
      ]),
    ).toBeCloseTo(1 / 3, 12);
  });
});
