// Fernway, the small company of the demo: invoicing and payments for small businesses. Everything here is made up.
import type { LinearSeed } from '../linear/seed.ts';
import type { SeedChannel, SlackSeed } from '../slack/seed.ts';
import { earlyFeedback } from './feedback-early.ts';
import { lateFeedback } from './feedback-late.ts';
import { type Line, seedMessage } from './line.ts';
import { engPayments, general, productDigest } from './other-channels.ts';
import { people } from './people.ts';
import { acmeShared, northlightShared } from './shared-channels.ts';
import { earlySupport } from './support-early.ts';
import { lateSupport } from './support-late.ts';

/** Channels in which Earshot listens from the start. */
export const listensIn = ['customer-feedback', 'support-intake', 'acme-shared', 'northlight-shared'];

export const digestChannel = 'product-digest';

/** Those who may make tickets. */
export const engineers = ['payments-eng', 'documents-eng', 'platform-eng', 'priya'];

type DemoChannel = Omit<SeedChannel, 'messages'> & { lines: Line[] };

const team = ['priya', 'jonas', 'lena', 'mateo', 'tomasz', 'aisha', 'grace', 'oliver', 'hanna', 'marc'];

export const channels: DemoChannel[] = [
  {
    name: 'customer-feedback',
    topic: 'What customers tell you, in their words. Name the customer. Earshot listens.',
    members: [...team, 'zoe', 'app'],
    lines: [...earlyFeedback, ...lateFeedback],
  },
  {
    name: 'support-intake',
    topic: 'Tickets from Zendesk and answers from the survey',
    members: [
      'priya',
      'jonas',
      'lena',
      'mateo',
      'aisha',
      'grace',
      'oliver',
      'hanna',
      'zendesk',
      'typeform',
      'app',
    ],
    lines: [...earlySupport, ...lateSupport],
  },
  {
    name: 'acme-shared',
    topic: 'Fernway and Acme Interiors',
    members: ['grace', 'hanna', 'jonas', 'priya', 'dana', 'li', 'app'],
    shared_with: ['acme-interiors'],
    lines: acmeShared,
  },
  {
    name: 'northlight-shared',
    topic: 'Fernway and Northlight Energy',
    members: ['hanna', 'aisha', 'jonas', 'priya', 'ruth', 'sean', 'app'],
    shared_with: ['northlight'],
    lines: northlightShared,
  },
  {
    name: 'eng-payments',
    topic: 'Checkout, bank, money',
    members: ['jonas', 'lena', 'priya', 'deploys', 'app'],
    lines: engPayments,
  },
  {
    name: digestChannel,
    topic: 'What customers said this week, most important first',
    members: [...team, 'app'],
    lines: productDigest,
  },
  {
    name: 'general',
    general: true,
    topic: 'Everybody at Fernway',
    members: [...team, 'zoe'],
    lines: general,
  },
];

/** The workspace with four weeks of history up to `now`. */
export function companySeed(now: Date): SlackSeed {
  return {
    ...people,
    channels: channels.map(({ lines, ...channel }) => ({
      ...channel,
      messages: lines.map((line) => seedMessage(line, now)).sort((a, b) => (a.at < b.at ? -1 : 1)),
    })),
  };
}

export const companyLinear: LinearSeed = {
  organization: { name: 'Fernway', urlKey: 'fernway' },
  teams: [
    { key: 'PAY', name: 'Payments', color: '#1d7874' },
    {
      key: 'DOC',
      name: 'Documents',
      color: '#b5532c',
      states: [
        ['New', 'triage'],
        ['Later', 'backlog'],
        ['Next', 'unstarted'],
        ['Doing', 'started'],
        ['Review', 'started'],
        ['Shipped', 'completed'],
        ['Dropped', 'canceled'],
        ['Duplicate', 'duplicate'],
      ],
    },
    { key: 'PLA', name: 'Platform', color: '#3d5a80' },
  ],
  users: ['jonas', 'lena', 'mateo', 'tomasz', 'aisha', 'priya'].map((handle) => {
    const { real_name, email } = people.users.find((user) => user.name === handle)!;
    return { name: real_name, displayName: handle, email: email! };
  }),
  labels: [
    { name: 'Bug', color: '#eb5757' },
    { name: 'Improvement', color: '#4ea7fc' },
    { name: 'checkout', color: '#bb87fc', team: 'PAY' },
  ],
  projects: [{ name: 'Checkout without friction', teams: ['PAY'] }],
};
