// People as Slack knows them, asked at most once a day each.
import type { Deps } from '../deps.ts';
import { findPerson, type PersonRow, savePerson } from './store.ts';

const dayMs = 24 * 3600 * 1000;

/** Undefined when Slack does not know the user, or hides them. */
export async function whoIs(deps: Deps, userId: string): Promise<PersonRow | undefined> {
  const known = await findPerson(deps.db, userId);
  if (known && deps.now().getTime() - known.fetchedAt.getTime() < dayMs) return known;
  const seen = await deps.slack.person(userId);
  if (!seen) return known;
  const standing = seen.isBot ? 'bot' : seen.isExternal ? 'external' : seen.isGuest ? 'guest' : 'member';
  const row: PersonRow = {
    id: seen.id,
    teamId: seen.teamId,
    name: seen.name,
    email: seen.email ?? null,
    timeZone: seen.timeZone ?? null,
    standing,
    fetchedAt: deps.now(),
  };
  await savePerson(deps.db, row);
  return row;
}
