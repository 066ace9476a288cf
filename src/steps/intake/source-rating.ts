// Satisfaction ratings, brought to one scale from 0 (worst) to 1 (best). Pure.

export type Score = { scale: 'csat' | 'nps'; raw: number; score: number };

/** `outOf`: the best grade of a csat scale that begins at 1. Undefined when it is no grade of that scale. */
export function scoreOf(scale: 'csat' | 'nps', value: number, outOf = 5): Score | undefined {
  if (!Number.isInteger(value)) return undefined;
  if (scale === 'nps')
    return value >= 0 && value <= 10 ? { scale, raw: value, score: value / 10 } : undefined;
  if (outOf < 2 || value < 1 || value > outOf) return undefined;
  return { scale, raw: value, score: (value - 1) / (outOf - 1) };
}

/** Zendesk's words: "good", "bad", or a grade. What was only offered is no rating. */
export function scoreOfWord(word: string | number | null | undefined): Score | undefined {
  if (word === null || word === undefined || word === '') return undefined;
  const grade = Number(word);
  if (!Number.isNaN(grade)) return scoreOf('csat', grade);
  if (/^good\b/i.test(String(word))) return { scale: 'csat', raw: 5, score: 1 };
  if (/^bad\b/i.test(String(word))) return { scale: 'csat', raw: 1, score: 0 };
  return undefined;
}
