// What is decided about a ticket in its life: each promise by example.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { follow, type Known } from '../../src/steps/ticket/follow.ts';
import { keepEveryMs, keepEvidence } from '../../src/steps/ticket/keep.ts';
import { gist, likelyAmong } from '../../src/steps/ticket/likely.ts';
import { decideLink, leadsTo, ticketAddressesIn, ticketNamed } from '../../src/steps/ticket/link.ts';
import { recurrencesIn, sinceDone } from '../../src/steps/ticket/recur.ts';
import { decideTicket } from '../../src/steps/ticket/ticket.ts';
import type { Ticket, TicketState } from '../../src/tracker/port.ts';

const at = new Date('2026-03-09T08:00:00Z');
const days = (n: number) => new Date(at.getTime() + n * 86_400_000);

const ticket = (over: Partial<Ticket> = {}): Ticket => ({
  ...{
    externalId: 'x-1',
    key: 'PAY-12',
    url: 'https://linear.app/acme/issue/PAY-12',
    title: 'Card form freezes',
  },
  ...{ body: '', state: 'backlog', stateName: 'Backlog', archived: false, updatedAt: at },
  ...over,
});
const known = (over: Partial<Known> = {}): Known => ({
  ...{ key: 'PAY-12', url: 'https://linear.app/acme/issue/PAY-12', title: 'Card form freezes' },
  ...{ state: 'backlog', stateName: 'Backlog', assignee: null, canonicalId: null },
  ...{ archivedAt: null, startedAt: null, completedAt: null },
  ...over,
});
const seen = (own: Ticket | undefined, canonical?: Ticket) => ({ own, canonical });

