// What Slack shows of a ticket: the one reply in the thread, edited as the ticket moves, and why there is none.
import type { KnownBlock } from '@slack/types';
import {
  button,
  context,
  count,
  link,
  linkButton,
  mention,
  type Screen,
  said,
  screen,
  section,
} from '../../text/screen.ts';
import type { TicketState } from '../../tracker/port.ts';
import { scoreWords, type ThemeLine, themeName } from '../prioritize/theme-line.ts';

export type TicketReply = {
  theme: Pick<
    ThemeLine,
    'id' | 'number' | 'title' | 'score' | 'band' | 'bandSetBy' | 'customers' | 'reports'
  >;
  tracker: 'linear' | 'jira';
  key: string;
  url: string;
  title: string;
  state: TicketState;
  stateName: string;
  assignee: string | null;
  /** `existing`: the theme had it before this was asked for. */
  how: 'created' | 'existing' | 'linked';
  askedBy: string;
  /** Without counts and names: for channels shared with other organisations. */
  discreet: boolean;
};

const trackerNames = { linear: 'Linear', jira: 'Jira' };

/** `PAY-12 in Linear: Card form freezes`, with its state. */
export function ticketReply(reply: TicketReply): Screen {
  const { key, url, title, tracker } = reply;
  const name = `${link(url, key)} in ${trackerNames[tracker]}`;
  const text = `${stateEmoji[reply.state]} ${lead[reply.how]} ${name}: ${said(title, 160)}`;
  return screen(`${lead[reply.how]} ${said(key, 40)}: ${said(title, 160)}`, [
    section(text),
    ...(reply.discreet ? [] : context(stateLine(reply), themeLine(reply))),
    ...(reply.discreet ? [] : [buttons(reply)]),
  ]);
}

const lead = {
  created: 'Ticket',
  existing: 'There is a ticket for this already:',
  linked: 'Linked to',
};

const stateEmoji: Record<TicketState, string> = {
  triage: ':ticket:',
  backlog: ':ticket:',
  unstarted: ':ticket:',
  started: ':hammer_and_wrench:',
  completed: ':white_check_mark:',
  canceled: ':no_entry_sign:',
  missing: ':ghost:',
};

function stateLine({ state, stateName, assignee, askedBy }: TicketReply): string {
  if (state === 'missing') return 'The ticket was deleted, or Earshot may no longer see it.';
  const who = assignee ? `, ${said(assignee, 60)}` : '';
  return `${said(stateName || state, 40)}${who} · asked for by ${mention(askedBy)}`;
}

function themeLine({ theme }: TicketReply): string {
  const heard = `${count(theme.customers, 'customer')}, ${count(theme.reports, 'report')}`;
  return `${themeName(theme.number)} · ${scoreWords(theme)} · ${heard}`;
}

function buttons({ theme, key, url }: TicketReply): KnownBlock {
  return {
    type: 'actions',
    elements: [
      linkButton(`Open ${key}`, 'open-ticket', url),
      button('Why?', 'why', theme.id),
      button('More', 'theme', theme.id),
    ],
  };
}

/** `because` names the fix. */
export function noTicket(because: string): Screen {
  const text = `:warning: No ticket: ${said(because, 600)}`;
  return screen(text, [section(text)]);
}

/** The tracker does not answer; the wish is kept. */
export function ticketWaits(tracker: 'linear' | 'jira'): Screen {
  const text = `:hourglass: ${trackerNames[tracker]} does not answer at the moment. The ticket will be made as soon as it does; nothing needs to be done.`;
  return screen(text, [section(text)]);
}
