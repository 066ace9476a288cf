// Everything Earshot does in Slack, over @slack/web-api. What it means to fail is in errors.ts.
import type { View } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { makeClient } from './client.ts';
import { reading, slackCode, unless, writing } from './errors.ts';
import type { Me, Reacted, Slack } from './port.ts';
import { people } from './web-people.ts';
import { readingMessages } from './web-read.ts';
import { writingMessages } from './web-write.ts';

/** `home` is our own team's id, learnt from auth.test at the first need: people of other teams are external. */
export function makeSlack(config: { botToken: string; apiUrl: string }): Slack {
  const client = makeClient(config.botToken, config.apiUrl);
  const whoAmI = once(() => authTest(client));
  return {
    whoAmI,
    react: (at, name) => reacted(() => client.reactions.add({ channel: at.channel, timestamp: at.ts, name })),
    unreact: (at, name) =>
      reacted(() => client.reactions.remove({ channel: at.channel, timestamp: at.ts, name })),
    ...writingMessages(client),
    ...readingMessages(client),
    ...people(client, whoAmI),
    ...views(client),
  };
}

function views(
  client: WebClient,
): Pick<Slack, 'openView' | 'pushView' | 'updateView' | 'unfurl' | 'publishHome'> {
  return {
    openView: async (trigger_id, view: View) => {
      const answer = await writing('views.open', () => client.views.open({ trigger_id, view }));
      return { id: answer.view?.id ?? '' };
    },
    pushView: async (trigger_id, view: View) => {
      await writing('views.push', () => client.views.push({ trigger_id, view }));
    },
    unfurl: async ({ channel, ts }, unfurls) => {
      await unless(['cannot_unfurl_message', 'cannot_find_message', 'message_not_found'], () =>
        writing('chat.unfurl', () => client.chat.unfurl({ channel, ts, unfurls })),
      );
    },
    updateView: async (view_id, view: View) => {
      await unless(['not_found'], () =>
        writing('views.update', () => client.views.update({ view_id, view })),
      );
    },
    publishHome: async (user_id, view: View) => {
      const answer = await unless(['user_not_found', 'user_disabled'], () =>
        writing('views.publish', () => client.views.publish({ user_id, view })),
      );
      return answer ? 'drawn' : 'gone';
    },
  };
}

async function reacted(call: () => Promise<unknown>): Promise<Reacted> {
  try {
    await writing('reactions', call);
    return 'done';
  } catch (error) {
    const code = slackCode(error);
    if (code === 'already_reacted' || code === 'no_reaction') return 'done';
    if (code === 'not_in_channel' || code === 'channel_not_found' || code === 'is_archived')
      return 'not-in-channel';
    if (code === 'message_not_found' || code === 'bad_timestamp') return 'gone';
    throw error;
  }
}

async function authTest(client: WebClient): Promise<Me> {
  const answer = await reading('auth.test', () => client.auth.test());
  return {
    userId: answer.user_id!,
    botId: answer.bot_id ?? '',
    teamId: answer.team_id!,
    enterpriseId: answer.enterprise_id || undefined,
    teamName: answer.team ?? '',
    url: answer.url ?? '',
  };
}

/** Remembers a success; a failure is asked again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= ask().catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
