// Who is speaking, and for which customer. Pure; people see the reason.
import type { Customer, PersonRow } from './store.ts';

export type Speaker = {
  /** `unknown`: neither an employee nor a known customer; allowed, and shown as such. */
  role: 'employee' | 'customer' | 'unknown' | 'bot';
  customerId?: string | undefined;
  because: string;
};

type Heard = {
  person: Pick<PersonRow, 'standing' | 'teamId' | 'email'> | undefined;
  /** Our own team, by Slack's id. */
  homeTeamId: string;
  channelId?: string | undefined;
  text: string;
  employeeDomains: string[];
};

/**
 * In this order: team (Slack Connect), e-mail domain, the channel's customer; an employee speaks for the customer
 * named in the text, if exactly one is named.
 */
export function identify(heard: Heard, customers: Customer[]): Speaker {
  const { person } = heard;
  if (person?.standing === 'bot') return named(heard, customers, 'bot');
  const byTeam = person && customers.find((c) => c.slackTeamIds.includes(person.teamId));
  if (byTeam) return { role: 'customer', customerId: byTeam.id, because: 'their Slack organisation' };
  const domain = person?.email?.split('@')[1]?.toLowerCase();
  const byDomain = domain && customers.find((c) => c.domains.some((d) => d.toLowerCase() === domain));
  if (byDomain) return { role: 'customer', customerId: byDomain.id, because: `their e-mail at ${domain}` };
  const byChannel = heard.channelId && customers.find((c) => c.slackChannelIds.includes(heard.channelId!));
  if (isEmployee(heard, domain)) {
    if (byChannel) return { role: 'employee', because: 'an employee in a customer’s channel' };
    return named(heard, customers, 'employee');
  }
  if (byChannel)
    return { role: 'customer', customerId: byChannel.id, because: 'the channel of this customer' };
  return named(heard, customers, 'unknown');
}

function isEmployee({ person, homeTeamId, employeeDomains }: Heard, domain: string | undefined): boolean {
  if (!person) return false;
  if (domain && employeeDomains.length > 0) return employeeDomains.includes(domain);
  return person.standing === 'member' && person.teamId === homeTeamId;
}

function named(heard: Heard, customers: Customer[], role: Speaker['role']): Speaker {
  const found = customersNamedIn(heard.text, customers);
  if (found.length === 1)
    return { role, customerId: found[0]!.id, because: `${found[0]!.name} is named in the text` };
  if (found.length > 1)
    return { role, because: `several customers are named: ${found.map((c) => c.name).join(', ')}` };
  return {
    role,
    because: role === 'employee' ? 'an employee; no customer is named' : 'no customer was recognised',
  };
}

/** Whole words, any case. Names under three letters are never taken from text. */
export function customersNamedIn(text: string, customers: Customer[]): Customer[] {
  const words = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return customers.filter((c) => {
    const name = c.name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    return name.length >= 3 && words.includes(` ${name} `);
  });
}
