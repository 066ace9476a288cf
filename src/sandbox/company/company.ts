// Fernway, the small company of the demo: invoicing and payments for small businesses. Everything here is made up.
import type { JiraSeed } from '../jira/seed.ts';
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

const inTrackers = ['jonas', 'lena', 'mateo', 'tomasz', 'aisha', 'priya'].map((handle) => {
  const { real_name, email } = people.users.find((user) => user.name === handle)!;
  return { handle, name: real_name, email: email! };
});

/** Payments and Platform work in Linear. */
export const companyLinear: LinearSeed = {
  organization: { name: 'Fernway', urlKey: 'fernway' },
  teams: [
    { key: 'PAY', name: 'Payments', color: '#1d7874' },
    {
      key: 'PLA',
      name: 'Platform',
      color: '#3d5a80',
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
  ],
  users: inTrackers.map(({ handle, name, email }) => ({ name, displayName: handle, email })),
  labels: [
    { name: 'Bug', color: '#eb5757' },
    { name: 'Improvement', color: '#4ea7fc' },
    { name: 'checkout', color: '#bb87fc', team: 'PAY' },
  ],
  projects: [{ name: 'Checkout without friction', teams: ['PAY'] }],
};

/** Documents came with another company, and kept its Jira. */
export const companyJira: JiraSeed = {
  projects: [
    {
      key: 'DOC',
      name: 'Documents',
      components: ['Invoices', 'Exports', 'Reminders'],
      statuses: [
        ['Open', 'new'],
        ['Doing', 'indeterminate'],
        ['Review', 'indeterminate'],
        ['Shipped', 'done'],
        ["Won't do", 'done'],
      ],
    },
  ],
  users: inTrackers.map(({ name, email }) => ({ displayName: name, email })),
};

/** Work that was there before Earshot came. */
export const formerIssues = [
  {
    in: 'linear',
    act: {
      act: 'create',
      by: 'jonas',
      team: 'PAY',
      title: 'Bank transactions are imported twice',
      description: 'After the bank sync some transactions show up twice. Seen since the new bank feed.',
    },
  },
  {
    in: 'linear',
    act: { act: 'create', by: 'aisha', team: 'PLA', title: 'Move the identity service to the new cluster' },
  },
  { in: 'jira', act: { act: 'create', project: 'DOC', summary: 'Logo looks blurry in invoice PDF files' } },
] as const;
