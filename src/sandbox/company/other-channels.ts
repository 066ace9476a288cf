// Channels where Earshot does not listen: engineers at work, and everybody.
import { type Line, said } from './line.ts';

export const engPayments: Line[] = [
  said(
    27,
    '11:02',
    'jonas',
    'bank cursor: when a connection is renewed we start from zero and import 90 days again. Dedupe key has the connection id in it, which is new. There it is',
  ),
  said(23, '10:20', 'deploys', 'checkout-api 2026.7 deployed to production by lena'),
  said(20, '09:52', 'lena', 'PR for the new checkout layout follow-ups is up, small one'),
  said(
    18,
    '09:30',
    'lena',
    'looked at the Acme thing for an hour, can not reproduce the hanging page on my phone',
    '-',
    {
      thread: [
        {
          after: 11,
          by: 'jonas',
          text: 'try with a card that needs the challenge, not the frictionless one',
        },
      ],
    },
  ),
  said(14, '08:44', 'jonas', 'dedupe without connection id is merged, backfill runs tonight'),
  said(10, '08:05', 'deploys', 'bank-sync 2026.9 deployed to production by jonas'),
  said(10, '13:30', 'jonas', 'no duplicates in the bank import since the deploy :crossed_fingers:'),
  said(
    5,
    '09:25',
    'jonas',
    'double charge at Fjord: the customer reloaded while the intent was still processing. We create a new one on load, we should not',
  ),
  said(
    5,
    '10:10',
    'lena',
    'and the hang: the return from the challenge posts a message to window.opener, which Safari has thrown away by then. I think that is it',
    '-',
    {
      thread: [
        { after: 8, by: 'jonas', text: 'poll the intent instead?' },
        {
          after: 10,
          by: 'lena',
          text: 'yes, as a fallback at least. Needs a ticket, I am on SEPA this week',
        },
      ],
    },
  ),
  said(1, '14:40', 'jonas', 'who picks up the 3DS thing? support is getting loud'),
];

export const general: Line[] = [
  said(28, '08:00', 'priya', 'Good morning Fernway! New week, all-hands on Wednesday at 10'),
  said(24, '15:50', 'hanna', 'We are at 2,300 paying customers as of today :tada:', '-', {
    reactions: { tada: ['priya', 'jonas', 'grace', 'marc'] },
  }),
  said(18, '09:00', 'priya', 'Happy birthday @tomasz! :birthday:'),
  said(14, '12:30', 'oliver', 'the coffee machine is back from repair'),
  said(9, '16:45', 'marc', 'the office is closed on Friday, public holiday'),
  said(
    3,
    '10:00',
    'priya',
    'Please welcome Zoe, who helps us with the new checkout design until summer',
    '-',
    { reactions: { wave: ['lena', 'grace', 'mateo', 'aisha'] } },
  ),
  said(1, '09:15', 'aisha', 'I am out of office this afternoon, dentist'),
];

export const productDigest: Line[] = [
  said(
    21,
    '09:00',
    'priya',
    'This channel is for the weekly summary of what customers tell us. Earshot posts it here on Mondays at nine.',
  ),
];
