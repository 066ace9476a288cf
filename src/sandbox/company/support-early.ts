// #support-intake, the first two weeks: tickets and survey answers, posted by the apps that collect them.
import { type Line, said, survey, zendesk } from './line.ts';

const cents = 'accounting/DATEV cents';
const slow = 'invoices/slow list';
const twice = 'bank/transactions twice';
const webhooks = 'api/webhooks twice';

export const earlySupport: Line[] = [
  zendesk(
    28,
    '07:40',
    {
      number: 4102,
      from: 'Sam Pike (sam@bakerloo.example)',
      company: 'Bakerloo',
      subject: 'Duplicate transactions',
      text: 'Hi, since Friday the bank feed has imported all transactions twice. I have to delete the duplicates one by one before I can match anything. Can you please stop this?',
    },
    twice,
  ),
  zendesk(
    27,
    '13:18',
    {
      number: 4105,
      from: 'Ola Berg (ola@fjord-outdoor.example)',
      company: 'Fjord Outdoor',
      subject: 'Logo blurry',
      text: 'Our logo looks blurry on the PDF invoices, on screen it is fine. We uploaded a 2000 px PNG.',
    },
    'invoices/logo',
  ),
  zendesk(
    26,
    '08:22',
    {
      number: 4109,
      from: 'Nadia Kern (nadia@lumen-films.example)',
      company: 'Lumen Films',
      subject: 'How do I change the invoice number?',
      text: 'We start a new year and want the numbering to begin at 2026-001. Where can I set the next invoice number?',
    },
    'invoices/numbering',
  ),
  survey(
    26,
    '18:30',
    {
      from: 'Ruth Abara, Northlight',
      score: 8,
      text: 'Solid product. But the invoice list is slow, often 20 seconds.',
    },
    slow,
  ),
  zendesk(
    25,
    '10:07',
    {
      number: 4113,
      from: 'Tina Vogel (vogel@elbe-logistik.example)',
      company: 'Elbe Logistik',
      subject: 'DATEV Export',
      text: 'Guten Tag, im DATEV-Export gibt es Rundungsdifferenzen, meist einen Cent. Unser Steuerberater muss jede Buchung korrigieren. Bitte um Rückmeldung.',
    },
    cents,
  ),
  zendesk(
    24,
    '09:51',
    {
      number: 4117,
      from: 'Marta Ruiz (marta@casa-verde.example)',
      company: 'Casa Verde',
      subject: 'No llegan los correos',
      text: 'Hola, los recordatorios de pago terminan en la carpeta de spam de nuestros clientes. ¿Podemos usar nuestro propio dominio como remitente?',
    },
    'reminders/own sender',
  ),
  zendesk(
    23,
    '15:36',
    {
      number: 4121,
      from: 'Sam Pike (sam@bakerloo.example)',
      company: 'Bakerloo',
      subject: 'Lost phone',
      text: 'I lost my phone and with it the authenticator app. I am locked out of my account and have to send invoices today!',
    },
    'access/lost phone',
  ),
  survey(
    22,
    '19:02',
    { from: 'Paul Hartmann, Hartmann Optik', score: 9, text: 'Alles bestens, sehr übersichtlich.' },
    '?',
  ),
  zendesk(
    21,
    '11:29',
    {
      number: 4126,
      from: 'Joan Tate (joan@inkwell-press.example)',
      company: 'Inkwell Press',
      subject: 'bank transactions double',
      text: 'The bank feed has imported the transactions of last week twice. Matching offers me two of each and I am afraid of booking duplicates.',
    },
    twice,
  ),
  zendesk(
    20,
    '14:55',
    {
      number: 4130,
      from: 'Sean Doyle (sean@northlight.example)',
      company: 'Northlight',
      subject: 'Webhook delivered twice',
      text: 'We receive the same webhook two or three times, a few seconds apart. Our ERP then books it twice. There is no event id in the payload that we could use to drop repeats.',
    },
    webhooks,
  ),
  zendesk(
    19,
    '09:14',
    {
      number: 4133,
      from: 'Greta Lund (greta@fjord-outdoor.example)',
      company: 'Fjord Outdoor',
      subject: 'Sales report',
      text: 'Is it possible to see revenue by product group in the reports? The chart on the dashboard shows only the total.',
    },
    'reports',
  ),
  zendesk(
    18,
    '16:41',
    {
      number: 4138,
      from: 'Tina Vogel (vogel@elbe-logistik.example)',
      company: 'Elbe Logistik',
      subject: 'Rechnungsliste langsam',
      text: 'Die Rechnungsliste lädt sehr langsam, teilweise über 20 Sekunden. Besonders morgens, wenn alle arbeiten.',
    },
    slow,
  ),
  survey(
    18,
    '20:15',
    {
      from: 'Dana Whitfield, Acme',
      score: 7,
      text: 'Mostly happy. Reminders are too stiff, we would like to write our own text for the second one.',
    },
    'reminders/own text',
  ),
  zendesk(
    16,
    '08:33',
    {
      number: 4142,
      from: 'Dr. Amy Delmar (amy@delmar-dental.example)',
      company: 'Delmar Dental',
      subject: 'Double entries bank',
      text: 'The bank feed imported transactions twice again and what was matched is open again. Please solve this for good, my receptionist deletes duplicates for an hour every day.',
    },
    twice,
  ),
  zendesk(
    15,
    '10:48',
    {
      number: 4147,
      from: 'Luc Petit (luc@maison-petit.example)',
      company: 'Maison Petit',
      subject: 'Export TVA',
      text: "Bonjour, dans l'export comptable la TVA est arrondie ligne par ligne et ne correspond plus au total de la facture. Mon comptable refuse le fichier.",
    },
    cents,
  ),
  said(28, '07:05', 'oliver', 'starting the week with 12 open tickets, taking the first six'),
  said(22, '08:02', 'grace', 'I am on tickets today'),
];
