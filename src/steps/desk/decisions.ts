// Gathers `/earshot audit`, a page at a time.
import { findAllDecisions } from '../../audit/audit.ts';
import type { Deps } from '../../deps.ts';
import type { Screen } from '../../text/screen.ts';
import { findThemes } from '../theme/store.ts';
import { decisionsPageSize, decisionsScreen } from './decisions-screen.ts';

export async function decisionsPage(deps: Deps, page: number): Promise<Screen> {
  const offset = (page - 1) * decisionsPageSize;
  const found = await findAllDecisions(deps.db, { limit: decisionsPageSize + 1, offset });
  const rows = found.slice(0, decisionsPageSize);
  const themes = await findThemes(
    deps.db,
    rows.flatMap(({ subject }) => themeIdIn(subject) ?? []),
  );
  const numbers = new Map(themes.map(({ id, number }) => [id, number]));
  return decisionsScreen({
    rows: rows.map(({ at, who, what, origin, subject }) => ({
      ...{ at, who, what, origin },
      number: numbers.get(themeIdIn(subject) ?? '') ?? null,
    })),
    page,
    hasMore: found.length > decisionsPageSize,
  });
}

const themeIdIn = (subject: string): string | undefined => /^theme:([0-9a-f-]{36})$/.exec(subject)?.[1];
