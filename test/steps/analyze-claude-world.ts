// What the tests of the analyzer with a model share: areas, themes, and an answer to change.
import type { Answer } from '../../src/steps/analyze/prompt.ts';

export const areas = [
  {
    key: 'exports',
    name: 'Exports',
    description: 'CSV and PDF exports',
    words: ['csv', 'export', 'download'],
  },
  {
    key: 'login',
    name: 'Login',
    description: 'Signing in, SSO, sessions',
    words: ['sso', 'login', 'password'],
  },
];

export const candidates = [
  {
    id: '11111111-1111-4111-8111-111111111111',
    title: 'CSV export fails',
    examples: ['export of csv fails'],
  },
  { id: '22222222-2222-4222-8222-222222222222', title: 'SSO loops', examples: [] },
];

type AnsweredFinding = Answer['findings'][number];

export function answeredFinding(changes: Partial<AnsweredFinding> = {}): AnsweredFinding {
  return {
    summary: 'The CSV export fails.',
    kind: 'bug',
    area: { key: 'exports', confidence: 0.9, runnerUp: null },
    severity: 'high',
    sentiment: -0.5,
    churnRisk: 0.2,
    quotes: ['The CSV export fails'],
    affects: ['Chrome 120'],
    suspectedCause: null,
    recommendation: { change: 'Raise the time limit.', check: 'Export 10,000 rows.' },
    confidence: 0.8,
    because: ['"fails"'],
    theme: { is: 'T1', confidence: 0.9, title: 'CSV export fails' },
    ...changes,
  };
}

export function answered(changes: Partial<Answer> = {}, finding: Partial<AnsweredFinding> = {}): Answer {
  return {
    feedback: true,
    notFeedbackBecause: null,
    language: 'en',
    addressesReader: false,
    findings: [answeredFinding(finding)],
    ...changes,
  };
}
