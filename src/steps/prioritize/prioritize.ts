// How much it matters: a theme's impact score, 0 to 100, as a sum of parts that people can check.
// Invariants (each a property test): repeats by one customer change nothing; news never lowers a score; silence never
// raises it; the parts add up to the score; the order of the reports does not matter.
import { type Severity, severityWeight } from '../analyze/analysis.ts';
import { type Band, bandOf, enoughConfidence, worthATicket } from './bands.ts';
import type { HalfPoints } from './half-points.ts';
import { fullPoints, type Part, parts, type Raw } from './parts.ts';
import type { Trend } from './trend.ts';

/** One finding of one customer. */
export type Report = {
  /** Whatever tells customers apart: our customer id, or the author where the customer is unknown. */
  customer: string;
  customerName: string;
  annualRevenue: number | null;
  at: Date;
  severity: Severity;
  /** -1 to 1. */
  sentiment: number;
  /** 0 to 1. */
  churnRisk: number;
};

export type SystemEvidence = {
  /** What is open in the theme's area now, in words, e.g. `INC-12 since 14:05`. */
  incident: string | null;
  /** The tested relation with a metric: its q value and what it says. */
  link: { standing: 'confirmed' | 'suggestive'; q: number; says: string } | null;
};

export type ThemeEvidence = {
  reports: Report[];
  system?: SystemEvidence | undefined;
  trend?: Trend | undefined;
};

/** What all themes of one moment are measured with. */
export type Yardstick = {
  at: Date;
  connected: readonly Part[];
  halfPoints: HalfPoints;
  /** Over all customers whose revenue is known and above 0. */
  medianRevenue: number | null;
  /** From this annual revenue on a customer is among the top tenth. */
  topRevenue: number | null;
};

export type Impact = {
  /** Unrounded; the sum of the parts' points. */
  score: number;
  band: Band;
  /** 0 to 1: how much of the evidence could be there, and how many recent customers it rests on. */
  confidence: number;
  /** In their usual order. Points and maximum are out of the connected parts, so that they add up to the score. */
  parts: { part: Part; raw: number; points: number; max: number }[];
  raw: Raw;
  customers: number;
  /** Customers weighted by how recently they spoke. */
  recentCustomers: number;
  /** Why a ticket is proposed, if it is. */
  proposal: { why: 'score' } | { why: 'churn'; customer: string } | null;
  /** Of the half-points. */
  version: string;
};

export function scoreTheme(theme: ThemeEvidence, yardstick: Yardstick): Impact {
  const voices = voicesOf(theme.reports, yardstick.at);
  const raw = rawParts(voices, theme, yardstick);
  const scored = pointsOf(raw, yardstick);
  const score = scored.reduce((sum, { points }) => sum + points, 0);
  const recentCustomers = raw.reach;
  const known = yardstick.connected.reduce((sum, part) => sum + fullPoints[part], 0) / 100;
  const confidence = (known * recentCustomers) / (recentCustomers + 2);
  return {
    score,
    band: bandOf(score),
    confidence,
    parts: scored,
    raw,
    customers: voices.length,
    recentCustomers,
    proposal: proposalFor(score, confidence, { voices, yardstick }),
    version: yardstick.halfPoints.version,
  };
}

/** One customer over all its reports: the worst counts, so that repeating it changes nothing. */
export type Voice = {
  customer: string;
  name: string;
  revenue: number | null;
  recency: number;
  severity: number;
  displeasure: number;
  churn: number;
  /** Said something like leaving within the last 90 days. */
  leaving: boolean;
  worst: Severity;
};

/** In the code-unit order of their keys: floating point sums must not depend on the order of the reports. */
export function voicesOf(reports: Report[], at: Date): Voice[] {
  const voices = new Map<string, Voice>();
  for (const report of reports) {
    const voice = voices.get(report.customer);
    const fresh = freshness((at.getTime() - report.at.getTime()) / 86_400_000);
    if (voice) hear(voice, report, fresh);
    else voices.set(report.customer, hear(silent(report), report, fresh));
  }
  return [...voices.values()].sort((a, b) => (a.customer < b.customer ? -1 : 1));
}

