// Names, roles and companies of the people in the workspace.
import type { WireChannel, WireDm, WireUser } from '../../slack/wire.ts';
import type { PagePerson } from '../bootstrap.ts';
import type { Names } from './compose-text.ts';
import type { State } from './state.ts';

export const userById = (state: State, id: string | undefined): WireUser | undefined =>
  state.workspace?.users.find((user) => user.id === id);

export function userName(state: State, id: string): string {
  const user = userById(state, id) ?? (state.workspace?.me.id === id ? state.workspace.me : undefined);
  return user ? user.display_name || user.real_name || user.name : 'someone';
}

/** The company of someone from another organisation. */
export function companyOf(state: State, user: WireUser | undefined): string | undefined {
  if (!user || !state.workspace || user.team_id === state.workspace.team.id) return undefined;
  return state.workspace.other_teams.find((team) => team.id === user.team_id)?.name ?? 'another organisation';
}

/** "Customer · Acme", "Engineer". */
export function roleText({ role, company }: PagePerson): string {
  const name = role.charAt(0).toUpperCase() + role.slice(1);
  return company ? `${name} · ${company}` : name;
}

export function dmName(state: State, dm: WireDm): string {
  const others = (dm.users.length > 0 ? dm.users : [dm.user]).filter((id) => id !== state.workspace?.me.id);
  return others.map((id) => userName(state, id)).join(', ') || 'You';
}

export const conversationName = (state: State, one: WireChannel | WireDm): string =>
  'name' in one ? one.name : dmName(state, one);

/** Whom and what a message can mention. */
export const namesIn = (state: State): Names => ({
  users: (state.workspace?.users ?? [])
    .filter((user) => !user.deleted)
    .map((user) => ({ id: user.id, name: userName(state, user.id) })),
  channels: (state.workspace?.channels ?? []).map(({ id, name }) => ({ id, name })),
});
