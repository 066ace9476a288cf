// Who is in the run, and what their engineers own.
import type { SlackSeed } from '../../src/sandbox/slack/seed.ts';

export const company: SlackSeed = {
  team: { name: 'Harbor', domain: 'harbor' },
  users: [
    { name: 'eva', real_name: 'Eva Lind', email: 'eva@harbor.test', is_admin: true },
    { name: 'sam', real_name: 'Sam Oduya', email: 'sam@harbor.test', title: 'Support' },
  ],
  channels: [
    { name: 'general', general: true },
    { name: 'feedback', members: ['eva', 'sam', 'app'] },
  ],
};

export const areas = `areas:
  - { key: payments, name: Payments, words: [card, checkout, refund, voucher, invoice], tracker: linear/PAY }
  - { key: reports, name: Reports, words: [export, csv, pdf, report, chart], tracker: linear/PLA }
  - { key: access, name: Sign-in, words: [login, password, sign-on, two-factor], tracker: linear/PLA }
  - { key: mobile, name: Mobile app, words: [android, iphone, app, photos], tracker: linear/APP }
  - { key: platform, name: Platform, words: [api, webhooks, search, import, audit], tracker: linear/PLA }
  - { key: workspace, name: Workspace, words: [calendar, onboarding, checklist, connector, dark mode, translation, keyboard], tracker: linear/APP }
`;
