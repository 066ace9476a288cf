// What can happen in the story. A step says what happened; only pipeline.ts knows what comes next.

export type Happened =
  /** A new item, or new words on one (`revision` rose). */
  | { what: 'captured'; feedbackId: string; revision: number }
  /** Deleted, erased, or told to be no feedback. */
  | { what: 'withdrawn'; feedbackId: string }
  | { what: 'analyzed'; feedbackId: string; analysisId: string; usable: boolean }
  | { what: 'placed'; feedbackId: string; themeIds: string[] }
  /** Members, title, area or an override changed. */
  | { what: 'themeChanged'; themeId: string }
  | { what: 'scored'; themeId: string; bandChanged: boolean }
  /** A person wants a ticket. */
  | { what: 'wished'; wishId: string }
  /** Its item is still being read. */
  | { what: 'wishWaits'; wishId: string }
  /** The ticket's row is saved; the tracker has not been called yet. */
  | { what: 'ticketDecided'; ticketId: string }
  | { what: 'ticketMade'; ticketId: string; themeId: string }
  | { what: 'ticketMoved'; ticketId: string; themeId: string }
  | { what: 'digestDue'; digestId: string }
  /** Something that a theme's lines in Slack show has changed. */
  | { what: 'lineChanged'; themeId: string }
  /** Customers were made known or changed: what they said earlier is not theirs yet. */
  | { what: 'customersSaved' }
  /** What a customer said, or is worth, is another than before. */
  | { what: 'customerChanged'; customerId: string }
  /** There is more waiting than one sweep takes. */
  | { what: 'backlog' }
  /** A delivery of a webhook was saved. */
  | { what: 'delivered'; inboxId: number; source: string };
