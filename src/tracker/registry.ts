// The trackers this company has given credentials for.
import type { Config } from '../config.ts';
import { makeJira } from './jira.ts';
import { makeLinear } from './linear.ts';
import type { Tracker } from './port.ts';

export type Trackers = Partial<Record<Tracker['kind'], Tracker>>;

/** `LINEAR_API_KEY` brings Linear, `JIRA_HOST` with `JIRA_API_TOKEN` brings Jira. No network is used until a tracker is. */
export function makeTrackers(config: Pick<Config, 'linear' | 'jira'>): Trackers {
  return {
    ...(config.linear ? { linear: makeLinear(config.linear) } : {}),
    ...(config.jira ? { jira: makeJira(config.jira) } : {}),
  };
}
