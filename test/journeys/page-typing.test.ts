import { describe, expect, it } from 'vitest';
import { offerFor } from '../../src/sandbox/page/browser/autocomplete.ts';
import { toMrkdwn, toTyped } from '../../src/sandbox/page/browser/compose-text.ts';
import { dayLabel, relative, slackDate } from '../../src/sandbox/page/browser/dates.ts';
import { safeAddress } from '../../src/sandbox/page/browser/dom.ts';
import { emojiChar, emojis, searchEmojis } from '../../src/sandbox/page/browser/emoji.ts';
import { inThread, rowsOf, topLevel } from '../../src/sandbox/page/browser/timeline.ts';
import type { WireMessage } from '../../src/sandbox/slack/wire.ts';

describe('what a person types', () => {
  const names = {
    users: [
      { id: 'U1', name: 'Maya' },
      { id: 'U2', name: 'Maya Chen' },
      { id: 'U3', name: 'A (b) [c]' },
    ],
    channels: [{ id: 'C1', name: 'general' }],
  };

  it('mentions by the longest name and escapes the rest', () => {
    expect(toMrkdwn('@Maya Chen & @maya in #general <b> @here a@Maya', names)).toBe(
      '<@U2> &amp; <@U1> in <#C1|general> &lt;b&gt; <!here> a@Maya',
    );
  });

  it('survives names full of signs', () => {
    expect(toMrkdwn('hi @A (b) [c]!', names)).toBe('hi <@U3>!');
  });

  it('comes back as typed for editing', () => {
    const typed = 'ask @Maya Chen in #general: 1 < 2 & "ok" https://a.example';
    expect(toTyped(toMrkdwn(typed, names), names)).toBe(typed);
  });
});

describe('suggestions', () => {
  const known = {
    people: [{ id: 'U1', name: 'Priya Raman', hint: '' }],
    channels: [{ id: 'C1', name: 'general' }],
    commands: [{ command: '/earshot', description: 'x', usage_hint: 'help | top [area] | digest now' }],
  };
  const labels = (text: string) => offerFor(text, text.length, known)?.suggestions.map(({ label }) => label);

  it.each([
    ['/', ['/earshot help | top [area] | digest now']],
    ['/earshot ', ['help', 'top [area]', 'digest now']],
    ['/earshot d', ['digest now']],
    ['/earshot help', undefined],
    ['hello @ra', ['Priya Raman']],
    ['mail@ra', undefined],
    ['see #gen', ['general']],
    ['nice :tick', [':ticket:', ':admission']],
    ['so: what', undefined],
    ['plain text', undefined],
  ])('after "%s"', (text, expected) => {
    if (text.startsWith('nice')) expect(labels(text)?.[0]).toBe(':ticket:');
    else expect(labels(text)).toEqual(expected);
  });

  it('completes a use up to its first blank', () => {
    expect(offerFor('/earshot to', 11, known)?.suggestions[0]?.insert).toBe('top ');
  });
});

describe('emoji', () => {
  it('knows the ones Earshot listens to, each name once', () => {
    for (const name of ['ear', 'eyes', 'ticket', 'no_bell', 'rotating_light', 'link', '+1', 'thumbsup'])
      expect(emojiChar(name)).toBeTruthy();
    const names = emojis.flatMap((one) => one.names);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(emojis.filter(({ char }) => !/\p{Emoji}/u.test(char))).toEqual([]);
  });

  it('finds by name first, then by meaning', () => {
    expect(searchEmojis('tick')[0]?.name).toBe('ticket');
    expect(searchEmojis('siren').map(({ name }) => name)).toContain('rotating_light');
  });
});

describe('a timeline', () => {
  const message = (ts: number, user: string, more: Partial<WireMessage> = {}): WireMessage => ({
    type: 'message',
    channel: 'C1',
    ts: `${ts}.000000`,
    user,
    text: 'x',
    permalink: '',
    mentions: { users: [], usergroups: [], broadcast: [] },
    ...more,
  });
  const noon = new Date(2026, 10, 10, 12).getTime() / 1000;

  it('joins messages of one author within five minutes', () => {
    const rows = rowsOf(
      [message(noon, 'a'), message(noon + 60, 'a'), message(noon + 600, 'a'), message(noon + 610, 'b')],
      { me: 'a' },
    );
    expect(rows.map((row) => (row.kind === 'message' ? row.continues : row.kind))).toEqual([
      'day',
      false,
      true,
      false,
      false,
    ]);
  });

  it('draws the new line before the first unread message of others', () => {
    const list = [message(noon, 'a'), message(noon + 10, 'me'), message(noon + 20, 'a')];
    const rows = rowsOf(list, { me: 'me', readUpTo: `${noon}.000000` });
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'message', 'new', 'message']);
  });

  it('keeps replies in their thread, but for those sent to the channel too', () => {
    const list = [
      message(1, 'a', { thread_ts: '1.000000' }),
      message(2, 'b', { thread_ts: '1.000000' }),
      message(3, 'b', { thread_ts: '1.000000', subtype: 'thread_broadcast' }),
    ];
    expect(topLevel(list)).toHaveLength(2);
    expect(inThread(list, '1.000000')).toHaveLength(3);
  });
});

describe('times', () => {
  const now = new Date(2026, 10, 10, 12, 0, 0);
  const at = (days: number) => new Date(2026, 10, 10 - days, 9, 30, 0);

  it('says today, yesterday and the rest', () => {
    expect(dayLabel(at(0), now)).toBe('Today');
    expect(dayLabel(at(1), now)).toBe('Yesterday');
    expect(slackDate('{date_pretty}', at(-1).getTime() / 1000, now)).toBe('tomorrow');
    expect(slackDate('{unknown} {ago}', at(2).getTime() / 1000, now)).toBe('{unknown} 2 days ago');
    expect(relative(new Date(now.getTime() - 5000), now)).toBe('just now');
  });
});

describe('addresses', () => {
  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    'file:///etc/passwd',
    '\u0001javascript:alert(1)',
    'data:image/svg+xml,<svg onload=alert(1)>',
  ])('refuses %s', (address) => {
    expect(safeAddress(address)).toBeUndefined();
  });
  it.each(['https://a.example/x', 'http://127.0.0.1:1/', 'mailto:a@b.example', '#x', 'blob:http://a/1'])(
    'allows %s',
    (address) => {
      expect(safeAddress(address)).toBe(address);
    },
  );
});
