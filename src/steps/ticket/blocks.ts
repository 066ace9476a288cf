// What Slack shows of a ticket: the one reply in the thread, edited as the ticket moves, and why there is none.
import type { Button } from '@slack/types';
import { markdownText } from '../../text/mrkdwn-markdown.ts';
import {
  button,
  context,
  count,
  link,
  linkButton,
  mention,
  moment,
  quoted,
  type Screen,
  said,
  screen,
  section,
} from '../../text/screen.ts';
import type { TicketState } from '../../tracker/port.ts';
import { scoreWords, type ThemeLine, themeName } from '../prioritize/theme-line.ts';
import { isOver } from './ticket.ts';

export type TicketReply = {
  /** Our own id of it, for the buttons. */
  id: string;
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
  /** What it was called at first, when that is not its key any more. */
  was: { key: string; because: 'moved' | 'duplicate' } | null;
  archived: boolean;
  /** `existing`: the theme had it before this was asked for. */
  how: 'created' | 'existing' | 'linked';
  askedBy: string;
  /** Reports since it was done. */
  since: { reports: number; kind: 'against the fix' | 'came back' } | null;
  follows: Named | null;
  /** The theme let go of it. */
  ended: { because: 'followed'; by: Named } | { because: 'unlinked' } | null;
  /** Without counts and names: for channels shared with other organisations. */
  discreet: boolean;
};

type Named = { key: string; url: string };

const trackerNames = { linear: 'Linear', jira: 'Jira' };

/** `PAY-12 Card form freezes`, with its state and what it is worth. */
export function ticketReply(reply: TicketReply): Screen {
  const { key, url, title, ended, discreet } = reply;
  const name = `${link(url, key)} ${said(title, 160)}`;
  const [emoji, lead] = ended?.because === 'unlinked' ? unlinked : opening(reply);
  return screen(`${lead}${said(key, 40)} ${said(title, 160)}`, [
    section(`${emoji} ${lead}${name}`),
    ...(discreet ? [] : context(stateLine(reply), themeLine(reply))),
    ...(discreet ? [] : context(pastLine(reply), sinceLine(reply))),
    ...(discreet ? [] : [{ type: 'actions' as const, elements: buttons(reply) }]),
  ]);
}

const unlinked: [string, string] = [':broken_heart:', 'No longer linked: '];

function opening({ state, how }: TicketReply): [string, string] {
  const emoji = stateEmoji[state];
  if (how === 'existing') return [emoji, 'There is a ticket already: '];
  return how === 'linked' ? [emoji === ':ticket:' ? ':link:' : emoji, 'Linked to '] : [emoji, ''];
}

const stateEmoji: Record<TicketState, string> = {
  triage: ':ticket:',
  backlog: ':ticket:',
  unstarted: ':ticket:',
  started: ':hammer_and_wrench:',
  completed: ':white_check_mark:',
  canceled: ':no_entry_sign:',
  missing: ':ghost:',
};

function stateLine({ tracker, state, stateName, archived, assignee, askedBy }: TicketReply): string {
  const where = `${trackerNames[tracker]}: ${said(stateName || state, 60)}${archived ? ', archived' : ''}`;
  const who = assignee && state !== 'missing' ? `, ${said(assignee, 60)}` : '';
  return `${where}${who} · asked for by ${mention(askedBy)}`;
}

function themeLine({ theme }: Pick<TicketReply, 'theme'>): string {
  const heard = `${count(theme.customers, 'customer')}, ${count(theme.reports, 'report')}`;
  return `${themeName(theme.number)} · ${scoreWords(theme)} · ${heard}`;
}

function pastLine({ was, follows, ended }: TicketReply): string | null {
  if (ended?.because === 'followed') return `Goes on in ${link(ended.by.url, ended.by.key)}`;
  if (was?.because === 'duplicate') return `${said(was.key, 40)} was marked as a duplicate of it`;
  if (was) return `Was ${said(was.key, 40)}`;
  return follows ? `Follows up ${link(follows.url, follows.key)}` : null;
}

function sinceLine({ since, ended }: TicketReply): string | null {
  if (!since || since.reports === 0 || ended) return null;
  const reports = `${count(since.reports, 'report')} since it was done`;
  return since.kind === 'against the fix'
    ? `:warning: ${reports}; ${since.reports === 1 ? 'it counts' : 'they count'} against the fix`
    : `:repeat: ${reports}: it came back`;
}

function buttons({ id, theme, key, url, state, ended, how }: TicketReply): Button[] {
  const open = linkButton(`Open ${key}`, 'open-ticket', url);
  if (ended?.because === 'unlinked') return [open, button('Link again', 'ticket-relink', id)];
  if (ended) return [open, button('More', 'theme', theme.id)];
  const again = isOver(state)
    ? [button(state === 'completed' ? 'Create follow-up' : 'Create another', 'ticket-another', theme.id)]
    : [];
  const undo = how === 'existing' ? [] : [button('Unlink', 'ticket-unlink', id)];
  return [open, ...again, button('Why?', 'why', theme.id), button('More', 'theme', theme.id), ...undo];
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

/** What somebody wrote on the ticket. */
export function commentScreen(it: { by: string; markdown: string; url: string; key: string }): Screen {
  const lead = `:speech_balloon: *${said(it.by, 60)}* on ${link(it.url, it.key)}`;
  const text = markdownText(it.markdown.slice(0, 5000));
  const words = quoted(text, 1200);
  return screen(`${said(it.by, 60)} on ${said(it.key, 40)}: ${said(text, 200)}`, [
    section(words ? `${lead}\n${words}` : lead),
  ]);
}

/** Customers report again what was done a while ago. */
export function cameBack(it: {
  theme: TicketReply['theme'];
  key: string;
  url: string;
  completedAt: Date;
  reports: number;
  /** The follow-up, once there is one. */
  next: Named | null;
}): Screen {
  const { theme, key, url, completedAt, reports, next } = it;
  const lead = `:repeat: This came back: ${said(theme.title, 160)}`;
  const since = `${link(url, key)} was done ${moment(completedAt)}; ${count(reports, 'report')} since.`;
  const followUp = next
    ? linkButton(`Open ${next.key}`, 'open-ticket', next.url)
    : { ...button('Create follow-up', 'ticket-another', theme.id), style: 'primary' as const };
  return screen(lead, [
    section(`${lead}\n${since}${next ? ` Followed up by ${link(next.url, next.key)}.` : ''}`),
    ...context(themeLine({ theme })),
    {
      type: 'actions',
      elements: [followUp, button('Why?', 'why', theme.id), button('More', 'theme', theme.id)],
    },
  ]);
}
