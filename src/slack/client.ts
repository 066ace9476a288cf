// The Web API client: bounded in time, never repeating a call by itself, patient only where Slack says "not now".
import { setTimeout as sleep } from 'node:timers/promises';
import { type FetchFunction, LogLevel, WebClient } from '@slack/web-api';

/** `apiUrl` ends in /api/. A 429 was not carried out, so it is safe to wait and ask again; nothing else is. */
export function makeClient(token: string, apiUrl: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    fetch: patientFetch,
  });
}

const longestWaitSeconds = 30;
const patience = 4;

const patientFetch: FetchFunction = async (url, init) => {
  for (let attempt = 1; ; attempt++) {
    // The client's own deadline would also cover our waiting; this one covers a single try.
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) });
    if (response.status !== 429 || attempt >= patience) return response;
    const asked = Number(response.headers.get('retry-after') ?? '1');
    if (!Number.isFinite(asked) || asked > longestWaitSeconds) return response;
    await response.arrayBuffer();
    await sleep(Math.max(asked, 0.05) * 1000);
  }
};
