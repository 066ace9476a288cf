// What the demo page and the tests send to and get from the Slack stand-in beside the Web API, as types.
// People act through the Web API with their own xoxp- token; what a client alone can do is under `/sandbox/act/*`.
import { z } from 'zod';

const id = z.string().min(1);

/** `POST /sandbox/act/command`. As in Slack, commands do not work in threads: with `thread_ts` the answer is an error. */
export const ActCommand = z.strictObject({
  channel: id,
  thread_ts: z.string().optional(),
  command: z.string().startsWith('/'),
  text: z.string().default(''),
});
export type ActCommand = z.input<typeof ActCommand>;

const option = z.union([z.string(), z.looseObject({ value: z.string() })]);

/** What a person has put into the elements around the one used: `{block_id: {action_id: {type, value…}}}`, as Slack sends it. */
export const StateValues = z.record(z.string(), z.record(z.string(), z.looseObject({ type: z.string() })));
export type StateValues = z.infer<typeof StateValues>;

/** `POST /sandbox/act/click`: uses one interactive element of a message (`channel` + `message_ts`) or a view (`view_id`). */
export const ActClick = z.strictObject({
  channel: id.optional(),
  message_ts: z.string().optional(),
  view_id: id.optional(),
  /** Needed only when two blocks share an action_id. */
  block_id: z.string().optional(),
  action_id: z.string(),
  value: z.string().nullish(),
  /** The option's value, or the option itself. */
  selected_option: option.nullish(),
  selected_options: z.array(option).optional(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).optional(),
  selected_channel: z.string().nullish(),
  selected_channels: z.array(z.string()).optional(),
  selected_conversation: z.string().nullish(),
  selected_conversations: z.array(z.string()).optional(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_date_time: z.number().nullish(),
  rich_text_value: z.unknown().optional(),
  state: StateValues.optional(),
});
export type ActClick = z.input<typeof ActClick>;

/** `POST /sandbox/act/suggest`: types into a menu whose options the app gives (block_suggestion). */
export const ActSuggest = z.strictObject({
  channel: id.optional(),
  message_ts: z.string().optional(),
  view_id: id.optional(),
  block_id: z.string().optional(),
  action_id: z.string(),
  value: z.string(),
});
export type ActSuggest = z.input<typeof ActSuggest>;

/** `POST /sandbox/act/submit`. Inputs left out have their initial value. */
export const ActSubmit = z.strictObject({ view_id: id, state: StateValues.default({}) });
export type ActSubmit = z.input<typeof ActSubmit>;

/** `POST /sandbox/act/close`: Cancel or the cross of one view; `clear` closes the whole stack. */
export const ActClose = z.strictObject({ view_id: id, clear: z.boolean().default(false) });
export type ActClose = z.input<typeof ActClose>;

/** `POST /sandbox/act/shortcut`: with a message it is a message shortcut, without a global one. */
export const ActShortcut = z.strictObject({
  callback_id: z.string(),
  channel: id.optional(),
  message_ts: z.string().optional(),
});
export type ActShortcut = z.input<typeof ActShortcut>;

/** `POST /sandbox/act/open-home`: looks at the app's Home (or Messages) tab. */
export const ActOpenHome = z.strictObject({ tab: z.enum(['home', 'messages']).default('home') });
export type ActOpenHome = z.input<typeof ActOpenHome>;

/** `POST /sandbox/act/dismiss`: removes an ephemeral message from one's own screen. */
export const ActDismiss = z.strictObject({ channel: id, message_ts: z.string() });
export type ActDismiss = z.input<typeof ActDismiss>;

/**
 * Every act answers this with status 200 (400 for a malformed body, 401 for a bad token).
 * `dispatch_failed`: no app is connected or it answered wrongly; `operation_timeout`: no answer within 3 s;
 * `invalid_state`: the client itself refuses (a required field is empty), see `errors`; others as Slack names them.
 */
export type ActAnswer = {
  ok: boolean;
  error?: string;
  /** What exactly was wrong, for the person who builds the app. */
  detail?: string;
  response_action?: 'errors' | 'update' | 'push' | 'clear';
  /** By block_id, to be shown at the field. */
  errors?: Record<string, string>;
  /** Of `suggest`. */
  options?: unknown[];
  option_groups?: unknown[];
};

/** `GET /sandbox/state?token=xoxp-…[&channel=C…]`: all this person can see; with `channel` only that one's messages. */
export type SandboxState = {
  /** The newest change included here: connect the stream with `?since=seq` to miss nothing. */
  seq: number;
  team: WireTeam;
  /** Organisations this workspace shares channels with. */
  other_teams: WireTeam[];
  me: WireUser;
  users: WireUser[];
  usergroups: { id: string; handle: string; name: string; users: string[] }[];
  app: WireApp;
  /** Public channels of one's workspace and every channel one is in. */
  channels: WireChannel[];
  dms: WireDm[];
  /** Oldest first, replies included (`thread_ts` other than `ts`), at most the newest 1,000 of each channel one is in. */
  messages: Record<string, WireMessage[]>;
  /** My open modals, the topmost last. */
  views: WireView[];
  home: WireView | null;
  /** Custom emoji: name to image address or `alias:name`. */
  emoji: Record<string, string>;
};

export type WireTeam = { id: string; name: string; domain: string; colour: string };

export type WireUser = {
  id: string;
  team_id: string;
  /** The handle. */
  name: string;
  real_name: string;
  display_name: string;
  title: string;
  email?: string;
  tz: string;
  colour: string;
  initials: string;
  is_bot: boolean;
  is_admin: boolean;
  is_restricted: boolean;
  is_ultra_restricted: boolean;
  /** Of another organisation than mine. */
  is_stranger: boolean;
  deleted: boolean;
};

export type WireApp = {
  id: string;
  name: string;
  bot_id: string;
  bot_user_id: string;
  /** The DM with the app, once it exists. */
  dm?: string;
  home_tab: boolean;
  messages_tab: boolean;
  commands: { command: string; description: string; usage_hint: string }[];
  shortcuts: { type: 'message' | 'global'; callback_id: string; name: string; description: string }[];
  /** How the app is reached at this moment. */
  transport: 'socket' | 'http' | 'none';
};

export type WireChannel = {
  id: string;
  name: string;
  topic: string;
  purpose: string;
  is_private: boolean;
  is_archived: boolean;
  is_ext_shared: boolean;
  /** Organisations that share it, one's own included. */
  team_ids: string[];
  is_member: boolean;
  members: string[];
  /** Messages of others after the last read one (`conversations.mark` moves it). */
  unread: number;
  last_read: string;
};

/** A direct message: `user` is the other one; with more than one, a group DM. */
export type WireDm = { id: string; user: string; users: string[]; unread: number; last_read: string };

/** As `conversations.history` gives it, with the channel and some of the client's own knowledge. */
export type WireMessage = {
  type: 'message';
  channel: string;
  ts: string;
  subtype?: string;
  user?: string;
  bot_id?: string;
  username?: string;
  app_id?: string;
  team?: string;
  /** mrkdwn, escaped: `&amp; &lt; &gt;`, `<@U…>`, `<#C…|name>`, `<https://…|label>`. */
  text: string;
  blocks?: unknown[];
  attachments?: unknown[];
  files?: WireFile[];
  thread_ts?: string;
  reply_count?: number;
  reply_users?: string[];
  reply_users_count?: number;
  latest_reply?: string;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[]; count: number }[];
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  /** Seen by me alone. */
  is_ephemeral?: true;
  permalink: string;
  /** Who this message alerts: never filled by text that was escaped. */
  mentions: Mentions;
};

