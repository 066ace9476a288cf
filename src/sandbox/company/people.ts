// Who works at Fernway, who writes there from outside, and the apps that post.
import type { SlackSeed } from '../slack/seed.ts';

type People = Pick<SlackSeed, 'team' | 'otherTeams' | 'users' | 'usergroups'>;

const berlin = { tz: 'Europe/Berlin' };

export const people: People = {
  team: { name: 'Fernway', domain: 'fernway', colour: '#1d7874' },
  otherTeams: [
    { name: 'Acme Interiors', domain: 'acme-interiors', colour: '#b5532c' },
    { name: 'Northlight Energy', domain: 'northlight', colour: '#3d5a80' },
  ],
  users: [
    {
      name: 'priya',
      real_name: 'Priya Raman',
      title: 'Product lead',
      email: 'priya@fernway.example',
      is_admin: true,
      ...berlin,
    },
    {
      name: 'jonas',
      real_name: 'Jonas Weber',
      title: 'Engineering, payments',
      email: 'jonas@fernway.example',
      ...berlin,
    },
    {
      name: 'lena',
      real_name: 'Lena Sorensen',
      title: 'Engineering, payments',
      email: 'lena@fernway.example',
      tz: 'Europe/Copenhagen',
    },
    {
      name: 'mateo',
      real_name: 'Mateo Ruiz',
      title: 'Engineering, documents',
      email: 'mateo@fernway.example',
      tz: 'Europe/Madrid',
    },
    {
      name: 'tomasz',
      real_name: 'Tomasz Nowak',
      title: 'Engineering, documents',
      email: 'tomasz@fernway.example',
      tz: 'Europe/Warsaw',
    },
    {
      name: 'aisha',
      real_name: 'Aisha Bello',
      title: 'Engineering, platform',
      email: 'aisha@fernway.example',
      tz: 'Europe/London',
    },
    {
      name: 'grace',
      real_name: 'Grace Lin',
      title: 'Support',
      email: 'grace@fernway.example',
      tz: 'Europe/London',
    },
    {
      name: 'oliver',
      real_name: 'Oliver Hart',
      title: 'Support',
      email: 'oliver@fernway.example',
      ...berlin,
    },
    {
      name: 'hanna',
      real_name: 'Hanna Virtanen',
      title: 'Customer success',
      email: 'hanna@fernway.example',
      tz: 'Europe/Helsinki',
    },
    {
      name: 'marc',
      real_name: 'Marc Dubois',
      title: 'Sales',
      email: 'marc@fernway.example',
      tz: 'Europe/Paris',
    },
    {
      name: 'zoe',
      real_name: 'Zoe Klein',
      title: 'Freelance designer',
      email: 'zoe@kleindesign.example',
      is_guest: 'multi',
      ...berlin,
    },
    { name: 'zendesk', real_name: 'Zendesk', is_bot: true },
    { name: 'typeform', real_name: 'Typeform', is_bot: true },
    { name: 'deploys', real_name: 'Deploys', is_bot: true },
    {
      name: 'dana',
      real_name: 'Dana Whitfield',
      title: 'Finance',
      email: 'dana@acme-interiors.example',
      team: 'acme-interiors',
      tz: 'Europe/London',
    },
    {
      name: 'li',
      real_name: 'Li Chen',
      title: 'Operations',
      email: 'li@acme-interiors.example',
      team: 'acme-interiors',
      tz: 'Europe/London',
    },
    {
      name: 'ruth',
      real_name: 'Ruth Abara',
      title: 'Head of finance',
      email: 'ruth@northlight.example',
      team: 'northlight',
      tz: 'Europe/Dublin',
    },
    {
      name: 'sean',
      real_name: 'Sean Doyle',
      title: 'Integrations',
      email: 'sean@northlight.example',
      team: 'northlight',
      tz: 'Europe/Dublin',
    },
  ],
  usergroups: [
    { handle: 'payments-eng', name: 'Payments engineers', users: ['jonas', 'lena'] },
    { handle: 'documents-eng', name: 'Documents engineers', users: ['mateo', 'tomasz'] },
    { handle: 'platform-eng', name: 'Platform engineers', users: ['aisha'] },
    { handle: 'support', name: 'Support', users: ['grace', 'oliver', 'hanna'] },
  ],
};
