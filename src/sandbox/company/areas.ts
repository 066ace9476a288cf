// What Fernway's engineers own: the demo's areas.yml, with Slack ids where the engineers' names stand here.

/** `slackIdOf` turns a person's or a group's handle into its Slack id. */
export function areasFile(slackIdOf: (handle: string) => string): string {
  return template.replace(/\{([a-z-]+)\}/g, (_, handle: string) => slackIdOf(handle));
}

const template = `# What the engineers of Fernway own. Earshot reads this file again when it changes.
# key: never changes. words: what customers say. owners: Slack users (U…) or groups (S…). tracker: where tickets go.

tracker: linear/PLA

areas:
  - key: checkout
    name: Checkout and cards
    description: The page on which people pay by card, wallet or payment link.
    words: [checkout, payment page, payment link, pay page, card, credit card, card form, 3D Secure, 3DS, Apple Pay,
      Google Pay, charged, refund, bank's pop-up, Kartenzahlung, Zahlungsseite, paiement, carte, pago, tarjeta]
    owners: [{payments-eng}]
    tracker: { team: linear/PAY, labels: [checkout] }
    repositories: [fernway/web]
    paths: [web/checkout/**]
    services: [checkout-api]

  - key: bank
    name: Bank feeds and matching
    description: Reading transactions from banks and matching them with invoices.
    words: [bank feed, bank sync, bank connection, transactions, reconciliation, matching, matched, statement, IBAN,
      Bankabgleich, Kontoauszug, Umsätze, rapprochement]
    owners: [{jonas}]
    tracker: linear/PAY
    paths: [services/bank/**]

  - key: invoices
    name: Invoices and PDF
    description: Writing, finding and sending invoices and quotes, the invoice list, templates and PDF files.
    words: [invoice list, list of invoices, invoice editor, PDF, template, logo, invoice number, numbering, line item,
      credit note, quote, deposit, instalment, partial payment, search, currency, CHF, Rechnungsliste, Anzahlung, Rechnungsnummer,
      Vorlage, facture, factura]
    owners: [{documents-eng}]
    tracker: { team: jira/DOC, component: Invoices, labels: [invoices] }
    paths: [web/invoices/**, services/pdf/**]

  - key: accounting
    name: Accounting export
    description: Handing bookings over to accountants, DATEV, Xero and CSV, with taxes that add up.
    words: [DATEV, export, Xero, VAT, tax, rounding, cent, accountant, bookkeeper, bookkeeping, ledger, CSV,
      Steuerberater, Steuer, Buchhaltung, Rundung, TVA, comptable, exportación]
    owners: [{tomasz}]
    tracker: { team: jira/DOC, component: Exports }
    paths: [services/export/**]

  - key: reminders
    name: Reminders and e-mails
    description: E-mails to our customers' customers, above all reminders of invoices that are due.
    words: [reminder, reminders, payment reminder, already paid, overdue, dunning, chase, e-mail, email, spam, bounced, sender address, Mahnung,
      Erinnerung, Zahlungserinnerung, relance, rappel, recordatorio]
    owners: [{mateo}]
    tracker: { team: jira/DOC, component: Reminders }
    paths: [services/mail/**]

  - key: api
    name: API and webhooks
    description: What other programs use, the API, its tokens and limits, and the webhooks we send.
    words: [API, webhook, webhooks, endpoint, rate limit, 429, token, signature, payload, idempotency, Zapier,
      integration, developer docs]
    owners: [{platform-eng}]
    tracker: linear/PLA
    paths: [services/api/**, services/webhooks/**]

  - key: access
    name: Sign-in and permissions
    description: Signing in, inviting colleagues, roles and what each of them may see.
    words: [login, log in, sign in, password, SSO, Okta, SAML, two-factor, 2FA, authenticator, role, permission,
      permissions, invite, Anmeldung, einloggen, Passwort, connexion, contraseña]
    owners: [{aisha}]
    tracker: linear/PLA
    paths: [services/identity/**]

  - key: reports
    name: Dashboard and reports
    description: The first page after signing in, and reports on cash flow, open amounts and customers.
    words: [dashboard, report, reports, chart, cash flow, forecast, revenue report, open amounts, aging, Auswertung,
      tableau de bord, informe]
    owners: [{priya}]
    tracker: linear/PLA
    paths: [web/reports/**]
`;
