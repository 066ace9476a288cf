// The model as the settings say: is the key accepted, does the model exist? Asks nothing that costs.
import type { Config } from '../config.ts';
import { type Finding, fail, note, ok } from './doctor-finding.ts';

export async function examineModel({ anthropic }: Config): Promise<Finding[]> {
  if (!anthropic) return [note('ANTHROPIC_API_KEY is not set: the local analyzer does the work.')];
  const { apiKey, baseUrl, model, usdPerDay } = anthropic;
  const url = new URL(
    `v1/models/${encodeURIComponent(model)}`,
    baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`,
  );
  const headers = { authorization: `Bearer ${apiKey}`, 'anthropic-version': '2026-10-21' };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  await answer.body?.cancel();
  switch (answer.status) {
    case 200:
      return [ok(`ANTHROPIC_API_KEY works, and knows ${model}. At most ${usdPerDay} US dollars a day.`)];
    case 401:
    case 403:
      return [
        fail('Anthropic does not accept ANTHROPIC_API_KEY.', 'Make a new key at console.anthropic.com.'),
      ];
    case 404:
      return [fail(`Anthropic knows no model "${model}".`, 'Correct ANTHROPIC_MODEL, or leave it out.')];
    default:
      return [
        fail(`${baseUrl} answers HTTP ${answer.status}.`, 'Try again later, or correct ANTHROPIC_BASE_URL.'),
      ];
  }
}
