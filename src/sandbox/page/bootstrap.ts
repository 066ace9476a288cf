// What the page's own server tells the browser before anything else: where the servers are and whom one can act as.

/** `customer`: speaks for a customer, from wherever. The rest are what they are to the company that runs Earshot. */
export type Role = 'customer' | 'engineer' | 'support' | 'product' | 'guest' | 'other organisation';

export type PagePerson = {
  /** Slack user id. */
  id: string;
  /** First name or full name, as the guide speaks of them: "You are Maya from Acme." */
  name: string;
  /** xoxp-… */
  token: string;
  role: Role;
  /** Their company, when it is not the one whose workspace this is. */
  company?: string | undefined;
};

/** `GET /bootstrap.json`. Addresses have no trailing slash and no `/api` or `/graphql`. */
export type Bootstrap = {
  slackUrl: string;
  linearUrl: string;
  jiraUrl: string | null;
  /** The first is who a visitor starts as. */
  people: PagePerson[];
  /** Name of the channel where customers write, without #. */
  feedbackChannel: string;
  /** Something a customer might say, offered to visitors who do not know what to write. */
  example: string | null;
};
