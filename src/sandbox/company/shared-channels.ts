// The channels Fernway shares with two of its customers: they write themselves, and colleagues answer in threads.
import { type Line, said } from './line.ts';

const frozen = 'checkout/frozen 3-D Secure';
const slow = 'invoices/slow list';
const webhooks = 'api/webhooks twice';
const paidAlready = 'reminders/reminded although paid';

export const acmeShared: Line[] = [
  said(
    27,
    '09:22',
    'dana',
    'Morning! Is there a way to give our bookkeeper access without letting her send invoices?',
    'access/roles',
    {
      thread: [
        {
          after: 18,
          by: 'grace',
          text: 'Hi Dana, not yet, every member can send at the moment. I pass it on!',
        },
        { after: 25, by: 'dana', text: 'thanks, would be great to have a read-only role' },
      ],
    },
  ),
  said(
    23,
    '13:40',
    'li',
    'the PDF of credit note 1182 shows the old address of our showroom',
    'invoices/credit note',
  ),
  said(20, '08:58', 'dana', 'Good morning all'),
  said(
    17,
    '10:16',
    'li',
    'The payment page freezes after the 3D Secure confirmation, a client of ours just rang to ask whether his card payment went through',
    frozen,
    {
      thread: [
        { after: 7, by: 'grace', text: 'Thanks Li, do you know his browser?' },
        { after: 15, by: 'li', text: 'Safari, iPhone 14' },
        { after: 16, by: 'li', text: 'the payment was there in the end, he just never saw it' },
      ],
    },
  ),
  said(12, '14:25', 'dana', 'Invoice list is slow again today, about 25 seconds until anything shows', slow),
  said(
    9,
    '11:50',
    'dana',
    'A reminder was sent to our client although the invoice was already paid days ago, he complained. Can you look into it?',
    paidAlready,
    {
      thread: [{ after: 30, by: 'hanna', text: 'Looking into it with the team, Dana. Sorry about that!' }],
    },
  ),
  said(
    5,
    '15:34',
    'li',
    'Payment page freezes again after the 3D Secure step, two different clients today. One of them has been charged twice',
    frozen,
  ),
  said(
    2,
    '09:18',
    'dana',
    'Invoice list is slow, 40 seconds this morning. My team opens it thirty times a day...',
    slow,
  ),
  said(2, '16:02', 'li', 'lovely, thank you!'),
];

export const northlightShared: Line[] = [
  said(
    26,
    '10:09',
    'ruth',
    'Is there a report of open amounts by age? I need 30/60/90 days for the board',
    'reports/aging',
  ),
  said(
    19,
    '12:38',
    'sean',
    'Webhook question: do you retry when we answer after more than 5 s? We receive the same webhook twice, no event id to tell them apart',
    webhooks,
    {
      thread: [
        {
          after: 45,
          by: 'aisha',
          text: 'We do retry after 3 s at the moment. Let me check what we can do about it.',
        },
      ],
    },
  ),
  said(
    11,
    '09:56',
    'ruth',
    'Our people in billing find the invoice list really slow, they wait 20 seconds every time they go back to it. It was fine in spring.',
    slow,
  ),
  said(
    6,
    '14:11',
    'ruth',
    'Our customers are on the phone: they confirm the 3D Secure request in their banking app and then the payment page freezes. Can someone look today? It is several an hour.',
    frozen,
    {
      thread: [
        { after: 5, by: 'hanna', text: 'Ruth, I am on it and come back to you today' },
        { after: 190, by: 'ruth', text: 'still happening, now also with Mastercard' },
      ],
    },
  ),
  said(
    1,
    '13:21',
    'ruth',
    'The payment page still freezes after 3D Secure. If this is not fixed this month we will have to switch to another provider. I do not like writing this.',
    frozen,
  ),
];
