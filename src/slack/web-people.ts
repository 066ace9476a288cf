// Channels, people and groups.
import type { WebClient } from '@slack/web-api';
import { reading, unless, writing } from './errors.ts';
import type { Channel, Person, Slack } from './port.ts';
import { channelOf, personOf } from './shapes.ts';

export function people(
  client: WebClient,
  whoAmI: Slack['whoAmI'],
): Pick<
  Slack,
  'channel' | 'channels' | 'ownChannels' | 'person' | 'primaryOwner' | 'groupMembers' | 'openDm'
> {
  return {
    channel: async (id) => {
      const ask = () => client.conversations.info({ channel: id });
      const answer = await unless(['channel_not_found'], () => reading('conversations.info', ask));
      return answer?.channel && channelOf(answer.channel);
    },
    channels: () => allChannels(client),
    ownChannels: () => ownChannels(client),
    person: async (id) => {
      const answer = await unless(['user_not_found', 'user_not_visible'], () =>
        reading('users.info', () => client.users.info({ user: id })),
      );
      return answer?.user && personOf(answer.user, await whoAmI());
    },
    primaryOwner: async () => primaryOwner(client, await whoAmI()),
    groupMembers: async (usergroup) => {
      const answer = await reading('usergroups.users.list', () =>
        client.usergroups.users.list({ usergroup }),
      );
      return answer.users ?? [];
    },
    openDm: async (users) => {
      const answer = await writing('conversations.open', () => client.conversations.open({ users }));
      return answer.channel!.id!;
    },
  };
}

const types = 'public_channel,private_channel';
const kept = { types, exclude_archived: true };

async function allChannels(client: WebClient): Promise<Channel[]> {
  const found: Channel[] = [];
  // Tier 2 (20 calls a minute): few large pages.
  await everyPage(async (cursor) => {
    const answer = await reading('conversations.list', () =>
      client.conversations.list({ ...kept, limit: 1000, ...cursor }),
    );
    found.push(...(answer.channels ?? []).map(channelOf));
    return answer;
  });
  return found;
}

async function ownChannels(client: WebClient): Promise<Channel[]> {
  const found: Channel[] = [];
  await everyPage(async (cursor) => {
    const answer = await reading('users.conversations', () =>
      client.users.conversations({ ...kept, limit: 200, ...cursor }),
    );
    found.push(...(answer.channels ?? []).map((one) => ({ ...channelOf(one), isMember: true })));
    return answer;
  });
  return found;
}

/** Looks through the workspace's people until it is found; asked rarely. */
async function primaryOwner(
  client: WebClient,
  home: Parameters<typeof personOf>[1],
): Promise<Person | undefined> {
  let owner: Person | undefined;
  await everyPage(async (cursor) => {
    const answer = await reading('users.list', () => client.users.list({ limit: 200, ...cursor }));
    owner ??= (answer.members ?? [])
      .map((one) => personOf(one, home))
      .find((person) => person.isPrimaryOwner);
    return owner ? {} : answer;
  });
  return owner;
}

type Paged = { response_metadata?: { next_cursor?: string | undefined } | undefined };

async function everyPage(ask: (cursor: { cursor?: string }) => Promise<Paged>): Promise<void> {
  let cursor: string | undefined;
  do {
    const { response_metadata } = await ask(cursor ? { cursor } : {});
    cursor = response_metadata?.next_cursor || undefined;
  } while (cursor);
}
