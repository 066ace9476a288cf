// When a digest is due. A slot is named by its moment, so that whoever asks, however often, gets the same one.
import { CronExpressionParser } from 'cron-parser';
import { reasonOf } from '../../lib/failure.ts';

export type Schedule = {
  /** Five fields: minute, hour, day of month, month, day of week. */
  cron: string;
  timeZone: string;
};

export type Slot = {
  at: Date;
  /** What it covers: from the slot before it, so that nothing said falls between two digests. */
  from: Date;
  until: Date;
  /** It could not be kept: when it was due, and how many slots before it are covered with it. */
  late: { dueAt: Date; missed: number } | null;
};

/** Shorter delays are ordinary: a restart, a busy queue. */
const lateAfterMs = 15 * 60_000;

const weekMs = 7 * 86_400_000;

/**
 * The slot to post now, if there is one: the newest that is due and after `last`. After an outage of several slots the
 * newest stands for all of them; a channel does not want three digests at once. `since` is when the schedule was made:
 * what came before it is not owed.
 */
export function dueSlot(
  schedule: Schedule,
  { last, since, now }: { last: Date | null; since: Date; now: Date },
): Slot | null {
  const due = slotsBetween(schedule, last ?? since, now);
  const at = due.at(-1);
  if (!at) return null;
  const missed = due.length - 1;
  const late = missed > 0 || now.getTime() - at.getTime() > lateAfterMs;
  const from = last ?? new Date(at.getTime() - weekMs);
  return { at, from, until: at, late: late ? { dueAt: at, missed } : null };
}

/** For people: when the next one comes. */
export function nextSlot(schedule: Schedule, after: Date): Date {
  return slots(schedule, after).next().toDate();
}

/** What is wrong with a schedule and how to put it right; null when it can be used. */
export function scheduleProblem({ cron, timeZone }: Schedule): string | null {
  const example = 'Write five fields, e.g. "0 9 * * 1" for Mondays at nine.';
  if (cron.trim().split(/\s+/).length !== 5) return `"${cron}" is no schedule. ${example}`;
  try {
    const expression = slots({ cron, timeZone }, new Date(0));
    const [first, second] = [expression.next().getTime(), expression.next().getTime()];
    if (second - first >= 3_600_000) return null;
    return `"${cron}" is more often than hourly, which no channel wants. ${example}`;
  } catch (error) {
    return `"${cron}" in ${timeZone} is no schedule (${reasonOf(error)}). ${example}`;
  }
}

/** After `after`, up to and including `until`, oldest first. */
function slotsBetween(schedule: Schedule, after: Date, until: Date): Date[] {
  const expression = slots(schedule, after);
  const found: Date[] = [];
  for (let slot = expression.next().toDate(); slot <= until; slot = expression.next().toDate())
    found.push(slot);
  return found;
}

/**
 * Only ever walked forwards: then a time that the clocks skip in spring comes an hour later, and one they show twice in
 * autumn comes once. (Walked backwards cron-parser names the second one twice.)
 */
function slots({ cron, timeZone }: Schedule, after: Date) {
  return CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after });
}
