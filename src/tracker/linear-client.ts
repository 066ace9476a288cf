// How Earshot calls Linear: the SDK's own client, with a time limit for each request, short rate limits sat out, and
// every failure turned into one of those the rest of Earshot knows.
import {
  LinearClient,
  type LinearError,
  LinearErrorType,
  LinearGraphQLClient,
  LinearSdk,
  parseLinearError,
} from '@linear/sdk';
import type { z } from 'zod';
import { OutcomeUnknown, Permanent, StartFailure } from '../lib/failure.ts';
import { pauseAfter, Unanswered } from './patience.ts';
import { TrackerBusy } from './port.ts';

export type LinearSettings = { apiKey: string; apiUrl: string; timeoutMs?: number };

/** Linear understood the request and will not do it: an id that is taken or unknown, a field it does not accept. */
export class LinearRefused extends Permanent {
  override name = 'LinearRefused';
}

export type LinearCaller = {
  /** The SDK's typed operations, over the same calls. */
  sdk: LinearSdk;
  /** One of our own documents; the answer is checked against `schema`. */
  ask<T>(schema: z.ZodType<T>, document: string, variables: Record<string, unknown>): Promise<T>;
};

export function linearCaller(settings: LinearSettings): LinearCaller {
  const options = clientOptions(settings);
  const send = async <T>(document: string, variables?: Record<string, unknown>): Promise<T> => {
    const writes = /^\s*mutation\b/.test(document);
    for (let tries = 1; ; tries += 1) {
      const signal = AbortSignal.timeout(settings.timeoutMs ?? 15_000);
      const client = new LinearGraphQLClient(settings.apiUrl, { ...options, signal });
      try {
        return await client.request<T, Record<string, unknown>>(document, variables);
      } catch (error) {
        const failure = linearFailure(error, writes);
        const pause = pauseAfter(failure, tries);
        if (pause === undefined) throw failure;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };
  return {
    sdk: new LinearSdk((document, variables) => send(String(document), variables)),
    ask: async (schema, document, variables) => read(schema, await send(document, variables)),
  };
}

/** An answer we cannot read will not read better next time. */
function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Permanent(`Linear answered in a way Earshot does not know (${where}). Update Earshot.`);
}

/**
 * A write under an id of ours. Refused, it may be because the id is taken by our own earlier try; without a clear
 * answer, the write may have happened: both times it is looked up. What was refused and is not there was refused for
 * another reason. What may still be under way is left to the next try, which Linear cannot turn into a second one.
 */
export async function once<T>(write: () => Promise<T>, lookUp: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof LinearRefused || error instanceof OutcomeUnknown)) throw error;
    return await lookUp().catch((lookUpError: unknown) => {
      const unclear = error instanceof OutcomeUnknown || lookUpError instanceof LinearRefused;
      throw unclear ? error : lookUpError;
    });
  }
}

/** Headers as the SDK makes them; it refuses to send a key in the clear to another machine. */
function clientOptions({ apiKey, apiUrl }: LinearSettings): RequestInit {
  const key = apiKey.startsWith('lin_oauth_') ? { accessToken: apiKey } : { apiKey };
  try {
    return { headers: new LinearClient({ ...key, apiUrl }).options.headers ?? {} };
  } catch {
    throw new StartFailure(
      `LINEAR_API_URL is "${apiUrl}". Give an https address; plain http is for this machine only.`,
    );
  }
}

/**
 * What the SDK threw, in our words. The SDK's own error carries the request's variables, which hold customers' text:
 * it must not travel further.
 */
function linearFailure(thrown: unknown, writes: boolean): Error {
  const error = parseLinearError(thrown as Parameters<typeof parseLinearError>[0]);
  const said = error.errors?.[0]?.message ?? '';
  if (isRateLimit(error)) return busy(error);
  if (error.status === 401 || (error.errors?.[0] && error.type === LinearErrorType.AuthenticationError))
    return new Permanent(
      'Linear does not accept LINEAR_API_KEY. Make a new key in Linear under "Settings", "Security & access".',
    );
  switch (error.errors?.[0]?.type) {
    case LinearErrorType.Forbidden:
    case LinearErrorType.FeatureNotAccessible:
      return new LinearNotAllowed(
        `Linear does not allow it: ${said} Give the owner of LINEAR_API_KEY access, or the key more scopes.`,
      );
    case LinearErrorType.UsageLimitExceeded:
      return new Permanent(
        `Linear's plan is used up: ${said} Archive issues or change the plan in Linear's settings.`,
      );
    case LinearErrorType.InvalidInput:
    case LinearErrorType.UserError:
    case LinearErrorType.GraphqlError:
      return new LinearRefused(
        `Linear refused the request: ${said} Check the team, project, labels and assignee of this area in areas.yml.`,
      );
  }
  if (error.status !== undefined && error.status >= 400 && error.status < 500)
    return new Permanent(
      `Linear's address answered HTTP ${error.status}. Check LINEAR_API_URL, or leave it out.`,
    );
  const why = error.status ? `HTTP ${error.status} ${said}`.trim() : causeOf(thrown);
  return unanswered(why, writes);
}

/** The workspace's plan or the key's owner lacks what was asked for. */
export class LinearNotAllowed extends Permanent {
  override name = 'LinearNotAllowed';
}

/** The type is the SDK's reading; the code is what Linear documents. Either is enough. */
function isRateLimit(error: LinearError): boolean {
  const raw = error.raw?.response?.errors?.[0] as { extensions?: { code?: string } } | undefined;
  return error.type === LinearErrorType.Ratelimited || raw?.extensions?.code === 'RATELIMITED';
}

function busy(error: LinearError): TrackerBusy {
  const after = 'retryAfter' in error && typeof error.retryAfter === 'number' ? error.retryAfter : 60;
  return new TrackerBusy(`Linear asks for a pause of ${after} seconds.`, after);
}

/** No answer, half an answer, or a server's failure: a write may have happened, unless nobody was listening. */
function unanswered(why: string, writes: boolean): Error {
  if (writes && why !== 'ECONNREFUSED' && why !== 'ENOTFOUND')
    return new OutcomeUnknown(`Linear gave no clear answer to a change (${why}); it may have happened.`);
  return new Unanswered(`Linear gave no clear answer (${why}).`, why);
}

function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  const cause = thrown.cause as { code?: unknown } | undefined;
  return typeof cause?.code === 'string' ? cause.code : thrown.name;
}
