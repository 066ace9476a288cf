// All that the stand-in knows, as plain data: it is saved to a file and read back whole.
import type { Mentions } from './wire.ts';

export type World = {
  team: Team;
  otherTeams: Team[];
  app: AppIdentity;
  users: Record<string, User>;
  bots: Record<string, Bot>;
  channels: Record<string, Channel>;
  /** By channel, sorted by ts. */
  messages: Record<string, Message[]>;
  ephemerals: Ephemeral[];
  files: Record<string, StoredFile>;
  usergroups: Usergroup[];
  emoji: Record<string, string>;
  views: Record<string, StoredView>;
  /** By user: ids of open modals, the topmost last. */
  modals: Record<string, string[]>;
  /** By user: id of the published home view. */
  homes: Record<string, string>;
  /** By user and channel: the newest ts read. */
  reads: Record<string, Record<string, string>>;
  revokedTokens: string[];
  /** The newest ts given out in a channel, in microseconds. */
  lastMicros: Record<string, number>;
};

export type Team = { id: string; name: string; domain: string; colour: string };

export type AppIdentity = { id: string; name: string; botId: string; botUserId: string };

export type User = {
  id: string;
  teamId: string;
  name: string;
  realName: string;
  displayName: string;
  title: string;
  email?: string;
  tz: string;
  colour: string;
  initials: string;
  isAdmin: boolean;
  isBot: boolean;
  botId?: string;
  /** Guest: `multi` is restricted, `single` ultra restricted. */
  guest?: 'multi' | 'single';
  deleted: boolean;
  updated: number;
};

type Bot = { id: string; appId: string; userId?: string; name: string; updated: number };

export type Channel = {
  id: string;
  kind: 'public' | 'private' | 'im' | 'mpim';
  name: string;
  topic: { value: string; creator: string; last_set: number };
  purpose: { value: string; creator: string; last_set: number };
  creator: string;
  created: number;
  archived: boolean;
  general: boolean;
  members: string[];
  /** Every organisation in it, our own first. */
  teamIds: string[];
};

/** A message as Slack keeps it; optional fields are absent, never empty. */
export type Message = {
  ts: string;
  subtype?: string;
  user?: string;
  botId?: string;
  appId?: string;
  username?: string;
  icons?: { emoji?: string; image_48?: string };
  teamId?: string;
  text: string;
  blocks?: unknown[];
  attachments?: unknown[];
  fileIds?: string[];
  threadTs?: string;
  /** Of a thread's parent: the ts of its replies, oldest first. */
  replies?: string[];
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[] }[];
  metadata?: MessageMetadata;
  /** Of `channel_join` and the like. */
  inviter?: string;
  mentions: Mentions;
  /** False: the text is shown as it is. */
  mrkdwn?: false;
};

export type MessageMetadata = { event_type: string; event_payload: Record<string, unknown> };

type Ephemeral = Message & { channel: string; toUser: string };

export type StoredFile = {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  filetype: string;
  prettyType: string;
  size: number;
  user: string;
  teamId: string;
  created: number;
  altText?: string;
  snippetType?: string;
  /** `announced`: an upload address was given out; `uploaded`: bytes are here; `shared`: completed. */
  stage: 'announced' | 'uploaded' | 'shared';
  /** Until then Slack is still looking at it, and takes it into no block. */
  readyAt?: number;
  channels: string[];
  base64: string;
};

type Usergroup = {
  id: string;
  handle: string;
  name: string;
  description: string;
  users: string[];
  updated: number;
};

export type StoredView = {
  id: string;
  user: string;
  type: 'modal' | 'home';
  /** As the app sent it. */
  view: Record<string, unknown>;
  hash: string;
  values: Record<string, Record<string, Record<string, unknown>>>;
  rootId: string;
  previousId: string | null;
  externalId: string;
  errors?: Record<string, string>;
};
