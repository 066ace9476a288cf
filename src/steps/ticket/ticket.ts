// Does this wish get a ticket, and which? Pure.
import type { TrackerTarget } from '../../tracker/port.ts';

export type Situation = {
  theme: { id: string; areaKey: string | null } | undefined;
  /** Why the item is in no theme, when that is final. */
  noThemeBecause: string | undefined;
  existing: { id: string } | undefined;
  areaName: string | undefined;
  target: TrackerTarget | undefined;
  /** Trackers with credentials. */
  connected: TrackerTarget['tracker'][];
};

export type Decision =
  | { kind: 'existing'; ticketId: string }
  | { kind: 'create'; target: TrackerTarget }
  /** The item is still being read. */
  | { kind: 'wait' }
  | { kind: 'refuse'; because: string };

export function decideTicket(s: Situation): Decision {
  if (!s.theme) return s.noThemeBecause ? { kind: 'refuse', because: s.noThemeBecause } : { kind: 'wait' };
  if (s.existing) return { kind: 'existing', ticketId: s.existing.id };
  if (!s.target)
    return {
      kind: 'refuse',
      because: s.areaName
        ? `${s.areaName} has no tracker. Add "tracker: linear/TEAM" to it in areas.yml.`
        : 'The theme belongs to no area yet, and areas.yml names no tracker for such themes. Add "tracker: linear/TEAM" at its top.',
    };
  if (!s.connected.includes(s.target.tracker))
    return { kind: 'refuse', because: notConnected[s.target.tracker] };
  return { kind: 'create', target: s.target };
}

const notConnected = {
  linear: 'Linear is not connected. Ask an operator to set LINEAR_API_KEY.',
  jira: 'Jira is not connected. Ask an operator to set JIRA_HOST and JIRA_API_TOKEN.',
};
