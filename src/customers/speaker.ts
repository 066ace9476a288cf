// Who is speaking, and for which customer. Pure; people see the reason.
import { customersIn, isWithin } from './speaker-names.ts';
import type { Customer, PersonRow } from './store.ts';

export type Speaker = {
  /** `unknown`: neither an employee nor a known customer; allowed, and shown as such. */
  role: 'employee' | 'customer' | 'unknown' | 'bot';
  customerId?: string | undefined;
  because: string;
};

export type SpeakerClues = {
  person: Pick<PersonRow, 'standing' | 'teamId' | 'email'> | undefined;
  /** Our own team, by Slack's id. */
  homeTeamId: string;
  channelId?: string | undefined;
  /** Whether people of another organisation are in that channel. */
  channelIsShared?: boolean | undefined;
  text: string;
  employeeDomains: string[];
};

/**
 * In this order: team (Slack Connect), e-mail domain, the channel's customer; an employee speaks for the customer
 * named in the text, else for the one whose internal channel it is.
 */
export function identify(clues: SpeakerClues, customers: Customer[]): Speaker {
  const { person } = clues;
  if (person?.standing === 'bot') return named(clues, customers, 'bot');
  const byTeam = person?.teamId && customers.find((c) => c.slackTeamIds.includes(person.teamId));
  if (byTeam) return { role: 'customer', customerId: byTeam.id, because: 'their Slack organisation' };
  const domain = domainOf(person?.email);
  const byDomain = domain && customerAt(domain, customers);
  if (byDomain) return { role: 'customer', customerId: byDomain.id, because: `their e-mail at ${domain}` };
  const byChannel = clues.channelId && customers.find((c) => c.slackChannelIds.includes(clues.channelId!));
  if (isEmployee(clues, domain)) return employee(clues, customers, byChannel || undefined);
  if (byChannel)
    return { role: 'customer', customerId: byChannel.id, because: 'the channel of this customer' };
  return named(clues, customers, 'unknown');
}

/** Where the customer listens too, a colleague speaks for themselves; in our own channel about them, they pass it on. */
function employee(clues: SpeakerClues, customers: Customer[], byChannel: Customer | undefined): Speaker {
  if (!byChannel) return named(clues, customers, 'employee');
  if (clues.channelIsShared) return { role: 'employee', because: 'an employee in a customer’s channel' };
  const speaker = named(clues, customers, 'employee');
  if (speaker.customerId) return speaker;
  return { role: 'employee', customerId: byChannel.id, because: 'our channel about this customer' };
}

/** Where employee domains are configured, they decide: in a community's workspace customers are members, too. */
function isEmployee({ person, employeeDomains }: SpeakerClues, domain: string | undefined): boolean {
  if (!person) return false;
  if (domain && employeeDomains.length > 0) return employeeDomains.some((own) => isWithin(domain, own));
  return person.standing === 'member';
}

function named(clues: SpeakerClues, customers: Customer[], role: Speaker['role']): Speaker {
  const { found, because } = customersIn(clues.text, customers);
  if (found.length === 1) return { role, customerId: found[0]!.id, because: because(found[0]!) };
  if (found.length > 1)
    return { role, because: `several customers are named: ${found.map((c) => c.name).join(', ')}` };
  return {
    role,
    because: role === 'employee' ? 'an employee; no customer is named' : 'no customer was recognised',
  };
}

function customerAt(domain: string, customers: Customer[]): Customer | undefined {
  const exact = customers.find((c) => c.domains.some((own) => own.toLowerCase() === domain));
  return exact ?? customers.find((c) => c.domains.some((own) => isWithin(domain, own)));
}

function domainOf(email: string | null | undefined): string | undefined {
  return email?.split('@')[1]?.toLowerCase();
}
