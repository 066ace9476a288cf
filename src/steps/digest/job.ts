// The jobs of the digest: take the slots that are due, post each once, keep the lines true.
import { z } from 'zod';
import { mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { Permanent, reasonOf } from '../../lib/failure.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import { uploadOnce } from '../../posts/upload.ts';
import type { Job } from '../../queue/port.ts';
import type { Picture } from '../../text/screen.ts';
import { linesOf } from '../desk/lines.ts';
import type { Happened } from '../happened.ts';
import { bandOf } from '../prioritize/bands.ts';
import { findScore } from '../prioritize/store.ts';
import type { ThemeLine } from '../prioritize/theme-line.ts';
import { findTheme } from '../theme/store.ts';
import { digestRoot, digestThemeMessage, period } from './blocks.ts';
import { chartAltText, drawChart } from './chart.ts';
import { type DigestLine, decideDigest } from './digest.ts';
import { gatherDigest, withWords } from './gather.ts';
import { closeAnswered } from './proposals.ts';
import { type Frozen, revive } from './revive.ts';
import { configuredSchedule } from './schedule.ts';
import { dueSlot } from './slots.ts';
import {
  type DigestRow,
  endSchedule,
  findDigest,
  findLastSlot,
  findLines,
  findSchedules,
  freezePlan,
  markPosted,
  saveLine,
  startDigest,
} from './store.ts';

/** Every minute: one row for each slot that is due. Whoever inserts it first has it; nobody posts it twice. */
export const digestClock: Job<Record<string, never>, Happened[]> = {
  name: 'digest-clock',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'clock',
  attempts: 1,
  run: async (deps) => {
    await configuredSchedule(deps);
    const now = deps.now();
    const due: Happened[] = [];
    for (const schedule of await findSchedules(deps.db)) {
      // Who has left, or became a guest, is owed no digest any more.
      if (schedule.person && !(await mayRead(deps, schedule.person)).allowed) {
        await endSchedule(deps.db, schedule.id, now);
        continue;
      }
      const last = await findLastSlot(deps.db, schedule.id);
      const slot = dueSlot(schedule, {
        last: last && last > schedule.since ? last : null,
        since: schedule.since,
        now,
      });
      if (!slot) continue;
      const id = idFor('digest', schedule.id, slot.at.toISOString());
      const { channel, areaKey, size, person, timeZone } = schedule;
      const { from, until, late } = slot;
      const lateness = { lateDueAt: late?.dueAt ?? null, missed: late?.missed ?? 0 };
      await startDigest(deps.db, {
        id,
        occasion: schedule.id,
        slot: slot.at,
        channel,
        areaKey,
        person,
        timeZone,
        size,
        from,
        until,
        ...lateness,
      });
      due.push({ what: 'digestDue', digestId: id });
    }
    return due;
  },
};

/** Chart, root, one line a theme. Each has an id of its own: a repeat after a crash goes on where it ended. */
export const postDigest: Job<{ digestId: string }, Happened[]> = {
  name: 'digest',
  payload: z.object({ digestId: z.uuid() }),
  key: ({ digestId }) => `digest-${digestId}`,
  concurrency: 1,
  run: async (deps, { digestId }) => {
    const row = await findDigest(deps.db, digestId);
    if (!row) throw new Permanent('There is no such digest.');
    if (row.postedAt) return [];
    await refuseStrangers(deps, row);
    const { data, plan } = await freeze(deps, row);
    const root = await postRoot(deps, row, { data, plan });
    for (const line of plan.lines) await postLine(deps, row, root.ts, line);
    await markPosted(deps.db, digestId, deps.now());
    return [];
  },
};

async function freeze(deps: Deps, row: DigestRow): Promise<Frozen> {
  if (row.plan) return revive(row.plan);
  const data = await gatherDigest(deps, row);
  const plan = await withWords(deps, decideDigest(data));
  // What is not on a line need not be kept.
  const kept: Frozen = { data: { ...data, themes: [] }, plan };
  return revive((await freezePlan(deps.db, row.id, kept)).plan);
}

/** What customers say of each other is for members only. */
async function refuseStrangers(deps: Deps, { channel, person }: DigestRow): Promise<void> {
  const place = person ? undefined : await deps.slack.channel(channel);
  if (place?.isShared)
    throw new Permanent(
      `#${place.name} is shared with another organisation, so no digest is posted there. Choose another channel with "/earshot digest schedule" or EARSHOT_DIGEST_CHANNEL.`,
    );
}

async function postLine(deps: Deps, row: DigestRow, threadTs: string, line: DigestLine): Promise<void> {
  const id = idFor('digest-line', row.id, line.theme.id);
  const what = `theme:${line.theme.id}:digest`;
  await say(deps, { id, what, channel: row.channel, threadTs, ...digestThemeMessage(line) });
  await saveLine(deps.db, {
    digestId: row.id,
    themeId: line.theme.id,
    rank: line.rank,
    total: line.theme.score ?? 0,
    postId: id,
  });
}

async function postRoot(deps: Deps, row: DigestRow, { data, plan }: Frozen): Promise<{ ts: string }> {
  const emoji = deps.config.reactions;
  const where = { id: idFor('digest-root', row.id), what: `digest:${row.id}`, channel: row.channel };
  const chart = await uploadChart(deps, row, { data, plan });
  try {
    return await say(deps, { ...where, ...digestRoot(data, plan, { chart, emoji }) });
  } catch (error) {
    if (!chart || !(error instanceof Permanent)) throw error;
    deps.log.warn({ digest: row.id, reason: error.message }, withoutChart);
    return say(deps, { ...where, ...digestRoot(data, plan, { emoji }) });
  }
}

/** A picture is no reason to hold back words: one that cannot be drawn or uploaded is left out, and logged. */
async function uploadChart(deps: Deps, row: DigestRow, { data, plan }: Frozen): Promise<Picture | undefined> {
  if (plan.lines.length === 0) return undefined;
  const title = `${data.areaName ? `${data.areaName}: top` : 'Top'} themes, ${period(data)}`;
  const rows = plan.lines.map(({ theme }) => ({ ...theme, score: theme.score ?? 0 }));
  const altText = chartAltText({ title, rows });
  const file = { id: idFor('digest-chart', row.id), what: `digest:${row.id}`, channel: row.channel };
  try {
    const fileId = await uploadOnce(deps, file, async () => {
      const bytes = await drawChart({ title, rows });
      return (await deps.slack.upload({ name: 'themes.png', title: 'Top themes', altText, bytes })).fileId;
    });
    if (!fileId) deps.log.warn({ digest: row.id, reason: 'Slack was not ready with it' }, withoutChart);
    return fileId ? { fileId, altText } : undefined;
  } catch (error) {
    deps.log.warn({ digest: row.id, reason: reasonOf(error) }, withoutChart);
    return undefined;
  }
}

const withoutChart = 'a digest goes without its chart';

/** Digests older than this are history; their lines stay as they were. */
const editedWeeks = 5;

/**
 * Ticket state, who is looking, not now: the theme's lines in recent digests show it. Rank and quotes stay frozen. What the
 * nightly review asked about a theme that is merged now is answered with it.
 */
export const refreshLines: Job<{ themeId: string }, Happened[]> = {
  name: 'digest-lines',
  payload: z.object({ themeId: z.uuid() }),
  key: ({ themeId }) => `theme-${themeId}`,
  run: async (deps, { themeId }) => {
    const theme = await findTheme(deps.db, themeId);
    if (!theme) return [];
    await closeAnswered(deps, themeId);
    const [now] = await linesOf(deps, [{ theme, score: await findScore(deps.db, themeId) }]);
    for (const { digest } of await findLines(deps.db, themeId, editedWeeks)) {
      const line = digest.plan
        ? revive(digest.plan).plan.lines.find((l) => l.theme.id === themeId)
        : undefined;
      if (!line) continue;
      const shown = asOfNow(line, now!);
      const id = idFor('digest-line', digest.id, themeId);
      await say(deps, {
        id,
        what: `theme:${themeId}:digest`,
        channel: digest.channel,
        ...digestThemeMessage(shown),
      });
    }
    return [];
  },
};

/** Rank, score and quotes are the week's; what people decided since is today's. */
function asOfNow(line: DigestLine, now: ThemeLine): DigestLine {
  const { ticket, looking, snoozedUntil, title, bandSetBy, bandSetAt, standing, mergedInto, areaName } = now;
  const band = bandSetBy ? now.band : line.theme.bandSetBy ? bandOf(line.theme.score ?? 0) : line.theme.band;
  const today = {
    ticket,
    looking,
    snoozedUntil,
    title,
    bandSetBy,
    bandSetAt,
    standing,
    mergedInto,
    areaName,
  };
  return { ...line, theme: { ...line.theme, ...today, band } };
}
