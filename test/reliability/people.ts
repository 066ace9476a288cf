// The people of the run: they do in the stand-in Slack what the plan says, and remember where.
import { WebClient } from '@slack/web-api';
import type { SlackStandIn } from '../../src/sandbox/slack/server.ts';
import type { Act } from './plan.ts';

/** An act that was done. `ts`: of the message it made or was about; of an edit also the edit's own. */
export type Done = { act: Act; ts: string; editedTs?: string };

export type People = { channel: string; did: Done[]; does(act: Act): Promise<void> };

/** Sam passes on what customers said, Eva puts emoji on it. */
export function peopleOf(slack: SlackStandIn): People {
  const as = (name: string) => new WebClient(slack.users[name]!.token, { slackApiUrl: slack.apiUrl });
  const [sam, eva] = [as('sam'), as('eva')];
  const channel = slack.channels.feedback!;
  const did: Done[] = [];
  const tsOf = (at: number) => did[at]!.ts;
  const carryOut = async (act: Act): Promise<Omit<Done, 'act'>> => {
    switch (act.kind) {
      case 'message':
        return { ts: (await sam.chat.postMessage({ channel, text: act.text })).ts! };
      case 'reply':
        return {
          ts: (await sam.chat.postMessage({ channel, text: act.text, thread_ts: tsOf(act.to) })).ts!,
        };
      case 'edit': {
        const ts = tsOf(act.of);
        await sam.chat.update({ channel, ts, text: act.text });
        return { ts, editedTs: slack.state.messages[channel]!.find((m) => m.ts === ts)!.edited!.ts };
      }
      case 'delete':
        await sam.chat.delete({ channel, ts: tsOf(act.of) });
        return { ts: tsOf(act.of) };
      case 'react':
        await eva.reactions.add({ channel, timestamp: tsOf(act.to), name: act.name });
        return { ts: tsOf(act.to) };
    }
  };
  return { channel, did, does: async (act) => void did.push({ act, ...(await carryOut(act)) }) };
}
