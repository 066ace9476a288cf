// The line that leads a first-time visitor through the loop. Pure, no browser.
import { describe, expect, it } from 'vitest';
import type { PagePerson } from '../../src/sandbox/page/bootstrap.ts';
import { nextStep } from '../../src/sandbox/page/browser/guide.ts';
import type { GuideProgress, State } from '../../src/sandbox/page/browser/state.ts';

const person = (id: string, name: string, role: PagePerson['role'], company?: string): PagePerson => ({
  id,
  name,
  role,
  company,
  token: `xoxp-${id}`,
});
const grace = person('UG', 'Grace Lin', 'support');
const jonas = person('UJ', 'Jonas Weber', 'engineer');
const li = person('UL', 'Li Chen', 'customer', 'Acme Interiors');
const zoe = person('UZ', 'Zoe Klein', 'guest');

const channel = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  is_member: true,
  is_archived: false,
  is_ext_shared: false,
  members: ['UG', 'UJ', 'UL', 'UE'],
  ...more,
});

type Scene = {
  actingAs?: PagePerson;
  guide?: Partial<GuideProgress>;
  reactions?: { name: string; users: string[] }[];
  channels?: object[];
  place?: string;
};

function step({ actingAs = grace, guide = {}, reactions = [], channels, place = 'C1' }: Scene = {}) {
  const state = {
    bootstrap: {
      people: [grace, jonas, li, zoe],
      feedbackChannel: 'customer-feedback',
      example: 'Bakerloo says it froze',
    },
    actingAs,
    guide: { dismissed: false, wrote: undefined, looked: false, asked: false, ...guide },
    place: { kind: 'channel', id: place },
    workspace: {
      app: { bot_user_id: 'UE' },
      users: [{ id: 'UG' }, { id: 'UJ' }, { id: 'UE', is_bot: true }],
      channels: channels ?? [
        channel('C1', 'customer-feedback'),
        channel('C2', 'acme-shared', { is_ext_shared: true }),
      ],
      messages: { C1: [{ ts: '1.0', reactions }] },
    },
  } as unknown as State;
  return nextStep(state);
}

const wrote = { channel: 'C1', ts: '1.0' };
const ear = { name: 'ear', users: ['UE'] };
const ticket = { name: 'ticket', users: ['UJ'] };

describe('the guide', () => {
  it('begins with writing, and offers an example', () => {
    expect(step()).toMatchObject({
      number: 1,
      text: 'You are Grace, support. Write in #customer-feedback what a customer told you, then watch.',
      action: { kind: 'type', text: 'Bakerloo says it froze' },
    });
    expect(step({ place: 'C9' })?.action).toMatchObject({ kind: 'goTo', channel: 'C1' });
  });

  it('sends a customer to the channel they share', () => {
    const channels = [channel('C2', 'acme-shared', { is_ext_shared: true })];
    expect(step({ actingAs: li, channels, place: 'C2' })?.text).toBe(
      'You are Li from Acme Interiors. Write in #acme-shared what annoys you, then watch.',
    );
  });

  it('lets someone who is not heard begin as the first person', () => {
    expect(step({ actingAs: zoe })?.action).toMatchObject({ kind: 'actAs', person: grace });
    expect(step({ actingAs: li, channels: [] })?.action).toMatchObject({ kind: 'actAs', person: grace });
  });

  it.each([
    ['waits for the ear', {}, 2],
    ['turns to an engineer', { reactions: [ear] }, 3],
    ['asks the engineer for the ticket', { reactions: [ear], actingAs: jonas }, 4],
    ['shows the ticket', { reactions: [ear, ticket] }, 5],
    ['asks for the digest', { reactions: [ear, ticket], guide: { wrote, looked: true } }, 6],
  ] as [string, Scene, number][])('%s', (_, scene, number) => {
    expect(step({ guide: { wrote }, ...scene })?.number).toBe(number);
  });

  it('does not take an ear by a person for Earshot’s', () => {
    expect(step({ guide: { wrote }, reactions: [{ name: 'ear', users: ['UG'] }] })?.number).toBe(2);
  });

  it('starts over when the message is gone, and is quiet once dismissed', () => {
    expect(step({ guide: { wrote: { channel: 'C1', ts: '9.0' } } })?.number).toBe(1);
    expect(step({ guide: { dismissed: true } })).toBeUndefined();
  });
});
