// #customer-feedback, the last two weeks: one trouble fades, two grow.
import { type Line, said } from './line.ts';

const frozen = 'checkout/frozen 3-D Secure';
const cents = 'accounting/DATEV cents';
const slow = 'invoices/slow list';
const twice = 'bank/transactions twice';
const paidAlready = 'reminders/reminded although paid';
const parts = 'invoices/partial payment';

export const lateFeedback: Line[] = [
  said(
    15,
    '11:03',
    'oliver',
    'Casa Verde: recordatorio enviado a un cliente que ya había pagado. Están bastante molestos',
    paidAlready,
  ),
  said(
    14,
    '09:19',
    'hanna',
    'Fjord Outdoor: two bank transactions imported twice, they noticed because the balance was wrong',
    twice,
  ),
  said(
    13,
    '08:50',
    'grace',
    'Delmar Dental says patients call because the payment page hangs after the 3D Secure code from the bank. Two gave up and paid cash',
    frozen,
  ),
  said(13, '14:37', 'oliver', 'ok'),
  said(
    12,
    '10:29',
    'marc',
    'Northlight (finance lead): the invoice list is so slow in the morning, 20 seconds and more, that they keep a tab open all day and never reload',
    slow,
  ),
  said(
    12,
    '15:58',
    'hanna',
    'Plumbline finds the new dashboard confusing, he does not see any more what is still open',
    'reports',
  ),
  said(
    11,
    '09:35',
    'grace',
    'Hartmann Optik schickt uns jetzt eine Liste mit den Rundungsdifferenzen aus dem DATEV-Export. Sie fragen, wann das behoben ist',
    cents,
  ),
  said(
    10,
    '11:14',
    'oliver',
    'Bakerloo: a regular got a reminder although his invoice was already paid three days before',
    paidAlready,
  ),
  said(
    10,
    '13:33',
    'jonas',
    'heads up: the duplicate bank transactions should be gone, fix is live since this morning',
    '-',
    { reactions: { tada: ['oliver', 'hanna', 'priya'] } },
  ),
  said(
    9,
    '08:45',
    'hanna',
    'Juniper Yoga would pay more for a plan with deposits for her retreats, she takes 50 % up front and chases the rest',
    parts,
  ),
  said(
    8,
    '10:02',
    'grace',
    'Acme: invoice list very slow since we added the new columns, almost 30 seconds, filtering by customer is even worse',
    slow,
  ),
  said(
    6,
    '08:31',
    'grace',
    'Juniper Yoga: payments freeze right after 3D Secure, the page just sits there. She lost three class bookings yesterday because people thought it failed',
    frozen,
  ),
  said(6, '12:48', 'oliver', 'who is in the office tomorrow?'),
  said(
    6,
    '15:20',
    'marc',
    "Maison Petit : encore des écarts de centimes dans l'export comptable. Leur cabinet menace de changer de logiciel",
    cents,
  ),
  said(
    5,
    '09:11',
    'oliver',
    'Fjord Outdoor had a customer charged twice: the payment page freezes after the 3D Secure pop-up, he reloaded and paid again. They refunded one by hand and are really unhappy',
    frozen,
    {
      thread: [
        { after: 6, by: 'jonas', text: 'ouch. do you have the payment ids?' },
        { after: 40, by: 'oliver', text: 'asked, will add them to the ticket' },
      ],
      reactions: { eyes: ['jonas'] },
    },
  ),
  said(
    5,
    '13:07',
    'hanna',
    'Kestrel Legal: rounding differences in the DATEV export, their tax adviser found 14 invoices with a wrong cent this quarter',
    cents,
  ),
  said(
    4,
    '10:40',
    'hanna',
    'Northlight says their customers see an endless spinner on the payment page after 3D Secure. 30 card payments a day are stuck and they are looking at alternatives if this goes on',
    frozen,
  ),
  said(
    4,
    '16:12',
    'grace',
    'Inkwell Press: reminder sent to an author although her invoice was already paid a week ago. "Makes me look like I can\'t keep my books"',
    paidAlready,
  ),
  said(
    6,
    '10:47',
    'hanna',
    'Kestrel Legal: invoice list slow since last week, 30 seconds before anything shows. Their billing clerk is furious',
    slow,
  ),
  said(
    3,
    '08:19',
    'hanna',
    'Delmar Dental: rounding differences in the DATEV export too, every month-end is blocked until somebody finds the missing cent',
    cents,
  ),
  said(
    3,
    '09:26',
    'marc',
    'Casa Verde: la página de pago se queda congelada después de confirmar con el banco (3D Secure). Varios clientes han pagado dos veces',
    frozen,
  ),
  said(
    3,
    '11:38',
    'oliver',
    'Elbe Logistik droht mit Kündigung: Rundungsdifferenzen im DATEV-Export, der Monatsabschluss wird jedes Mal von Hand korrigiert',
    cents,
  ),
  said(
    2,
    '08:55',
    'hanna',
    'Delmar Dental again, payment page freezes after the 3D Secure confirmation. Reception now tells people to pay cash',
    frozen,
  ),
  said(2, '14:16', 'grace', 'thanks everyone for jumping in yesterday :pray:'),
  said(
    1,
    '10:05',
    'grace',
    'Elbe Logistik: the invoice list is so slow that it times out when they filter by year. "We can not work with it in the mornings"',
    slow,
  ),
];
