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
import type { RichText } from '../sandbox/jira/wire.ts';
import { act, read, type } from '../sandbox/slack/drive.ts';
import type { WireMessage } from '../sandbox/slack/wire.ts';
import { fromAdf } from '../tracker/jira-text.ts';
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
    const key = await ticketFor(stage, asked, say, step);
    const digest = await lists(stage, say, step);
    await ticketFromDigest(stage, digest, say, step);
    await shipped(stage, { ts: asked, key }, say, step);
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

async function ticketFor(stage: Stage, ts: string, say: Say, step: Step): Promise<string> {
  const { engineer, outsider } = tourRoles;
  await step(`${outsider}, a guest, adds :ticket: to it`, 5, () => react(stage, outsider, ts));
  await step(`${engineer}, an engineer, adds :ticket: to it`, 5, () => react(stage, engineer, ts));
  const reply = await step('a reply in the thread, with the ticket', 20, () => replyTo(stage, engineer, ts));
  say(indented(shown(stage, reply)));
  const key = keyIn(reply)!;
  const made = stage.linear.state().issues.filter((issue) => issue.identifier === key);
  if (made.length !== 1) throw new Missed(`There should be one ${key} in Linear; there are ${made.length}.`);
  say(indented(`Linear  ${key}  ${made[0]!.title}\n\n${made[0]!.description}`));
  return key;
}

function shown({ slack }: Stage, message: WireMessage): string {
  const user = (id: string) => slack.state.users[id]?.realName;
  return screenText(message, { user });
}

const keyIn = (message: WireMessage): string | undefined => /\b[A-Z]{3}-\d+\b/.exec(message.text)?.[0];

/** From the digest it is one click. This area's team works in Jira. */
async function ticketFromDigest(stage: Stage, lines: WireMessage[], say: Say, step: Step): Promise<void> {
  const { engineer } = tourRoles;
  const line = lines.find((message) => JSON.stringify(message.blocks).includes('Invoices and PDF'));
  if (!line) throw new Missed('The digest has no line about invoices.');
  await step(
    `${engineer} presses "Create ticket" on the line about invoices`,
    5,
    async () => (await press(stage, engineer, line)).ok,
  );
  const issue = await step('an issue in Jira', 20, async () =>
    stage.jira.state().issues.find((one) => one.description !== null),
  );
  say(indented(`Jira  ${issue.key}  ${issue.summary}\n\n${jiraText(issue.description)}`));
}

/** Work goes on in the tracker, and Slack shows it. */
async function shipped(stage: Stage, it: { ts: string; key: string }, say: Say, step: Step): Promise<void> {
  const { engineer } = tourRoles;
  const act = { act: 'state', by: engineer, issue: it.key, state: 'Done' };
  await step(`${engineer} moves ${it.key} to Done in Linear`, 5, () => actIn(stage.linear.url, act));
  const reply = await step('the reply in the thread says so', 20, async () => {
    const seen = await replyTo(stage, engineer, it.ts);
    return seen && shown(stage, seen).includes('Done') ? seen : undefined;
  });
  say(indented(shown(stage, reply)));
}

async function actIn(url: string, body: object): Promise<boolean> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/sandbox/act`, { method: 'POST', headers, body: JSON.stringify(body) })).ok;
}

async function press(stage: Stage, who: string, message: WireMessage) {
  const blocks = (message.blocks ?? []) as {
    block_id: string;
    elements?: { action_id?: string; value?: string }[];
  }[];
  for (const { block_id, elements = [] } of blocks) {
    const found = elements.find(({ action_id }) => action_id === 'earshot:ticket');
    if (!found) continue;
    const { action_id, value } = found;
    const at = { channel: stage.slack.channels[digestChannel], message_ts: message.ts };
    return act(stage.slack, who, 'click', { ...at, block_id, action_id, value });
  }
  throw new Missed('The line of the digest has no button "Create ticket".');
}

function jiraText(text: RichText): string {
  return typeof text === 'string' ? text : fromAdf(text);
}

async function lists(stage: Stage, say: Say, step: Step): Promise<WireMessage[]> {
  const { lead } = tourRoles;
  const before = (await read(stage.slack, lead, digestChannel)).length;
  await step(`${lead} types /earshot top`, 5, () => typed(stage, lead, 'top'));
  const top = await step('the themes that matter most', 10, async () =>
    (await read(stage.slack, lead, digestChannel)).slice(before).find((m) => m.is_ephemeral),
  );
  say(indented(shown(stage, top)));
  await step(`${lead} types /earshot digest now`, 5, () => typed(stage, lead, 'digest now'));
  const lines = await step('the digest, one message a theme', 30, () => digestOf(stage, lead, before));
  for (const message of lines) say(indented(shown(stage, message)));
  return lines;
}

async function digestOf(stage: Stage, lead: string, before: number): Promise<WireMessage[] | undefined> {
  const posted = (await read(stage.slack, lead, digestChannel)).slice(before).filter((m) => !m.is_ephemeral);
  const root = posted.find((m) => !m.thread_ts || m.thread_ts === m.ts);
  const listed = /\*(\d+) themes?\* in the thread/.exec(JSON.stringify(root?.blocks ?? ''))?.[1];
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
