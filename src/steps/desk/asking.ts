// Whom to ask "same as …?", and when rather not: a question costs a person's attention, a lone report costs little. Pure.

export type Waiting = {
  id: string;
  askedAt: Date;
  /** Of the best choice: the more alike, the more an answer is worth. */
  match: number;
  /** The themes that can still be chosen, best first. */
  choices: string[];
  /** Why no answer is needed any more; null while it is. */
  moot: string | null;
  /** The direct messages of the area's owners, or the digest's channel. */
  places: string[];
};

export type Asks = {
  /** No answer is needed any more. */
  drop: string[];
  put: { id: string; to: string[] }[];
};

/** A day, over everybody, and in one place. */
const mostADay = 5;
const mostAPlace = 2;
/** Reports that belong together often come within minutes, and settle it by themselves. */
const restMs = 120_000;

export function chooseAsks(
  waiting: Waiting[],
  { today, now }: { today: { all: number; to: Map<string, number> }; now: Date },
): Asks {
  const drop = waiting.filter(({ moot, choices }) => moot !== null || choices.length === 0);
  const ready = waiting
    .filter((question) => !drop.includes(question) && now.getTime() - question.askedAt.getTime() >= restMs)
    .sort((a, b) => b.match - a.match || a.askedAt.getTime() - b.askedAt.getTime());
  const put: Asks['put'] = [];
  const counts = new Map(today.to);
  for (const { id, places } of ready) {
    if (today.all + put.length >= mostADay) break;
    const to = places.filter((place) => (counts.get(place) ?? 0) < mostAPlace).slice(0, 1);
    if (to.length === 0) continue;
    for (const place of to) counts.set(place, (counts.get(place) ?? 0) + 1);
    put.push({ id, to });
  }
  return { drop: drop.map(({ id }) => id), put };
}
