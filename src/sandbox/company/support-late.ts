// #support-intake, the last two weeks.
import { type Line, said, survey, zendesk } from './line.ts';

const frozen = 'checkout/frozen 3-D Secure';
const slow = 'invoices/slow list';
const cents = 'accounting/DATEV cents';
const paidAlready = 'reminders/reminded although paid';
const webhooks = 'api/webhooks twice';

export const lateSupport: Line[] = [
  zendesk(
    14,
    '13:02',
    {
      number: 4151,
      from: 'Kim Oduya (kim@kestrel-legal.example)',
      company: 'Kestrel Legal',
      subject: 'Reminder after payment',
      text: 'An overdue reminder was sent although the invoice was already paid two hours before. It looks unprofessional, can reminders check right before they go out?',
    },
    paidAlready,
  ),
  zendesk(
    13,
    '09:57',
    {
      number: 4156,
      from: 'Nadia Kern (nadia@lumen-films.example)',
      company: 'Lumen Films',
      subject: 'Polish letters',
      text: 'Names with Polish letters (ł, ż) come out as empty boxes in the PDF. We work with a crew from Kraków, so it is on most invoices.',
    },
    'invoices/letters',
  ),
  zendesk(
    12,
    '11:40',
    {
      number: 4160,
      from: 'Sean Doyle (sean@northlight.example)',
      company: 'Northlight',
      subject: 'API limit',
      text: 'What is the rate limit of the API? We get 429 after about 100 requests and the developer docs say nothing about it.',
    },
    'api/limits',
  ),
  survey(
    11,
    '18:44',
    {
      from: 'Ines Roth, Juniper Yoga',
      score: 10,
      text: 'I love it! Writing an invoice takes me one minute now.',
    },
    'invoices',
  ),
  zendesk(
    10,
    '15:15',
    {
      number: 4165,
      from: 'Ben Ward (ben@plumbline.example)',
      company: 'Plumbline',
      subject: 'Customer got a reminder but has paid',
      text: 'This morning the second reminder went out although the invoice was already paid and matched. My customer was quite angry with me.',
    },
    paidAlready,
  ),
  zendesk(
    9,
    '10:20',
    {
      number: 4169,
      from: 'Priit Saar (priit@acme-interiors.example)',
      company: 'Acme',
      subject: 'Webhooks repeated',
      text: 'We receive the same webhook several times and our integration creates duplicates. Could you send an event id in the payload?',
    },
    webhooks,
  ),
  zendesk(
    8,
    '14:28',
    {
      number: 4173,
      from: 'Ola Berg (ola@fjord-outdoor.example)',
      company: 'Fjord Outdoor',
      subject: 'Swiss francs',
      text: 'We now sell to Switzerland and would need invoices in CHF. Is that planned?',
    },
    'invoices/currency',
  ),
  zendesk(
    7,
    '09:05',
    {
      number: 4177,
      from: 'Sam Pike (sam@bakerloo.example)',
      company: 'Bakerloo',
      subject: 'Payment page stuck',
      text: 'Two customers told me the payment page is stuck after 3D Secure. The spinner never ends and they do not know whether they have paid. iPhone both.',
    },
    frozen,
  ),
  zendesk(
    6,
    '10:31',
    {
      number: 4180,
      from: 'Petra Hartmann (petra@hartmann-optik.example)',
      company: 'Hartmann Optik',
      subject: 'Cent-Differenzen',
      text: 'Wieder Rundungsdifferenzen im DATEV-Export. Bitte rechnen Sie die Steuer wie auf der Rechnung, nicht pro Position.',
    },
    cents,
  ),
  zendesk(
    5,
    '08:18',
    {
      number: 4184,
      from: 'Ines Roth (ines@juniper-yoga.example)',
      company: 'Juniper Yoga',
      subject: 'students pay twice',
      text: 'The payment page freezes after the 3D Secure window closes. Some students try again and are charged twice, then I have to refund them. This has to stop, please!',
    },
    frozen,
  ),
  zendesk(
    4,
    '13:50',
    {
      number: 4188,
      from: 'Sean Doyle (sean@northlight.example)',
      company: 'Northlight',
      subject: 'Re: Webhook delivered twice',
      text: 'Any news? We still receive the same webhook twice. Yesterday 212 entries were booked twice on our side because there is no event id.',
    },
    webhooks,
  ),
  survey(
    4,
    '17:55',
    {
      from: 'Kim Oduya, Kestrel Legal',
      score: 5,
      text: 'The DATEV export has rounding differences, never right to the cent. Otherwise good.',
    },
    cents,
  ),
  zendesk(
    4,
    '09:31',
    {
      number: 4186,
      from: 'Ola Berg (ola@fjord-outdoor.example)',
      company: 'Fjord Outdoor',
      subject: 'Slow',
      text: 'The invoice list is slow, 20 seconds at least and sometimes it does not load at all. We can not answer customers on the phone like this.',
    },
    slow,
  ),
  zendesk(
    3,
    '10:52',
    {
      number: 4190,
      from: 'Sean Doyle (sean@northlight.example)',
      company: 'Northlight',
      subject: 'DATEV',
      text: 'Our German office complains about rounding differences in the DATEV export. The tax adviser rejects every file, they correct each cent by hand.',
    },
    cents,
  ),
  zendesk(
    3,
    '15:09',
    {
      number: 4192,
      from: 'Luc Petit (luc@maison-petit.example)',
      company: 'Maison Petit',
      subject: 'Page de paiement bloquée',
      text: 'Bonjour, après la validation 3D Secure la page de paiement reste bloquée. Nos clients pensent que le paiement a échoué et nous appellent.',
    },
    frozen,
  ),
  zendesk(
    2,
    '09:44',
    {
      number: 4195,
      from: 'Nadia Kern (nadia@lumen-films.example)',
      company: 'Lumen Films',
      subject: 'cannot pay',
      text: 'My client tried three times: 3D Secure works, then the payment page hangs, spinner forever. In the end he paid cash. Chrome on Windows.',
    },
    frozen,
  ),
  zendesk(
    2,
    '16:27',
    {
      number: 4197,
      from: 'Joan Tate (joan@inkwell-press.example)',
      company: 'Inkwell Press',
      subject: 'Reminder',
      text: 'A reminder was sent although the invoice was already paid and matched on Monday. Please check before sending.',
    },
    paidAlready,
  ),
  zendesk(
    1,
    '08:36',
    {
      number: 4201,
      from: 'Tina Vogel (vogel@elbe-logistik.example)',
      company: 'Elbe Logistik',
      subject: 'Rundung DATEV',
      text: 'Trotz Ihrer Zusage sind im DATEV-Export weiterhin Rundungsdifferenzen. Wenn das bis Monatsende nicht behoben ist, müssen wir kündigen.',
    },
    cents,
  ),
  zendesk(
    1,
    '11:12',
    {
      number: 4203,
      from: 'Marta Ruiz (marta@casa-verde.example)',
      company: 'Casa Verde',
      subject: 'Pago doble',
      text: 'Otra vez: la página de pago se congela tras la confirmación del banco y el cliente paga dos veces. Hemos tenido que devolver 640 euros.',
    },
    frozen,
  ),
  said(7, '08:01', 'oliver', 'back from vacation, what did I miss?'),
];
