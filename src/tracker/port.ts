// What Earshot needs of an issue tracker. One file a vendor implements it; one contract suite holds for all.

/** Where an area's tickets go, e.g. `linear/PAY` in areas.yml. */
export type TrackerTarget = {
  tracker: 'linear' | 'jira';
  /** Linear: team key. Jira: project key. */
  team: string;
  project?: string | undefined;
  /** Jira's component; Linear has none. */
  component?: string | undefined;
  /** Jira's issue type by name; absent: Task, or the first the project has. Linear has none. */
  issueType?: string | undefined;
  labels: string[];
  /** An e-mail address or the tracker's own user id. */
  assignee?: string | undefined;
  /** `synced`: Linear keeps the Slack thread of the ticket and its comments alike. Jira has nothing of the kind. */
  slackThread?: 'synced' | undefined;
};

export type TicketPriority = 'urgent' | 'high' | 'medium' | 'low' | 'none';

export type TicketDraft = {
  /** Ours, chosen and saved before the call: UUID v4 layout. The same id never makes two tickets. */
  id: string;
  target: TrackerTarget;
  title: string;
  /** Markdown. The adapter turns it into what its tracker wants. */
  body: string;
  priority: TicketPriority;
  links: TicketLink[];
};

/** Shown on the ticket as an attachment (Linear) or a remote link (Jira). Writing the same url twice changes nothing. */
export type TicketLink = {
  url: string;
  title: string;
  subtitle?: string | undefined;
  /** The address is that of a Slack thread, which the tracker is to keep in step with the ticket's comments. */
  slackThread?: 'synced' | undefined;
};

/** By type, never by display name. `missing`: deleted, or no longer visible to us. */
export type TicketState =
  | 'triage'
  | 'backlog'
  | 'unstarted'
  | 'started'
  | 'completed'
  | 'canceled'
  | 'missing';

export type Ticket = {
  /** The tracker's own stable id. */
  externalId: string;
  /** What people call it: PAY-12. */
  key: string;
  url: string;
  title: string;
  body: string;
  state: TicketState;
  stateName: string;
  assignee?: string | undefined;
  archived: boolean;
  /** The tracker's id of the ticket this one was merged into or marked as duplicate of. */
  duplicateOf?: string | undefined;
  startedAt?: Date | undefined;
  completedAt?: Date | undefined;
  updatedAt: Date;
};

/** As it is after it was made. `slackThread`: the tracker has taken the thread on, and carries comments into it. */
export type MadeTicket = Ticket & { slackThread?: 'synced' | undefined };

/** A customer as trackers that know customers want it (Linear's customer requests). */
export type TicketCustomer = {
  externalId: string;
  name: string;
  domains: string[];
  annualRevenue?: number | undefined;
  tier?: string | undefined;
};

/** What somebody wrote on a ticket; restricted ones are not among them. */
export type TicketComment = {
  id: string;
  /** A name. */
  by: string;
  markdown: string;
  url: string;
  at: Date;
};

/** How a ticket is rid of what is not to be known any more. */
export type TicketRewrite = {
  title: (title: string) => string;
  /** A line (or paragraph) of its text as it shall be. `our part`: it stands in a marked block. */
  line: (line: string, place: 'our part' | 'elsewhere') => string;
  /** Asked of every link that may be ours. */
  link: (link: TicketLink) => 'keep' | 'remove';
  /** Customers' wishes of ours, by id. */
  needs: { id: string; fate: 'remove' | 'rewrite' }[];
};

/** `because`: for the log. Nothing was written then. */
export type Relation = { kind: 'related' } | { kind: 'impossible'; because: string };

export type TargetProblem = { what: string; fix: string };

/** The tracker asks us to slow down; nothing was written. Short waits are sat out by the adapter itself. */
export class TrackerBusy extends Error {
  override name = 'TrackerBusy';
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Errors: `Permanent` (lib/failure.ts) for what a retry cannot heal, its text names the fix; `OutcomeUnknown` when
 * a write may have happened; `TrackerBusy` and anything else may be retried. Every call may safely be repeated.
 */
export type Tracker = {
  readonly kind: TrackerTarget['tracker'];
  /**
   * Idempotent by `draft.id`: a repeat returns the ticket the first call made (`missing` when people have deleted it
   * since) and adds the links that are not there yet. Looks before it repeats.
   */
  create(draft: TicketDraft): Promise<MadeTicket>;
  /** The ticket made with our id, if there is one; `missing` when it lies in the tracker's trash. */
  findByOurId(id: string, target: TrackerTarget): Promise<Ticket | undefined>;
  /** By the tracker's id or by key; undefined when deleted or not visible. */
  get(idOrKey: string): Promise<Ticket | undefined>;
  /** Likely existing tickets for these words, best first. */
  search(words: string, target: TrackerTarget, limit: number): Promise<Ticket[]>;
  /** Replaces one marked block in the body and leaves all other text as people wrote it; appends it when absent. */
  putBlock(externalId: string, block: { name: string; markdown: string }): Promise<void>;
  putLink(externalId: string, link: TicketLink): Promise<void>;
  /**
   * Relates two tickets in the tracker's own way ("related" in Linear, "relates to" in Jira), which people see on both.
   * Those that are tied to each other already, by whomever, stay as they are. Impossible when the other one is gone or
   * hidden from us, or when the tracker has no such relation or does not let us make it.
   */
  relate(externalId: string, otherId: string): Promise<Relation>;
  /** Written after this moment, oldest first; at most the newest fifty. */
  comments(externalId: string, since: Date): Promise<TicketComment[]>;
  /** Idempotent by `id`. */
  comment(externalId: string, comment: { id: string; markdown: string }): Promise<void>;
  /** Records that this customer wants it; trackers without customers do nothing. Idempotent by `id`. */
  putCustomerNeed(
    externalId: string,
    need: { id: string; customer: TicketCustomer; markdown: string; important: boolean },
  ): Promise<void>;
  /** What is not there needs nothing. Returns what the ticket says then; undefined when there is no such ticket. */
  rewrite(externalId: string, rewrite: TicketRewrite): Promise<Ticket | undefined>;
  /** Reads `PAY-12` or a ticket's URL out of text. It may be a word that only looks like a key: `get` tells. */
  keyIn(text: string): string | undefined;
  /** Does everything the areas name exist, and may we write there? Empty when all is well. No side effects. */
  check(targets: TrackerTarget[]): Promise<TargetProblem[]>;
};
