// What of a model's answer is believed, and what the question looks like: pure.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Analysis } from '../../src/steps/analyze/analysis.ts';
import { checkAnswer } from '../../src/steps/analyze/check.ts';
import { isPlain, plainLine } from '../../src/steps/analyze/check-text.ts';
import { type Answer, analyzeQuestion, answerSchema, fenceFor } from '../../src/steps/analyze/prompt.ts';
import { answered, answeredFinding, areas, candidates } from './analyze-claude-world.ts';

const text = 'The CSV   export fails\nin Chrome 120, see https://x.example/1. <!channel> "Never" again.';
const input = { text, areas, candidates };
const check = (finding: Partial<Answer['findings'][number]> = {}, changes: Partial<Answer> = {}) => {
  const { analysis, ...rest } = checkAnswer(answered(changes, finding), input);
  return { ...rest, analysis, finding: analysis.feedback ? analysis.findings[0]! : undefined };
};

describe('a quote', () => {
  test.each([
    [
      'stays when it is in the text, whatever the white space',
      'The CSV export fails in Chrome',
      ['The CSV export fails in Chrome'],
    ],
    ['stays without the marks the model put around it', '“The CSV export fails”', ['The CSV export fails']],
    ['goes when it is not in the text', 'The CSV export never worked', []],
    ['goes when a word was changed', 'The CSV exports fails', []],
    ['goes when it holds a link', 'see https://x.example/1', []],
    ['goes when it holds a mention', '<!channel> "Never" again', []],
    ['goes when it is next to nothing', 'a', []],
    ['goes when it is empty', '', []],
  ])('%s', (_, quote, kept) => {
    expect(check({ quotes: [quote] }).finding?.quotes).toEqual(kept);
  });

  it('is kept once, and four at most', () => {
    const quotes = ['The', 'The', 'CSV', 'export', 'fails', 'Chrome'];
    expect(check({ quotes }).finding?.quotes).toEqual(['The', 'CSV', 'export', 'fails']);
  });

  it('missing altogether halves the confidence', () => {
    expect(check({ quotes: [], confidence: 1 }).finding?.confidence).toBe(0.5);
  });
});

describe('areas, themes, numbers', () => {
  test.each([
    [
      'a key of the catalog',
      { key: 'login', confidence: 0.7, runnerUp: 'exports' },
      { key: 'login', confidence: 0.7, runnerUp: 'exports' },
    ],
    [
      'another case',
      { key: 'Exports ', confidence: 0.7, runnerUp: null },
      { key: 'exports', confidence: 0.7, runnerUp: null },
    ],
    [
      'an invented key',
      { key: 'root', confidence: 1, runnerUp: 'admin' },
      { key: null, confidence: 0, runnerUp: null },
    ],
    [
      'none',
      { key: null, confidence: 0.6, runnerUp: 'login' },
      { key: null, confidence: 0.6, runnerUp: 'login' },
    ],
    [
      'the same twice',
      { key: 'login', confidence: 0.6, runnerUp: 'login' },
      { key: 'login', confidence: 0.6, runnerUp: null },
    ],
  ])('%s', (_, area, believed) => {
    expect(check({ area }).finding?.area).toEqual(believed);
  });

  test.each([
    [
      'a candidate',
      { is: 'T2' as const, confidence: 0.8, title: 'SSO' },
      { themeId: candidates[1]!.id, confidence: 0.8, title: 'SSO' },
    ],
    [
      'a label nobody offered',
      { is: 'T7' as const, confidence: 1, title: 'X' },
      { themeId: null, confidence: 0, title: 'X' },
    ],
    [
      'a new one',
      { is: 'new' as const, confidence: 0.7, title: 'Exports **break**' },
      { themeId: null, confidence: 0.7, title: 'Exports break' },
    ],
    [
      'no title',
      { is: 'new' as const, confidence: 2, title: '<!channel>' },
      { themeId: null, confidence: 1, title: 'The CSV export fails.' },
    ],
  ])('theme: %s', (_, theme, believed) => {
    expect(check({ theme }).themeChoices).toEqual([believed]);
  });

  it('clamps what is out of range and drops what is not named in the text', () => {
    const { finding, dropped } = check({
      sentiment: -7,
      churnRisk: 1e308,
      confidence: Number.NaN,
      affects: ['chrome 120', 'Safari 17'],
    });
    expect(finding).toMatchObject({ sentiment: -1, churnRisk: 1, confidence: 0, affects: ['chrome 120'] });
    expect(dropped).toEqual(['a version or platform that is not in the text']);
  });

  it('keeps three different findings', () => {
    const findings = ['a', 'b', 'B ', 'c', 'd'].map((summary) => answeredFinding({ summary }));
    const { analysis, themeChoices } = check({}, { findings });
    expect(analysis.feedback && analysis.findings.map(({ summary }) => summary)).toEqual(['a', 'b', 'c']);
    expect(themeChoices).toHaveLength(3);
  });

  it('says why something is no feedback, in plain words', () => {
    const changes = {
      feedback: false,
      findings: [],
      notFeedbackBecause: 'Spam, see <https://evil.example|here>',
      language: 'xx!!',
    };
    expect(check({}, changes).analysis).toEqual({
      feedback: false,
      language: 'und',
      reason: 'Spam, see here',
    });
    expect(check({}, { ...changes, notFeedbackBecause: null }).analysis).toMatchObject({
      reason: expect.stringMatching(/./),
    });
  });
});

