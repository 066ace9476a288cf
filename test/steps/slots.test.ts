// When a digest is due: once a slot, late after an outage, and at nine o'clock also when the clocks change.
import { describe, expect, test } from 'vitest';
import { dueSlot, nextSlot, scheduleProblem } from '../../src/steps/digest/slots.ts';

const mondays = { cron: '0 9 * * 1', timeZone: 'Europe/Berlin' };
const at = (text: string) => new Date(text);
const since = at('2026-02-01T00:00:00Z');

describe('a weekly schedule', () => {
  test('is due from its moment on, once', () => {
    const last = at('2026-03-02T08:00:00Z');
    expect(dueSlot(mondays, { last, since, now: at('2026-03-09T07:59:59.999Z') })).toBeNull();
    const slot = dueSlot(mondays, { last, since, now: at('2026-03-09T08:00:00Z') });
    expect(slot).toEqual({
      at: at('2026-03-09T08:00:00Z'),
      from: last,
      until: at('2026-03-09T08:00:00Z'),
      late: null,
    });
    expect(dueSlot(mondays, { last: slot!.at, since, now: at('2026-03-09T08:00:01Z') })).toBeNull();
  });

  test('asked again after a restart, gives the same slot', () => {
    const last = at('2026-03-02T08:00:00Z');
    const first = dueSlot(mondays, { last, since, now: at('2026-03-09T08:00:01Z') });
    const again = dueSlot(mondays, { last, since, now: at('2026-03-09T08:09:00Z') });
    expect(again).toEqual(first);
  });

  test('owes nothing from before it was made, and covers a week the first time', () => {
    const made = at('2026-03-03T10:00:00Z');
    expect(dueSlot(mondays, { last: null, since: made, now: at('2026-03-08T12:00:00Z') })).toBeNull();
    const first = dueSlot(mondays, { last: null, since: made, now: at('2026-03-09T08:00:30Z') });
    expect(first?.from).toEqual(at('2026-03-02T08:00:00Z'));
  });

  test('after an outage posts the newest slot, late, and covers the missed ones', () => {
    const last = at('2026-03-02T08:00:00Z');
    const slot = dueSlot(mondays, { last, since, now: at('2026-03-25T14:00:00Z') });
    expect(slot).toEqual({
      at: at('2026-03-23T08:00:00Z'),
      from: last,
      until: at('2026-03-23T08:00:00Z'),
      late: { dueAt: at('2026-03-23T08:00:00Z'), missed: 2 },
    });
  });

  test('a few minutes are no lateness, an hour is', () => {
    const last = at('2026-03-02T08:00:00Z');
    const late = (now: string) => dueSlot(mondays, { last, since, now: at(now) })?.late;
    expect(late('2026-03-09T08:14:00Z')).toBeNull();
    expect(late('2026-03-09T09:00:00Z')).toEqual({ dueAt: at('2026-03-09T08:00:00Z'), missed: 0 });
  });

  test('a clock that was set back posts nothing twice', () => {
    const last = at('2026-03-09T08:00:00Z');
    expect(dueSlot(mondays, { last, since, now: at('2026-03-02T08:00:00Z') })).toBeNull();
  });
});

describe('when the clocks change', () => {
  test('nine o’clock stays nine o’clock', () => {
    const now = at('2026-03-30T07:00:00Z');
    const slot = dueSlot(mondays, { last: at('2026-03-23T08:00:00Z'), since, now });
    expect(slot).toMatchObject({ at: now, late: null });
    const newYork = { cron: '0 9 * * 1', timeZone: 'America/New_York' };
    expect(nextSlot(newYork, at('2026-03-02T14:00:00Z'))).toEqual(at('2026-03-09T13:00:00Z'));
  });

  test('a time that is skipped in spring comes an hour later', () => {
    const nightly = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
    expect(nextSlot(nightly, at('2026-03-28T02:00:00Z'))).toEqual(at('2026-03-29T01:30:00Z'));
  });

  test('a time that is shown twice in autumn comes once, wherever one starts to count', () => {
    const nightly = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
    const first = at('2026-10-25T00:30:00Z');
    expect(nextSlot(nightly, at('2026-10-24T12:00:00Z'))).toEqual(first);
    expect(nextSlot(nightly, first)).toEqual(at('2026-10-26T01:30:00Z'));
    expect(dueSlot(nightly, { last: first, since, now: at('2026-10-25T01:31:00Z') })).toBeNull();
  });
});

describe('a schedule that cannot be used', () => {
  test.each([
    ['61 9 * * 1', 'UTC', /61/],
    ['hello', 'UTC', /five fields/],
    ['', 'UTC', /five fields/],
    ['0 9 * * 1', 'Mars/Phobos', /Mars\/Phobos/],
    ['0 9 31 2 *', 'UTC', /no schedule/],
    ['*/10 * * * *', 'UTC', /more often than hourly/],
  ])('says so: "%s" in %s', (cron, timeZone, says) => {
    expect(scheduleProblem({ cron, timeZone })).toMatch(says);
  });

  test('and one that can says nothing', () => {
    expect(scheduleProblem(mondays)).toBeNull();
    expect(scheduleProblem({ cron: '0 * * * *', timeZone: 'Asia/Kolkata' })).toBeNull();
  });
});
