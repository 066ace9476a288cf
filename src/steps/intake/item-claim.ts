// Customers made known later claim what they said before: the same rules as at intake, without the words' own hints.
import { z } from 'zod';
import { findUnclaimed, markClaimed } from '../../customers/api-store.ts';
import { identify } from '../../customers/speaker.ts';
import { type Customer, findCustomers } from '../../customers/store.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import {
  type Claimable,
  findClaimable,
  findClaimableRatings,
  findHeard,
  type Marks,
  nameCustomers,
  nameRatingCustomers,
} from './item-claim-store.ts';
import { customerOf, type Found, indexCustomers } from './item-customer.ts';

const page = 1000;
const first = '00000000-0000-0000-0000-000000000000';

/** One run for all customers that were made known or changed; a run that is cut short is done again. */
export const claim: Job<Record<string, never>, Happened[]> = {
  name: 'claim',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'claim',
  concurrency: 1,
  run: async (deps) => {
    const startedAt = deps.now();
    const fresh = await findUnclaimed(deps.db);
    if (fresh.length === 0) return [];
    const judge = await makeJudge(deps);
    const marks = marksOf(fresh);
    await claimItems(deps, marks, judge.item);
    await claimRatings(deps, marks, judge.stated);
    const ids = fresh.map((customer) => customer.id);
    await markClaimed(deps.db, ids, startedAt);
    const heard = await findHeard(deps.db, ids);
    return heard.map((customerId) => ({ what: 'customerChanged', customerId }));
  },
};

function marksOf(customers: Customer[]): Marks {
  return {
    domains: customers.flatMap((c) => c.domains.map((domain) => domain.toLowerCase())),
    teamIds: customers.flatMap((c) => c.slackTeamIds),
    channelIds: customers.flatMap((c) => c.slackChannelIds),
    externalIds: customers.map((c) => c.externalId),
    names: customers.map((c) => c.name.toLowerCase()),
  };
}

type Stated = Pick<Claimable, 'authorKey' | 'account'>;

async function makeJudge(deps: Deps) {
  const customers = await findCustomers(deps.db);
  const { employeeDomains } = deps.config;
  const by = { index: indexCustomers(customers), employeeDomains };
  const { teamId: homeTeamId } = await deps.slack.whoAmI();
  const stated = ({ account, authorKey }: Stated): Found => customerOf({ account, email: authorKey }, by);
  const item = (one: Claimable): Found => {
    const byAccount = stated(one);
    if (one.source !== 'slack' || byAccount.customerId) return byAccount;
    const { standing, teamId, email, channelId } = one;
    const person = standing && teamId !== null ? { standing, teamId, email } : undefined;
    const place = { homeTeamId, channelId: channelId ?? undefined, text: '', employeeDomains };
    const { customerId, because } = identify({ ...place, person }, customers);
    return { customerId, because };
  };
  return { stated, item };
}

async function claimItems(deps: Deps, marks: Marks, judge: (one: Claimable) => Found): Promise<void> {
  for (let after = first; ; ) {
    const found = await findClaimable(deps.db, marks, { after, limit: page });
    for (const { ids, customerId, because } of grouped(found, judge))
      await nameCustomers(deps.db, ids, { customerId, because });
    if (found.length < page) return;
    after = found.at(-1)!.id;
  }
}

async function claimRatings(deps: Deps, marks: Marks, judge: (one: Stated) => Found): Promise<void> {
  for (let after = first; ; ) {
    const found = await findClaimableRatings(deps.db, marks, { after, limit: page });
    for (const { ids, customerId } of grouped(found, judge))
      await nameRatingCustomers(deps.db, ids, customerId);
    if (found.length < page) return;
    after = found.at(-1)!.id;
  }
}

/** Rows by the customer found for them; those that stay unknown are left out. */
function grouped<T extends { id: string }>(rows: T[], judge: (row: T) => Found) {
  const groups = new Map<string, { ids: string[]; customerId: string; because: string }>();
  for (const row of rows) {
    const { customerId, because } = judge(row);
    if (!customerId) continue;
    const group = groups.get(`${customerId} ${because}`) ?? { ids: [], customerId, because };
    group.ids.push(row.id);
    groups.set(`${customerId} ${because}`, group);
  }
  return groups.values();
}
