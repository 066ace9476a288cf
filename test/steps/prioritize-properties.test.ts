// What must hold of every score, over random themes. 2,000 themes a property, the seed is printed on failure.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Severity } from '../../src/steps/analyze/analysis.ts';
import { defaultHalfPoints } from '../../src/steps/prioritize/half-points.ts';
import { parts } from '../../src/steps/prioritize/parts.ts';
import {
  type Report,
  type SystemEvidence,
  scoreTheme,
  type ThemeEvidence,
  type Yardstick,
} from '../../src/steps/prioritize/prioritize.ts';
import { trendOf } from '../../src/steps/prioritize/trend.ts';

const now = new Date('2026-03-02T09:00:00Z');
const day = 86_400_000;
const severities: Severity[] = ['low', 'medium', 'high', 'critical'];

const daysAgo = fc.double({ min: 0, max: 120, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const revenue = fc.option(fc.double({ min: 0, max: 5e6, noNaN: true }), { nil: null });

const report: fc.Arbitrary<Report> = fc
  .record({
    customer: fc.integer({ min: 0, max: 12 }).map((n) => `customer-${n}`),
    annualRevenue: revenue,
    daysAgo,
    severity: fc.constantFrom(...severities),
    sentiment: fc.double({ min: -1, max: 1, noNaN: true }),
    churnRisk: unit,
  })
  .map(({ daysAgo, ...said }) => ({
    ...said,
    customerName: said.customer,
    at: new Date(now.getTime() - daysAgo * day),
  }));

const system: fc.Arbitrary<SystemEvidence> = fc.record({
  incident: fc.option(fc.constant('INC-12'), { nil: null }),
  link: fc.option(
    fc.record({
      standing: fc.constantFrom('confirmed' as const, 'suggestive' as const),
      q: fc.double({ min: 1e-12, max: 1, noNaN: true }),
      says: fc.constant('p95 leads by 3 h'),
    }),
    { nil: null },
  ),
});

const theme: fc.Arbitrary<ThemeEvidence> = fc.record({
  reports: fc.array(report, { minLength: 1, maxLength: 30 }),
  system: fc.option(system, { nil: undefined }),
  trend: fc.option(
    fc
      .record({ lower: fc.double({ min: -3, max: 4, noNaN: true }), recent: fc.nat(40), usual: unit })
      .map((t) => ({ ...t, upper: t.lower + 1 })),
    { nil: undefined },
  ),
});

const yardstick: fc.Arbitrary<Yardstick> = fc.record({
  at: fc.constant(now),
  connected: fc.oneof(
    fc.constant(parts),
    fc.constant(parts.filter((p) => p !== 'system' && p !== 'revenue')),
  ),
  medianRevenue: fc.option(fc.double({ min: 100, max: 1e6, noNaN: true }), { nil: null }),
  topRevenue: fc.option(fc.double({ min: 1000, max: 1e6, noNaN: true }), { nil: null }),
  halfPoints: fc.constant(defaultHalfPoints),
});

function holds<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, predicate), { numRuns: 2000 });
}

/** Logarithms may be wrong in the last bit. */
const atLeast = (score: number) => score - 1e-9;

