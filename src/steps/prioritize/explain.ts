// Every score can answer "why?": its parts in words, largest first, and what would change it. The answer is plain data,
// stored with the score, so that any past score can still be explained.
import { cutText, oneLine } from '../../text/cut.ts';
import { count } from '../../text/screen.ts';
import type { Severity } from '../analyze/analysis.ts';
import type { Band } from './bands.ts';
import { missingBecause, type Part, parts } from './parts.ts';
import {
  type Impact,
  scoreTheme,
  type ThemeEvidence,
  type Voice,
  voicesOf,
  type Yardstick,
} from './prioritize.ts';
import { weekMs } from './trend.ts';

export type Explanation = {
  score: number;
  band: Band;
  confidence: number;
  customers: number;
  /** Largest first. */
  lines: { part: Part; points: number; max: number; says: string }[];
  /** Parts that could not be counted, and why. */
  missing: { part: Part; because: string }[];
  /** Points that one more customer who is blocked would add. */
  oneMore: number;
  /** The score in 7 days if nobody says anything more. */
  inAWeek: number;
  proposal: Impact['proposal'];
  version: string;
};

export function explain(theme: ThemeEvidence, yardstick: Yardstick): Explanation {
  const impact = scoreTheme(theme, yardstick);
  const voices = voicesOf(theme.reports, yardstick.at);
  const { score, band, confidence, customers, proposal, version } = impact;
  return {
    score,
    band,
    confidence,
    customers,
    lines: impact.parts
      .map(({ part, points, max }) => ({ part, points, max, says: say[part]({ theme, voices, yardstick }) }))
      .sort((a, b) => b.points - a.points),
    missing: parts
      .filter((part) => !yardstick.connected.includes(part))
      .map((part) => ({ part, because: missingBecause[part] })),
    oneMore: withOneMore(theme, yardstick).score - score,
    inAWeek: withoutNews(theme, yardstick).score,
    proposal,
    version,
  };
}

/** One more customer of unknown revenue, blocked, just now. */
function withOneMore(theme: ThemeEvidence, yardstick: Yardstick): Impact {
  const newcomer = {
    customer: 'one more customer',
    customerName: '',
    annualRevenue: null,
    at: yardstick.at,
    severity: 'critical' as const,
    sentiment: 0,
    churnRisk: 0,
  };
  return scoreTheme({ ...theme, reports: [...theme.reports, newcomer] }, yardstick);
}

/** After a silent week nothing is growing. What the systems say is assumed to stay. */
function withoutNews(theme: ThemeEvidence, yardstick: Yardstick): Impact {
  const later = { ...yardstick, at: new Date(yardstick.at.getTime() + weekMs) };
  return scoreTheme({ ...theme, trend: undefined }, later);
}

type Known = { theme: ThemeEvidence; voices: Voice[]; yardstick: Yardstick };

const say: Record<Part, (known: Known) => string> = {
  reach: ({ voices }) => {
    const weighted = voices.reduce((sum, { recency }) => sum + recency, 0);
    return `${count(voices.length, 'customer')}, ${weighted.toFixed(1)} recent-weighted`;
  },
  revenue: sayRevenue,
  severity: saySeverity,
  system: ({ theme: { system } }) => {
    const said = [system?.link?.says, system?.incident].filter(Boolean);
    return said.length > 0 ? said.join(', ') : 'no relation found, nothing open';
  },
  churn: ({ voices }) => {
    const leaving = voices.filter((voice) => voice.leaving).length;
    if (leaving > 0) return `${count(leaving, 'customer')} ${leaving === 1 ? 'mentions' : 'mention'} leaving`;
    return voices.some(({ churn }) => churn > 0) ? 'faint signs only' : 'nobody mentions leaving';
  },
  trend: sayTrend,
  sentiment: ({ voices }) => {
    const unhappy = voices.filter(({ displeasure }) => displeasure > 0).length;
    return unhappy === 0 ? 'nobody sounds unhappy' : `${unhappy} of ${voices.length} unhappy`;
  },
};

/** The two that weigh most, as multiples of the median customer. */
function sayRevenue({ voices, yardstick }: Known): string {
  const known = voices
    .filter((voice): voice is Voice & { revenue: number } => voice.revenue !== null)
    .sort((a, b) => b.revenue - a.revenue || (a.customer < b.customer ? -1 : 1));
  if (known.length === 0 || yardstick.medianRevenue === null) return 'revenue of these customers unknown';
  const largest = known
    .slice(0, 2)
    .map((voice) => `${cutText(oneLine(voice.name), 40)} ${times(voice.revenue / yardstick.medianRevenue!)}`);
  return `${largest.join(', ')} median revenue`;
}

function saySeverity({ voices }: Known): string {
  const worst = (['critical', 'high', 'medium'] as const)
    .map((severity) => ({ severity, n: voices.filter((voice) => voice.worst === severity).length }))
    .filter(({ n }) => n > 0)
    .slice(0, 2);
  if (worst.length === 0) return 'wishes and small things';
  return worst.map(({ severity, n }) => count(n, severityNoun[severity])).join(', ');
}

const severityNoun: Record<Severity, string> = {
  critical: 'blocker',
  high: 'serious problem',
  medium: 'nuisance',
  low: 'wish',
};

function sayTrend({ theme: { trend } }: Known): string {
  if (!trend) return 'not known yet';
  const usual = trend.usual < 0.05 ? 'none' : trend.usual.toFixed(1);
  const counts = `${trend.recent} this week, usually ${usual}`;
  if (trend.lower > 0) return `at least ${times(Math.exp(trend.lower))}: ${counts}`;
  return trend.upper < 0 ? `fading: ${counts}` : counts;
}

function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(1).replace(/\.0$/, '') : Math.round(ratio)}x`;
}
