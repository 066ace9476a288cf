// How Earshot calls Jira: jira.js's client with a time limit, short rate limits sat out, and every failure turned into
// one of those the rest of Earshot knows.
import {
  type Client,
  createClient,
  isApiError,
  isAuthError,
  isForbiddenError,
  isNetworkError,
  isNotFoundError,
  isRateLimitError,
  isSchemaMismatchError,
  isScopeError,
  type SendRequestOptions,
} from 'jira.js/core';
import { OutcomeUnknown, Permanent } from '../lib/failure.ts';
import { pauseAfter, Unanswered } from './patience.ts';
import { TrackerBusy } from './port.ts';

export type JiraSettings = {
  host: string;
  /** With an e-mail address it is Jira Cloud and an API token; without, Data Center and a personal access token. */
  email?: string | undefined;
  apiToken: string;
  timeoutMs?: number;
  /** How long a ticket is looked for after its answer was lost, before the try is given up. */
  patienceMs?: number;
  /** Throwing after a successful write is an ambiguous failure: `warn`, except in tests. */
  onSchemaMismatch?: 'warn' | 'throw';
};

/** Jira understood the request and will not do it. */
export class JiraRefused extends Permanent {
  override name = 'JiraRefused';
}

/** It does not exist, or we may not see it: Jira does not tell which. */
export class JiraNotFound extends Permanent {
  override name = 'JiraNotFound';
}

export function jiraClient(settings: JiraSettings): Client {
  const { host, email, apiToken, timeoutMs = 15_000, onSchemaMismatch = 'warn' } = settings;
  const auth = email
    ? { type: 'basic' as const, email, apiToken }
    : { type: 'bearer' as const, token: apiToken };
  const client = createClient({ host, auth, onSchemaMismatch });
  return {
    async sendRequest<T>(request: SendRequestOptions<T>): Promise<T> {
      for (let tries = 1; ; tries += 1) {
        try {
          return await inTime(client.sendRequest(request), timeoutMs);
        } catch (error) {
          const failure = jiraFailure(error, { writes: isWrite(request), email });
          const pause = pauseAfter(failure, tries);
          if (pause === undefined) throw failure;
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
      }
    },
  };
}

/** jira.js takes no signal: the call is left behind rather than stopped, so its outcome is unknown. */
async function inTime<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('No answer in time', 'TimeoutError')), timeoutMs);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
    call.catch(() => undefined);
  }
}

/** Removed already is as good as removed. */
export async function unlessGone(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof JiraNotFound)) throw error;
  }
}

/** Searches and bulk reads are sent as POST, too. */
function isWrite({ method, url }: SendRequestOptions): boolean {
  return method !== undefined && method !== 'GET' && !/\/(search|search\/jql|issue\/bulkfetch)$/.test(url);
}

/** jira.js's own errors carry bodies and addresses: only what is told here travels further. */
function jiraFailure(error: unknown, it: { writes: boolean; email: string | undefined }): Error {
  if (isRateLimitError(error)) {
    const seconds = Math.ceil((error.retryAfterMs ?? 60_000) / 1000);
    return new TrackerBusy(`Jira asks for a pause of ${seconds} seconds.`, seconds);
  }
  if (isScopeError(error))
    return new Permanent(
      'JIRA_API_TOKEN lacks a scope. Make a new token with read and write access to Jira work.',
    );
  if (isAuthError(error)) return new Permanent(tokenRefused(it.email));
  if (isForbiddenError(error))
    return new JiraRefused(
      `Jira does not allow it: ${sentenceIn(error.body)} Give the owner of JIRA_API_TOKEN the project role.`,
    );
  if (isNotFoundError(error)) return new JiraNotFound(`Jira does not have it: ${sentenceIn(error.body)}`);
  if (isApiError(error) && error.status < 500 && error.status !== 408)
    return new JiraRefused(
      `Jira refused the request: ${sentenceIn(error.body)} Check this area's target in areas.yml and the project's screens in Jira.`,
    );
  if (isSchemaMismatchError(error)) return error;
  return unanswered(isApiError(error) ? `HTTP ${error.status}` : causeOf(error), it.writes);
}

function tokenRefused(email: string | undefined): string {
  return email
    ? 'Jira does not accept JIRA_EMAIL with JIRA_API_TOKEN. Make a new token at id.atlassian.com under "Security", "API tokens".'
    : 'Jira does not accept JIRA_API_TOKEN. Make a new personal access token in your Jira profile; for Jira Cloud also set JIRA_EMAIL.';
}

/** No answer, half an answer, or a server's failure: a write may have happened, unless nobody was listening. */
function unanswered(why: string, writes: boolean): Error {
  if (writes && why !== 'ECONNREFUSED' && why !== 'ENOTFOUND')
    return new OutcomeUnknown(`Jira gave no clear answer to a change (${why}); it may have happened.`);
  return new Unanswered(`Jira gave no clear answer (${why}).`, why);
}

function causeOf(error: unknown): string {
  if (isNetworkError(error)) return error.code ?? 'network error';
  return error instanceof Error ? error.name : 'unknown';
}

/** Jira's sentences, and its sentences by field: `priority: The priority selected is invalid.` */
function sentenceIn(body: unknown): string {
  const { errorMessages = [], errors = {} } = (typeof body === 'object' && body ? body : {}) as {
    errorMessages?: string[];
    errors?: Record<string, string>;
  };
  const byField = Object.entries(errors).map(([field, sentence]) => `${field}: ${sentence}`);
  return [...errorMessages, ...byField].join(' ').slice(0, 500) || 'no reason given.';
}
