// A Slack export as a feed: every message takes the same way as one that is heard, so that both are one item.
import { findPerson } from '../../customers/store.ts';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { openZip, type Zip } from '../../files/zip.ts';
import { StartFailure } from '../../lib/failure.ts';
import type { SlackMessage } from '../../slack/port.ts';
import { personOf } from '../../slack/shapes.ts';
import { contentOf } from './content.ts';
import { understand } from './hear.ts';
import { writeMessage } from './hear-write.ts';
import type { Feed, FeedRecord } from './import-feed.ts';
import {
  daysOf,
  type ExportChannel,
  messagesOf,
  readSlackExport,
  type SlackExport,
} from './import-slack-export.ts';
import { isSpoken } from './intake.ts';
import type { Captured } from './item-capture.ts';
import { isReply } from './message-key.ts';
import { type ChannelRow, findChannel, findFeedbackOfMessage, lockChannel } from './store.ts';

export type SlackImport = { feed: Feed; channels: string[]; left: string[] };

/** Throws `StartFailure`. `deps.slack` is only asked who Earshot is; everything else is in the export. */
export async function openSlackImport(
  path: string,
  { deps, wanted }: { deps: Deps; wanted: string[] },
): Promise<SlackImport> {
  const zip = await openZip(path);
  try {
    const from = await readSlackExport(zip);
    if (!from) throw new StartFailure(notSlack(path, zip));
    await checkWorkspace(deps, from);
    const chosen = from.channels.filter(({ id, name }) => wanted.includes(id) || wanted.includes(name));
    const names = from.channels.map(({ name }) => name);
    if (chosen.length === 0)
      throw new StartFailure(
        `Which channels hold feedback? Name them: --channels feedback,support. The export has ${names.slice(0, 40).join(', ')}.`,
      );
    const feed = feedOf(zip, { chosen, deps: withExport(deps, from) });
    const left = names.filter((name) => !chosen.some((one) => one.name === name));
    return { feed, channels: chosen.map(({ name }) => name), left };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function notSlack(path: string, zip: Zip): string {
  const isExcel = zip.entries.some(({ name }) => name === '[Content_Types].xml');
  return isExcel
    ? `${path} is an Excel file. Save it as CSV (UTF-8) and import that.`
    : `${path} is a ZIP without channels.json: it is no Slack export. Unpack it and import the CSV or JSONL inside.`;
}

/** Another workspace's ids would name other people and channels here. */
async function checkWorkspace({ slack }: Deps, { teamId }: SlackExport): Promise<void> {
  const me = await slack.whoAmI();
  if (teamId === undefined || teamId === me.teamId || me.enterpriseId !== undefined) return;
  throw new StartFailure(
    `The export is of another workspace (${teamId}) than the one Earshot is in (${me.teamName}, ${me.teamId}).`,
  );
}

/** People are as the export has them, where they are not known better. */
function withExport(deps: Deps, { users }: SlackExport): Deps {
  const person: Deps['slack']['person'] = async (id) => {
    const known = await findPerson(deps.db, id);
    const raw = known ? undefined : users.get(id);
    return raw === undefined ? undefined : personOf(raw, await deps.slack.whoAmI());
  };
  return { ...deps, slack: { ...deps.slack, person } };
}

type Export = { chosen: ExportChannel[]; deps: Deps };

function feedOf(zip: Zip, { chosen, deps }: Export): Feed {
  const days = chosen.flatMap((channel) => daysOf(zip, channel).map((day) => ({ ...day, channel })));
  const roots = new Map<string, SlackMessage>();
  return {
    source: 'slack',
    unit: 'message',
    size: days.reduce((sum, day) => sum + day.packed, 0),
    reading: chosen.map(({ id }) => id).join(','),
    records: async function* (onBytes) {
      let line = 0;
      for (const { name, packed, channel } of days) {
        const day = await messagesOf(zip, name, channel.id);
        onBytes(packed);
        if (day.kind === 'unreadable') {
          line += 1;
          yield [{ kind: 'rejected', line, reason: day.why, raw: name }];
          continue;
        }
        const records = day.messages.map((message): FeedRecord => recordOf(message, ++line, name));
        for (const record of records) remember(roots, record);
        yield records;
      }
    },
    carryOut: (tx, records) => hearAll({ deps, roots }, tx, records),
    close: zip.close,
  };
}

function recordOf(message: SlackMessage | undefined, line: number, file: string): FeedRecord {
  if (!message) return { kind: 'rejected', line, reason: 'It is no message.', raw: file };
  if (!isSpoken(message.subtype)) return { kind: 'passed', line, reason: 'a notice of Slack’s' };
  if (!contentOf(message)) return { kind: 'passed', line, reason: 'no words of a person' };
  return { kind: 'message', line, message };
}

/** Threads go on over days: who began one is needed when a later reply is heard. */
function remember(roots: Map<string, SlackMessage>, record: FeedRecord): void {
  if (record.kind !== 'message' || record.message.replyCount === 0 || isReply(record.message)) return;
  roots.set(`${record.message.channel}:${record.message.ts}`, record.message);
}

type Hearing = { deps: Deps; roots: Map<string, SlackMessage> };

async function hearAll(it: Hearing, tx: Db, records: FeedRecord[]): Promise<Captured> {
  const total: Captured = { happened: [], added: 0, changed: 0 };
  const places = new Map<string, ChannelRow>();
  for (const record of records) {
    if (record.kind !== 'message') continue;
    const { channel } = record.message;
    const place = places.get(channel) ?? (await placeOf(tx, channel));
    places.set(channel, place);
    const happened = await hear(it, tx, { m: record.message, place });
    total.happened.push(...happened);
    for (const one of happened) {
      if (one.what !== 'captured') continue;
      if (one.revision === 1) total.added += 1;
      else total.changed += 1;
    }
  }
  return total;
}

async function hear({ deps, roots }: Hearing, tx: Db, { m, place }: { m: SlackMessage; place: ChannelRow }) {
  const manner = { how: 'channel' } as const;
  const heard = await understand(deps, m, { place, manner });
  if (isReply(m) && !(await findFeedbackOfMessage(tx, `${m.channel}:${m.threadTs}`))) {
    const root = roots.get(`${m.channel}:${m.threadTs}`);
    heard.root = root && (await understand(deps, root, { place, manner }));
  }
  await lockChannel(tx, m.channel);
  return writeMessage(deps, tx, heard);
}

/** Whoever imports a channel wants what is in it, however Earshot listens there now. Nothing of this is kept. */
async function placeOf(tx: Db, id: string): Promise<ChannelRow> {
  const known = await findChannel(tx, id);
  const listening = known?.shared === 'shared' ? 'threads' : 'every message';
  const unknown = { id, name: id, decidedBy: 'import', standing: 'absent', shared: 'internal' } as const;
  return { ...unknown, caughtUpAt: null, ...known, listening } as ChannelRow;
}
