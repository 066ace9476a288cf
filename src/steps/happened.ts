// What can happen in the story. A step says what happened; only pipeline.ts knows what comes next.

export type Happened =
  /** A new item, or new words on one (`revision` rose). */
  | { what: 'captured'; feedbackId: string; revision: number }
  /** Deleted, erased, or told to be no feedback. */
  | { what: 'withdrawn'; feedbackId: string }
  | { what: 'analyzed'; feedbackId: string; analysisId: string; usable: boolean }
  /** A person said what is right: area, kind or severity. */
  | { what: 'corrected'; feedbackId: string; findingId: string }
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
  /** Its theme is known, and it is not for a ticket to be made. */
  | { what: 'wishPlaced'; wishId: string; kind: 'form' | 'which' | 'link' }
  /** Something that exists looks like the same thing: a person decides. */
  | { what: 'ticketDoubted'; ticketId: string; themeId: string }
  | { what: 'ticketMade'; ticketId: string; themeId: string }
  | { what: 'ticketMoved'; ticketId: string; themeId: string }
  /** Its text does not tell yet what customers said since. */
  | { what: 'ticketBehind'; themeId: string }
  /** Customers report it again, long after it was done. */
  | { what: 'ticketCameBack'; ticketId: string }
  /** Its tracker has news of it, or it was not looked at for a while. */
  | { what: 'ticketStale'; ticketId: string }
  /** It was read again, and people may have written on it; nothing where comments stay in the tracker. */
  | { what: 'ticketSeen'; ticketId: string }
  | { what: 'digestDue'; digestId: string }
  /** Something that a theme's lines in Slack show has changed. */
  | { what: 'lineChanged'; themeId: string }
  /** Customers were made known or changed: what they said earlier is not theirs yet. */
  | { what: 'customersSaved' }
  /** What a customer said, or is worth, is another than before. */
  | { what: 'customerChanged'; customerId: string }
  /** There is more waiting than one sweep takes. */
  | { what: 'backlog' }
  /** Part of a channel's past is still to be read; not before so much later, where Slack wants it so. */
  | { what: 'channelBehind'; channelId: string; afterMs?: number }
  /** Earshot is in a channel nobody has said anything about yet. */
  | { what: 'channelMet'; channelId: string }
  /** Earshot is to listen in a channel and is not in there. */
  | { what: 'channelMissing'; name: string }
  /** A person asked for a customer or a person to be forgotten. */
  | { what: 'erasureAsked'; erasureId: string }
  /** Part of it is done; the rest is due so much later. */
  | { what: 'erasureGoesOn'; erasureId: string; afterMs: number }
  /** areas.yml says that an area has another key now. */
  | { what: 'areaRenamed'; from: string; to: string }
  /** What a person's App Home shows has changed, or they look at it now. */
  | { what: 'homeChanged'; userId: string }
  /** A person wants work done that was given up. */
  | { what: 'rungAgain'; job: string; key: string; payload: unknown }
  /** A delivery of a webhook was saved. */
  /** `isAwaited`: a person did it and waits for what comes. */
  | { what: 'delivered'; inboxId: number; source: string; isAwaited?: boolean };
