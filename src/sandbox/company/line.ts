// How the demo company's history is written down: who said what, when, and what an attentive reader takes from it.
import type { SeedMessage } from '../slack/seed.ts';
import { moment } from './when.ts';

export type Line = {
  daysAgo: number;
  /** `14:05`, UTC. */
  time: string;
  by: string;
  text: string;
  /**
   * What it is about, by a reader who knows the company: an area's key, then the theme it belongs to, where there is
   * one (`checkout/frozen 3-D Secure`). `-` is no feedback, `?` is feedback that fits no area. Never seen by Earshot:
   * the tests hold the local analyzer against it.
   */
  about: string;
  thread?: Reply[];
  reactions?: Record<string, string[]>;
  blocks?: unknown[];
  attachments?: unknown[];
};

/** `after`: minutes since the message it replies to. */
export type Reply = { after: number; by: string; text: string; reactions?: Record<string, string[]> };

type More = Pick<Line, 'thread' | 'reactions' | 'blocks' | 'attachments'>;

export function said(
  daysAgo: number,
  time: string,
  by: string,
  text: string,
  about = '-',
  more: More = {},
): Line {
  return { daysAgo, time, by, text, about, ...more };
}

/** A support ticket as the Zendesk app posts it: no text of its own, the customer's words in an attachment. */
export function zendesk(
  daysAgo: number,
  time: string,
  ticket: { number: number; from: string; company: string; subject: string; text: string; thread?: Reply[] },
  about: string,
): Line {
  const { number, from, company, subject, text, thread } = ticket;
  const attachment = {
    color: '#03363d',
    fallback: `#${number} ${subject}`,
    title: `#${number} ${subject}`,
    text,
    fields: [
      { title: 'Requester', value: from, short: true },
      { title: 'Organization', value: company, short: true },
    ],
  };
  const line = said(daysAgo, time, 'zendesk', '', about, { attachments: [attachment] });
  return thread ? { ...line, thread } : line;
}

/** A survey answer as Typeform posts it: labelled sections. */
export function survey(
  daysAgo: number,
  time: string,
  answer: { from: string; score: number; text: string },
  about: string,
): Line {
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
  const blocks = [
    section('New response to *How are we doing?*'),
    section(`*Respondent*\n${answer.from}`),
    section(`*Score*\n${answer.score} of 10`),
    section(`*Feedback*\n${answer.text}`),
  ];
  return said(daysAgo, time, 'typeform', 'New response to How are we doing?', about, { blocks });
}

export function seedMessage(line: Line, now: Date): SeedMessage {
  const { daysAgo, time, by, text, thread, reactions, blocks, attachments } = line;
  const at = moment(now, daysAgo, time);
  return {
    author: by,
    text,
    at,
    ...(reactions ? { reactions } : {}),
    ...(blocks ? { blocks } : {}),
    ...(attachments ? { attachments } : {}),
    ...(thread
      ? {
          thread: thread.map((reply) => ({
            author: reply.by,
            text: reply.text,
            at: new Date(Date.parse(at) + reply.after * 60_000).toISOString(),
            ...(reply.reactions ? { reactions: reply.reactions } : {}),
          })),
        }
      : {}),
  };
}
