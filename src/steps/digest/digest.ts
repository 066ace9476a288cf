// The team hears: which themes a digest shows, in which order, and what moved. Honest when there is little to say.
import { bandRank } from '../prioritize/bands.ts';
import type { Quote } from '../prioritize/card.ts';
import type { ThemeLine } from '../prioritize/theme-line.ts';
import type { Trend } from '../prioritize/trend.ts';
import { byImpact } from '../prioritize/yardstick.ts';

export type DigestTheme = ThemeLine & {
  startedAt: Date;
  /** A week before `until`; null when it had no score then. */
  previousScore: number | null;
  /** The raw revenue part, for ties. */
  revenue: number;
  trend: Trend;
  /** Distinct customers by week, oldest first, this week last. */
  weekly: number[];
  customerNames: string[];
  quotes: Quote[];
};

export type DigestData = {
  from: Date;
  until: Date;
  timeZone: string;
  /** Null: all areas. */
  areaName: string | null;
  /** At most this many lines. */
  size: number;
  /** Feedback said between `from` and `until`, and how much of it was analysed. */
  heard: { items: number; customers: number; analysed: number };
  /** Every theme that is not merged away, in any order. */
  themes: DigestTheme[];
  /** Closed themes that were heard all the same. */
  closedHeard: { number: number; title: string; reports: number }[];
  /** Work of ours that was finished between `from` and `until`. */
  shipped: { key: string; url: string; title: string; outcome: string | null }[];
  /** Set when the slot could not be kept. */
  late: { dueAt: Date; missed: number } | null;
};

export type Movement = 'new' | 'growing' | 'fading' | 'steady';

export type DigestLine = {
  rank: number;
  theme: DigestTheme;
  movement: Movement;
  /** Whole points since a week before; null when there is nothing to compare with. */
  change: number | null;
};

export type DigestPlan = {
  /** `silence`: nothing was said. `little`: something was, and nothing stands out. */
  kind: 'silence' | 'little' | 'themes';
  lines: DigestLine[];
  /** Themes that qualify beyond `size`. */
  beyond: number;
  /** Themes of one customer in the lowest band: counted, not listed. */
  singles: number;
  moved: Record<Movement, DigestTheme[]>;
};

export function decideDigest(data: DigestData): DigestPlan {
  const shown = data.themes.filter((theme) => belongs(theme, data)).sort(mostImportantFirst);
  const moved = movements(data);
  const singles = data.themes.filter((theme) => heardNow(theme, data) && isSingle(theme)).length;
  if (!shown.some((theme) => standsOut(theme, data))) {
    const kind = data.heard.items === 0 ? 'silence' : 'little';
    return { kind, lines: [], beyond: 0, singles, moved };
  }
  const lines = shown.slice(0, data.size).map((theme, n) => ({
    rank: n + 1,
    theme,
    movement: movementOf(theme, data),
    change: changeOf(theme),
  }));
  return { kind: 'themes', lines, beyond: shown.length - lines.length, singles, moved };
}

/** Worth a look by itself: medium and above, new from two customers, three in a week, or growing. */
function standsOut(theme: DigestTheme, { from }: DigestData): boolean {
  const isNew = theme.startedAt >= from && theme.customers >= 2;
  return theme.band !== 'low' || isNew || theme.trend.recent >= 3 || isGrowing(theme);
}

/**
 * On the list: heard in this period, or still important and open. Snoozed and known themes wait, unless they have become
 * critical since; what was shipped or turned down comes back only when it is heard again.
 */
function belongs(theme: DigestTheme, data: DigestData): boolean {
  const waits = theme.standing === 'known' || (theme.snoozedUntil && theme.snoozedUntil > data.until);
  if (theme.standing === 'closed' || (waits && theme.band !== 'critical')) return false;
  if (isSingle(theme)) return false;
  if (heardNow(theme, data)) return true;
  return theme.band !== 'low' && !isOver(theme);
}

const isSingle = (theme: DigestTheme): boolean => theme.customers < 2 && theme.band === 'low';

const heardNow = (theme: DigestTheme, { from }: DigestData): boolean => theme.newestAt >= from;

const isOver = ({ ticket }: DigestTheme): boolean =>
  ticket?.state === 'completed' || ticket?.state === 'canceled';

/** A band set by hand outranks the score; without one, bands follow the score anyway. */
function mostImportantFirst(a: DigestTheme, b: DigestTheme): number {
  return bandRank[a.band] - bandRank[b.band] || byImpact(ranked(a), ranked(b));
}

const ranked = (theme: DigestTheme) => ({ ...theme, score: theme.score ?? 0 });

function movements(data: DigestData): Record<Movement, DigestTheme[]> {
  const moved: Record<Movement, DigestTheme[]> = { new: [], growing: [], fading: [], steady: [] };
  for (const theme of data.themes.toSorted(mostImportantFirst)) {
    const movement = movementOf(theme, data);
    if (movement !== 'steady' && theme.customers >= 2) moved[movement].push(theme);
  }
  return moved;
}

/** By the cautious bounds of its trend, so that one more or one fewer report is no movement. */
function movementOf(theme: DigestTheme, { from }: DigestData): Movement {
  if (theme.startedAt >= from) return 'new';
  if (isGrowing(theme)) return 'growing';
  return theme.trend.upper < 0 && theme.trend.usual >= 0.5 ? 'fading' : 'steady';
}

const isGrowing = ({ trend }: DigestTheme): boolean => trend.lower > 0 && trend.recent >= 2;

function changeOf({ score, previousScore }: DigestTheme): number | null {
  return score === null || previousScore === null ? null : Math.round(score) - Math.round(previousScore);
}