export type Mentions = {
  users: string[];
  usergroups: string[];
  broadcast: ('here' | 'channel' | 'everyone')[];
};

export type WireFile = {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  filetype: string;
  size: number;
  user: string;
  created: number;
  /** The bytes; needs `Authorization: Bearer` or `?token=`. */
  url_private: string;
  url_private_download: string;
  permalink: string;
  alt_txt?: string;
};

export type WireView = {
  id: string;
  type: 'modal' | 'home';
  title?: { type: 'plain_text'; text: string; emoji?: boolean };
  submit?: { type: 'plain_text'; text: string; emoji?: boolean } | null;
  close?: { type: 'plain_text'; text: string; emoji?: boolean } | null;
  blocks: unknown[];
  callback_id: string;
  private_metadata: string;
  hash: string;
  /** What was entered so far, as kept by the server. */
  state: { values: StateValues };
  previous_view_id: string | null;
  root_view_id: string;
  /** From the app's last `response_action: errors`. */
  errors?: Record<string, string>;
};

/** `GET /sandbox/stream?token=xoxp-…[&since=N]`: Server-Sent Events, `event: change`, `data:` one of these. */
export type StreamChange = {
  seq: number;
  type: 'message' | 'reaction' | 'ephemeral' | 'view' | 'home' | 'channel' | 'file' | 'user' | 'app';
  channel?: string;
  ts?: string;
};
