// A seed: the description of a company, written by hand. `plant.ts` makes a world of it.
export type SlackSeed = {
  team: { name: string; domain: string; colour?: string };
  /** Organisations that share channels with us; users and channels name them by `domain`. */
  otherTeams?: { name: string; domain: string; colour?: string }[];
  users: SeedUser[];
  usergroups?: { handle: string; name: string; description?: string; users: string[] }[];
  channels: SeedChannel[];
  emoji?: Record<string, string>;
};

export type SeedUser = {
  /** The handle, unique. */
  name: string;
  real_name: string;
  display_name?: string;
  title?: string;
  email?: string;
  tz?: string;
  colour?: string;
  initials?: string;
  is_admin?: boolean;
  /** Another app's bot user: it has no token. */
  is_bot?: boolean;
  is_guest?: 'multi' | 'single';
  deleted?: boolean;
  /** Domain of another organisation. */
  team?: string;
};

export type SeedChannel = {
  name: string;
  topic?: string;
  purpose?: string;
  private?: boolean;
  archived?: boolean;
  general?: boolean;
  /** Handles; `app` is the app's own bot user. Absent: every full member of our team. */
  members?: string[];
  /** Domains of the organisations it is shared with. */
  shared_with?: string[];
  messages?: SeedMessage[];
};

export type SeedMessage = {
  author: string;
  /** As typed: `@handle` and `#channel` become mentions. */
  text: string;
  /** ISO 8601, or a ts. */
  at: string;
  thread?: SeedMessage[];
  /** Emoji name to handles. */
  reactions?: Record<string, string[]>;
  blocks?: unknown[];
  attachments?: unknown[];
};

export const smallSeed: SlackSeed = {
  team: { name: 'Acme', domain: 'acme' },
  users: [
    { name: 'ana', real_name: 'Ana Ruiz', email: 'ana@acme.test', is_admin: true },
    { name: 'ben', real_name: 'Ben Okafor', email: 'ben@acme.test' },
  ],
  channels: [
    { name: 'general', general: true, members: ['ana', 'ben'] },
    { name: 'feedback', members: ['ana', 'ben', 'app'] },
  ],
};
