// Checks a scheduled digest as a person wants it, and saves it.
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { areasOwnedBy } from '../../catalog/owners.ts';
import { mayDecide } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { moment } from '../../text/screen.ts';
import { notice, type Place } from '../desk/answer.ts';
import type { Entered } from '../desk/entered.ts';
import type { Received, Submitted } from '../desk/press.ts';
import { cronOf, ScheduleForm, usualWish, type Wanted, whenWords } from './schedule-form.ts';
import { nextSlot, scheduleProblem } from './slots.ts';
import { endSchedule, findSchedules, type ScheduleRow, saveSchedule } from './store.ts';

const Fields = z.object({
  'digest-channel': z.string().nullish(),
  'digest-area': z.string().nullish(),
  'digest-days': z.array(z.coerce.number().int().min(0).max(6)).nullish(),
  'digest-time': z
    .string()
    .regex(/^\d\d:\d\d$/)
    .nullish(),
  'digest-zone': z.string().nullish(),
  'digest-size': z.coerce.number().int().min(1).max(50).nullish(),
});

export function wantedIn(entered: Entered, timeZone: string): Wanted {
  const fields = Fields.parse(entered);
  const area = fields['digest-area'];
  return {
    channel: fields['digest-channel'] ?? null,
    areaKey: area && area !== '*' ? area : null,
    days: fields['digest-days'] ?? [],
    time: fields['digest-time'] ?? usualWish.time,
    timeZone: fields['digest-zone'] ?? timeZone,
    size: fields['digest-size'] ?? usualWish.size,
  };
}

export async function saveWish(deps: Deps, sent: Submitted): Promise<Received> {
  const { scheduleId, person } = ScheduleForm.parse(sent.carries);
  const { place, deliveryId } = sent;
  const wanted = wantedIn(sent.entered, deps.config.timeZone);
  const schedule = { cron: cronOf(wanted), timeZone: wanted.timeZone };
  const problem = wanted.days.length === 0 ? 'Choose at least one day.' : scheduleProblem(schedule);
  if (problem) return { kind: 'wrong', errors: { 'digest-days': problem } };
  if (person !== null && person !== place.userId)
    return { kind: 'wrong', errors: { 'digest-days': 'That is somebody else’s digest.' } };
  const wrong = person ? await wrongWithPerson(deps, person) : await wrongWithChannel(deps, wanted, sent);
  if (wrong) return { kind: 'wrong', errors: wrong };
  const channel = person ? await deps.slack.openDm(person) : wanted.channel!;
  const id = scheduleId ?? (person ? idFor('schedule', 'person', person) : idFor('schedule', deliveryId));
  const { areaKey, size } = wanted;
  await deps.db.transaction(async (tx) => {
    const row = { id, channel, areaKey: person ? null : areaKey, person, ...schedule, size };
    await saveSchedule(tx, { ...row, decidedBy: place.userId, since: deps.now() });
    await note(
      tx,
      decided(deps, place, deliveryId, { id, what: `scheduled a digest: ${whenWords(schedule)}` }),
    );
  });
  const next = nextSlot(schedule, deps.now());
  const words = `:white_check_mark: Saved. ${whenWords(schedule)}; the next one comes ${moment(next, 'time')}.`;
  return { kind: 'shows', view: notice('Scheduled', words), happened: [] };
}

type Wrong = Record<string, string> | undefined;

async function wrongWithPerson(deps: Deps, person: string): Promise<Wrong> {
  const owned = await areasOwnedBy(deps, person);
  if (owned.length > 0) return undefined;
  return { 'digest-days': 'You own no area in areas.yml. Ask an operator to name you under "owners".' };
}

/** What stands against posting there, at the field that can mend it. */
async function wrongWithChannel(
  deps: Deps,
  { channel, areaKey }: Wanted,
  { carries, place }: Submitted,
): Promise<Wrong> {
  const access = await mayDecide(deps, place.userId);
  if (!access.allowed) return { 'digest-channel': access.because };
  const seen = channel ? await deps.slack.channel(channel) : undefined;
  if (!seen) return { 'digest-channel': 'Choose a channel.' };
  if (seen.isShared)
    return {
      'digest-channel': 'It is shared with another organisation, which must not see what others say.',
    };
  if (!seen.isMember)
    return { 'digest-channel': 'Earshot is not in there. Type /invite @Earshot in it first.' };
  const { scheduleId } = ScheduleForm.parse(carries);
  const twin = (await findSchedules(deps.db)).find(
    (row) => row.channel === channel && row.areaKey === areaKey && row.id !== scheduleId,
  );
  return twin && { 'digest-channel': 'There is one for that channel and area already. Change that one.' };
}

export async function removeSchedule(
  deps: Deps,
  row: ScheduleRow,
  place: Place,
  deliveryId: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await endSchedule(tx, row.id, deps.now());
    await note(tx, decided(deps, place, deliveryId, { id: row.id, what: 'removed a scheduled digest' }));
  });
}

const decided = (
  deps: Deps,
  { userId, origin }: Place,
  occasion: string,
  { id, what }: { id: string; what: string },
) => ({ at: deps.now(), who: userId, what, subject: `digest-schedule:${id}`, origin, occasion });
