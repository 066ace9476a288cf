// What Earshot does in Slack, apart from listening. The one implementation over @slack/web-api is web.ts.
import type { KnownBlock, View } from '@slack/types';

export type Channel = {
  id: string;
  name: string;
  isMember: boolean;
  isShared: boolean;
  isPrivate: boolean;
  isDm: boolean;
};

export type Person = {
  id: string;
  teamId: string;
  name: string;
  email?: string | undefined;
  timeZone?: string | undefined;
  isBot: boolean;
  isGuest: boolean;
  /** Belongs to another organisation (Slack Connect). Other workspaces of our own Grid organisation do not. */
  isExternal: boolean;
  isPrimaryOwner: boolean;
};

/** A message as Slack keeps it; `text` is mrkdwn, already escaped by Slack. */
export type SlackMessage = {
  channel: string;
  ts: string;
  threadTs?: string | undefined;
  user?: string | undefined;
  teamId?: string | undefined;
  botId?: string | undefined;
  subtype?: string | undefined;
  text: string;
  files: { name: string; permalink: string }[];
  reactions: { name: string; users: string[] }[];
  /** Our own id in the message's metadata, when we posted it. */
  ourId?: string | undefined;
  editedTs?: string | undefined;
  replyCount: number;
  /** Slack's blocks and attachments, untouched: messages of other apps carry their content there. */
  blocks: unknown[];
  attachments: unknown[];
  /** The newest reply's ts, on a root with replies. */
  latestReply?: string | undefined;
  /** The whole message as Slack gave it. */
  raw: Record<string, unknown>;
};

export type Post = {
  channel: string;
  threadTs?: string | undefined;
  /** Shown in notifications and read by screen readers. */
  text: string;
  blocks?: KnownBlock[] | undefined;
  /** Ours, in the message's metadata: found again after a lost answer. */
  ourId: string;
};

/** Of a channel, in Slack's ts, both ends excluded. */
export type HistoryWindow = { from: string; to?: string | undefined; limit: number };

/** Newest first. `more`: there are older ones within the window. */
export type HistoryPage = { messages: SlackMessage[]; more: boolean };

/** The reaction, or why there is none. `gone`: the message was deleted. */
export type Reacted = 'done' | 'not-in-channel' | 'gone';

export type Me = {
  userId: string;
  botId: string;
  teamId: string;
  /** Of the Grid organisation, where there is one. */
  enterpriseId?: string | undefined;
  teamName: string;
  url: string;
};

/**
 * Errors: `Permanent` (revoked token, missing scope, archived or unknown channel, bot not in channel), its text names
 * the fix; `OutcomeUnknown` when a write may have happened; anything else may be retried.
 */
export type Slack = {
  whoAmI(): Promise<Me>;
  react(at: { channel: string; ts: string }, name: string): Promise<Reacted>;
  unreact(at: { channel: string; ts: string }, name: string): Promise<Reacted>;
  post(post: Post): Promise<{ ts: string }>;
  edit(
    at: { channel: string; ts: string },
    post: Omit<Post, 'channel' | 'threadTs'>,
  ): Promise<'done' | 'gone'>;
  remove(at: { channel: string; ts: string }): Promise<void>;
  /** Seen by one person only. */
  whisper(
    to: { channel: string; user: string; threadTs?: string | undefined },
    text: string,
    blocks?: KnownBlock[],
  ): Promise<void>;
  /** Answers a slash command or a button over its response_url (30 minutes, 5 times). */
  respond(
    responseUrl: string,
    answer: { text: string; blocks?: KnownBlock[]; replaceOriginal?: boolean },
  ): Promise<void>;
  /** Looks for a message of ours by its metadata, newest first, not older than `since`. */
  findOurs(
    where: { channel: string; threadTs?: string | undefined; since: Date },
    ourId: string,
  ): Promise<{ ts: string } | undefined>;
  message(at: {
    channel: string;
    ts: string;
    threadTs?: string | undefined;
  }): Promise<SlackMessage | undefined>;
  thread(at: { channel: string; threadTs: string }): Promise<SlackMessage[]>;
  history(channel: string, window: HistoryWindow): Promise<HistoryPage>;
  permalink(at: { channel: string; ts: string }): Promise<string | undefined>;
  channel(id: string): Promise<Channel | undefined>;
  /** All that can be seen: public ones, and the private ones Earshot is in. Slow in a large workspace. */
  channels(): Promise<Channel[]>;
  /** Those Earshot is in. */
  ownChannels(): Promise<Channel[]>;
  person(id: string): Promise<Person | undefined>;
  /** The workspace's primary owner. */
  primaryOwner(): Promise<Person | undefined>;
  /** Members of a user group (S…). */
  groupMembers(groupId: string): Promise<string[]>;
  openDm(userId: string): Promise<string>;
  openView(triggerId: string, view: View): Promise<{ id: string }>;
  /** On top of the modal in which the trigger was pulled. */
  pushView(triggerId: string, view: View): Promise<void>;
  updateView(viewId: string, view: View): Promise<void>;
  /** Shows something beneath a link in a message, by the link's address. A message that is gone needs nothing. */
  unfurl(at: { channel: string; ts: string }, shown: Record<string, { blocks: KnownBlock[] }>): Promise<void>;
  /** `gone`: nobody by this id is in the workspace any more. */
  publishHome(userId: string, view: View): Promise<'drawn' | 'gone'>;
  /** Nobody else can open it until it stands in a message, and it can do so only when it is ready. */
  upload(file: {
    name: string;
    altText: string;
    title: string;
    bytes: Uint8Array;
  }): Promise<{ fileId: string }>;
  /** Has Slack looked at an uploaded file? False, too, when it is gone. */
  isReady(fileId: string): Promise<boolean>;
  /** Undone already is as good as done. */
  removeFile(fileId: string): Promise<void>;
};
