// Scheduling digests in Slack: the list, the form with its preview, and the personal digest of people who own areas.
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { whoIs } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import { openForm, type Place } from '../desk/answer.ts';
import { onPress, onSubmit, type Pressed } from '../desk/press.ts';
import type { Ears } from '../ears.ts';
import { previewOf, timeZonesFor } from './preview.ts';
import { isConfigured, listSchedules } from './schedule.ts';
import {
  ScheduleForm,
  scheduleModal,
  schedulesModal,
  usualWish,
  type Wanted,
  wishOf,
} from './schedule-form.ts';
import { removeSchedule, saveWish, wantedIn } from './schedule-save.ts';
import { findPersonal, findSchedule, type ScheduleRow } from './store.ts';

const held = { heldBy: 'engineer' as const };

export const scheduleEars: Ears = (app, deps) => {
  onPress(app, deps, { ...held, action: 'digest-new', run: (pressed) => fill(deps, pressed, null) });
  onPress(app, deps, { ...held, action: 'digest-manage', run: (pressed) => manage(deps, pressed) });
  for (const field of ['area', 'days', 'time', 'zone', 'size'])
    onPress(app, deps, {
      heldBy: 'everyone',
      action: `digest-${field}`,
      run: (pressed) => refresh(deps, pressed),
    });
  // A personal digest is everybody's own; others are checked when they are saved.
  onSubmit(app, deps, {
    heldBy: 'everyone',
    callback: 'digest-schedule',
    run: (sent) => saveWish(deps, sent),
  });
};

/** `/earshot digest schedule`: the list, or at once the form when there is nothing to list. */
export async function openSchedules(
  deps: Deps,
  { triggerId, place, channel }: { triggerId: string; place: Place; channel: string },
): Promise<void> {
  const list = await listSchedules(deps);
  const view =
    list.length > 0
      ? schedulesModal(list, deps.now(), place)
      : await formFor(deps, { place, person: null, row: undefined, channel });
  await deps.slack.openView(triggerId, view);
}

/** From App Home. */
export async function openPersonal(deps: Deps, pressed: Pressed): Promise<[]> {
  const { place } = pressed;
  const row = await findPersonal(deps.db, place.userId);
  const form = await formFor(deps, { place, person: place.userId, row, channel: null });
  await openForm(deps, pressed, form);
  return [];
}

export async function endPersonal(deps: Deps, { place, deliveryId }: Pressed): Promise<[]> {
  const row = await findPersonal(deps.db, place.userId);
  if (row) await removeSchedule(deps, row, place, deliveryId);
  return [];
}

type Opened = { place: Place; person: string | null; row: ScheduleRow | undefined; channel: string | null };

async function formFor(deps: Deps, { place, person, row, channel }: Opened) {
  const own = person ? (await whoIs(deps, person))?.timeZone : undefined;
  const known = row && wishOf(row.cron);
  const catalog = await currentCatalog(deps);
  const wanted: Wanted = {
    ...usualWish,
    ...known,
    channel: row?.channel ?? channel,
    areaKey: findArea(catalog, row?.areaKey)?.key ?? row?.areaKey ?? null,
    timeZone: row?.timeZone ?? own ?? deps.config.timeZone,
    size: row?.size ?? usualWish.size,
  };
  return draw(deps, { place, person, wanted, scheduleId: row?.id ?? null });
}

type Drawn = { place: Place; person: string | null; wanted: Wanted; scheduleId: string | null };

async function draw(deps: Deps, { place, person, wanted, scheduleId }: Drawn) {
  const { areas } = await currentCatalog(deps);
  const timeZones = await timeZonesFor(deps, place.userId, wanted.timeZone);
  const preview = await previewOf(deps, wanted, person);
  return scheduleModal({ scheduleId, person, wanted, areas, timeZones, preview, place });
}

/** In place of the list, in the same window. */
async function fill(deps: Deps, { view, place }: Pressed, row: ScheduleRow | null): Promise<[]> {
  const channel = place.origin.startsWith('C') ? place.origin : null;
  const form = await formFor(deps, { place, person: null, row: row ?? undefined, channel });
  if (view) await deps.slack.updateView(view.id, form);
  return [];
}

async function manage(deps: Deps, pressed: Pressed): Promise<[]> {
  const [verb, id = ''] = pressed.value.split(' ');
  const row = await findSchedule(deps.db, id);
  const isOurs = row && !row.person && !isConfigured(row);
  if (isOurs && verb === 'change') return fill(deps, pressed, row);
  if (isOurs && verb === 'remove') await removeSchedule(deps, row, pressed.place, pressed.deliveryId);
  const list = await listSchedules(deps);
  if (pressed.view)
    await deps.slack.updateView(pressed.view.id, schedulesModal(list, deps.now(), pressed.place));
  return [];
}

/** Something was chosen: the preview follows. */
async function refresh(deps: Deps, { view, place }: Pressed): Promise<[]> {
  if (!view) return [];
  const { scheduleId, person } = ScheduleForm.parse(view.carries);
  const wanted = wantedIn(view.entered, deps.config.timeZone);
  await deps.slack.updateView(view.id, await draw(deps, { place, person, wanted, scheduleId }));
  return [];
}
