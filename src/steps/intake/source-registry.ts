// The support tools that send webhooks. A new one is a file beside this one and a line here.
import type { Source } from './source.ts';
import { intercom } from './source-intercom.ts';
import { sentry } from './source-sentry.ts';
import { zendesk } from './source-zendesk.ts';

export const sources: Source[] = [zendesk, intercom, sentry];

/** What the generic endpoint saves its deliveries as. */
export const genericSource = 'intake';

/** Whose deliveries the job `take-in` reads. */
export const takenInSources: string[] = [...sources.map((source) => source.name), genericSource];
