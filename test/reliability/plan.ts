// What happens in a run, drawn from a seed: what people do in Slack, and what breaks before which of it. Pure.

export type Act =
  | { kind: 'message'; text: string }
  /** In the thread of act number `to`, by the one who wrote that. */
  | { kind: 'reply'; to: number; text: string }
  | { kind: 'edit'; of: number; text: string }
  | { kind: 'delete'; of: number }
  | { kind: 'react'; to: number; name: 'ticket' | 'rotating_light' };

/** Each strikes before act number `at`. Pauses in ms. */
export type Fault = { at: number } & (
  | {
      /** Ended with SIGKILL, started after `awayMs`; `inStart`: and killed again while it starts. */
      kind: 'kill';
      awayMs: number;
      inStart?: number;
    }
  /** Stopped as by a crash; `withProcess`: Earshot is killed while it is away. */
  | { kind: 'postgres'; awayMs: number; withProcess: boolean }
  | { kind: 'redis'; awayMs: number }
);

export type Plan = { acts: Act[]; faults: Fault[] };

export type PlanOptions = { n: number; seed: number; kills: number; restarts: number; redisKills: number };

export function planRun(options: PlanOptions): Plan {
  return { acts: planActs(options), faults: planFaults(options) };
}

/** Of a hundred acts: 80 messages, 6 edits, 5 replies, 4 deletions, 3 emoji for severe, 2 for a ticket. */
function planActs({ n, seed }: PlanOptions): Act[] {
  const { draw, among } = chance(seed);
  const acts: Act[] = [];
  /** Messages that are still there, by act number, with what was done about them. */
  const open: { at: number; touched: Set<string>; edits: number }[] = [];
  for (let at = 0; at < n; at++) {
    const roll = draw() * 100;
    // Mostly what was said a moment ago: it may not have been heard yet.
    const target = open.at(-1 - Math.floor(draw() ** 2 * Math.min(open.length, 60)));
    if (roll < 80 || !target) {
      acts.push({ kind: 'message', text: complaint(among) });
      open.push({ at, touched: new Set(), edits: 0 });
    } else acts.push(actOn(target, { roll, at }));
    const act = acts[at]!;
    if (act.kind === 'delete') open.splice(open.indexOf(target!), 1);
  }
  return acts;

  function actOn(target: (typeof open)[number], { roll, at }: { roll: number; at: number }): Act {
    const { touched } = target;
    // What others have done something about stays: who was first would decide what becomes of it.
    if (roll < 84 && touched.size === 0) return { kind: 'delete', of: target.at };
    if (roll < 89) {
      touched.add('reply');
      return { kind: 'reply', to: target.at, text: `And it happened again, that is case ${at}.` };
    }
    const name = roll < 91 ? ('ticket' as const) : ('rotating_light' as const);
    if (roll < 94 && !touched.has(name)) {
      touched.add(name);
      return { kind: 'react', to: target.at, name };
    }
    target.edits += 1;
    const said = acts[target.at] as Extract<Act, { kind: 'message' }>;
    return { kind: 'edit', of: target.at, text: `${said.text} Edited ${target.edits} times.` };
  }
}

const who = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Hooli', 'Stark', 'Wayne', 'Tyrell'];

/** Far enough apart to become themes of their own. */
const troubles = [
  'the card form freezes at the expiry date and nobody can pay',
  'refunds by bank transfer arrive twice in the ledger',
  'the checkout rejects every voucher code with a hyphen',
  'the CSV export of monthly usage has no header row',
  'the PDF report cuts off its rightmost column on A4 paper',
  'charts in the board pack are drawn in black and white',
  'single sign-on through Okta ends on a white page',
  'the password reset mail never reaches Outlook inboxes',
  'two-factor codes expire before anybody can type them',
  'push notifications on Android come hours too late',
  'the iPhone app drains the battery within an afternoon',
  'photos taken in the field do not upload over cellular',
  'the invoice list forgets its sorting after each reload',
  'search finds nothing when a customer has an umlaut',
  'the calendar shows meetings in the wrong time zone',
  'webhooks stop being sent once an endpoint was slow',
  'the API answers 429 long before the documented quota',
  'importing contacts from Excel swaps given and family names',
  'the onboarding checklist crashes when an admin closes it',
  'audit logs miss who deleted a project',
  'the Slack connector posts every alert to the wrong channel',
  'dark mode makes disabled buttons unreadable',
  'the French translation of the contract screen is missing',
  'keyboard shortcuts collide with the screen reader',
];
const when = ['since the last release', 'every morning', 'for all their teams', 'again', 'on two machines'];

function complaint(among: <T>(list: T[]) => T): string {
  return `${among(who)}: ${among(troubles)}, ${among(when)}.`;
}

/** Spread evenly between the first and the last tenth of the acts, in drawn order. */
function planFaults({ n, seed, kills, restarts, redisKills }: PlanOptions): Fault[] {
  const { draw, among } = chance(seed + 1);
  const between = (from: number, to: number) => Math.round(from + draw() * (to - from));
  const kinds: Fault['kind'][] = [
    ...Array.from({ length: kills }, () => 'kill' as const),
    ...Array.from({ length: restarts }, () => 'postgres' as const),
    ...Array.from({ length: redisKills }, () => 'redis' as const),
  ];
  const faults: Fault[] = [];
  while (kinds.length > 0) {
    const kind = among(kinds);
    kinds.splice(kinds.indexOf(kind), 1);
    const awayMs = between(50, 1_500);
    if (kind === 'postgres') {
      // The process that is killed with it is one of the kills.
      const withProcess = draw() < 0.4 && kinds.includes('kill');
      if (withProcess) kinds.splice(kinds.indexOf('kill'), 1);
      faults.push({ at: 0, kind, awayMs, withProcess });
    } else if (kind === 'kill' && draw() < 0.2 && kinds.includes('kill')) {
      kinds.splice(kinds.indexOf('kill'), 1);
      faults.push({ at: 0, kind, awayMs, inStart: between(50, 2_000) });
    } else faults.push({ at: 0, kind, awayMs });
  }
  const gap = (n * 0.8) / faults.length;
  return faults.map((fault, i) => ({ ...fault, at: Math.round(n * 0.1 + (i + draw() * 0.5) * gap) }));
}

/** Source of the numbers: mulberry32 (Tommy Ettinger, public domain). */
function chance(seed: number) {
  let state = seed >>> 0;
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const among = <T>(list: T[]): T => list[Math.floor(draw() * list.length)]!;
  return { draw, among };
}
