// Does this wish get a ticket, and which? Pure.
import type { TicketState, TrackerTarget } from '../../tracker/port.ts';

export type Situation = {
  theme: { id: string; areaKey: string | null } | undefined;
  /** Why the item is in no theme, when that is final. */
  noThemeBecause: string | undefined;
  /** The theme's ticket. `cameBack`: customers reported it again long after it was done. */
  existing: { id: string; state: TicketState | null; cameBack: boolean } | undefined;
  /** `another`: the person saw that the first one is over. */
  wants: 'ticket' | 'another';
  areaName: string | undefined;
  target: TrackerTarget | undefined;
  /** Trackers with credentials. */
  connected: TrackerTarget['tracker'][];
};

export type Decision =
  | { kind: 'existing'; ticketId: string }
  /** `instead`: the ticket the theme lets go of. */
  | { kind: 'create'; target: TrackerTarget; instead: { id: string; because: 'followed' | 'gone' } | null }
  /** The item is still being read. */
  | { kind: 'wait' }
  | { kind: 'refuse'; because: string };

export function decideTicket(s: Situation): Decision {
  if (!s.theme) return s.noThemeBecause ? { kind: 'refuse', because: s.noThemeBecause } : { kind: 'wait' };
  if (s.existing && !wantsFurther(s.existing, s.wants)) return { kind: 'existing', ticketId: s.existing.id };
  if (!s.target)
    return {
      kind: 'refuse',
      because: s.areaName
        ? `${s.areaName} has no tracker. Add "tracker: linear/TEAM" to it in areas.yml.`
        : 'The theme belongs to no area yet, and areas.yml names no tracker for such themes. Add "tracker: linear/TEAM" at its top.',
    };
  if (!s.connected.includes(s.target.tracker))
    return { kind: 'refuse', because: notConnected[s.target.tracker] };
  return { kind: 'create', target: s.target, instead: letGo(s.existing) };
}

/** One open ticket a theme, always. A deleted one counts for nothing; what is done is followed up when it came back. */
function wantsFurther(existing: NonNullable<Situation['existing']>, wants: Situation['wants']): boolean {
  if (existing.state === 'missing') return true;
  return isOver(existing.state) && (wants === 'another' || existing.cameBack);
}

function letGo(existing: Situation['existing']): Extract<Decision, { kind: 'create' }>['instead'] {
  if (!existing) return null;
  return { id: existing.id, because: existing.state === 'missing' ? 'gone' : 'followed' };
}

/** Nobody is going to work on it any more. */
export function isOver(state: TicketState | null): boolean {
  return state === 'completed' || state === 'canceled' || state === 'missing';
}

export const notConnected = {
  linear: 'Linear is not connected. Ask an operator to set LINEAR_API_KEY.',
  jira: 'Jira is not connected. Ask an operator to set JIRA_HOST and JIRA_API_TOKEN.',
};
