// The SQL of lists of themes: the most important first, and how many there are.
import { and, asc, desc, eq, inArray, isNull, ne, notExists, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { override, score } from '../../db/tables/prioritize.ts';
import { theme } from '../../db/tables/theme.ts';
import { type Band, bandRank } from './bands.ts';
import { type ListedScore, listedScore, type OverrideRow } from './store.ts';
import { byImpact } from './yardstick.ts';

type Where = { areaKeys?: string[] | undefined; limit: number; offset?: number };

/**
 * Ranked as `byImpact` ranks, but for bands set by hand: those outrank lower ones. Merged themes have no current score;
 * closed ones are on no list.
 */
export async function findTop(db: Db, where: Where): Promise<RankedTheme[]> {
  const offset = where.offset ?? 0;
  const [byHand, byScore] = await Promise.all([
    findByHand(db, where.areaKeys),
    findByScore(db, { ...where, limit: offset + where.limit }),
  ]);
  return [...byHand, ...byScore].sort(mostImportantFirst).slice(offset, offset + where.limit);
}

async function findByScore(db: Db, { areaKeys, limit }: Where): Promise<RankedTheme[]> {
  const rows = await db
    .select({ theme, score: listedScore })
    .from(score)
    .innerJoin(theme, listed(areaKeys))
    .where(
      and(
        isNull(score.supersededAt),
        notExists(
          db
            .select({ one: sql`1` })
            .from(override)
            .where(and(eq(override.themeId, score.themeId), isNull(override.releasedAt))),
        ),
      ),
    )
    .orderBy(...rankedByScore)
    .limit(limit);
  return rows.map((row) => ({ ...row, override: undefined }));
}

const rankedByScore = [
  desc(score.total),
  desc(score.customers),
  desc(score.revenue),
  desc(score.newestAt),
  asc(theme.startedAt),
  asc(theme.id),
];

async function findByHand(db: Db, areaKeys: string[] | undefined): Promise<RankedTheme[]> {
  return db
    .select({ theme, score: listedScore, override })
    .from(override)
    .innerJoin(score, and(eq(score.themeId, override.themeId), isNull(score.supersededAt)))
    .innerJoin(theme, listed(areaKeys))
    .where(isNull(override.releasedAt));
}

/** The first of each area's list. */
export async function findTopByArea(db: Db) {
  const rank = sql`array_position(array['critical', 'high', 'medium', 'low'], coalesce(${override.band}, ${score.band}))`;
  return db
    .selectDistinctOn([theme.areaKey], { areaKey: theme.areaKey, number: theme.number, title: theme.title })
    .from(score)
    .innerJoin(theme, listed(undefined))
    .leftJoin(override, and(eq(override.themeId, score.themeId), isNull(override.releasedAt)))
    .where(isNull(score.supersededAt))
    .orderBy(theme.areaKey, rank, ...rankedByScore);
}

const listed = (areaKeys: string[] | undefined) =>
  and(
    eq(theme.id, score.themeId),
    isNull(theme.mergedInto),
    ne(theme.standing, 'closed'),
    areaKeys ? inArray(theme.areaKey, areaKeys) : undefined,
  );

export type RankedTheme = {
  theme: typeof theme.$inferSelect;
  score: ListedScore;
  override: OverrideRow | undefined;
};

function mostImportantFirst(a: RankedTheme, b: RankedTheme): number {
  const rank = ({ override: byHand, score: current }: RankedTheme) => bandRank[byHand?.band ?? current.band];
  return rank(a) - rank(b) || byImpact(rankedOf(a), rankedOf(b));
}

const rankedOf = ({
  theme: { id, startedAt },
  score: { total, customers, revenue, newestAt },
}: RankedTheme) => ({
  id,
  startedAt,
  score: total,
  customers,
  revenue,
  newestAt,
});

/** Themes on lists. */
export async function countScored(db: Db, areaKeys?: string[]): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(score)
    .innerJoin(theme, listed(areaKeys))
    .where(isNull(score.supersededAt));
  return row!.n;
}

/** Themes on lists, by area. */
export async function countByArea(db: Db): Promise<{ areaKey: string | null; themes: number }[]> {
  return db
    .select({ areaKey: theme.areaKey, themes: sql<number>`count(*)::int` })
    .from(score)
    .innerJoin(theme, listed(undefined))
    .where(isNull(score.supersededAt))
    .groupBy(theme.areaKey);
}

/** The same by area and band, as a person set it or as it was scored. */
export async function countByBand(db: Db): Promise<{ areaKey: string | null; band: Band; themes: number }[]> {
  const band = sql<Band>`coalesce(${override.band}, ${score.band})`;
  return db
    .select({ areaKey: theme.areaKey, band, themes: sql<number>`count(*)::int` })
    .from(score)
    .innerJoin(theme, listed(undefined))
    .leftJoin(override, and(eq(override.themeId, score.themeId), isNull(override.releasedAt)))
    .where(isNull(score.supersededAt))
    .groupBy(theme.areaKey, band);
}
