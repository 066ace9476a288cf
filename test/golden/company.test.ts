// The demo's history against the analyzer without a model: what an attentive reader noted beside each message should
// come out, area by area and theme by theme. The words in its areas.yml were chosen knowing these messages, so this
// shows that the demo works, and is no measure of quality.
import { describe, expect, test } from 'vitest';
import { parseAreas } from '../../src/catalog/areas.ts';
import { areasFile } from '../../src/sandbox/company/areas.ts';
import { channels, listensIn } from '../../src/sandbox/company/company.ts';
import { type Line, seedMessage } from '../../src/sandbox/company/line.ts';
import { byCustomer, reported, type TourMessage, tourMessages } from '../../src/sandbox/company/tour.ts';
import { makeLocalAnalyzer } from '../../src/steps/analyze/local.ts';
import { contentOf } from '../../src/steps/intake/content.ts';
import { makeThemeIndex, thresholds } from '../../src/steps/theme/match.ts';

const now = new Date('2026-03-09T08:00:00Z');
const catalog = parseAreas(
  areasFile(() => 'U012345'),
  'areas.yml',
);
if (!catalog.ok) throw new Error(catalog.problems.join('\n'));
const analyzer = makeLocalAnalyzer(catalog.catalog.areas);

const lines = channels
  .filter(({ name }) => listensIn.includes(name))
  .flatMap((channel) => channel.lines)
  .sort((a, b) => (seedMessage(a, now).at < seedMessage(b, now).at ? -1 : 1));

function textOf({ by, text, blocks = [], attachments = [] }: Line): string {
  const botId = by === 'zendesk' || by === 'typeform' ? 'B012345' : undefined;
  return contentOf({ text, botId, blocks, attachments, files: [] })?.text ?? '';
}

const readings = lines.map((line) => ({
  line,
  text: textOf(line),
  reading: analyzer.analyze({ text: textOf(line) }),
}));
const isFeedback = ({ about }: Line) => about !== '-';
const areaOf = ({ about }: Line) => (about === '?' ? null : about.split('/')[0]);
const themeOf = ({ about }: Line) => (about.includes('/') ? about : null);

test('every message that is feedback has words, also those that apps post', () => {
  for (const { line, text } of readings) if (isFeedback(line)) expect(text.length).toBeGreaterThan(10);
});

test('nineteen of twenty messages are rightly taken for feedback, or for talk', () => {
  const wrong = readings.filter(({ line, reading }) => reading.feedback !== isFeedback(line));
  expect(wrong.length / readings.length).toBeLessThanOrEqual(0.05);
});

test('nineteen of twenty land in the area an attentive reader names', () => {
  const taken = readings.filter(({ line, reading }) => isFeedback(line) && reading.feedback);
  const right = taken.filter(
    ({ line, reading }) => reading.feedback && reading.findings[0]!.area.key === areaOf(line),
  );
  expect(right.length / taken.length).toBeGreaterThanOrEqual(0.95);
});

describe('themes', () => {
  const index = makeThemeIndex();
  const placed = new Map<string, Line[]>();
  for (const { line, text, reading } of readings) {
    if (!reading.feedback) continue;
    const [best] = index.match(text, { k: 1 });
    const themeId = best && best.score >= thresholds.join ? best.themeId : `theme-${placed.size}`;
    index.addItem({ themeId, itemId: `item-${seedMessage(line, now).at}-${line.by}`, text });
    placed.set(themeId, [...(placed.get(themeId) ?? []), line]);
  }
  const largestOf = (theme: string) =>
    [...placed.values()]
      .map((members) => members.filter((line) => themeOf(line) === theme))
      .sort((a, b) => b.length - a.length)[0]!;

  test.each([
    ['checkout/frozen 3-D Secure', 12],
    ['bank/transactions twice', 8],
    ['invoices/slow list', 6],
    ['reminders/reminded although paid', 5],
    ['accounting/DATEV cents', 5],
    ['api/webhooks twice', 3],
  ])('%s comes together from at least %i messages', (theme, least) => {
    expect(largestOf(theme).length).toBeGreaterThanOrEqual(least);
  });

  test('hardly anything is in the wrong company', () => {
    const strangers = [...placed.values()].flatMap((members) => {
      const counts = Map.groupBy(members, (line) => line.about);
      const main = [...counts.values()].sort((a, b) => b.length - a.length)[0]!;
      return members.filter((line) => line.about !== main[0]!.about);
    });
    expect(strangers.length).toBeLessThanOrEqual(4);
  });

  test('one theme grows, one has ended', () => {
    const inWeek = (theme: string, week: number) =>
      largestOf(theme).filter(({ daysAgo }) => Math.floor((daysAgo - 1) / 7) === week).length;
    expect(inWeek('checkout/frozen 3-D Secure', 0)).toBeGreaterThanOrEqual(8);
    expect(inWeek('checkout/frozen 3-D Secure', 3)).toBeLessThanOrEqual(2);
    expect(inWeek('bank/transactions twice', 0)).toBe(0);
    expect(inWeek('bank/transactions twice', 3)).toBeGreaterThanOrEqual(3);
  });

  test.each([reported, byCustomer])(
    'the tour’s "$text" is roughly alike to its theme at least',
    ({ text, expect: wanted }) => {
      const [best] = index.match(text, { k: 1 });
      expect(best!.score).toBeGreaterThanOrEqual(thresholds.ask);
      expect(wanted.feedback && wanted.theme).toBe(placed.get(best!.themeId)![0]!.about);
    },
  );
});

test.each(tourMessages)(
  'the tour’s "$text" reads as its script says',
  ({ text, expect: wanted }: TourMessage) => {
    const reading = analyzer.analyze({ text });
    expect(reading.feedback).toBe(wanted.feedback);
    if (!reading.feedback || !wanted.feedback) return;
    expect(reading.findings[0]!.area.key).toBe(wanted.areaKey);
    expect(wanted.severity).toContain(reading.findings[0]!.severity);
  },
);
