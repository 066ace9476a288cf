// Who may do what. Full members read and capture; what changes things for others is held by EARSHOT_ENGINEERS.
import type { Deps } from '../deps.ts';
import { whoIs } from './people.ts';

export type Access = { allowed: true } | { allowed: false; because: string };

const groupsFor = new WeakMap<Deps, Map<string, { members: string[]; at: number }>>();
const groupMs = 60_000;

/** Guests and people of other organisations may do nothing and see nothing internal. */
export async function mayRead(deps: Deps, userId: string): Promise<Access> {
  const person = await whoIs(deps, userId);
  if (person?.standing === 'member') return { allowed: true };
  return { allowed: false, because: 'This is for members of the workspace only.' };
}

/** Creating tickets, merging, telling customers, configuration. */
export async function mayDecide(deps: Deps, userId: string): Promise<Access> {
  const reader = await mayRead(deps, userId);
  if (!reader.allowed) return reader;
  const { engineers } = deps.config;
  if (engineers.length === 0 || engineers.includes(userId)) return { allowed: true };
  for (const group of engineers.filter((id) => id.startsWith('S')))
    if ((await membersOf(deps, group)).includes(userId)) return { allowed: true };
  const holders = engineers.map((id) => (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`)).join(', ');
  return {
    allowed: false,
    because: `Only ${holders} can do this. Ask one of them, or an operator to change EARSHOT_ENGINEERS.`,
  };
}

/** Of a user group (S…), asked at most once a minute. */
export async function membersOf(deps: Deps, group: string): Promise<string[]> {
  const known = groupsFor.get(deps) ?? new Map<string, { members: string[]; at: number }>();
  groupsFor.set(deps, known);
  const last = known.get(group);
  const now = deps.now().getTime();
  if (last && now - last.at < groupMs) return last.members;
  const members = await deps.slack.groupMembers(group);
  known.set(group, { members, at: now });
  return members;
}

/**
 * Whom to tell what only somebody who looks after Earshot can mend: Slack does not say who installed it, so it is the
 * first of EARSHOT_ENGINEERS, else the workspace's primary owner.
 */
export async function operatorOf(deps: Deps): Promise<string | undefined> {
  const { engineers } = deps.config;
  const person = engineers.find((id) => !id.startsWith('S'));
  if (person) return person;
  for (const group of engineers) {
    const [first] = await membersOf(deps, group);
    if (first) return first;
  }
  return (await deps.slack.primaryOwner())?.id;
}
