// What a schedule would bring: its next dates, and what the digest would say were it posted now.
import { whoIs } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import { themeName } from '../prioritize/theme-line.ts';
import { digestRoot } from './blocks.ts';
import { decideDigest } from './digest.ts';
import { gatherDigest } from './gather.ts';
import { cronOf, type Preview, type Wanted } from './schedule-form.ts';
import { nextSlot, scheduleProblem } from './slots.ts';

const weekMs = 7 * 86_400_000;

export async function previewOf(deps: Deps, wanted: Wanted, person: string | null): Promise<Preview> {
  const schedule = { cron: cronOf(wanted), timeZone: wanted.timeZone };
  const problem = wanted.days.length === 0 ? 'Choose at least one day.' : scheduleProblem(schedule);
  if (problem) return { next: [], problem, says: '', themes: [] };
  const until = deps.now();
  const { areaKey, size, timeZone } = wanted;
  const data = await gatherDigest(deps, {
    from: new Date(until.getTime() - weekMs),
    until,
    areaKey,
    person,
    size,
    timeZone,
    lateDueAt: null,
    missed: 0,
  });
  const plan = decideDigest(data);
  const first = nextSlot(schedule, until);
  return {
    next: [first, nextSlot(schedule, first)],
    problem: null,
    says: digestRoot(data, plan, { emoji: deps.config.reactions }).text,
    themes: plan.lines.map(({ theme }) => `${themeName(theme.number)} ${theme.title}`),
  };
}

/** The person's own first, then the company's, then one or two for every offset on earth. */
export async function timeZonesFor(deps: Deps, userId: string, chosen?: string): Promise<string[]> {
  const own = (await whoIs(deps, userId))?.timeZone;
  return [...new Set([chosen, own ?? undefined, deps.config.timeZone, ...usual])].filter(
    (zone) => zone !== undefined,
  );
}

const usual =
  `Pacific/Honolulu America/Anchorage America/Los_Angeles America/Denver America/Phoenix America/Mexico_City
America/Chicago America/Bogota America/Lima America/New_York America/Toronto America/Caracas America/Halifax
America/Santiago America/Sao_Paulo America/Argentina/Buenos_Aires America/St_Johns Atlantic/Azores UTC Europe/London
Europe/Dublin Europe/Lisbon Africa/Lagos Africa/Casablanca Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome
Europe/Amsterdam Europe/Stockholm Europe/Warsaw Europe/Zurich Europe/Athens Europe/Helsinki Europe/Bucharest Europe/Kyiv
Africa/Cairo Africa/Johannesburg Africa/Nairobi Asia/Jerusalem Europe/Istanbul Europe/Moscow Asia/Riyadh Asia/Tehran
Asia/Dubai Asia/Karachi Asia/Kolkata Asia/Kathmandu Asia/Dhaka Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh Asia/Shanghai
Asia/Hong_Kong Asia/Singapore Asia/Manila Australia/Perth Asia/Tokyo Asia/Seoul Australia/Adelaide Australia/Brisbane
Australia/Sydney Pacific/Auckland`.split(/\s+/);
