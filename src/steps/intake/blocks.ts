// What intake shows in Slack: the question how to listen, what was decided, and where Earshot is missing.
import type { KnownBlock } from '@slack/types';
import { button, context, mention, type Screen, said, screen, section } from '../../text/screen.ts';
import type { Listening } from './intake.ts';

/** Action ids and what pressing them means. */
export const listenChoices: { action: string; listening: Listening; label: string; means: string }[] = [
  {
    action: 'listen-every',
    listening: 'every message',
    label: 'Every message',
    means: 'each message may be feedback. For internal feedback channels.',
  },
  {
    action: 'listen-threads',
    listening: 'threads',
    label: 'Threads as one item',
    means: 'what the customer writes, each thread one item. For channels shared with a customer.',
  },
  {
    action: 'listen-reactions',
    listening: 'reactions only',
    label: 'Reactions only',
    means: 'only messages somebody puts the capture emoji on.',
  },
  {
    action: 'listen-off',
    listening: 'off',
    label: 'Not at all',
    means: 'only what is captured by shortcut.',
  },
];

export type ListenedChannel = {
  id: string;
  name: string;
  shared: 'shared' | 'internal';
  listening: Listening;
  /** A Slack user id, or `configuration`. */
  decidedBy: string;
};

/** To the one who invited Earshot. */
export function listenQuestion(channel: ListenedChannel, backfillDays: number): Screen {
  const text = `How shall I listen in ${nameOf(channel)}?`;
  return screen(text, [
    section(`Thanks for the invitation. *${text}*\n${choiceLines(channel)}`),
    buttonsFor(channel),
    ...context(
      `Until then I hear nothing there but the capture emoji. In the first two cases I also read the last ${backfillDays} days.`,
    ),
  ]);
}

/** In place of the question, and as the answer to \`/earshot channel\`. */
export function listenScreen(channel: ListenedChannel): Screen {
  const text = `${listenWords(channel)}.`;
  return screen(text, [section(`${text}\n${choiceLines(channel)}`), buttonsFor(channel)]);
}

export function listenDecided(channel: ListenedChannel): Screen {
  const text = `:white_check_mark: ${listenWords(channel)}. \`/earshot channel\` there changes it.`;
  return screen(text, [section(text)]);
}

function listenWords(channel: ListenedChannel): string {
  const by =
    channel.decidedBy === 'configuration' ? 'by configuration' : `decided by ${mention(channel.decidedBy)}`;
  const how = listenChoices.find(({ listening }) => listening === channel.listening)!;
  if (channel.listening === 'off') return `In ${nameOf(channel)} I do *not* listen (${by})`;
  return `In ${nameOf(channel)} I listen to *${how.label.toLowerCase()}* (${by})`;
}

function choiceLines(channel: ListenedChannel): string {
  const fits = channel.shared === 'shared' ? 'threads' : 'every message';
  return listenChoices
    .map(({ label, means, listening }) => {
      const advice = listening === fits ? ' _(fits here)_' : '';
      return `• *${label}*: ${means}${advice}`;
    })
    .join('\n');
}

function buttonsFor(channel: ListenedChannel): KnownBlock {
  return {
    type: 'actions',
    elements: listenChoices.map(({ label, action }) => button(label, action, channel.id)),
  };
}

function nameOf({ id }: ListenedChannel): string {
  return `<#${id}>`;
}

/** To the operator: configured, but Earshot is not in there. */
export function missingNotice(name: string): Screen {
  const text = `I am to listen in #${said(name, 80)} and am not in there, so I hear nothing of it.`;
  const fix = `Type \`/invite @Earshot\` in that channel, or take it out of EARSHOT_FEEDBACK_CHANNELS. \`/earshot status\` shows when it is mended.`;
  return screen(text, [section(`:mute: ${text}\n${fix}`)]);
}

/** To the operator: removed from a channel it listened in. `by` is a Slack user id. */
export function leftNotice(channel: { name: string }, by: string | undefined): Screen {
  const who = by ? ` by ${mention(by)}` : '';
  const text = `I was taken out of #${said(channel.name, 80)}${who}, and hear nothing of it any more.`;
  return screen(text, [
    section(`:mute: ${text}\nIf that was not meant, type \`/invite @Earshot\` there: I read what I missed.`),
  ]);
}

/** After "Log feedback". */
export function loggedNotice(customerName: string | undefined): Screen {
  const whose = customerName ? ` for ${said(customerName, 80)}` : '';
  const text = `:ear: Logged${whose}. It is being read, and counts from now on in \`/earshot top\`.`;
  return screen(text, [section(text)]);
}
