import { describe, expect, it } from 'vitest';
import { fold } from '../../src/text/fold.ts';
import { languageOf } from '../../src/text/language.ts';
import { phraseList } from '../../src/text/phrases.ts';
import { sentencesOf } from '../../src/text/sentences.ts';
import { feelingOf } from '../../src/text/sentiment.ts';
import { stem } from '../../src/text/stem.ts';
import { stemFrench } from '../../src/text/stem-french.ts';
import { contentOf, stemsOf } from '../../src/text/terms.ts';
import { dot, embed } from '../../src/text/vectors.ts';
import { wordsOf } from '../../src/text/words.ts';

const sentences = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe('words', () => {
  it('stems as Porter does', () =>
    expect(
      [
        'caresses',
        'ponies',
        'agreed',
        'hopping',
        'relational',
        'triplicate',
        'adjustable',
        'controlling',
      ].map(stem),
    ).toEqual(['caress', 'poni', 'agre', 'hop', 'relat', 'triplic', 'adjust', 'control']));
  it('stems French as French in a French text only', () => {
    expect(
      ['synchronise', 'synchroniser', 'synchronisations', 'lente', 'lentes', 'mise'].map(stemFrench),
    ).toEqual(['synchron', 'synchron', 'synchron', 'lent', 'lent', 'mise']);
    expect(stemsOf(wordsOf('la montre est lente et les notifications sont en retard'))).toContain('lent');
    expect(stemsOf(wordsOf('the release is late'))).toEqual(['releas', 'late']);
  });
  it('keeps negations and splits what programmers join', () =>
    expect(wordsOf("webhookRetry doesn't fire")).toEqual(['webhook', 'retry', 'does', 'not', 'fire']));
  it('drops mentions, links, emoji codes and addresses', () =>
    expect(wordsOf('<@U1> see <https://x.test|the page> :fire: a@b.test <#C1|help>')).toEqual([
      'see',
      'the',
      'page',
      'help',
    ]));
  it('reads scripts without spaces in pairs', () => expect(wordsOf('打不开')).toEqual(['打不', '不开']));
  it('drops the small words of other languages where there are many of them', () =>
    expect(contentOf(wordsOf('la recherche est trop lente dans le calendrier'))).toEqual([
      'recherche',
      'trop',
      'lente',
      'calendrier',
    ]));
  it('folds spellings of one phrase together', () =>
    expect(fold("We CAN’T  log-in, it's déjà")).toBe('we can not log-in, it is deja'));
});

describe('phrases', () => {
  const list = phraseList('crash* | can not ~ log in | 打不开');
  it('match open endings, gaps and scripts without spaces', () => {
    expect(list.find('it crashes and we can not ever log in')).toEqual(['crashes', 'can not ever log in']);
    expect(list.find('完全打不开了')).toEqual(['打不开']);
  });
  it('do not match inside words', () => expect(list.find('a gatecrasher')).toEqual([]));
});

describe('sentences', () => {
  it('leave out headers, greetings, logs and signatures', () =>
    expect(
      sentences(
        'From: a@b.test\nDate: today\nSubject: Broken export\n\nHi Ann,\n\nthe export is\nempty since v2.4. Please fix.\n\n2025-01-01 10:00:00 ERROR x\nRegards,\nBob\nCEO',
      ),
    ).toEqual(['Broken export', 'the export is\nempty since v2.4.', 'Please fix.']));
  it('read a forwarded text that is nothing but quoted', () =>
    expect(sentences('> The map is wrong.\n> Please fix it.')).toEqual([
      'The map is wrong.',
      'Please fix it.',
    ]));
  it('leave out what an issue form asks', () =>
    expect(sentences('<!-- tell us -->\n### Steps\nOpen the map\n- [x] I searched')).toEqual([
      'Open the map',
    ]));
});

describe('language', () => {
  it.each([
    ['the map is not loading for me', 'en'],
    ['die Karte wird nicht geladen', 'de'],
    ['la carte ne se charge pas', 'fr'],
    ['el mapa no se carga desde ayer', 'es'],
    ['o mapa não carrega desde ontem', 'pt'],
    ['la mappa non si carica più', 'it'],
    ['карта не загружается', 'ru'],
    ['карта не завантажується і її немає', 'uk'],
    ['地図が表示されません', 'ja'],
    ['地图打不开', 'zh'],
    ['지도가 열리지 않아요', 'ko'],
    ['', 'unknown'],
  ])('of %j is %s', (text, code) => expect(languageOf(text).code).toBe(code));
});

describe('meaning and mood', () => {
  const likeness = (a: string, b: string) => dot(embed(a).vector, embed(b).vector);
  it('finds two ways to say one thing more alike than two things', () =>
    expect(likeness('my card was charged two times', 'you took the payment twice')).toBeGreaterThan(
      likeness('my card was charged two times', 'where is the nearest station') + 0.3,
    ));
  it('splits unknown compounds', () => expect(embed('dropdown').known).toBe(1));
  it('tells glad from upset, also behind a negation', () => {
    expect(feelingOf('I love it, works great!').mood).toBe('positive');
    expect(feelingOf('This is terrible, it crashes all the time. Very disappointed.').mood).toBe('negative');
    expect(feelingOf('not good, does not work').sentiment).toBeLessThan(
      feelingOf('good, does work').sentiment,
    );
  });
});
