// The default responder: no model, no memory. It reads the schema and the fenced text of the request and fills the
// schema by plain word rules, so that a demo without a key still gets answers that fit and hold for this text.
import type { Responder } from './reply.ts';

export const honest: Responder = (asked) => {
  const prompt = asked.turns.map(({ text }) => text).join('\n');
  const facts = factsOf(fenced('feedback', prompt) ?? prompt, {
    areas: listed(asked.system.split('Areas of the product').at(-1) ?? '', /^- ([\w./-]+): (.+)$/gm),
    themes: listed(fenced('themes', prompt) ?? '', /^(T\d+): (.+)$/gm),
  });
  if (!asked.schema) return { text: String(facts.summary) };
  return { json: fill(asked.schema, '', { root: asked.schema, facts }) };
};

/** What stands between the first opening tag of this name and its closing one. */
function fenced(name: string, prompt: string): string | undefined {
  const open = new RegExp(`<(${name}-[0-9a-f]+)>\\n`).exec(prompt);
  if (!open) return undefined;
  const from = open.index + open[0].length;
  const to = prompt.indexOf(`</${open[1]}>`, from);
  return prompt.slice(from, to < 0 ? undefined : to).trimEnd();
}

type Listed = { key: string; words: Set<string> };

function listed(text: string, line: RegExp): Listed[] {
  return [...text.matchAll(line)].map(([, key = '', rest = '']) => ({
    key,
    words: wordsIn(`${key} ${rest}`),
  }));
}

/** Values by the name of the property that wants them. */
type Facts = Record<string, unknown>;

function factsOf(text: string, { areas, themes }: { areas: Listed[]; themes: Listed[] }): Facts {
  const sentences = text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);
  const first = sentences[0]?.slice(0, 200) ?? '';
  const words = wordsIn(text);
  const [area, runnerUp] = ranked(areas, words);
  const [theme] = ranked(themes, words);
  const same = theme && theme.score >= 0.34 ? theme : undefined;
  const kind = kindOf(text);
  const angry = /(?:unacceptable|furious|terrible|useless|cancel|again)|!{2}/i.test(text);
  return {
    feedback: words.size > 2,
    notFeedbackBecause: words.size > 2 ? null : 'It says too little.',
    language: 'en',
    addressesReader: false,
    summary: first || 'An empty message',
    kind,
    area: area?.key ?? null,
    key: area?.key ?? null,
    runnerUp: runnerUp?.key ?? null,
    severity: severityOf(text, kind),
    sentiment: kind === 'praise' ? 0.8 : angry ? -0.8 : kind === 'question' ? 0 : -0.4,
    churnRisk: /cancel|switch(?:ing)? to|leave|competitor/i.test(text) ? 0.7 : 0.2,
    quotes: first ? [first] : [],
    affects:
      text.match(/\b(?:Chrome|Firefox|Safari|Edge|iOS|Android|Windows|macOS|Linux)(?: \d+(?:\.\d+)*)?/g) ??
      [],
    suspectedCause: /since the (?:update|release)[^.!?\n]*/i.exec(text)?.[0] ?? null,
    change: `Look at what this describes first: ${first}`,
    check: 'Repeat the steps of the report.',
    confidence: 0.5,
    because: ['words of the text, without a model'],
    is: same?.key ?? 'new',
    title: first.slice(0, 70),
  };
}

function kindOf(text: string): string {
  if (/\b(?:love|great|thank|awesome|excellent)\b/i.test(text)) return 'praise';
  if (/\b(?:slow|slower|takes (?:\w+ ){0,2}(?:seconds|minutes)|lag|freez)/i.test(text)) return 'performance';
  if (/\b(?:time[sd]? ?out|outage|unreachable|intermittent|flaky|disconnect)/i.test(text))
    return 'reliability';
  if (/\b(?:please add|would be (?:great|nice)|wish|feature|missing|support for|ability to)\b/i.test(text))
    return 'missing feature';
  if (/\b(?:confus|hard to find|unclear|cannot find|can't find)/i.test(text)) return 'usability';
  if (/\?\s*$/.test(text) && !/\b(?:error|fail|broken|crash)/i.test(text)) return 'question';
  return 'bug';
}

function severityOf(text: string, kind: string): string {
  if (kind === 'praise' || kind === 'question' || kind === 'missing feature') return 'low';
  if (/\b(?:lost|data loss|charged twice|security|all users|production down)\b/i.test(text))
    return 'critical';
  return /\b(?:cannot|can't|fails?|crash|blocked|unable)/i.test(text) ? 'high' : 'medium';
}

function ranked(entries: Listed[], words: Set<string>): (Listed & { score: number })[] {
  return entries
    .map((entry) => ({ ...entry, score: overlap(entry.words, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.key.localeCompare(b.key));
}

/** Shared words against the smaller set. */
function overlap(a: Set<string>, b: Set<string>): number {
  return [...a].filter((word) => b.has(word)).length / Math.max(1, Math.min(a.size, b.size));
}

const common = new Set(
  'the and for with that this have not are was but you our from when can has been very they what all any its into than then there'.split(
    ' ',
  ),
);

function wordsIn(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  return new Set(
    words.filter((word) => !common.has(word)).map((word) => word.replace(/(?:ing|ed|es|s)$/, '')),
  );
}

type Filling = { root: Record<string, unknown>; facts: Facts };

/** A value of this schema, from the facts where a property bears their name, neutral elsewhere. */
function fill(schema: Record<string, unknown>, name: string, filling: Filling): unknown {
  const { root, facts } = filling;
  if (typeof schema.$ref === 'string') return fill(referenced(root, schema.$ref), name, filling);
  const fact = facts[name];
  if (Array.isArray(schema.anyOf)) {
    const parts = schema.anyOf as Record<string, unknown>[];
    if (fact === null && parts.some(({ type }) => type === 'null')) return null;
    return fill(parts.find(({ type }) => type !== 'null') ?? parts[0]!, name, filling);
  }
  if (Array.isArray(schema.enum)) return schema.enum.includes(fact) ? fact : schema.enum[0];
  if ('const' in schema) return schema.const;
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>).map(
          ([key, part]) => [key, fill(part, key, filling)],
        ),
      );
    case 'array':
      return Array.isArray(fact)
        ? fact
        : facts.feedback === false
          ? []
          : [fill(schema.items as Record<string, unknown>, name, filling)];
    case 'number':
    case 'integer':
      return typeof fact === 'number' ? fact : 0;
    case 'boolean':
      return typeof fact === 'boolean' ? fact : false;
    default:
      return typeof fact === 'string' ? fact : '';
  }
}

export function referenced(root: Record<string, unknown>, ref: string): Record<string, unknown> {
  const name = ref.replace('#/$defs/', '');
  return ((root.$defs ?? {}) as Record<string, Record<string, unknown>>)[name] ?? {};
}
