// What is in a Slack export ZIP: its channels, people, and the messages of each day. Parsed here, trusted inside.
// https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports
import { z } from 'zod';
import type { Zip } from '../../files/zip.ts';
import { readJson } from '../../lib/json.ts';
import type { SlackMessage } from '../../slack/port.ts';
import { messageOf } from '../../slack/shapes.ts';

const Channel = z.looseObject({ id: z.string(), name: z.string() });
export type ExportChannel = z.infer<typeof Channel>;

const User = z.looseObject({ id: z.string(), team_id: z.string().optional() });

export type SlackExport = {
  channels: ExportChannel[];
  /** As Slack's users.info would answer. */
  users: Map<string, unknown>;
  /** The workspace most of its people belong to. */
  teamId: string | undefined;
};

/** Undefined when the ZIP is no Slack export. */
export async function readSlackExport(zip: Zip): Promise<SlackExport | undefined> {
  const has = (name: string) => zip.entries.some((entry) => entry.name === name);
  if (!has('channels.json') && !has('groups.json')) return undefined;
  const listed = async (name: string): Promise<unknown[]> => {
    const json = has(name) ? readJson(await zip.text(name)) : undefined;
    return json?.kind === 'json' && Array.isArray(json.value) ? json.value : [];
  };
  const named = [...(await listed('channels.json')), ...(await listed('groups.json'))];
  const users = (await listed('users.json')).flatMap((raw) => {
    const user = User.safeParse(raw).data;
    return user ? [{ user, raw }] : [];
  });
  return {
    channels: named.flatMap((raw) => Channel.safeParse(raw).data ?? []),
    users: new Map(users.map(({ user, raw }) => [user.id, raw])),
    teamId: mostCommon(users.flatMap(({ user }) => user.team_id ?? [])),
  };
}

/** The day files of a channel, oldest first. */
export function daysOf(zip: Zip, { name }: ExportChannel): Zip['entries'] {
  return zip.entries
    .filter(
      (entry) =>
        entry.name.startsWith(`${name}/`) &&
        /^\d{4}-\d{2}-\d{2}\.json$/.test(entry.name.slice(name.length + 1)),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export type Day =
  | { kind: 'messages'; messages: (SlackMessage | undefined)[] }
  | { kind: 'unreadable'; why: string };

/** By time; undefined stands for an entry that is no message. */
export async function messagesOf(zip: Zip, day: string, channelId: string): Promise<Day> {
  const json = readJson(await zip.text(day));
  if (json.kind === 'refused') return { kind: 'unreadable', why: json.why.replace('body', 'file') };
  if (!Array.isArray(json.value)) return { kind: 'unreadable', why: 'It is no list of messages.' };
  const messages = json.value.map((raw) => {
    try {
      const message = messageOf(channelId, raw);
      return /^\d{1,12}\.\d{1,9}$/.test(message.ts) ? message : undefined;
    } catch {
      return undefined;
    }
  });
  return { kind: 'messages', messages: messages.sort((a, b) => Number(a?.ts ?? 0) - Number(b?.ts ?? 0)) };
}

function mostCommon(names: string[]): string | undefined {
  const counts = Map.groupBy(names, (name) => name);
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0];
}
