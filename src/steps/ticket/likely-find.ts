// Looks for tickets that exist already: in the tracker by words, and among those of themes that are alike.
import type { Deps } from '../../deps.ts';
import { redact } from '../../text/redact.ts';
import type { Tracker, TrackerTarget } from '../../tracker/port.ts';
import { freshIndex } from '../theme/live-index.ts';
import { thresholds } from '../theme/match.ts';
import { findTheme, type Theme } from '../theme/store.ts';
import { type Found, gist, type LikelyTicket, likelyAmong } from './likely.ts';
import { findTicketsOfThemes } from './store.ts';
import { findFormerTickets } from './store-life.ts';

const searched = 10;

type Wanted = { themeId: string; tracker: Tracker; target: TrackerTarget; from?: number };

/** Throws what the tracker's search throws. */
export async function findLikely(deps: Deps, wanted: Wanted): Promise<LikelyTicket[]> {
  const theme = await findTheme(deps.db, wanted.themeId);
  if (!theme) return [];
  const former = await findFormerTickets(deps.db, theme.id);
  const not = new Set(former.flatMap(({ externalId }) => externalId ?? []));
  const found = [...(await ofAlikeThemes(deps, theme)), ...(await inTracker(deps, theme, wanted))];
  return likelyAmong(found, { not, ...(wanted.from === undefined ? {} : { from: wanted.from }) });
}

/** The tracker finds by words in common; whether it is the same is judged as for any report. */
async function inTracker(deps: Deps, theme: Theme, { tracker, target }: Wanted): Promise<Found[]> {
  const words = redact(theme.title).text;
  const tickets = await tracker.search(words, target, searched);
  const index = await freshIndex(deps, deps.db);
  return tickets.map((ticket) => {
    const matches = index.match(gist(ticket), { k: 20 });
    return {
      tracker: tracker.kind,
      ticket,
      likeness: matches.find((match) => match.themeId === theme.id)?.score ?? 0,
    };
  });
}

async function ofAlikeThemes(deps: Deps, theme: Theme): Promise<Found[]> {
  const index = await freshIndex(deps, deps.db);
  const matches = index
    .match(`${theme.title}\n${theme.summary}`, { k: 6 })
    .filter((match) => match.themeId !== theme.id && match.score >= thresholds.ask);
  const rows = await findTicketsOfThemes(
    deps.db,
    matches.map((match) => match.themeId),
  );
  return rows.flatMap((row) => {
    const { externalId, canonicalId, key, url, title, state, stateName, archivedAt } = row;
    if (!externalId || !key || !url) return [];
    const likeness = matches.find((match) => match.themeId === row.themeId)!.score;
    const ticket = {
      externalId: canonicalId ?? externalId,
      ...{ key, url, title: title ?? '', state: state ?? 'backlog', stateName: stateName ?? '' },
      archived: archivedAt !== null,
      duplicateOf: undefined,
    };
    return [{ tracker: row.tracker, ticket, likeness }];
  });
}
