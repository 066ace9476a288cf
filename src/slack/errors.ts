// What a failed call to Slack means: nothing to retry (with its fix), unknown outcome, or worth another try.
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { OutcomeUnknown, Permanent, reasonOf } from '../lib/failure.ts';

/** The platform's own error code (`not_in_channel`, …), of the error or of what it was made from. */
export function slackCode(error: unknown): string | undefined {
  if (error instanceof WebAPIPlatformError) return error.data.error;
  return error instanceof Error && error.cause ? slackCode(error.cause) : undefined;
}

/** Runs a call that changes nothing: whatever went wrong on the way may be tried again. */
export async function reading<T>(method: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw judged(method, error);
  }
}

/** Runs a call that changes something: without an answer nobody knows whether it did. */
export async function writing<T>(method: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const known =
      error instanceof WebAPIPlatformError || error instanceof WebAPIRateLimitedError || wasRefused(error);
    if (known) throw judged(method, error);
    throw new OutcomeUnknown(`Slack gave no answer to ${method}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Runs a call; undefined when Slack answered one of these codes. */
export async function unless<T>(codes: string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (codes.includes(slackCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** Nothing was carried out; `retryAfterSeconds` is what Slack asked for, which the queue keeps to. */
class SlackBusy extends Error {
  override name = 'SlackBusy';
  readonly retryAfterSeconds: number;
  constructor(method: string, retryAfterSeconds: number) {
    super(`Slack asks for ${retryAfterSeconds} s of patience before another ${method}.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** How long Slack wants to be left alone, in milliseconds; undefined where it is something else. */
export function busyFor(error: unknown): number | undefined {
  return error instanceof SlackBusy ? error.retryAfterSeconds * 1_000 : undefined;
}

function judged(method: string, error: unknown): Error {
  if (error instanceof WebAPIRateLimitedError) return new SlackBusy(method, error.retryAfter);
  const code = slackCode(error);
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  if (passing.has(code)) return new Error(`Slack answered ${code} to ${method}.`);
  return new Permanent(
    `Slack refused ${method}: ${code}. ${fixes[code] ?? 'See api.slack.com/methods.'}${details(error)}`,
    {
      cause: error,
    },
  );
}

const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'accesslimited',
  'team_added_to_org',
]);

const tokenFix = 'Reinstall the Slack app and set the new SLACK_BOT_TOKEN.';
const fixes: Record<string, string> = {
  invalid_auth: tokenFix,
  not_authed: tokenFix,
  token_revoked: tokenFix,
  token_expired: tokenFix,
  account_inactive: tokenFix,
  missing_scope: 'Update the Slack app from manifest.yml and reinstall it.',
  not_allowed_token_type: 'SLACK_BOT_TOKEN must be the bot token (xoxb-…).',
  not_in_channel: 'Invite Earshot to the channel: /invite @Earshot.',
  channel_not_found: 'Check the channel id, and invite Earshot if the channel is private.',
  is_archived: 'The channel is archived: unarchive it or take it out of the settings.',
  restricted_action: 'A workspace setting forbids this: ask a Slack administrator.',
};

function details(error: unknown): string {
  const messages = error instanceof WebAPIPlatformError ? error.data.response_metadata?.messages : undefined;
  const needed =
    error instanceof WebAPIPlatformError && 'needed' in error.data ? ` Needed: ${error.data.needed}.` : '';
  return `${needed}${messages?.length ? ` ${messages.join(' ').slice(0, 400)}` : ''}`;
}

/** The connection was never made, or the server refused the request before it looked at it. */
function wasRefused(error: unknown): boolean {
  if (error instanceof WebAPIHTTPError) return error.statusCode >= 400 && error.statusCode < 500;
  let cause: unknown = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth++) {
    if ('code' in cause && (cause.code === 'ECONNREFUSED' || cause.code === 'ENOTFOUND')) return true;
    cause = 'original' in cause ? cause.original : cause.cause;
  }
  return false;
}
