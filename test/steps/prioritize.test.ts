// The impact score by example: what each part counts, when a ticket is proposed, and how a score explains itself.
import { describe, expect, test } from 'vitest';
import { bandOf } from '../../src/steps/prioritize/bands.ts';
import { explain } from '../../src/steps/prioritize/explain.ts';
import { defaultHalfPoints, halfPointsDue, halfPointsFor } from '../../src/steps/prioritize/half-points.ts';
import { parts } from '../../src/steps/prioritize/parts.ts';
import { type Report, scoreTheme, type Yardstick } from '../../src/steps/prioritize/prioritize.ts';
import { trendOf } from '../../src/steps/prioritize/trend.ts';
import { byImpact, yardstickFor } from '../../src/steps/prioritize/yardstick.ts';

const now = new Date('2026-03-02T09:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

function report(customer: string, overrides: Partial<Report> = {}): Report {
  return {
    customer,
    customerName: customer,
    annualRevenue: null,
    at: now,
    severity: 'medium',
    sentiment: 0,
    churnRisk: 0,
    ...overrides,
  };
}

const yardstick: Yardstick = {
  at: now,
  connected: parts,
  halfPoints: defaultHalfPoints,
  medianRevenue: 10_000,
  topRevenue: 100_000,
};

const pointsOf = (impact: ReturnType<typeof scoreTheme>) =>
  Object.fromEntries(impact.parts.map(({ part, points }) => [part, points]));

describe('parts', () => {
  test('eight customers of today earn half of the points for reach', () => {
    const reports = Array.from({ length: 8 }, (_, n) => report(`customer-${n}`));
    expect(pointsOf(scoreTheme({ reports }, yardstick)).reach).toBeCloseTo(12.5, 10);
  });

  test('a report counts half after two weeks, a twentieth until day 90, then ever less', () => {
    const raw = (days: number) =>
      scoreTheme({ reports: [report('a', { at: daysAgo(days) })] }, yardstick).raw.reach;
    expect(raw(14)).toBeCloseTo(0.5, 10);
    expect(raw(80)).toBe(0.05);
    expect(raw(91)).toBeCloseTo(2 ** -6.5, 10);
  });

  test('a message dated in the future counts as one of now', () => {
    expect(scoreTheme({ reports: [report('a', { at: daysAgo(-3) })] }, yardstick).raw.reach).toBe(1);
  });

  test('a median customer weighs 1 in revenue, one of 15 times the median weighs 4, an unknown one weighs 1', () => {
    const raw = (annualRevenue: number | null) =>
      scoreTheme({ reports: [report('a', { annualRevenue })] }, yardstick).raw.revenue;
    expect([raw(10_000), raw(150_000), raw(null), raw(0)]).toEqual([1, 4, 1, 0]);
  });

  test('the systems count an open incident four tenths and a tested relation six', () => {
    const raw = (incident: string | null, standing: 'confirmed' | 'suggestive', q: number) =>
      scoreTheme(
        { reports: [report('a')], system: { incident, link: { standing, q, says: 'p95 leads' } } },
        yardstick,
      ).raw.system;
    expect(raw('INC-1', 'confirmed', 1e-9)).toBeCloseTo(3, 10);
    expect(raw(null, 'confirmed', 1e-3)).toBeCloseTo(3 * 0.6 * 0.5, 10);
    expect(raw(null, 'suggestive', 1e-3)).toBeCloseTo(3 * 0.6 * 0.25, 10);
    expect(raw('INC-1', 'suggestive', 1)).toBeCloseTo(1.2, 10);
  });

  test('what is not connected neither gives nor costs points, and lowers confidence instead', () => {
    const reports = [report('a', { severity: 'critical' })];
    const connected = parts.filter((part) => part !== 'system' && part !== 'trend');
    const part = scoreTheme({ reports }, { ...yardstick, connected });
    const whole = scoreTheme({ reports }, yardstick);
    expect(part.score).toBeCloseTo(whole.score / 0.75, 10);
    expect(part.confidence).toBeCloseTo(whole.confidence * 0.75, 10);
    expect(part.parts.map(({ part }) => part)).not.toContain('system');
  });

  test('six customers weighing 4.5 make a confidence of 0.69', () => {
    const ages = [0, 0, 0, 7, 14, 29];
    const reports = ages.map((days, n) => report(`c${n}`, { at: daysAgo(days) }));
    const { confidence, recentCustomers } = scoreTheme({ reports }, yardstick);
    expect(recentCustomers).toBeCloseTo(4.4, 1);
    expect(confidence).toBeCloseTo(0.69, 2);
  });
});

describe('bands and proposals', () => {
  test('the bands begin at 70, 50 and 30', () => {
    expect([70, 69.999, 50, 49.999, 30, 29.999, 0].map(bandOf)).toEqual([
      'critical',
      'high',
      'high',
      'medium',
      'medium',
      'low',
      'low',
    ]);
  });

  test('a ticket is proposed from 50 points on when enough customers say so', () => {
    const reports = Array.from({ length: 12 }, (_, n) =>
      report(`c${n}`, { severity: 'critical', sentiment: -1, churnRisk: 0.8, annualRevenue: 50_000 }),
    );
    const many = scoreTheme({ reports }, yardstick);
    expect(many.score).toBeGreaterThan(50);
    expect(many.proposal).toEqual({ why: 'score' });
    expect(scoreTheme({ reports: reports.slice(0, 1) }, yardstick).proposal).toBeNull();
  });

  test('one large customer that mentions leaving is enough', () => {
    const leaving = { churnRisk: 0.9, at: daysAgo(20) };
    const of = (annualRevenue: number | null) =>
      scoreTheme({ reports: [report('acme', { ...leaving, annualRevenue })] }, yardstick).proposal;
    expect(of(100_000)).toEqual({ why: 'churn', customer: 'acme' });
    expect(of(99_999)).toBeNull();
    expect(of(null)).toBeNull();
  });

  test('a threat to leave of more than 90 days ago proposes nothing', () => {
    const old = report('acme', { churnRisk: 1, annualRevenue: 1e6, at: daysAgo(91) });
    expect(scoreTheme({ reports: [old] }, yardstick).proposal).toBeNull();
  });
});

describe('the yardstick', () => {
  test('knows the median and the top tenth of the revenues above nothing', () => {
    const revenues = [0, 0, ...Array.from({ length: 20 }, (_, n) => (n + 1) * 1000)];
    const known = {
      at: now,
      revenues,
      signals: false,
      heardSince: daysAgo(30),
      halfPoints: defaultHalfPoints,
    };
    expect(yardstickFor(known)).toMatchObject({ medianRevenue: 10_500, topRevenue: 19_000 });
    expect(yardstickFor(known).connected).toEqual(parts.filter((part) => part !== 'system'));
  });

  test('without revenues and history counts neither', () => {
    const nothing = {
      at: now,
      revenues: [],
      signals: true,
      heardSince: daysAgo(13),
      halfPoints: defaultHalfPoints,
    };
    expect(yardstickFor(nothing)).toMatchObject({ medianRevenue: null, topRevenue: null });
    expect(yardstickFor(nothing).connected).toEqual(['reach', 'severity', 'system', 'churn', 'sentiment']);
  });

  test('half-points follow the upper quartile of active themes, never below their defaults', () => {
    const raw = { reach: 4, revenue: 1, severity: 1, system: 0, churn: 0, trend: 0, sentiment: 0 };
    const active = [1, 5, 9, 13, 17].map((reach) => ({ ...raw, reach }));
    const { version, values } = halfPointsFor(active, now);
    expect(version).toBe('2026-03');
    expect(values).toEqual({ ...defaultHalfPoints.values, reach: 13 });
    expect(halfPointsFor([], now).values).toEqual(defaultHalfPoints.values);
  });

  test('half-points are due once a month', () => {
    const march = halfPointsFor([], now);
    expect(halfPointsDue(defaultHalfPoints, now)).toBe(true);
    expect(halfPointsDue(march, new Date('2026-03-31T23:59:00Z'))).toBe(false);
    expect(halfPointsDue(march, new Date('2026-04-01T00:00:00Z'))).toBe(true);
  });

  test('ties are broken by customers, revenue, the newest report, age and id, in this order', () => {
    const one = { id: 'b', score: 40, customers: 3, revenue: 2, newestAt: daysAgo(2), startedAt: daysAgo(9) };
    const better = [
      { ...one, score: 40.001 },
      { ...one, customers: 4 },
      { ...one, revenue: 2.1 },
      { ...one, newestAt: daysAgo(1) },
      { ...one, startedAt: daysAgo(10) },
      { ...one, id: 'a' },
    ];
    for (const other of better) expect([one, other].sort(byImpact)[0]).toBe(other);
    expect([...better.toReversed(), one].sort(byImpact)).toEqual([...better, one]);
  });
});

describe('trend', () => {
  const weekly = (perWeek: number[]) =>
    perWeek.flatMap((n, week) =>
      Array.from({ length: n }, (_, i) => ({ customer: `w${week}-${i}`, at: daysAgo(week * 7 + 1) })),
    );

  test('six customers after two a week is growth, two after two is not', () => {
    const before = [2, 2, 2, 2, 2, 2, 2, 2];
    expect(trendOf(weekly([6, ...before]), { at: now })).toMatchObject({ recent: 6, usual: 2 });
    expect(trendOf(weekly([6, ...before]), { at: now }).lower).toBeGreaterThan(0.5);
    expect(trendOf(weekly([2, ...before]), { at: now }).lower).toBeLessThan(0);
    expect(trendOf(weekly([0, ...before]), { at: now }).upper).toBeLessThan(0);
  });

  test('one customer writing twenty times is one', () => {
    const loud = Array.from({ length: 20 }, () => ({ customer: 'a', at: daysAgo(1) }));
    expect(trendOf(loud, { at: now })).toEqual(trendOf(loud.slice(0, 1), { at: now }));
  });

  test('growth of all feedback is no growth of this theme', () => {
    const reports = weekly([6, 2, 2, 2, 2, 2, 2, 2, 2]);
    expect(trendOf(reports, { at: now, share: 3 }).lower).toBeLessThan(0);
  });

  test('weeks before Earshot listened are not counted as silent', () => {
    const reports = weekly([3, 3]);
    expect(trendOf(reports, { at: now, heardSince: daysAgo(14) })).toMatchObject({ recent: 3, usual: 3 });
    expect(trendOf(reports, { at: now, heardSince: daysAgo(14) }).lower).toBeLessThan(0);
  });
});

describe('explain', () => {
  const reports = [
    report('acme', { annualRevenue: 200_000, severity: 'critical', churnRisk: 0.7, sentiment: -0.8 }),
    report('umbrella', { annualRevenue: 100_000, severity: 'high', churnRisk: 0.6, sentiment: -0.4 }),
    report('initech', { at: daysAgo(10) }),
  ];
  const theme = {
    reports,
    system: { incident: null, link: { standing: 'confirmed' as const, q: 0.004, says: 'p95 leads by 3 h' } },
    trend: { lower: 0.6, upper: 1.2, recent: 3, usual: 0.5 },
  };

  test('says every part in words, largest first, and the lines add up', () => {
    const { score, lines } = explain(theme, yardstick);
    const said = Object.fromEntries(lines.map(({ part, says }) => [part, says]));
    expect(said).toEqual({
      reach: '3 customers, 2.6 recent-weighted',
      revenue: 'acme 20x, umbrella 10x median revenue',
      severity: '1 blocker, 1 serious problem',
      system: 'p95 leads by 3 h',
      churn: '2 customers mention leaving',
      trend: 'at least 1.8x: 3 this week, usually 0.5',
      sentiment: '2 of 3 unhappy',
    });
    const points = lines.map(({ points }) => points);
    expect(points).toEqual(points.toSorted((a, b) => b - a));
    expect(points.reduce((sum, n) => sum + n, 0)).toBeCloseTo(score, 9);
  });

  test('says what one more blocked customer adds and what a silent week takes', () => {
    const { score, oneMore, inAWeek } = explain(theme, yardstick);
    const joined = { ...theme, reports: [...reports, report('new', { severity: 'critical' })] };
    expect(oneMore).toBeCloseTo(scoreTheme(joined, yardstick).score - score, 9);
    expect(inAWeek).toBeLessThan(score - 5);
  });

  test('names what could not be counted', () => {
    const blind = {
      ...yardstick,
      connected: parts.filter((part) => part !== 'system' && part !== 'revenue'),
    };
    expect(explain(theme, blind).missing).toEqual([
      { part: 'revenue', because: 'no customer has a known revenue' },
      { part: 'system', because: 'no metrics or incidents are connected' },
    ]);
  });

  test('is plain data that survives being stored', () => {
    const explanation = explain(theme, yardstick);
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });
});
