// Scheduled digests: the one named by the environment, kept as a row beside those that people made.
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { namesOf } from '../../customers/people.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { findChannels } from '../intake/store.ts';
import type { Scheduled } from './schedule-form.ts';
import { nextSlot } from './slots.ts';
import { endSchedule, findSchedules, saveSchedule } from './store.ts';

const id = idFor('schedule', 'configuration');

/** Made by the settings: only they can change it. */
export const isConfigured = (row: { id: string }): boolean => row.id === id;

/** Makes the row follow EARSHOT_DIGEST_CHANNEL, EARSHOT_DIGEST_CRON and EARSHOT_TIME_ZONE. */
export async function configuredSchedule(deps: Deps): Promise<void> {
  const { digest, timeZone } = deps.config;
  const kept = (await findSchedules(deps.db)).find((row) => row.id === id);
  const channel = digest.channel && (await channelId(deps, digest.channel));
  if (!channel) {
    if (kept && !digest.channel) await endSchedule(deps.db, id, deps.now());
    return;
  }
  const same = kept && kept.channel === channel && kept.cron === digest.cron && kept.timeZone === timeZone;
  if (same) return;
  await saveSchedule(deps.db, {
    id,
    channel,
    areaKey: null,
    cron: digest.cron,
    timeZone,
    decidedBy: 'configuration',
    since: deps.now(),
  });
}

/** Those of channels, for the list people change them in. Personal ones are their owners' business. */
export async function listSchedules(deps: Deps): Promise<Scheduled[]> {
  const catalog = await currentCatalog(deps);
  const names = new Map((await findChannels(deps.db)).map((row) => [row.id, `#${row.name}`]));
  const rows = (await findSchedules(deps.db)).filter(({ person }) => person === null);
  const people = await namesOf(
    deps,
    rows.flatMap((row) => (isConfigured(row) ? [] : row.decidedBy)),
  );
  const listed = rows.map(async (row): Promise<Scheduled> => {
    const where =
      names.get(row.channel) ?? `#${(await deps.slack.channel(row.channel))?.name ?? row.channel}`;
    const by = isConfigured(row) ? null : (people.get(row.decidedBy) ?? 'somebody');
    const { id: scheduleId, areaKey, cron, timeZone, size } = row;
    const areaName = areaKey ? (findArea(catalog, areaKey)?.name ?? areaKey) : null;
    return { id: scheduleId, where, areaName, schedule: { cron, timeZone }, size, decidedBy: by };
  });
  return Promise.all(listed);
}

/** For people: where the next digests go, and when, soonest first. */
export async function nextDigests(deps: Deps): Promise<{ channel: string; nextAt: Date }[]> {
  return (await listSchedules(deps))
    .map(({ where, schedule }) => ({ channel: where, nextAt: nextSlot(schedule, deps.now()) }))
    .sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime());
}

/** Settings name channels by id or by name. */
export async function channelId(deps: Deps, named: string): Promise<string | undefined> {
  if (/^[CGD][A-Z0-9]{5,}$/.test(named)) return named;
  const known = (await findChannels(deps.db)).find((channel) => channel.name === named);
  return known?.id ?? (await deps.slack.channels()).find((channel) => channel.name === named)?.id;
}
