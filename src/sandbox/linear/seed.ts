// The workspace a stand-in Linear starts with. One team has renamed all its states, as real teams do.
import { randomBytes, randomUUID } from 'node:crypto';
import { idFor } from '../../lib/ids.ts';
import type { StateType } from './wire.ts';
import type { World } from './world.ts';

export type LinearSeed = {
  /** `customersEnabled` false: a plan without customer requests. */
  organization: {
    name: string;
    urlKey: string;
    customersEnabled?: boolean;
    slackIntegration?: 'connected' | 'none';
  };
  /** `states` absent: Linear's own names. */
  teams: { key: string; name: string; color?: string; states?: [name: string, type: StateType][] }[];
  /** The first one is who acts in the window when nobody is named. */
  users: { name: string; displayName: string; email: string; active?: boolean }[];
  /** `team` absent: a label of the whole workspace. */
  labels: { name: string; color?: string; team?: string }[];
  projects: { name: string; teams: string[] }[];
};

const linearStates: [string, StateType][] = [
  ['Triage', 'triage'],
  ['Backlog', 'backlog'],
  ['Todo', 'unstarted'],
  ['In Progress', 'started'],
  ['In Review', 'started'],
  ['Done', 'completed'],
  ['Canceled', 'canceled'],
  ['Duplicate', 'duplicate'],
];

const renamedStates: [string, StateType][] = [
  ['Inbox', 'triage'],
  ['Someday', 'backlog'],
  ['Picked', 'unstarted'],
  ['Cooking', 'started'],
  ['Tasting', 'started'],
  ['Served', 'completed'],
  ["Won't cook", 'canceled'],
  ['Same dish twice', 'duplicate'],
];

export const defaultSeed: LinearSeed = {
  organization: { name: 'Northwind Tools', urlKey: 'northwind' },
  teams: [
    { key: 'PAY', name: 'Payments', color: '#5e6ad2' },
    { key: 'APP', name: 'Mobile app', color: '#26b5ce', states: renamedStates },
    { key: 'PLA', name: 'Platform', color: '#f2994a' },
  ],
  users: [
    { name: 'Mara Lindqvist', displayName: 'mara', email: 'mara@northwind.example' },
    { name: 'Tomás Rey', displayName: 'tomas', email: 'tomas@northwind.example' },
    { name: 'Ines Okafor', displayName: 'ines', email: 'ines@northwind.example' },
    { name: 'Jonas Weiß', displayName: 'jonas', email: 'jonas@northwind.example', active: false },
  ],
  labels: [
    { name: 'Bug', color: '#eb5757' },
    { name: 'Improvement', color: '#4ea7fc' },
    { name: 'checkout', color: '#bb87fc', team: 'PAY' },
  ],
  projects: [{ name: 'Checkout without friction', teams: ['PAY'] }],
};

/** Ids follow from names, so that a fresh start of the same seed has the same ids. Keys and secrets are random. */
export function worldOf(seed: LinearSeed, now: Date): World {
  const at = now.toISOString();
  const row = (...words: string[]) => ({
    id: idFor('linear', ...words),
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
  });
  const teams = seed.teams.map((team) => ({
    ...row('team', team.key),
    key: team.key,
    name: team.name,
    color: team.color ?? '#5e6ad2',
    lastNumber: 0,
    triageEnabled: true,
  }));
  const teamId = (key: string) => teams.find((team) => team.key === key)!.id;
  const person = { app: false, admin: false, guest: false, teamIds: teams.map((team) => team.id) };
  const users = [
    ...seed.users.map((user) => ({ ...row('user', user.email), ...person, active: true, ...user })),
    { ...row('user', 'earshot'), ...person, app: true, active: true, ...earshotUser },
  ];
  return {
    seq: 0,
    organization: {
      ...{ ...row('organization'), customersEnabled: true, slackIntegration: 'connected' },
      ...seed.organization,
    },
    viewerId: users.at(-1)!.id,
    apiKey: `lin_api_${randomBytes(30).toString('base64url')}`,
    webhookSecret: `lin_wh_${randomBytes(24).toString('base64url')}`,
    webhookId: randomUUID(),
    users: keyed(users),
    teams: keyed(teams),
    states: keyed(seed.teams.flatMap((team) => statesFor(team, { teamId: teamId(team.key), row }))),
    labels: keyed(seed.labels.map((label) => labelOf(label, { row, teamId }))),
    projects: keyed(seed.projects.map((project) => projectOf(project, { row, teamId }))),
    ...{ issues: {}, comments: {}, attachments: {}, relations: {}, customers: {}, tiers: {}, needs: {} },
  };
}

const earshotUser = { name: 'Earshot', displayName: 'earshot', email: 'earshot@integrations.example' };

type RowMaker = (...words: string[]) => {
  id: string;
  createdAt: string;
  updatedAt: string;
  archivedAt: null;
};

type Making = { row: RowMaker; teamId: (key: string) => string };

function labelOf(label: LinearSeed['labels'][number], { row, teamId }: Making) {
  return {
    ...row('label', label.team ?? '', label.name),
    name: label.name,
    color: label.color ?? '#95a2b3',
    teamId: label.team ? teamId(label.team) : null,
    isGroup: false,
  };
}

function projectOf(project: LinearSeed['projects'][number], { row, teamId }: Making) {
  return {
    ...row('project', project.name),
    name: project.name,
    color: '#5e6ad2',
    slugId: idFor('slug', project.name).slice(0, 12).replace('-', ''),
    state: 'started',
    teamIds: project.teams.map(teamId),
  };
}

function statesFor(team: LinearSeed['teams'][number], made: { teamId: string; row: RowMaker }) {
  return (team.states ?? linearStates).map(([name, type], position) => ({
    ...made.row('state', team.key, name),
    name,
    type,
    color: stateColors[type],
    position,
    teamId: made.teamId,
  }));
}

const stateColors: Record<StateType, string> = {
  triage: '#fc7840',
  backlog: '#bec2c8',
  unstarted: '#e2e2e2',
  started: '#f2c94c',
  completed: '#5e6ad2',
  canceled: '#95a2b3',
  duplicate: '#95a2b3',
};

function keyed<T extends { id: string }>(rows: T[]): Record<string, T> {
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}
