// Who is speaking, and for which customer: each case is one a reader could decide.
import { describe, expect, it } from 'vitest';
import { identify, type SpeakerClues } from '../../src/customers/speaker.ts';
import { customersNamedIn } from '../../src/customers/speaker-names.ts';
import type { Customer } from '../../src/customers/store.ts';

const customer = (name: string, more: Partial<Customer> = {}): Customer => ({
  id: name,
  externalId: name,
  name,
  domains: [],
  segment: null,
  annualRevenue: null,
  currency: null,
  owner: null,
  slackChannelIds: [],
  slackTeamIds: [],
  updatedAt: new Date(0),
  claimedAt: null,
  ...more,
});

const customers = [
  customer('Globex', { domains: ['globex.test'], slackTeamIds: ['TGLOBEX'], slackChannelIds: ['CSHARED'] }),
  customer('Initech', { domains: ['initech.test'] }),
  customer('Acme Inc.', { domains: ['acme.test'] }),
  customer('Acme Interiors', { domains: ['interiors.test'] }),
  customer('Square', { domains: ['square.test'] }),
  customer('Big & Sons', {}),
  customer('X1', {}),
  customer('北光能源', {}),
];

const employee = { standing: 'member', teamId: 'THOME', email: 'sam@harbor.test' } as const;
const stranger = { standing: 'external', teamId: 'TELSE', email: null } as const;

const who = (clues: Partial<SpeakerClues>) =>
  identify({ person: employee, homeTeamId: 'THOME', text: '', employeeDomains: [], ...clues }, customers);

describe('the person', () => {
  it('is a customer by Slack organisation, before anything else', () => {
    const person = { standing: 'external', teamId: 'TGLOBEX', email: 'greta@initech.test' } as const;
    expect(who({ person, text: 'Initech' })).toMatchObject({ role: 'customer', customerId: 'Globex' });
  });

  it('is a customer by e-mail domain, also of a part of it, and never by its ending alone', () => {
    const at = (email: string) => who({ person: { standing: 'guest', teamId: 'THOME', email } });
    expect(at('jo@initech.test')).toMatchObject({ role: 'customer', customerId: 'Initech' });
    expect(at('jo@mail.initech.test')).toMatchObject({ customerId: 'Initech' });
    expect(at('jo@notinitech.test')).toMatchObject({
      role: 'unknown',
      because: 'no customer was recognised',
    });
  });

  it('is a customer by the channel shared with one', () => {
    const heard = who({ person: stranger, channelId: 'CSHARED', channelIsShared: true });
    expect(heard).toMatchObject({ role: 'customer', customerId: 'Globex' });
  });

  it('is unknown, and that is allowed', () => {
    expect(who({ person: stranger })).toEqual({ role: 'unknown', because: 'no customer was recognised' });
    expect(who({ person: undefined })).toMatchObject({ role: 'unknown' });
  });

  it('is an employee by membership, or by domain where domains are configured', () => {
    expect(who({})).toMatchObject({ role: 'employee' });
    const community = { standing: 'member', teamId: 'THOME', email: 'kim@gmail.test' } as const;
    expect(who({ person: community, employeeDomains: ['harbor.test'] })).toMatchObject({ role: 'unknown' });
    expect(
      who({ person: { ...stranger, email: 'x@de.harbor.test' }, employeeDomains: ['harbor.test'] }),
    ).toMatchObject({ role: 'employee' });
  });
});

describe('an employee', () => {
  it('speaks for the customer they name', () => {
    expect(who({ text: 'Globex says: the export is empty' })).toMatchObject({
      role: 'employee',
      customerId: 'Globex',
      because: 'Globex is named in the text',
    });
  });

  it('speaks for nobody when several are named alike', () => {
    const heard = who({ text: 'Both Globex and Initech see this' });
    expect(heard.customerId).toBeUndefined();
    expect(heard.because).toBe('several customers are named: Globex, Initech');
  });

  it('speaks for the one who is named as speaking when others are mentioned', () => {
    expect(who({ text: 'Initech says the connection to Globex fails' })).toMatchObject({
      customerId: 'Initech',
      because: 'Initech is named as speaking',
    });
    expect(who({ text: 'The Globex import fails, this came from Initech' })).toMatchObject({
      customerId: 'Initech',
    });
  });

  it('speaks for the customer whose address is in the text', () => {
    expect(who({ text: 'jo.meyer@acme.test writes that Globex is slow' })).toMatchObject({
      customerId: 'Acme Inc.',
      because: 'an address of theirs is in the text',
    });
  });

  it('speaks for themselves where the customer listens, and passes on in our channel about them', () => {
    expect(
      who({ channelId: 'CSHARED', channelIsShared: true, text: 'Looking into it' }).customerId,
    ).toBeUndefined();
    expect(who({ channelId: 'CSHARED', text: 'They cannot log in' })).toMatchObject({ customerId: 'Globex' });
  });
});

it('a bot is a bot, whatever team it is of', () => {
  const person = { standing: 'bot', teamId: 'TGLOBEX', email: null } as const;
  expect(who({ person, text: 'deployed' })).toMatchObject({ role: 'bot' });
});

describe('names in a text', () => {
  const named = (text: string) => customersNamedIn(text, customers).map(({ name }) => name);

  it.each([
    ['Globex cannot pay', ['Globex']],
    ['GLOBEX cannot pay', ['Globex']],
    ['globex: cannot pay', ['Globex']],
    ['feedback from globex about paying', ['Globex']],
    ['Globexit cannot pay', []],
    ['for Acme it is slow', ['Acme Inc.']],
    ['Acme Inc wants dark mode', ['Acme Inc.']],
    ['acme interiors wants dark mode', ['Acme Interiors']],
    ['Acme Interiors and Acme want dark mode', ['Acme Inc.', 'Acme Interiors']],
    ['the square brackets are cut off', []],
    ['Square reports missing brackets', ['Square']],
    ['big & sons complain', ['Big & Sons']],
    ['X1 is broken', []],
    ['北光能源 says hello', ['北光能源']],
  ])('%s', (text, names) => {
    expect(named(text)).toEqual(names);
  });

  it('takes names as they are, whatever signs they hold', () => {
    const odd = [customer('C++ (Pros) [x]'), customer('$$ Money'), customer('a.b*c')];
    expect(customersNamedIn('C++ (Pros) [x] say so', odd).map(({ name }) => name)).toEqual([
      'C++ (Pros) [x]',
    ]);
  });
});