describe('words for people', () => {
  test.each([
    ['The export **fails** in `Chrome`.', "The export fails in 'Chrome'."],
    ['See [the fix](https://evil.example/x)!', 'See the fix!'],
    ['![p](https://evil.example/p.png) broken', 'p broken'],
    ['<!channel> wake up <@U123ABC>', 'wake up'],
    ['&lt;!channel&gt; and &#60;@U1&#62;', 'and'],
    ['<b>bold</b> <script>alert(1)</script>', 'bold alert(1)'],
    ['Go to https://evil.example/x now', 'Go to (link) now'],
    ['@channel @anna look at #general', 'channel anna look at general'],
    ['# Heading\n- point\n> quote', 'Heading point quote'],
    ['a\u202Eb\u200Bc\u0000d', 'abcd'],
    ['p95 < 200 ms, 3 > 2 and snake_case, 2*3', 'p95 < 200 ms, 3 > 2 and snake_case, 2*3'],
    ['issue #123 in C#', 'issue #123 in C#'],
    ['[e-mail] was asked', '[e-mail] was asked'],
    ['x'.repeat(400), `${'x'.repeat(299)}…`],
    ['<https://evil.example>', ''],
    ['<<b>!channel> <<i></i>@U1>', '< !channel> < U1>'],
    ['   ', ''],
  ])('%j reads %j', (raw, plain) => {
    expect(plainLine(raw, 300)).toBe(plain);
    expect(isPlain(plain)).toBe(true);
  });

  it('stay plain when they are read again, whatever they were', () => {
    const piece = fc.constantFrom(
      '<!channel>',
      '<a b>',
      '&lt;',
      '&amp;',
      '**',
      '`',
      '[x](y)',
      'https://e.x/',
      '@here',
      '#a',
      '> ',
      '\n',
      ' ',
      'word',
      '<',
      '>',
      '_',
      '\u202e',
      '*a*',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
        const once = plainLine(pieces.join(''), 200);
        expect(once).not.toMatch(/<[!@#a-z/]|https?:|@here|\*\*|`|\u202e/i);
        expect(once.length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 1000 },
    );
  });
});

it('makes a valid analysis of whatever fits the schema', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('<!channel>', 'x'.repeat(3000), '', 'T1'),
  );
  const number = fc.oneof(fc.double(), fc.integer());
  const finding = fc.record({
    summary: word,
    kind: fc.constantFrom('bug', 'praise'),
    area: fc.record({ key: fc.option(word), confidence: number, runnerUp: fc.option(word) }),
    severity: fc.constantFrom('low', 'critical'),
    sentiment: number,
    churnRisk: number,
    quotes: fc.array(word, { maxLength: 30 }),
    affects: fc.array(word, { maxLength: 30 }),
    suspectedCause: fc.option(word),
    recommendation: fc.record({ change: word, check: word }),
    confidence: number,
    because: fc.array(word, { maxLength: 30 }),
    theme: fc.record({ is: fc.constantFrom('T1', 'T8', 'new'), confidence: number, title: word }),
  });
  fc.assert(
    fc.property(fc.array(finding, { minLength: 1, maxLength: 6 }), word, (findings, language) => {
      const { analysis, themeChoices } = checkAnswer(
        answered({ findings: findings as Answer['findings'], language }),
        input,
      );
      expect(Analysis.safeParse(analysis).error).toBeUndefined();
      expect(themeChoices).toHaveLength(analysis.feedback ? analysis.findings.length : 0);
    }),
    { numRuns: 300 },
  );
});

describe('the question', () => {
  it('fences the text with a word the text does not hold', () => {
    const fence = fenceFor(text);
    expect(fence).toMatch(/^[0-9a-f]{12}$/);
    expect(text).not.toContain(fence);
    const { user } = analyzeQuestion(input);
    expect(user.match(/<feedback-[0-9a-f]{12}>/g)).toHaveLength(1);
    expect(user.match(/<\/feedback-[0-9a-f]{12}>/g)).toHaveLength(1);
  });

  it('is the same for the same item, and keeps instructions, catalog and schema for every item', () => {
    const one = analyzeQuestion(input);
    const other = analyzeQuestion({ ...input, text: 'Something else', candidates: [] });
    expect(analyzeQuestion(input).user).toBe(one.user);
    expect(other.system).toEqual(one.system);
    expect(other.user).not.toBe(one.user);
  });

  it('names every kind, severity, area and candidate, and no id', () => {
    const { system, user } = analyzeQuestion(input);
    const all = system.join('\n');
    for (const word of [
      '- missing feature:',
      '- critical:',
      '- exports: Exports.',
      'Words: sso, login, password.',
    ])
      expect(all).toContain(word);
    expect(user).toContain('T1: CSV export fails | for example "export of csv fails"');
    expect(user).not.toContain('11111111-1111');
  });

  it('wants a finding when it says feedback', () => {
    const schema = answerSchema(['exports']);
    expect(schema.safeParse(answered({ findings: [] })).success).toBe(false);
    expect(schema.safeParse(answered({ feedback: false, findings: [] })).success).toBe(true);
    expect(
      schema.safeParse(answered({}, { area: { key: 'root', confidence: 1, runnerUp: null } })).success,
    ).toBe(false);
  });
});