describe('the impact score', () => {
  test('lies between 0 and 100', () => {
    holds(fc.tuple(theme, yardstick), ([theme, yardstick]) => {
      const { score, confidence } = scoreTheme(theme, yardstick);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThan(100);
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThan(1);
    });
  });

  test('does not depend on the order of the reports', () => {
    const shuffled = theme.chain((theme) =>
      fc
        .shuffledSubarray(theme.reports, { minLength: theme.reports.length })
        .map((reports) => ({ theme, reports })),
    );
    holds(fc.tuple(shuffled, yardstick), ([{ theme, reports }, yardstick]) => {
      expect(scoreTheme({ ...theme, reports }, yardstick)).toEqual(scoreTheme(theme, yardstick));
    });
  });

  test('is not changed by fifty repeats of a report', () => {
    holds(fc.tuple(theme, yardstick), ([theme, yardstick]) => {
      const reports = [...theme.reports, ...Array.from({ length: 50 }, () => theme.reports[0]!)];
      expect(scoreTheme({ ...theme, reports }, yardstick)).toEqual(scoreTheme(theme, yardstick));
    });
  });

  test('is never lowered by another report of a customer already counted', () => {
    holds(fc.tuple(theme, yardstick, report), ([theme, yardstick, another]) => {
      const { customer, customerName, annualRevenue } = theme.reports[0]!;
      const more = [...theme.reports, { ...another, customer, customerName, annualRevenue }];
      const { score } = scoreTheme({ ...theme, reports: more }, yardstick);
      expect(score).toBeGreaterThanOrEqual(scoreTheme(theme, yardstick).score);
    });
  });

  test('is raised by a new customer', () => {
    holds(fc.tuple(theme, yardstick, report), ([theme, yardstick, another]) => {
      const more = [...theme.reports, { ...another, customer: 'somebody new' }];
      const { score } = scoreTheme({ ...theme, reports: more }, yardstick);
      expect(score).toBeGreaterThan(scoreTheme(theme, yardstick).score);
    });
  });

  test('does not fall when a report is more severe', () => {
    holds(fc.tuple(theme, yardstick, fc.nat(29)), ([theme, yardstick, n]) => {
      const raised = theme.reports.map((report, i) =>
        i === n % theme.reports.length
          ? { ...report, severity: severities[Math.min(3, severities.indexOf(report.severity) + 1)]! }
          : report,
      );
      const { score } = scoreTheme({ ...theme, reports: raised }, yardstick);
      expect(score).toBeGreaterThanOrEqual(scoreTheme(theme, yardstick).score);
    });
  });

  test('does not fall when a customer pays more', () => {
    holds(
      fc.tuple(theme, yardstick, fc.double({ min: 1, max: 50, noNaN: true })),
      ([theme, yardstick, by]) => {
        const raised = theme.reports.map((report) =>
          report.customer === theme.reports[0]!.customer && report.annualRevenue !== null
            ? { ...report, annualRevenue: report.annualRevenue * by }
            : report,
        );
        const { score } = scoreTheme({ ...theme, reports: raised }, yardstick);
        expect(score).toBeGreaterThanOrEqual(atLeast(scoreTheme(theme, yardstick).score));
      },
    );
  });

  test('does not fall when the theme grows faster', () => {
    holds(fc.tuple(theme, yardstick, unit), ([theme, yardstick, by]) => {
      const trend = theme.trend ?? { lower: 0, upper: 0, recent: 0, usual: 0 };
      const faster = { ...theme, trend: { ...trend, lower: trend.lower + by } };
      const { score } = scoreTheme(faster, yardstick);
      expect(score).toBeGreaterThanOrEqual(scoreTheme({ ...theme, trend }, yardstick).score);
    });
  });

  test('does not fall when the systems say more', () => {
    holds(fc.tuple(theme, yardstick, system, unit), ([theme, yardstick, system, by]) => {
      const link = system.link && { ...system.link, standing: 'confirmed' as const, q: system.link.q * by };
      const more = { incident: 'INC-12', link };
      const { score } = scoreTheme({ ...theme, system: more }, yardstick);
      expect(score).toBeGreaterThanOrEqual(atLeast(scoreTheme({ ...theme, system }, yardstick).score));
    });
  });

  test('does not rise while nothing is said', () => {
    holds(fc.tuple(theme, yardstick, daysAgo), ([theme, yardstick, days]) => {
      const later = { ...yardstick, at: new Date(now.getTime() + days * day) };
      expect(scoreTheme(theme, later).score).toBeLessThanOrEqual(scoreTheme(theme, yardstick).score);
    });
  });

  test('is the sum of its parts, out of a hundred', () => {
    holds(fc.tuple(theme, yardstick), ([theme, yardstick]) => {
      const { score, parts } = scoreTheme(theme, yardstick);
      expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      expect(parts.reduce((sum, { max }) => sum + max, 0)).toBeCloseTo(100, 9);
      for (const { points, max } of parts) expect(points).toBeLessThan(max);
    });
  });

  test('with its trend counted anew, is not raised by a silent week', () => {
    holds(
      fc.tuple(theme, yardstick, fc.double({ min: 7, max: 60, noNaN: true })),
      ([theme, yardstick, days]) => {
        const at = new Date(now.getTime() + days * day);
        const before = scoreTheme({ ...theme, trend: trendOf(theme.reports, { at: now }) }, yardstick);
        const after = scoreTheme({ ...theme, trend: trendOf(theme.reports, { at }) }, { ...yardstick, at });
        expect(after.score).toBeLessThanOrEqual(before.score);
      },
    );
  });
});
