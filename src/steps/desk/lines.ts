// Themes as lists show them, gathered from every step that knows something of them, in a few queries however many.
import { type Area, findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { namesOf } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import { findOverrides, findScores, type ListedScore } from '../prioritize/store.ts';
import type { ThemeLine, TicketLine } from '../prioritize/theme-line.ts';
import { findThemes, type Theme } from '../theme/store.ts';
import { sinceDone } from '../ticket/recur.ts';
import { findTicketsOfThemes, type TicketRow } from '../ticket/store.ts';
import { findRecurrences, type RecurrenceRow } from '../ticket/store-life.ts';
import { findLooking, findSnoozes } from './store.ts';

export type Ranked = { theme: Theme; score: ListedScore | undefined };

/** By their ids, in that order; unknown ones are left out. */
export async function linesFor(deps: Deps, ids: string[]): Promise<ThemeLine[]> {
  const [themes, scores] = await Promise.all([findThemes(deps.db, ids), findScores(deps.db, ids)]);
  const ranked = ids.flatMap((id) =>
    themes
      .filter((theme) => theme.id === id)
      .map((theme) => ({ theme, score: scores.find((score) => score.themeId === id) })),
  );
  return linesOf(deps, ranked);
}

/** In the order given. Counts are those of the last score: at most a moment, and for the weeks a day, behind. */
export async function linesOf(deps: Deps, ranked: Ranked[]): Promise<ThemeLine[]> {
  const known = await gatherAbout(deps, ranked);
  const { areas, tickets, looking, snoozes, overrides, targets, owners, recurred, names } = known;
  return ranked.map(({ theme, score }) => {
    const byHand = overrides.find((row) => row.themeId === theme.id);
    return {
      id: theme.id,
      number: theme.number,
      title: theme.title,
      summary: theme.summary,
      areaName: findArea({ areas }, theme.areaKey)?.name ?? null,
      ownerNames: owners.get(theme.areaKey ?? '') ?? [],
      score: score?.total ?? null,
      band: byHand?.band ?? score?.band ?? 'low',
      bandSetBy: byHand?.by ?? null,
      bandSetAt: byHand?.at ?? null,
      confidence: score?.confidence ?? 0,
      customers: score?.customers ?? 0,
      reports: score?.tally.reports ?? 0,
      newestAt: score?.newestAt ?? theme.startedAt,
      ticket: ticketLine(
        tickets.find((row) => row.themeId === theme.id),
        recurred,
      ),
      looking: looking
        .filter((row) => row.themeId === theme.id)
        .map((row) => names.get(row.by) ?? 'somebody'),
      snoozedUntil: snoozes.find((row) => row.themeId === theme.id)?.until ?? null,
      standing: theme.standing,
      mergedInto: targets.find((row) => row.id === theme.mergedInto)?.number ?? null,
    };
  });
}

async function gatherAbout(deps: Deps, ranked: Ranked[]) {
  const ids = ranked.map(({ theme }) => theme.id);
  const merged = ranked.flatMap(({ theme }) => theme.mergedInto ?? []);
  const { areas } = await currentCatalog(deps);
  const [tickets, looking, snoozes, overrides, targets, owners] = await Promise.all([
    findTicketsOfThemes(deps.db, ids),
    findLooking(deps.db, ids),
    findSnoozes(deps.db, ids, deps.now()),
    findOverrides(deps.db, ids),
    findThemes(deps.db, merged),
    ownerNames(
      deps,
      areas.filter(({ key }) => ranked.some(({ theme }) => theme.areaKey === key)),
    ),
  ]);
  const [recurred, names] = await Promise.all([
    findRecurrences(
      deps.db,
      tickets.map((row) => row.id),
    ),
    namesOf(
      deps,
      looking.map((row) => row.by),
    ),
  ]);
  return { areas, tickets, looking, snoozes, overrides, targets, owners, recurred, names };
}

function ticketLine(row: TicketRow | undefined, recurred: RecurrenceRow[]): TicketLine | null {
  if (!row?.externalId || !row.key || !row.url) return null;
  const { key, url, state, stateName, archivedAt, completedAt } = row;
  const noted = recurred.filter((one) => one.ticketId === row.id);
  return {
    ...{ key, url, state: state ?? 'backlog' },
    stateName: `${stateName ?? ''}${archivedAt ? ', archived' : ''}`,
    cameBack: sinceDone(noted, completedAt)?.kind === 'came back',
  };
}

/** People's names by area; groups have none here, and mentioning them would alert them. */
async function ownerNames(deps: Deps, areas: Area[]): Promise<Map<string, string[]>> {
  const names = await namesOf(
    deps,
    areas.flatMap(({ owners }) => owners.filter((id) => !id.startsWith('S'))),
  );
  return new Map(areas.map(({ key, owners }) => [key, owners.flatMap((id) => names.get(id) ?? [])]));
}
