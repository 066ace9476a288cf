// Linear's customers: found by id, external id, Slack channel or domain, else made; tiers are made by name.
import { randomUUID } from 'node:crypto';
import { type Box, insert, newRowId, update } from './box.ts';
import { colorOf } from './fields.ts';
import { featureNotAccessible, invalidInput } from './refusals.ts';
import { type CustomerRow, slugOf } from './world.ts';

type CustomerInput = {
  id?: string | null;
  externalId?: string | null;
  name?: string | null;
  domains?: string[] | null;
  revenue?: number | null;
  size?: number | null;
  tierName?: string | null;
  slackChannelId?: string | null;
};

export function upsertCustomer(box: Box, input: CustomerInput): CustomerRow {
  if (!box.world.organization.customersEnabled)
    throw featureNotAccessible('Customer requests are not part of your plan.');
  const known = match(box, input);
  checkDomains(box, input.domains ?? [], known);
  const actorId = box.world.viewerId;
  const patch = {
    ...(input.name ? { name: input.name } : {}),
    ...(input.domains ? { domains: input.domains } : {}),
    ...(input.revenue !== undefined ? { revenue: input.revenue } : {}),
    ...(input.size !== undefined ? { size: input.size } : {}),
    ...(input.slackChannelId !== undefined ? { slackChannelId: input.slackChannelId } : {}),
    ...(input.tierName ? { tierId: tierNamed(box, input.tierName) } : {}),
  };
  if (known) {
    const externalIds = [...new Set([...known.externalIds, ...(input.externalId ? [input.externalId] : [])])];
    update(box, { table: 'customers', row: known, patch: { ...patch, externalIds }, actorId });
    return known;
  }
  if (!input.name) throw invalidInput('name must be given for a new customer.');
  const row = {
    id: newRowId(box, 'customers', input.id, randomUUID),
    ...{ name: input.name, domains: [], revenue: null, size: null, tierId: null, slackChannelId: null },
    slugId: slugOf(input.name),
    externalIds: input.externalId ? [input.externalId] : [],
    ...patch,
  };
  return insert(box, { table: 'customers', row, actorId });
}

function match(box: Box, input: CustomerInput): CustomerRow | undefined {
  const all = Object.values(box.world.customers);
  return (
    (input.id && box.world.customers[input.id]) ||
    all.find((it) => input.externalId && it.externalIds.includes(input.externalId)) ||
    all.find((it) => input.slackChannelId && it.slackChannelId === input.slackChannelId) ||
    all.find((it) => it.domains.some((domain) => input.domains?.includes(domain)))
  );
}

function checkDomains(box: Box, domains: string[], own: CustomerRow | undefined): void {
  for (const domain of domains) {
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain)) throw invalidInput(`"${domain}" is not a domain.`);
    const other = Object.values(box.world.customers).find((it) => it !== own && it.domains.includes(domain));
    if (other) throw invalidInput(`The domain ${domain} belongs to the customer ${other.name}.`);
  }
}

function tierNamed(box: Box, name: string): string {
  const known = Object.values(box.world.tiers).find((tier) => tier.name.toLowerCase() === name.toLowerCase());
  if (known) return known.id;
  const id = randomUUID();
  const row = {
    id,
    name,
    displayName: name,
    color: colorOf(id),
    position: Object.keys(box.world.tiers).length,
  };
  return insert(box, { table: 'tiers', row, actorId: box.world.viewerId }).id;
}
