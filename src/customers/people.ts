// People as Slack knows them, asked at most once a day each.
import { nobody } from '../db/scrub.ts';
import type { Deps } from '../deps.ts';
import { reasonOf } from '../lib/failure.ts';
import { findPeople, findPerson, type PersonRow, savePerson } from './store.ts';

const dayMs = 24 * 3600 * 1000;

/** Somebody who writes ten messages at once is asked about once. */
const asking = new WeakMap<Deps, Map<string, Promise<PersonRow | undefined>>>();

/** Undefined when Slack does not know the user, or hides them. While Slack is away, what it said last counts. */
export async function whoIs(deps: Deps, userId: string): Promise<PersonRow | undefined> {
  return upToDate(deps, userId, await findPerson(deps.db, userId));
}

/** The names of several at once, by id; those Slack does not know are left out. */
export async function namesOf(deps: Deps, userIds: string[]): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)];
  const known = new Map((await findPeople(deps.db, ids)).map((row) => [row.id, row]));
  const people = await Promise.all(ids.map((id) => upToDate(deps, id, known.get(id))));
  return new Map(people.flatMap((person) => (person ? [[person.id, person.name] as const] : [])));
}

async function upToDate(
  deps: Deps,
  userId: string,
  known: PersonRow | undefined,
): Promise<PersonRow | undefined> {
  // Slack is not asked who was erased.
  if (userId === nobody) return undefined;
  if (known && deps.now().getTime() - known.fetchedAt.getTime() < dayMs) return known;
  try {
    return (await askOnce(deps, userId)) ?? known;
  } catch (error) {
    if (!known) throw error;
    deps.log.info({ reason: reasonOf(error) }, 'Slack could not be asked about a person again');
    return known;
  }
}

function askOnce(deps: Deps, userId: string): Promise<PersonRow | undefined> {
  const underWay = asking.get(deps) ?? new Map<string, Promise<PersonRow | undefined>>();
  asking.set(deps, underWay);
  const before = underWay.get(userId);
  if (before) return before;
  const answer = ask(deps, userId).finally(() => underWay.delete(userId));
  underWay.set(userId, answer);
  return answer;
}

async function ask(deps: Deps, userId: string): Promise<PersonRow | undefined> {
  const seen = await deps.slack.person(userId);
  if (!seen) return undefined;
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
