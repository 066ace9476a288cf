// The fault plan every sandbox server follows: which call or delivery goes wrong, how, and how often.
// Tests set it over HTTP; `plan.pick` decides, `misbehave.ts` carries it out.
import { Hono } from 'hono';
import { z } from 'zod';

/** What goes wrong with a call the server receives. */
export const CallFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rateLimit'), retryAfter: z.number().min(0) }),
  z.strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599) }),
  z.strictObject({ kind: z.literal('resetBeforeCommit') }),
  z.strictObject({ kind: z.literal('resetAfterCommit') }),
  /** Answers `ms` later and commits all the same, also when the caller has given up by then. */
  z.strictObject({ kind: z.literal('hang'), ms: z.number().min(0) }),
  /** Commits, sends true headers and half of the body, then closes. */
  z.strictObject({ kind: z.literal('truncate') }),
]);
export type CallFault = z.infer<typeof CallFault>;

/** What goes wrong with a delivery the server sends: an event, a webhook. */
const DeliveryFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('duplicate') }),
  /** Held back for `ms`, so that later ones overtake it. */
  z.strictObject({ kind: z.literal('reorder'), ms: z.number().min(0) }),
  z.strictObject({ kind: z.literal('drop') }),
]);
export type DeliveryFault = z.infer<typeof DeliveryFault>;

/** `path` is exact, or a prefix when it ends in `*`. Deliveries match by their name: `message`, `Issue`. */
const Match = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  /** Only the nth matching call since the rule was set, counted from 1. */
  nth: z.int().min(1).optional(),
  everyNth: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  /** Of the draws behind `probability`: the same seed, the same calls hit. */
  seed: z.int().optional(),
});

/** `times` absent: until the plan is cleared. */
export const FaultRule = z.strictObject({
  match: Match.prefault({}),
  fault: z.discriminatedUnion('kind', [CallFault, DeliveryFault]),
  times: z.int().min(1).optional(),
});
export type FaultRule = z.infer<typeof FaultRule>;

type Active = FaultRule & { id: string; seen: number; hits: number; draw: () => number };
type Occasion = { method?: string; path: string };

export type FaultPlan = {
  add(rule: z.input<typeof FaultRule>): string;
  list(): (FaultRule & { id: string; seen: number; hits: number })[];
  clear(): void;
  /** The fault for this call, if any; counts it. The first rule that applies wins. */
  forCall(call: { method: string; path: string }): CallFault | undefined;
  forDelivery(name: string): DeliveryFault | undefined;
};

export function createFaultPlan(): FaultPlan {
  let rules: Active[] = [];
  let lastId = 0;
  const pick = (occasion: Occasion, kinds: Set<string>) =>
    rules.filter((rule) => kinds.has(rule.fault.kind)).find((rule) => strikes(rule, occasion))?.fault;
  return {
    add(input) {
      const rule = FaultRule.parse(input);
      const id = `fault-${++lastId}`;
      rules.push({ ...rule, id, seen: 0, hits: 0, draw: draws(rule.match.seed ?? lastId) });
      return id;
    },
    list: () => rules.map(({ draw, ...rule }) => rule),
    clear: () => {
      rules = [];
    },
    forCall: (call) => pick(call, callKinds) as CallFault | undefined,
    forDelivery: (name) => pick({ path: name }, deliveryKinds) as DeliveryFault | undefined,
  };
}

const callKinds = new Set([
  'rateLimit',
  'status',
  'resetBeforeCommit',
  'resetAfterCommit',
  'hang',
  'truncate',
]);
const deliveryKinds = new Set(['duplicate', 'reorder', 'drop']);

/** `POST /sandbox/faults` adds a rule, `GET` lists them with their hits, `DELETE` clears the plan. */
export function faultRoutes(plan: FaultPlan): Hono {
  return new Hono()
    .post('/sandbox/faults', async (c) => {
      const rule = FaultRule.safeParse(await c.req.json().catch(() => undefined));
      if (!rule.success) return c.json({ error: z.prettifyError(rule.error) }, 400);
      return c.json({ id: plan.add(rule.data) });
    })
    .get('/sandbox/faults', (c) => c.json({ faults: plan.list() }))
    .delete('/sandbox/faults', (c) => {
      plan.clear();
      return c.json({ ok: true });
    });
}

function strikes(rule: Active, occasion: Occasion): boolean {
  const { method, path, nth, everyNth, probability } = rule.match;
  if (method && method.toUpperCase() !== occasion.method) return false;
  if (path && !pathMatches(path, occasion.path)) return false;
  if (rule.times !== undefined && rule.hits >= rule.times) return false;
  rule.seen += 1;
  if (nth !== undefined && rule.seen !== nth) return false;
  if (everyNth !== undefined && rule.seen % everyNth !== 0) return false;
  if (probability !== undefined && rule.draw() >= probability) return false;
  rule.hits += 1;
  return true;
}

function pathMatches(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** Numbers in [0, 1), the same for the same seed. Source: mulberry32 (Tommy Ettinger, public domain). */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
