// #customer-feedback, the first two weeks: colleagues pass on what customers told them, between other things.
import { type Line, said } from './line.ts';

const frozen = 'checkout/frozen 3-D Secure';
const cents = 'accounting/DATEV cents';
const slow = 'invoices/slow list';
const twice = 'bank/transactions twice';
const paidAlready = 'reminders/reminded although paid';
const parts = 'invoices/partial payment';

export const earlyFeedback: Line[] = [
  said(
    28,
    '08:12',
    'grace',
    'Bakerloo again: bank transactions imported twice since Friday, she deleted 40 duplicates by hand',
    twice,
  ),
  said(
    28,
    '09:47',
    'hanna',
    'From my call with Kestrel Legal: they love how fast a quote turns into an invoice now. "Two clicks, no retyping"',
    'invoices',
  ),
  said(28, '12:01', 'oliver', 'anyone up for lunch at the Thai place? leaving in 10'),
  said(
    27,
    '10:33',
    'oliver',
    'Lumen Films reconnected the bank feed and now has transactions imported twice. Matching offers both duplicates',
    twice,
    {
      thread: [
        { after: 9, by: 'jonas', text: 'reconnecting resets the cursor, I think I know this one' },
        { after: 14, by: 'oliver', text: 'they ask if it is safe to delete one of each' },
        { after: 31, by: 'jonas', text: 'yes, the unmatched ones' },
      ],
    },
  ),
  said(
    26,
    '13:20',
    'marc',
    'Casa Verde would like to ask for a deposit: 30 % when the order is placed, the rest on delivery. Today they write two invoices and a lot of e-mails',
    parts,
  ),
  said(26, '15:05', 'priya', 'Reminder: roadmap review is on Thursday, slides are in the usual place'),
  said(
    25,
    '09:02',
    'hanna',
    'Delmar Dental: "half of yesterday\'s bank transactions were imported twice and the matching is a mess". Third time this month they say',
    twice,
  ),
  said(
    25,
    '14:44',
    'grace',
    "Juniper Yoga can't pay us compliments enough about support :heart: she says she recommends Fernway to every studio she knows",
    '?',
  ),
  said(
    24,
    '11:26',
    'oliver',
    'Hartmann Optik: Rundungsdifferenzen im DATEV-Export, immer ein Cent, die Steuerberaterin bucht es jeden Monat von Hand um',
    cents,
    {
      thread: [
        { after: 22, by: 'tomasz', text: 'per line or per total? we round per line in the export I believe' },
      ],
    },
  ),
  said(
    24,
    '16:10',
    'marc',
    'lost a deal today: no SSO with Okta. Their security team will not approve anything without SAML',
    'access/SSO',
  ),
  said(
    23,
    '08:40',
    'grace',
    'Plumbline: the payment page freezes after the 3D Secure confirmation, just the spinner, nothing else. He sent a new payment link and then it worked',
    frozen,
  ),
  said(23, '10:15', 'lena', 'deploying the new checkout layout now, back in 20'),
  said(
    22,
    '09:30',
    'hanna',
    'Northlight: the invoice list is slow, it takes 15 to 20 seconds to open with their 60k invoices. Not blocking but everybody notices',
    slow,
  ),
  said(
    22,
    '13:12',
    'oliver',
    'Inkwell Press: duplicate transactions in the bank feed, same amounts, same dates. She asks whether she pays for both :sweat_smile:',
    twice,
  ),
  said(
    21,
    '10:52',
    'grace',
    'Fjord Outdoor: overdue reminder sent although the invoice was already paid. Embarrassing for them, it was their largest client',
    paidAlready,
  ),
  said(21, '15:31', 'hanna', 'welcome back @grace! hope the weekend was good'),
  said(
    20,
    '09:08',
    'marc',
    "Maison Petit : leur comptable dit que la TVA de l'export ne correspond pas aux factures, il manque toujours un ou deux centimes",
    cents,
  ),
  said(
    20,
    '11:45',
    'oliver',
    'Delmar Dental: duplicate transactions again after the bank connection had to be renewed, everything imported twice',
    twice,
  ),
  said(
    19,
    '14:02',
    'grace',
    'Bakerloo asks for Apple Pay on the payment page. Her customers pay on the phone and never have the card at hand',
    'checkout/wallets',
  ),
  said(
    18,
    '08:57',
    'hanna',
    'Acme told me the payment page freezes after the 3D Secure pop-up, they could reproduce it with a Revolut card',
    frozen,
    {
      thread: [
        { after: 12, by: 'lena', text: 'which browser?' },
        { after: 25, by: 'hanna', text: 'Safari on an iPhone. Acme says Chrome was fine' },
      ],
    },
  ),
  said(18, '12:20', 'oliver', "cake in the kitchen, it is Tomasz' birthday :birthday:"),
  said(
    17,
    '09:41',
    'oliver',
    'Elbe Logistik: Rundungsdifferenzen im DATEV-Export, bei jeder Rechnung mit mehreren Positionen. "Unser Steuerberater lehnt die Dateien inzwischen ab"',
    cents,
  ),
  said(
    17,
    '16:25',
    'grace',
    'Lumen Films: some bank transactions imported twice once more, but fewer than last month',
    twice,
  ),
  said(
    16,
    '10:11',
    'hanna',
    'Northlight wants instalments: customers who pay a big installation in four parts. Right now they track it in a spreadsheet next to Fernway',
    parts,
  ),
  said(
    16,
    '13:49',
    'marc',
    'Kestrel Legal asked if their bookkeeper can get access without being able to send invoices. A read-only role basically',
    'access/roles',
  ),
];