describe('following a ticket', () => {
  test('what is as it was has nothing to tell', () => {
    expect(follow(known(), seen(ticket()), at)).toEqual({ now: known(), says: [] });
  });

  test('tells state, assignee, title and key', () => {
    const moved = ticket({
      key: 'PLA-3',
      state: 'started',
      stateName: 'Doing',
      assignee: 'Ada',
      title: 'New',
    });
    const { now, says } = follow(known(), seen(moved), at);
    expect(says).toEqual([
      'PAY-12 was moved and is now PLA-3',
      'PLA-3 went to Doing',
      'PLA-3 was given to Ada',
      'PLA-3 got another title',
    ]);
    expect(now).toMatchObject({ key: 'PLA-3', startedAt: at });
  });

  test('knows when it began and ended, from the tracker where that tells, else from when it was seen', () => {
    const done = (over: Partial<Ticket> = {}) => ticket({ state: 'completed', stateName: 'Done', ...over });
    expect(follow(known(), seen(done({ completedAt: days(-2) })), at).now.completedAt).toEqual(days(-2));
    expect(follow(known(), seen(done()), at).now).toMatchObject({ startedAt: at, completedAt: at });
    const again = follow(known({ completedAt: days(-1), state: 'completed' }), seen(ticket()), at);
    expect(again.now.completedAt).toBeNull();
  });

  test('goes on as the ticket it is a duplicate of, and comes back from it', () => {
    const other = ticket({ externalId: 'x-2', key: 'PAY-7', title: 'All browsers' });
    const merged = follow(known(), seen(ticket({ duplicateOf: 'x-2' }), other), at);
    expect(merged.says[0]).toBe('PAY-12 was marked as a duplicate: it goes on as PAY-7');
    expect(merged.now).toMatchObject({ canonicalId: 'x-2', key: 'PAY-7' });
    expect(follow(merged.now, seen(ticket()), at).says[0]).toBe('PAY-12 is a ticket of its own again');
    // The duplicate itself may be deleted: what it went on as is what counts.
    expect(follow(merged.now, seen(undefined, other), at)).toEqual({ now: merged.now, says: [] });
  });

  test('says that it is deleted, once, and that it is back', () => {
    const gone = follow(known(), seen(undefined), at);
    expect(gone.now).toMatchObject({ state: 'missing', key: 'PAY-12' });
    expect(gone.says).toEqual(['PAY-12 was deleted, or Earshot may no longer see it']);
    expect(follow(gone.now, seen(undefined), at).says).toEqual([]);
    expect(follow(gone.now, seen(ticket()), at).says).toContain('PAY-12 is back');
  });

  test('ends in the same state whatever was seen before, and however often', () => {
    const state = fc.constantFrom<TicketState>('triage', 'backlog', 'started', 'completed', 'canceled');
    const view = fc.option(fc.record({ state, archived: fc.boolean(), title: fc.string({ maxLength: 5 }) }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(fc.array(view, { maxLength: 6 }), view, (before, last) => {
        const asSeen = (it: typeof last) => seen(it && ticket({ ...it, stateName: it.state }));
        const end = asSeen(last);
        const late = before.reduce((now, it) => follow(now, asSeen(it), at).now, known());
        const one = follow(late, end, at);
        const twice = follow(one.now, end, at);
        expect(twice).toEqual({ now: one.now, says: [] });
        const { state: now } = follow(known(), end, at).now;
        expect(one.now.state).toBe(now);
      }),
    );
  });
});

describe('reports after the end', () => {
  const report = (feedbackId: string, saidAt: Date) => ({ feedbackId, saidAt });

  test('count against the fix for two weeks, then the theme is open again', () => {
    const reports = [
      report('old', days(-1)),
      report('a', days(1)),
      report('b', days(14)),
      report('c', days(14.1)),
    ];
    const found = recurrencesIn([...reports, report('a', days(1))], { completedAt: at, noted: new Set() });
    expect(found.map(({ feedbackId, kind }) => [feedbackId, kind])).toEqual([
      ['a', 'against the fix'],
      ['b', 'against the fix'],
      ['c', 'came back'],
    ]);
    expect(recurrencesIn(reports, { completedAt: at, noted: new Set(['a', 'b', 'c']) })).toEqual([]);
  });

  test('are forgotten when it is done anew', () => {
    const noted = [{ kind: 'came back' as const, saidAt: days(20) }];
    expect(sinceDone(noted, at)).toEqual({ reports: 1, kind: 'came back' });
    expect(sinceDone(noted, days(30))).toBeNull();
    expect(sinceDone(noted, null)).toBeNull();
  });
});

describe('writing the evidence anew', () => {
  const written = { band: 'high', score: 51, customers: 3, reports: 5, links: [], needs: [] };
  const keep = (over: object) =>
    keepEvidence({
      ...{ written, writtenAt: at, now: { band: 'high', customers: 3, reports: 5 }, at: days(0.01) },
      ...{ ticket: { state: 'backlog' as const, archived: false } },
      ...over,
    });

  test('only for news, hourly at most, at once for another band', () => {
    expect(keep({})).toBe('nothing');
    expect(keep({ now: { band: 'high', customers: 4, reports: 6 } })).toBe('wait');
    const later = new Date(at.getTime() + keepEveryMs);
    expect(keep({ now: { band: 'high', customers: 4, reports: 6 }, at: later })).toBe('write');
    expect(keep({ now: { band: 'critical', customers: 3, reports: 5 } })).toBe('write');
    expect(keep({ written: null })).toBe('write');
  });

  test('not in a ticket that is gone or dropped', () => {
    for (const state of ['missing', 'canceled'] as const)
      expect(keep({ ticket: { state, archived: false }, written: null })).toBe('nothing');
    expect(keep({ ticket: { state: 'backlog', archived: true }, written: null })).toBe('nothing');
  });
});

describe('one ticket a theme', () => {
  const target = { tracker: 'linear' as const, team: 'PAY', labels: [] };
  const decide = (
    existing: Parameters<typeof decideTicket>[0]['existing'],
    wants: 'ticket' | 'another' = 'ticket',
  ) =>
    decideTicket({
      ...{ theme: { id: 't', areaKey: 'payments' }, noThemeBecause: undefined, existing, wants },
      ...{ areaName: 'Payments', target, connected: ['linear'] },
    });
  const old = (state: TicketState, cameBack = false) => ({ id: 'old', state, cameBack });

  test('an open one is the answer, also to who wants another', () => {
    expect(decide(old('started'))).toEqual({ kind: 'existing', ticketId: 'old' });
    expect(decide(old('started'), 'another')).toEqual({ kind: 'existing', ticketId: 'old' });
  });

  test('a finished one is followed up on purpose, or when it came back', () => {
    expect(decide(old('completed'))).toEqual({ kind: 'existing', ticketId: 'old' });
    const followed = { kind: 'create', target, instead: { id: 'old', because: 'followed' } };
    expect(decide(old('completed'), 'another')).toEqual(followed);
    expect(decide(old('completed', true))).toEqual(followed);
  });

  test('a deleted one counts for nothing', () => {
    expect(decide(old('missing'))).toEqual({
      kind: 'create',
      target,
      instead: { id: 'old', because: 'gone' },
    });
  });
});

describe('linking', () => {
  const reads = (kind: 'linear' | 'jira', path: string) => ({
    kind,
    keyIn: (text: string) =>
      new RegExp(`${path}([A-Z]+-\\d+)|^([A-Z]+-\\d+)$`).exec(text)?.slice(1).find(Boolean),
  });
  const trackers = [reads('linear', '/issue/'), reads('jira', '/browse/')];

  test('reads addresses, not words that look like keys', () => {
    const text = 'see <https://linear.app/acme/issue/PAY-3/card|PAY-3> and UTF-8, not PAY-9';
    expect(ticketAddressesIn(text, trackers)).toEqual([
      {
        tracker: 'linear',
        key: 'PAY-3',
        address: 'https://linear.app/acme/issue/PAY-3/card',
        instead: false,
      },
    ]);
    expect(ticketNamed(' pay-3 ', trackers).map(({ tracker, key }) => [tracker, key])).toEqual([
      ['linear', 'PAY-3'],
      ['jira', 'PAY-3'],
    ]);
  });

  test('knows its own workspace from others', () => {
    const own = 'https://linear.app/acme/issue/PAY-3/card-form';
    expect(leadsTo('https://linear.app/acme/issue/PAY-3', own, 'linear')).toBe(true);
    expect(leadsTo('https://linear.app/other/issue/PAY-3', own, 'linear')).toBe(false);
    expect(leadsTo('https://evil.example/acme/issue/PAY-3', own, 'linear')).toBe(false);
    expect(
      leadsTo('https://a.atlassian.net/x?selectedIssue=A-1', 'https://a.atlassian.net/browse/A-1', 'jira'),
    ).toBe(true);
  });

  test('never takes an open ticket away without a word', () => {
    const has = { externalId: 'x-1', canonicalId: null, key: 'PAY-1', underWay: true, isOver: false };
    const wanted = { externalId: 'x-2', instead: false };
    expect(decideLink(undefined, wanted)).toEqual({ kind: 'link', row: 'new' });
    expect(decideLink(has, { ...wanted, externalId: 'x-1' })).toEqual({ kind: 'same' });
    expect(decideLink(has, wanted)).toEqual({ kind: 'other', key: 'PAY-1' });
    expect(decideLink(has, { ...wanted, instead: true })).toEqual({ kind: 'link', row: 'letGo' });
    expect(decideLink({ ...has, isOver: true }, wanted)).toEqual({ kind: 'link', row: 'letGo' });
    expect(decideLink({ ...has, externalId: null }, wanted)).toEqual({ kind: 'busy' });
    expect(decideLink({ ...has, externalId: null, underWay: false }, wanted)).toEqual({
      kind: 'link',
      row: 'fill',
    });
  });
});

describe('what exists already', () => {
  const found = (key: string, likeness: number, over: Partial<Ticket> = {}) => ({
    tracker: 'linear' as const,
    ticket: ticket({ externalId: key, key, ...over }),
    likeness,
  });

  test('is open, alike enough, not its own, and named once', () => {
    const all = [
      ...[found('PAY-1', 0.9), found('PAY-1', 0.7), found('PAY-2', 0.6), found('PAY-3', 0.2)],
      ...[
        found('PAY-4', 0.9, { state: 'completed' }),
        found('PAY-5', 0.9, { archived: true }),
        found('PAY-6', 0.9),
      ],
    ];
    expect(likelyAmong(all, { not: new Set(['PAY-6']) }).map(({ key }) => key)).toEqual(['PAY-1', 'PAY-2']);
  });

  test('is judged by its words, not by what we wrote into it', () => {
    const body =
      '## Steps\nPay by card.\n\n### Earshot: who reports this (T-1)\n\nAcme\n\n_Earshot keeps the part_';
    expect(gist({ title: 'Card form', body })).toBe('Card form\nPay by card.');
  });
});
