// What a Slack export needs beside its file: Earshot's settings, for whom it is in that workspace.
import { readConfig } from '../config.ts';
import type { Db } from '../db/connect.ts';
import type { Deps } from '../deps.ts';
import { newId } from '../lib/ids.ts';
import { makeLog } from '../lib/log.ts';
import { makeSlack } from '../slack/web.ts';
import type { Feed } from '../steps/intake/import-feed.ts';
import { openSlackImport } from '../steps/intake/import-slack.ts';

type Opening = { channels: string | undefined; db: Db; say: (line: string) => void };

/** Channels as named, else as EARSHOT_FEEDBACK_CHANNELS has them. Throws `StartFailure`. */
export async function openSlackFeed(file: string, { channels, db, say }: Opening): Promise<Feed> {
  const config = readConfig();
  const named = (channels ?? '').split(/[\s,]+/).filter(Boolean);
  const wanted = named.length > 0 ? named.map((name) => name.replace(/^#/, '')) : config.feedbackChannels;
  const deps: Deps = {
    config,
    db,
    slack: makeSlack(config.slack),
    dispatch: () => Promise.reject(new Error('An import hears no deliveries.')),
    trackers: {},
    candidates: async () => [],
    now: () => new Date(),
    newId,
    log: makeLog(config.logLevel),
  };
  const { feed, channels: chosen, left } = await openSlackImport(file, { deps, wanted });
  say(
    `${file}: Slack export. Channels: ${chosen.map((name) => `#${name}`).join(', ')} (--channels changes it).`,
  );
  if (left.length > 0)
    say(
      `  not read  ${left
        .slice(0, 20)
        .map((name) => `#${name}`)
        .join(', ')}`,
    );
  return feed;
}
