// What people decide about themes: merge, split, rename, move, known or closed. What is kept so that it can be undone,
// and for how long. Pure.
import { z } from 'zod';

const undoableForMs = 24 * 3_600_000;

export function canBeUndone(decision: { at: Date; undoneAt: Date | null }, now: Date): boolean {
  return decision.undoneAt === null && now.getTime() - decision.at.getTime() < undoableForMs;
}

export const MergeBefore = z.object({
  /** The findings that went over. */
  findingIds: z.array(z.string()),
  /** Themes that had been merged into the one that was merged now. */
  chained: z.array(z.string()),
  /** Where each ticket was, for those that changed their theme. */
  tickets: z.array(z.object({ ticketId: z.string(), themeId: z.string() })),
});

export const SplitBefore = z.object({ findingIds: z.array(z.string()) });

export const RenameBefore = z.object({
  title: z.string(),
  titledBy: z.string(),
  /** What it was renamed to: undone only while it still is. */
  renamedTo: z.string(),
});

export const MoveBefore = z.object({
  areaKey: z.string().nullable(),
  areaBy: z.string(),
  movedTo: z.string(),
  /** What was learned from it. */
  correctionIds: z.array(z.string()),
});

export const standings = ['open', 'known', 'closed'] as const;
export type Standing = (typeof standings)[number];

export const StandingBefore = z.object({
  standing: z.enum(standings),
  standingBy: z.string().nullable(),
  standingAt: z.iso.datetime().nullable(),
  setTo: z.enum(standings),
});

/** Why a decision cannot be carried out, for the person who made it. */
export type Refused = { kind: 'refused'; because: string };
export type Done = { kind: 'done'; themeIds: string[]; says: string };
export type Outcome = Done | Refused;

export const refused = (because: string): Refused => ({ kind: 'refused', because });

/** What becomes of the tickets of two themes that are merged. `from` is the one that ends. */
export type TicketsOfMerge =
  | { kind: 'none' }
  /** The theme that is left keeps its own, or takes over the other's. */
  | { kind: 'one'; stays: string; moves: boolean }
  /** Each has one; only one can stay with the theme. */
  | { kind: 'two'; from: string; into: string };

export function ticketsOfMerge(
  from: { id: string } | undefined,
  into: { id: string } | undefined,
): TicketsOfMerge {
  if (from && into) return { kind: 'two', from: from.id, into: into.id };
  if (into) return { kind: 'one', stays: into.id, moves: false };
  return from ? { kind: 'one', stays: from.id, moves: true } : { kind: 'none' };
}
