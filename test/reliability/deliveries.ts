// Watches how Slack fares with its deliveries: its own log forgets the oldest of a long run.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../src/sandbox/slack/delivery/outbox.ts';
import type { SlackStandIn } from '../../src/sandbox/slack/server.ts';

/** With this many tries failed Slack tries once more, and then never again. */
const lastButOne = 2;

export function watchDeliveries(slack: Pick<SlackStandIn, 'deliveries'>) {
  const atRisk = new Set<string>();
  const gaveUp = new Set<string>();
  let last: Delivery | undefined;
  let retries = 0;
  const look = () => {
    const log = slack.deliveries();
    for (const delivery of log.slice(last ? log.lastIndexOf(last) + 1 : 0)) {
      const { eventId, name, attempt, outcome } = delivery;
      const isLast = outcome !== 'taken' && outcome !== 'refused' && attempt >= lastButOne;
      if (attempt > 0) retries += 1;
      if (isLast && outcome !== 'lost') atRisk.add(eventId);
      else atRisk.delete(eventId);
      if (outcome === 'lost') gaveUp.add(`${name} ${eventId}`);
    }
    last = log.at(-1);
  };
  const timer = setInterval(look, 500);
  return {
    /**
     * Nothing else breaks while Slack has one try left for something. What it gives up on is for catch-up to find, and
     * this run is about what needs no catch-up.
     */
    nothingAtRisk: async () => {
      for (look(); atRisk.size > 0; look()) await sleep(250);
    },
    gaveUp: () => [...gaveUp],
    retries: () => retries,
    stop: () => clearInterval(timer),
  };
}
