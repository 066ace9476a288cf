// users.*, usergroups.*, bots.info, team.info, emoji.list: who is here.

import type { Caller } from '../core.ts';
import { type Core, refuse } from '../core.ts';
import { cursorArgs, flag, method, pageOf, text } from '../method.ts';
import { requireScope } from '../tokens.ts';
import type { User } from '../world.ts';

type Viewer = Exclude<Caller, { kind: 'app' }>;

const info = method('users.info', {
  scopes: ['users:read'],
  args: { user: text, include_locale: flag.optional() },
  run(core, caller, args) {
    const user = core.world.users[args.user] ?? refuse('user_not_found');
    if (!isVisible(core, caller, user)) refuse('user_not_visible');
    return {
      user: { ...userShown(core, caller, user), ...(args.include_locale ? { locale: 'en-US' } : {}) },
    };
  },
});

const list = method('users.list', {
  scopes: ['users:read'],
  args: { ...cursorArgs, include_locale: flag.optional() },
  run(core, caller, args) {
    const seen = Object.values(core.world.users).filter((user) => isVisible(core, caller, user));
    const page = pageOf(seen, args, { usual: 1000, most: 1000 });
    return {
      members: page.items.map((user) => userShown(core, caller, user)),
      cache_ts: Math.floor(core.now() / 1000),
      response_metadata: page.response_metadata,
    };
  },
});

const lookupByEmail = method('users.lookupByEmail', {
  scopes: ['users:read.email'],
  args: { email: text },
  run(core, caller, args) {
    const wanted = args.email.toLowerCase();
    const user = Object.values(core.world.users).find(
      (one) => one.email?.toLowerCase() === wanted && !one.deleted && one.teamId === core.world.team.id,
    );
    return { user: userShown(core, caller, user ?? refuse('users_not_found')) };
  },
});

/** People of other organisations are known only through a channel shared with them. */
function isVisible(core: Core, caller: Viewer, user: User): boolean {
  if (user.teamId === caller.user.teamId) return true;
  return Object.values(core.world.channels).some(
    (one) => one.members.includes(user.id) && one.members.includes(caller.user.id),
  );
}

function userShown(core: Core, caller: Viewer, user: User): Record<string, unknown> {
  const isStranger = user.teamId !== core.world.team.id;
  const maySeeEmail = caller.kind === 'user' || (caller.scopes.includes('users:read.email') && !isStranger);
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    color: user.colour.replace('#', ''),
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: offsetOf(user.tz, core.now()),
    profile: profileOf(user, maySeeEmail),
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.guest !== undefined,
    is_ultra_restricted: user.guest === 'single',
    is_bot: user.isBot,
    is_app_user: false,
    ...(isStranger ? { is_stranger: true } : {}),
    updated: user.updated,
    is_email_confirmed: true,
    who_can_share_contact_card: 'EVERYONE',
  };
}

function profileOf(user: User, withEmail: boolean): Record<string, unknown> {
  const [first = '', ...rest] = user.realName.split(' ');
  return {
    title: user.title,
    phone: '',
    skype: '',
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.displayName,
    display_name_normalized: user.displayName,
    fields: null,
    status_text: '',
    status_emoji: '',
    status_expiration: 0,
    avatar_hash: '',
    first_name: first,
    last_name: rest.join(' '),
    ...(withEmail && user.email ? { email: user.email } : {}),
    ...(user.botId ? { bot_id: user.botId, api_app_id: '' } : {}),
    team: user.teamId,
  };
}

/** Seconds east of UTC at that time. */
function offsetOf(tz: string, at: number): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  if (!sign) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

const usergroupsList = method('usergroups.list', {
  scopes: ['usergroups:read'],
  args: {
    include_users: flag.optional(),
    include_count: flag.optional(),
    include_disabled: flag.optional(),
  },
  run(core, _caller, args) {
    const { team } = core.world;
    return {
      usergroups: core.world.usergroups.map((group) => ({
        id: group.id,
        team_id: team.id,
        is_usergroup: true,
        is_subteam: true,
        name: group.name,
        description: group.description,
        handle: group.handle,
        is_external: false,
        date_create: group.updated,
        date_update: group.updated,
        date_delete: 0,
        auto_type: null,
        prefs: { channels: [], groups: [] },
        ...(args.include_users ? { users: group.users } : {}),
        ...(args.include_count ? { user_count: group.users.length } : {}),
      })),
    };
  },
});

const usergroupMembers = method('usergroups.users.list', {
  scopes: ['usergroups:read'],
  args: { usergroup: text, include_disabled: flag.optional() },
  run(core, _caller, args) {
    const group = core.world.usergroups.find((one) => one.id === args.usergroup) ?? refuse('no_such_subteam');
    return { users: group.users };
  },
});

const botsInfo = method('bots.info', {
  scopes: ['users:read'],
  args: { bot: text.optional() },
  run(core, _caller, args) {
    const bot = core.world.bots[args.bot ?? core.world.app.botId] ?? refuse('bot_not_found');
    return {
      bot: {
        id: bot.id,
        deleted: false,
        name: bot.name,
        updated: bot.updated,
        app_id: bot.appId,
        ...(bot.userId ? { user_id: bot.userId } : {}),
        icons: {},
      },
    };
  },
});

const teamInfo = method('team.info', {
  scopes: ['team:read'],
  args: { team: text.optional(), domain: text.optional() },
  run(core, caller, args) {
    const teams = [core.world.team, ...core.world.otherTeams];
    const wanted = args.team ?? caller.user.teamId;
    const team = teams.find((one) => (args.domain ? one.domain === args.domain : one.id === wanted));
    if (!team) return refuse('team_not_found');
    const icon = { image_default: true };
    return {
      team: {
        id: team.id,
        name: team.name,
        domain: team.domain,
        email_domain: '',
        icon,
        url: `${core.origin()}/`,
      },
    };
  },
});

const emojiList = method('emoji.list', {
  scopes: ['emoji:read'],
  args: { include_categories: flag.optional() },
  run(core, caller) {
    requireScope(caller, 'emoji:read');
    return { emoji: core.world.emoji, cache_ts: String(Math.floor(core.now() / 1000)) };
  },
});

export const people = [
  info,
  list,
  lookupByEmail,
  usergroupsList,
  usergroupMembers,
  botsInfo,
  teamInfo,
  emojiList,
];
