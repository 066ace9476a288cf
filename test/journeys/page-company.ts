// A small company for looking at the page: its Slack, its Linear, and people of every role.
import type { LinearSeed } from '../../src/sandbox/linear/seed.ts';
import type { SeedMessage, SlackSeed } from '../../src/sandbox/slack/seed.ts';

/** Minutes before now, as ISO. */
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const days = (count: number) => count * 24 * 60;

const markup = [
  '*bold*, _italic_, ~gone~, `code <b>`, and a link: https://status.northwind.example/incidents?id=7&view=all.',
  '> quoted once',
  '> and twice',
  'Then :tada: :+1::skin-tone-3: and @Priya Raman in #platform.',
  '```\nconst total = items.reduce((sum, item) => sum + item.price, 0);\nif (total < 0) throw new Error("<negative>");\n```',
].join('\n');

const conversation: SeedMessage[] = [
  {
    author: 'sam',
    text: 'Morning! I will post here what customers tell me on the phone.',
    at: ago(days(6) + 200),
  },
  {
    author: 'maya',
    text: 'Exporting a month of invoices takes forever. It used to be ten seconds, now it is four minutes and sometimes the page just gives up.',
    at: ago(days(3) + 90),
    reactions: { ear: ['app'], eyes: ['priya'], '+1': ['sam', 'gil'] },
    thread: [
      { author: 'sam', text: 'Thanks Maya. Is it all months or only the big ones?', at: ago(days(3) + 80) },
      { author: 'maya', text: 'All of them since the update last week.', at: ago(days(3) + 70) },
      { author: 'priya', text: 'Looking at it. The query plan changed.', at: ago(days(3) + 60) },
    ],
  },
  { author: 'maya', text: 'Also the PDF has yesterday’s date on it.', at: ago(days(3) + 88) },
  { author: 'gil', text: markup, at: ago(days(1) + 30) },
  { author: 'maya', text: ':tada:', at: ago(days(1) + 10) },
  {
    author: 'sam',
    text: 'Globex called: *“the login code never arrives”*. Second time this week.',
    at: ago(75),
    reactions: { ear: ['app'] },
  },
  {
    author: 'maya',
    text: 'The search only finds exact words. If I type invoice it does not find invoices.',
    at: ago(40),
  },
  { author: 'maya', text: 'My whole team scrolls instead :sob:', at: ago(39) },
];

export const slackSeed: SlackSeed = {
  team: { name: 'Northwind', domain: 'northwind', colour: '#1d7874' },
  otherTeams: [{ name: 'Acme', domain: 'acme', colour: '#a23b72' }],
  users: [
    {
      name: 'priya',
      real_name: 'Priya Raman',
      title: 'Engineer, Payments',
      email: 'priya@northwind.example',
      is_admin: true,
      colour: '#3d5a80',
    },
    {
      name: 'sam',
      real_name: 'Sam Okoye',
      title: 'Customer support',
      email: 'sam@northwind.example',
      colour: '#1d7874',
    },
    {
      name: 'gil',
      real_name: 'Gil Moreau',
      title: 'Contractor',
      email: 'gil@freelance.example',
      is_guest: 'multi',
      colour: '#8a6d1f',
    },
    {
      name: 'maya',
      real_name: 'Maya Chen',
      title: 'Operations at Acme',
      email: 'maya@acme.example',
      team: 'acme',
      colour: '#a23b72',
    },
  ],
  usergroups: [{ handle: 'payments', name: 'Payments team', users: ['priya'] }],
  channels: [
    { name: 'general', general: true, purpose: 'Company-wide news' },
    {
      name: 'customer-feedback',
      purpose: 'What customers like, miss and stumble over',
      topic: 'Tell us what annoys you. :ear: means it was heard.',
      members: ['priya', 'sam', 'gil', 'maya', 'app'],
      shared_with: ['acme'],
      messages: conversation,
    },
    {
      name: 'platform',
      members: ['priya', 'app'],
      messages: [{ author: 'priya', text: 'Deploy of 14:00 is through.', at: ago(300) }],
    },
    { name: 'leads', private: true, members: ['priya', 'sam'] },
    { name: 'random', members: ['sam'] },
  ],
};

export const linearSeed: LinearSeed = {
  organization: { name: 'Northwind', urlKey: 'northwind' },
  teams: [
    { key: 'PAY', name: 'Payments', color: '#5e6ad2' },
    { key: 'SRC', name: 'Search', color: '#26b5ce' },
  ],
  users: [
    { name: 'Priya Raman', displayName: 'priya', email: 'priya@northwind.example' },
    { name: 'Tom Adler', displayName: 'tom', email: 'tom@northwind.example' },
  ],
  labels: [
    { name: 'Bug', color: '#eb5757' },
    { name: 'Performance', color: '#f2994a' },
    { name: 'customer', color: '#4ea7fc' },
  ],
  projects: [{ name: 'Invoices that load', teams: ['PAY'] }],
};

export const ticketText = `## Problem

Exporting invoices takes **four minutes** since the release of last week; for large months it fails.

> Exporting a month of invoices takes forever. It used to be ten seconds.

### Who and how many

| Customer | Reports | Annual revenue |
| --- | ---: | ---: |
| Acme | 3 | $120,000 |
| Globex | 1 | $48,000 |

### Recommended improvement

1. Read the export from the replica in pages of \`500\` rows.
2. Stream the file instead of building it in memory.
   - keep the old path behind a flag for a week
   - measure with \`invoice_export_seconds\`

- [ ] p95 of the export below 15 s
- [x] the date on the PDF is the day of the export

\`\`\`sql
explain analyze select * from invoices where account_id = $1 and month = $2;
\`\`\`

Score **72** · [why?](https://northwind.slack.com/archives/C1) <img src=x onerror=alert(1)>
`;
