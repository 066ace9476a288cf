// `npm run demo -- --tour`: the whole loop in the terminal, one line a step, with real timing. What does not happen in
// its time fails the tour.
import { WebClient } from '@slack/web-api';
import { digestChannel } from '../sandbox/company/company.ts';
import {
  byCustomer,
  news,
  reported,
  smallTalk,
  type TourMessage,
  tourRoles,
} from '../sandbox/company/tour.ts';
import { read, type } from '../sandbox/slack/drive.ts';
import type { WireMessage } from '../sandbox/slack/wire.ts';
import { findReading } from './reading.ts';
import { screenText } from './screen-text.ts';
import type { Stage } from './stage.ts';

type Say = (line: string) => void;

class Missed extends Error {}

export async function runTour(stage: Stage, say: Say, stopped: Promise<string>): Promise<number> {
  const watch = stopwatch(say);
  const interrupted = stopped.then((): number => {
    say('Stopped before the end.');
    return 130;
  });
  return Promise.race([interrupted, play(stage, say, watch)]);
}

async function play(stage: Stage, say: Say, step: Step): Promise<number> {
  try {
    const asked = await hearAll(stage, step);
    await ticketFor(stage, asked, say, step);
    await lists(stage, say, step);
    say('');
    say('That is the loop. "npm run demo" opens the same workspace in the browser.');
    return 0;
  } catch (error) {
    if (!(error instanceof Missed)) throw error;
    say(`FAILED  ${error.message}`);
    return 1;
  }
}

async function hearAll(stage: Stage, step: Step): Promise<string> {
  const ts = await step(`${reported.as} writes in #${reported.channel}: "${reported.text}"`, 5, () =>
    write(stage, reported),
  );
  await step('an :ear: on the message: it was heard', 10, () => hasEar(stage, reported, ts));
  await step(
    () => '',
    20,
    () => understood(stage, reported, ts),
    (found) => found,
  );
  for (const message of [byCustomer, news]) {
    const at = await step(`${message.as} writes in #${message.channel}: "${message.text}"`, 5, () =>
      write(stage, message),
    );
    await step(
      () => '',
      20,
      () => understood(stage, message, at),
      (found) => found,
    );
  }
  const talk = await step(`${smallTalk.as} writes in #${smallTalk.channel}: "${smallTalk.text}"`, 5, () =>
    write(stage, smallTalk),
  );
  await step(
    () => '',
    20,
    () => understood(stage, smallTalk, talk),
    (found) => found,
  );
  return ts;
}

async function ticketFor(stage: Stage, ts: string, say: Say, step: Step): Promise<void> {
  const { engineer, outsider } = tourRoles;
  await step(`${outsider}, a guest, adds :ticket: to it`, 5, () => react(stage, outsider, ts));
  await step(`${engineer}, an engineer, adds :ticket: to it`, 5, () => react(stage, engineer, ts));
  const reply = await step('a reply in the thread, with the ticket', 20, () => replyTo(stage, engineer, ts));
  say(indented(screenText(reply)));
  const issues = stage.linear.state().issues;
  if (issues.length !== 1)
    throw new Missed(`There should be one issue in Linear; there are ${issues.length}.`);
  const issue = issues[0]!;
  say(indented(`${issue.identifier}  ${issue.title}\n\n${issue.description}`));
}

async function lists(stage: Stage, say: Say, step: Step): Promise<void> {
  const { lead } = tourRoles;
  const before = (await read(stage.slack, lead, digestChannel)).length;
  await step(`${lead} types /earshot top`, 5, () => typed(stage, lead, 'top'));
  const top = await step('the themes that matter most', 10, async () =>
    (await read(stage.slack, lead, digestChannel)).slice(before).find((m) => m.is_ephemeral),
  );
  say(indented(screenText(top)));
  await step(`${lead} types /earshot digest now`, 5, () => typed(stage, lead, 'digest now'));
  const lines = await step('the digest, one message a theme', 30, () => digestOf(stage, lead, before));
  for (const message of lines) say(indented(screenText(message)));
}

async function digestOf(stage: Stage, lead: string, before: number): Promise<WireMessage[] | undefined> {
  const posted = (await read(stage.slack, lead, digestChannel)).slice(before).filter((m) => !m.is_ephemeral);
  const root = posted.find((m) => !m.thread_ts || m.thread_ts === m.ts);
  const listed = /\*(\d+) themes?\* below/.exec(JSON.stringify(root?.blocks ?? ''))?.[1];
  const lines = posted.filter((m) => m.blocks && m.thread_ts === root?.ts && m !== root);
  return root && listed && lines.length === Number(listed) ? [root, ...lines] : undefined;
}

async function write(stage: Stage, { as, channel, text }: TourMessage): Promise<string | undefined> {
  const answer = await clientOf(stage, as).chat.postMessage({
    channel: stage.slack.channels[channel]!,
    text,
  });
  return answer.ts;
}

async function react(stage: Stage, who: string, ts: string): Promise<boolean> {
  const channel = stage.slack.channels[reported.channel]!;
  return (await clientOf(stage, who).reactions.add({ channel, timestamp: ts, name: 'ticket' })).ok;
}

async function typed(stage: Stage, who: string, text: string): Promise<boolean> {
  return (await type(stage.slack, who, digestChannel, text)).ok;
}

async function hasEar(stage: Stage, { as, channel }: TourMessage, ts: string): Promise<boolean> {
  const message = (await read(stage.slack, as, channel)).find((m) => m.ts === ts);
  return message?.reactions?.some(({ name }) => name === 'ear') ?? false;
}

async function replyTo(stage: Stage, who: string, ts: string): Promise<WireMessage | undefined> {
  const thread = (await read(stage.slack, who, reported.channel)).filter(
    (m) => m.thread_ts === ts && m.ts !== ts,
  );
  return thread.find((m) => m.user === stage.slack.botUserId && !m.is_ephemeral);
}

async function understood(stage: Stage, { channel }: TourMessage, ts: string): Promise<string | undefined> {
  return findReading(stage.earshot.deps.db, `${stage.slack.channels[channel]}:${ts}`);
}

function clientOf({ slack }: Stage, who: string): WebClient {
  return new WebClient(slack.users[who]!.token, { slackApiUrl: slack.apiUrl });
}

type Step = <T>(
  what: string | (() => string),
  withinSeconds: number,
  look: () => Promise<T | undefined | false>,
  tell?: (found: T) => string,
) => Promise<T>;

/** Looks again until it is there, then says so with the time since the start and the time it took. */
function stopwatch(say: Say): Step {
  const start = Date.now();
  return async (what, withinSeconds, look, tell) => {
    const began = Date.now();
    for (;;) {
      const found = await look();
      if (found) {
        const took = Date.now() - began;
        const line = tell ? tell(found) : typeof what === 'string' ? what : what();
        say(
          `${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}${took > 50 ? ` (${took} ms)` : ''}`,
        );
        return found;
      }
      if (Date.now() - began > withinSeconds * 1000)
        throw new Missed(
          `not within ${withinSeconds} s: ${typeof what === 'string' ? what : 'the message was not understood'}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
}

function indented(text: string): string {
  return `\n${text.replace(/^/gm, '          | ')}\n`;
}
