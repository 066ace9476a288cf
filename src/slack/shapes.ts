// Slack's loose answers, read once into the shapes of port.ts.
import { z } from 'zod';
import type { Channel, Person, SlackMessage } from './port.ts';

const Message = z.looseObject({
  ts: z.string(),
  thread_ts: z.string().optional(),
  user: z.string().optional(),
  team: z.string().optional(),
  user_team: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  files: z
    .array(
      z.looseObject({
        name: z.string().nullish(),
        title: z.string().nullish(),
        permalink: z.string().nullish(),
      }),
    )
    .default([]),
  reactions: z.array(z.looseObject({ name: z.string(), users: z.array(z.string()).default([]) })).default([]),
  edited: z.looseObject({ ts: z.string() }).optional(),
  reply_count: z.number().default(0),
  latest_reply: z.string().optional(),
  blocks: z.array(z.unknown()).default([]),
  attachments: z.array(z.unknown()).default([]),
  metadata: z
    .looseObject({ event_type: z.string().optional(), event_payload: z.looseObject({}).optional() })
    .optional(),
});

/** A message from conversations.* or inside an event; throws a ZodError when it has no ts. */
export function messageOf(channel: string, raw: unknown): SlackMessage {
  const m = Message.parse(raw);
  const payloadId = m.metadata?.event_type === 'earshot' ? m.metadata.event_payload?.id : undefined;
  return {
    channel,
    ts: m.ts,
    threadTs: m.thread_ts,
    user: m.user,
    teamId: m.user_team ?? m.team,
    botId: m.bot_id,
    subtype: m.subtype,
    text: m.text,
    files: m.files.map((file) => ({
      name: file.title || file.name || 'file',
      permalink: file.permalink ?? '',
    })),
    reactions: m.reactions.map(({ name, users }) => ({ name, users })),
    ourId: typeof payloadId === 'string' ? payloadId : undefined,
    editedTs: m.edited?.ts,
    replyCount: m.reply_count,
    blocks: m.blocks,
    attachments: m.attachments,
    latestReply: m.latest_reply,
    raw: m,
  };
}

/** The ts of the oldest of them. */
export function oldestOf(messages: { ts: string }[]): string | undefined {
  return messages.map(({ ts }) => ts).sort()[0];
}

const ChannelShape = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  is_member: z.boolean().default(false),
  is_ext_shared: z.boolean().default(false),
  is_shared: z.boolean().default(false),
  is_private: z.boolean().default(false),
  is_im: z.boolean().default(false),
  is_mpim: z.boolean().default(false),
});

export function channelOf(raw: unknown): Channel {
  const c = ChannelShape.parse(raw);
  return {
    id: c.id,
    name: c.name ?? c.id,
    isMember: c.is_member,
    isShared: c.is_ext_shared,
    isPrivate: c.is_private,
    isDm: c.is_im || c.is_mpim,
  };
}

const User = z.looseObject({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().default(''),
  real_name: z.string().optional(),
  tz: z.string().nullish(),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_primary_owner: z.boolean().default(false),
  enterprise_user: z.looseObject({ enterprise_id: z.string().optional() }).optional(),
  profile: z
    .looseObject({
      email: z.string().nullish(),
      display_name: z.string().nullish(),
      real_name: z.string().nullish(),
    })
    .default({}),
});

/** `home`: our own team and, on Grid, our organisation, of which colleagues in other workspaces are members too. */
export function personOf(raw: unknown, home: { teamId: string; enterpriseId?: string | undefined }): Person {
  const u = User.parse(raw);
  const isColleague =
    u.team_id === undefined ||
    u.team_id === home.teamId ||
    (home.enterpriseId !== undefined && u.enterprise_user?.enterprise_id === home.enterpriseId);
  return {
    id: u.id,
    teamId: u.team_id ?? '',
    name: u.profile.display_name || u.profile.real_name || u.real_name || u.name || u.id,
    email: u.profile.email ?? undefined,
    timeZone: u.tz ?? undefined,
    isBot: u.is_bot || u.id === 'USLACKBOT',
    isGuest: u.is_restricted || u.is_ultra_restricted,
    isExternal: u.is_stranger || !isColleague,
    isPrimaryOwner: u.is_primary_owner,
  };
}
