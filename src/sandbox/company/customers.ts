// Fernway's customers. Revenue is in euros a year.

export type DemoCustomer = {
  externalId: string;
  name: string;
  segment: 'Starter' | 'Growth' | 'Scale';
  annualRevenue: number;
  currency: 'EUR';
  domains: string[];
  /** A handle: who looks after them. */
  owner: string;
  /** The domain of their own Slack organisation, and the channels shared with them. */
  slackTeam?: string;
  slackChannels?: string[];
};

const of = (
  name: string,
  segment: DemoCustomer['segment'],
  annualRevenue: number,
  more: Partial<DemoCustomer> = {},
): DemoCustomer => {
  const slug = name.toLowerCase().replace(/[^a-z]+/g, '-');
  return {
    externalId: `crm-${slug}`,
    name,
    segment,
    annualRevenue,
    currency: 'EUR',
    domains: [`${slug}.example`],
    owner: 'hanna',
    ...more,
  };
};

export const customers: DemoCustomer[] = [
  of('Acme', 'Scale', 48_000, {
    domains: ['acme-interiors.example'],
    slackTeam: 'acme-interiors',
    slackChannels: ['acme-shared'],
  }),
  of('Northlight', 'Scale', 86_000, { slackTeam: 'northlight', slackChannels: ['northlight-shared'] }),
  of('Elbe Logistik', 'Scale', 54_000),
  of('Delmar Dental', 'Scale', 36_000),
  of('Kestrel Legal', 'Growth', 18_000, { owner: 'marc' }),
  of('Hartmann Optik', 'Growth', 15_600),
  of('Fjord Outdoor', 'Growth', 14_400),
  of('Casa Verde', 'Growth', 12_000, { owner: 'marc' }),
  of('Bakerloo', 'Growth', 9_600),
  of('Maison Petit', 'Growth', 8_400, { owner: 'marc' }),
  of('Lumen Films', 'Starter', 3_600),
  of('Inkwell Press', 'Starter', 2_400),
  of('Juniper Yoga', 'Starter', 1_200),
  of('Plumbline', 'Starter', 1_200),
];