/** Evidence halves in a fortnight, but what was said within 90 days is never quite forgotten. */
function freshness(days: number): number {
  return Math.max(2 ** (-Math.max(0, days) / 14), days <= 90 ? 0.05 : 0);
}

function silent({ customer, customerName }: Report): Voice {
  return {
    customer,
    name: customerName,
    revenue: null,
    recency: 0,
    severity: 0,
    displeasure: 0,
    churn: 0,
    leaving: false,
    worst: 'low',
  };
}

function hear(voice: Voice, report: Report, fresh: number): Voice {
  const weight = severityWeight[report.severity];
  voice.recency = Math.max(voice.recency, fresh);
  voice.severity = Math.max(voice.severity, fresh * weight);
  voice.displeasure = Math.max(voice.displeasure, fresh * Math.max(0, -report.sentiment));
  voice.churn = Math.max(voice.churn, fresh * report.churnRisk);
  voice.leaving ||= report.churnRisk >= 0.5 && fresh >= 0.05;
  if (weight > severityWeight[voice.worst]) voice.worst = report.severity;
  if (report.customerName < voice.name) voice.name = report.customerName;
  if (report.annualRevenue !== null) voice.revenue = Math.max(voice.revenue ?? 0, report.annualRevenue);
  return voice;
}

function rawParts(voices: Voice[], theme: ThemeEvidence, yardstick: Yardstick): Raw {
  const raw: Raw = { reach: 0, revenue: 0, severity: 0, system: 0, churn: 0, trend: 0, sentiment: 0 };
  for (const voice of voices) {
    const weight = revenueWeight(voice.revenue, yardstick.medianRevenue);
    raw.reach += voice.recency;
    raw.revenue += voice.recency * weight;
    raw.severity += voice.severity;
    raw.churn += voice.churn * Math.max(0.5, weight);
    raw.sentiment += voice.displeasure;
  }
  raw.system = 3 * systemStrength(theme.system);
  raw.trend = Math.max(0, theme.trend?.lower ?? 0);
  return raw;
}

/** 1 for the median customer and for one whose revenue is unknown. */
function revenueWeight(revenue: number | null, median: number | null): number {
  return revenue === null || median === null ? 1 : Math.log2(1 + Math.max(0, revenue) / median);
}

/** 0 to 1. */
function systemStrength(system: SystemEvidence | undefined): number {
  const certainty = system?.link ? Math.min(1, Math.max(0, -Math.log10(system.link.q) / 6)) : 0;
  const link = system?.link?.standing === 'suggestive' ? certainty / 2 : certainty;
  return 0.4 * (system?.incident ? 1 : 0) + 0.6 * link;
}

function pointsOf(raw: Raw, { connected, halfPoints }: Yardstick): Impact['parts'] {
  const there = parts.filter((part) => connected.includes(part));
  const scale = 100 / there.reduce((sum, part) => sum + fullPoints[part], 0);
  return there.map((part) => {
    const max = fullPoints[part] * scale;
    const half = halfPoints.values[part];
    // raw / (raw + half), written so that rounding keeps it monotone.
    return { part, raw: raw[part], points: max * (1 - half / (raw[part] + half)), max };
  });
}

function proposalFor(
  score: number,
  confidence: number,
  { voices, yardstick }: { voices: Voice[]; yardstick: Yardstick },
): Impact['proposal'] {
  const { topRevenue } = yardstick;
  const leaving = voices.find(
    ({ leaving, revenue }) => leaving && topRevenue !== null && revenue !== null && revenue >= topRevenue,
  );
  if (score >= worthATicket && confidence >= enoughConfidence) return { why: 'score' };
  return leaving ? { why: 'churn', customer: leaving.name } : null;
}
