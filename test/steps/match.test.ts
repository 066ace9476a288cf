import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry } from '../../bench/match-texts.ts';
import { learnSpelling, makeSpellings, spelledLike } from '../../src/steps/theme/index-spelling.ts';
import {
  makeThemeIndex,
  restoreThemeIndex,
  type ThemeIndex,
  thresholds,
} from '../../src/steps/theme/match.ts';
import { exactUpTo } from '../../src/steps/theme/match-candidates.ts';
import { backgroundOf, scoreOf, shortnessOf, weightOfMeaning } from '../../src/steps/theme/match-score.ts';

const rides = [
  ['detour', 'd1', 'the driver took a detour through the whole town'],
  ['detour', 'd2', 'my driver drove a long detour again'],
  ['surge', 's1', 'the surge price in the evening is far too high'],
  ['surge', 's2', 'evening surge doubled my price'],
  ['tips', 't1', 'please let me tip the driver by card'],
] as const;

function filled(): ThemeIndex {
  const index = makeThemeIndex();
  for (const [themeId, itemId, text] of rides) index.addItem({ themeId, itemId, text });
  return index;
}

const best = (index: ThemeIndex, text: string) => index.match(text, { k: 3 })[0];

describe('the index of themes', () => {
  it('finds the theme that says the same, and its nearest item', () => {
    const match = best(filled(), 'another detour by the driver through town');
    expect(match).toMatchObject({ themeId: 'detour', nearestItemId: 'd1' });
    expect(match!.score).toBeGreaterThan(thresholds.join);
  });
  it('finds nothing worth asking about for another subject', () =>
    expect(best(filled(), 'password reset mail never arrives')!.score).toBeLessThan(thresholds.ask));
  it('matches nothing when empty', () => expect(makeThemeIndex().match('anything', { k: 5 })).toEqual([]));
  it('keeps apart what differs by a negation less than what differs by subject', () => {
    const index = filled();
    expect(best(index, 'surge price too high')!.themeId).toBe('surge');
  });
  it('sees through typos and inflections to the same words', () => {
    const index = makeThemeIndex();
    index.addItem({ themeId: 'sync', itemId: '1', text: 'synchronisation of the calendar' });
    index.addItem({ themeId: 'sign', itemId: '2', text: 'signature of the contract' });
    expect(best(index, 'calender synchronization')).toMatchObject({ themeId: 'sync' });
    expect(index.match('grzlmpf', { k: 1 })[0]!.parts.words.best).toBe(0);
  });
  it('moves an item with all its weight', () => {
    const index = filled();
    index.moveItem('t1', 'surge');
    expect(best(index, 'tip the driver by card')!.themeId).toBe('surge');
    expect(index.size()).toEqual({ items: 5, themes: 2 });
  });
  it('forgets what is removed', () => {
    const index = filled();
    index.removeTheme('detour');
    index.removeItem('t1');
    expect(index.match('detour', { k: 9 }).map((match) => match.themeId)).toEqual(['surge']);
    index.addItem({ themeId: 'detour', itemId: 'd9', text: 'a detour' });
    expect(best(index, 'detour')!.themeId).toBe('detour');
  });
  it('counts an item once however often it is added', () => {
    const index = filled();
    for (let i = 0; i < 3; i++) index.addItem({ themeId: 'surge', itemId: 's1', text: 'surge price' });
    expect(index.size()).toEqual({ items: 5, themes: 3 });
  });
  it('lets a theme of another area lose ground', () => {
    const index = makeThemeIndex();
    index.addItem({ themeId: 'a', itemId: '1', text: 'export fails', areaKey: 'reports' });
    index.addItem({ themeId: 'b', itemId: '2', text: 'export fails', areaKey: 'calendar' });
    expect(index.match('export fails', { k: 1, areaKey: 'calendar' })[0]!.themeId).toBe('b');
    expect(index.match('export fails', { k: 1, areaKey: 'reports' })[0]!.themeId).toBe('a');
  });
  it('ranks single reports for a duplicate search', () =>
    expect(
      filled()
        .nearest('doubled evening price', { k: 2 })
        .map((near) => near.itemId),
    ).toEqual(['s2', 's1']));
});

describe('a snapshot', () => {
  it('restores an index that answers the same', () => {
    const index = filled();
    index.removeItem('d1');
    const restored = restoreThemeIndex(index.snapshot())!;
    for (const text of ['detour', 'surge in the evenings', 'tipp by crad', 'nothing alike']) {
      expect(restored.match(text, { k: 5 })).toEqual(index.match(text, { k: 5 }));
    }
    restored.addItem({ themeId: 'tips', itemId: 't2', text: 'tip by cash' });
    expect(restored.size()).toEqual({ items: 5, themes: 3 });
  });
  it('is refused when cut, foreign or empty', () => {
    const bytes = filled().snapshot();
    expect(restoreThemeIndex(bytes.subarray(0, bytes.length - 8))).toBeUndefined();
    expect(restoreThemeIndex(Buffer.from('something else entirely'))).toBeUndefined();
    expect(restoreThemeIndex(new Uint8Array())).toBeUndefined();
  });
});

