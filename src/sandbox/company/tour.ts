// The tour's script: who writes what, and what an attentive reader expects Earshot to make of it.

export type TourMessage = {
  channel: string;
  /** A handle. */
  as: string;
  text: string;
  expect:
    | { feedback: false }
    | {
        feedback: true;
        areaKey: string;
        severity: ('low' | 'medium' | 'high' | 'critical')[];
        /** Null when no known customer speaks. */
        customer: string | null;
        /** Belongs with the history's messages about this (see `Line.about`); null: it is news. */
        theme: string | null;
      };
};

/** An employee passes on a customer's words: the growing theme of the last days. */
export const reported: TourMessage = {
  channel: 'customer-feedback',
  as: 'grace',
  text: 'Plumbline just called: the payment page freezes after the 3D Secure confirmation, and his customer was charged twice. He asks if he should switch to another provider',
  expect: {
    feedback: true,
    areaKey: 'checkout',
    severity: ['high', 'critical'],
    customer: 'Plumbline',
    theme: 'checkout/frozen 3-D Secure',
  },
};

/** A customer writes in a shared channel. */
export const byCustomer: TourMessage = {
  channel: 'acme-shared',
  as: 'li',
  text: 'The invoice list does not load any more since lunch, it just times out. Nobody here can work on invoices.',
  expect: {
    feedback: true,
    areaKey: 'invoices',
    severity: ['high', 'critical'],
    customer: 'Acme',
    theme: 'invoices/slow list',
  },
};

/** Something nobody has said before. */
export const news: TourMessage = {
  channel: 'customer-feedback',
  as: 'hanna',
  text: 'Juniper Yoga wonders why two-factor codes are only sent by text message, abroad she never gets them and can not sign in',
  expect: {
    feedback: true,
    areaKey: 'access',
    severity: ['medium', 'high', 'critical'],
    customer: 'Juniper Yoga',
    theme: null,
  },
};

export const smallTalk: TourMessage = {
  channel: 'customer-feedback',
  as: 'oliver',
  text: 'anyone up for lunch?',
  expect: { feedback: false },
};

/** In this order. */
export const tourMessages = [reported, byCustomer, news, smallTalk];

export const tourRoles = {
  /** Adds the emoji that makes the ticket. */
  engineer: 'jonas',
  /** A guest, who may not. */
  outsider: 'zoe',
  /** Types the commands. */
  lead: 'priya',
};

/** One line for a first-time visitor of the demo page. */
export const invitation =
  'Write in #customer-feedback what a customer said, e.g. "Bakerloo says the payment page froze again", then add :ticket: to it.';
