// What an analysis is: one schema for both analyzers, with the definitions people and models share.
import { z } from 'zod';

export const kinds = [
  'bug',
  'performance',
  'reliability',
  'usability',
  'missing feature',
  'question',
  'praise',
] as const;

/** What each severity means; shown to people, given to the model, used by the local rules. */
export const severities = {
  critical:
    'work is stopped, data is lost or wrong, money or security is affected, and there is no way around it',
  high: 'an important task fails or is very slow; there is at best a costly way around it',
  medium: 'a task is harder or slower than it should be; there is a reasonable way around it',
  low: 'a wish, a question, cosmetics, or praise',
} as const;

export type Kind = (typeof kinds)[number];
export type Severity = keyof typeof severities;

/** METHODS: severity as a number in the impact score. */
export const severityWeight: Record<Severity, number> = { low: 0.25, medium: 0.5, high: 0.75, critical: 1 };

const unit = z.number().min(0).max(1);

export const Finding = z.object({
  /** One sentence, in the customer's terms. */
  summary: z.string().min(1).max(300),
  kind: z.enum(kinds),
  area: z.object({
    /** A key of areas.yml, or null when none fits. */
    key: z.string().nullable(),
    confidence: unit,
    runnerUp: z.string().nullable(),
  }),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  sentiment: z.number().min(-1).max(1),
  churnRisk: unit,
  /** Verbatim parts of the text. */
  quotes: z.array(z.string().min(1).max(500)).max(4),
  /** Versions, platforms, browsers the customer names. */
  affects: z.array(z.string().max(80)).max(8),
  /** Only when the text states one. */
  suspectedCause: z.string().max(300).nullable(),
  recommendation: z.object({
    /** What to change, in technical terms. */
    change: z.string().max(600),
    /** How to see that it worked. */
    check: z.string().max(400),
  }),
  confidence: unit,
  /** Which evidence decided, one short line each: shown under "Why?". */
  because: z.array(z.string().max(200)).max(8),
});
export type Finding = z.infer<typeof Finding>;

/** An item says one thing, or two or three; or it is not feedback, and `reason` says why. */
export const Analysis = z.discriminatedUnion('feedback', [
  z.object({
    feedback: z.literal(true),
    language: z.string().max(20),
    findings: z.array(Finding).min(1).max(3),
  }),
  z.object({ feedback: z.literal(false), language: z.string().max(20), reason: z.string().min(1).max(200) }),
]);
export type Analysis = z.infer<typeof Analysis>;

/** An area as the analyzers see it. */
export type AreaHint = { key: string; name: string; description: string; words: string[] };