describe('any order of changes', () => {
  it('leaves the index as if only what remains had ever been added', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ what: fc.constantFrom('add', 'remove', 'move'), item: fc.nat(6), theme: fc.nat(3) }),
          { maxLength: 25 },
        ),
        (changes) => {
          const index = makeThemeIndex();
          const truth = new Map<string, string>();
          for (const { what, item, theme } of changes) {
            const [itemId, themeId] = [`i${item}`, `t${theme}`];
            if (what === 'add') {
              index.addItem({ itemId, themeId, text: `word${item} shared` });
              truth.set(itemId, themeId);
            } else if (what === 'remove') {
              index.removeItem(itemId);
              truth.delete(itemId);
            } else {
              index.moveItem(itemId, themeId);
              if (truth.has(itemId)) truth.set(itemId, themeId);
            }
          }
          expect(index.size()).toEqual({ items: truth.size, themes: new Set(truth.values()).size });
          for (const [itemId, themeId] of truth) {
            const near = index
              .nearest(`word${itemId.slice(1)} shared`, { k: 9 })
              .find((found) => found.itemId === itemId);
            expect(near?.themeId).toBe(themeId);
          }
        },
      ),
      { numRuns: 60, seed: 3 },
    ));
});

describe('many items', () => {
  it('are searched by candidates, and the right theme is still found', () => {
    const random = mulberry(5);
    const words = Array.from(
      { length: 3000 },
      (_, i) => `${'bcdfghjklm'[i % 10]}a${'nprstvwxyz'[((i / 10) % 10) | 0]}o${i}`,
    );
    const ownOf = (theme: number) =>
      Array.from({ length: 4 }, (_, i) => words[(theme * 37 + i * 811) % words.length]);
    const index = makeThemeIndex();
    const textOf = (theme: number) =>
      [...ownOf(theme).slice(0, 3), words[Math.floor(random() * words.length)]].join(' ');
    for (let i = 0; i < exactUpTo + 2000; i++)
      index.addItem({ themeId: `t${i % 900}`, itemId: `i${i}`, text: textOf(i % 900) });
    const right = Array.from(
      { length: 100 },
      (_, i) => index.match(textOf(i * 9), { k: 1 })[0]!.themeId === `t${i * 9}`,
    );
    expect(right.filter(Boolean).length).toBeGreaterThanOrEqual(97);
  });
});

describe('spelling', () => {
  const spellings = makeSpellings();
  for (const [slot, word] of ['notification', 'notify', 'station', '2024', 'synchron'].entries())
    learnSpelling(spellings, slot, word);
  it('finds the words that share at least half of their letter triples, and not the word itself', () => {
    expect(spelledLike(spellings, 'notification')).toEqual([]);
    expect(spelledLike(spellings, 'notifications').map(({ slot }) => slot)).toEqual([0]);
    expect(spelledLike(spellings, 'synchrone').map(({ slot }) => slot)).toEqual([4]);
  });
  it('answers the same when asked again, and learns a slot once', () => {
    learnSpelling(spellings, 0, 'something else');
    expect(spelledLike(spellings, 'notifications')).toEqual(spelledLike(spellings, 'notifications'));
    expect(spelledLike(spellings, 'something')).toEqual([]);
  });
  it('does not compare numbers and short words', () => {
    expect(spelledLike(spellings, '2025')).toEqual([]);
    expect(spelledLike(spellings, 'no')).toEqual([]);
  });
});

describe('scores', () => {
  it('lie between 0 and 1, rise with likeness and fall with the background', () => {
    expect(scoreOf(0.6, 0.1)).toBeGreaterThan(scoreOf(0.5, 0.1));
    expect(scoreOf(0.5, 0.2)).toBeLessThan(scoreOf(0.5, 0.1));
    expect(scoreOf(-1, 1)).toBeGreaterThanOrEqual(0);
    expect(scoreOf(5, 0)).toBeLessThanOrEqual(1);
    expect(backgroundOf([0.9])).toBeLessThan(backgroundOf([0.9, 0.8, 0.8, 0.8]));
  });
  it('leave meaning out where its words are unknown, and trust it less in long texts', () => {
    expect(weightOfMeaning({ known: 0.1, length: 8 })).toBe(0);
    expect(weightOfMeaning({ known: 1, length: 100 })).toBeLessThan(weightOfMeaning({ known: 1, length: 8 }));
    expect(shortnessOf(300)).toBeLessThan(shortnessOf(8));
  });
});
