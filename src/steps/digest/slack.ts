// The digest by command.

import { idFor } from '../../lib/ids.ts';
import type { Subcommand } from '../ears.ts';
import { findDigest, startDigest } from './store.ts';

const weekMs = 7 * 86_400_000;
const usualSize = 10;

export const digestCommands: Subcommand[] = [
  {
    name: 'digest',
    usage: '[now]',
    about: 'post the digest of the last 7 days in this channel',
    heldBy: 'engineer',
    run: async (deps, call) => {
      if (call.rest !== 'now' && call.rest !== '') {
        const text = `\`/earshot digest now\` posts it here. "${call.rest}" is not known.`;
        await deps.slack.respond(call.responseUrl, { text });
        return [];
      }
      const until = deps.now();
      const id = idFor('digest', call.deliveryId);
      if (!(await findDigest(deps.db, id)))
        await startDigest(deps.db, {
          id,
          occasion: `now:${call.deliveryId}`,
          slot: until,
          channel: call.channelId,
          size: usualSize,
          timeZone: deps.config.timeZone,
          from: new Date(until.getTime() - weekMs),
          until,
          askedBy: call.userId,
        });
      return [{ what: 'digestDue', digestId: id }];
    },
  },
];
