// Opens the form with the draft, at once or as soon as the model has written it, and adds what exists already as soon
// as the tracker has answered.
import { type Catalog, targetFor } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Deps } from '../../deps.ts';
import { reasonOf } from '../../lib/failure.ts';
import { slackCode } from '../../slack/errors.ts';
import type { TrackerTarget } from '../../tracker/port.ts';
import type { Happened } from '../happened.ts';
import { findTheme, type Theme } from '../theme/store.ts';
import { themeInReply } from './answer.ts';
import { type Asked, tellAlone, wishFor } from './ask.ts';
import { draftTicket } from './draft.ts';
import { formView, type TicketForm, targetId, waitingView } from './form.ts';
import { gatherDraft } from './gather.ts';
import { findLikely } from './likely-find.ts';
import { findTicketOfTheme } from './store.ts';
import { isOver, notConnected } from './ticket.ts';
import { writeStory } from './write.ts';

type About = { themeId: string; feedbackId?: string | undefined; asked: Asked };

/** In place of the form, the reason why there is none. */
export async function openForm(
  deps: Deps,
  { triggerId, ...about }: About & { triggerId: string },
): Promise<Happened[]> {
  const { themeId, feedbackId, asked } = about;
  const theme = (await findTheme(deps.db, themeId))!;
  const problem = await whyNoForm(deps, theme);
  if (problem) {
    await openView(deps, asked, triggerId, waitingView(problem));
    return [];
  }
  if (deps.model) {
    const words = 'Writing the draft from what customers said; it follows here in a moment.';
    const viewId = await openView(deps, asked, triggerId, waitingView(words));
    if (!viewId) return [];
    return wishFor(deps, feedbackId ? { feedbackId } : { themeId }, asked, {
      kind: 'form',
      detail: { viewId },
    });
  }
  const form = await formFor(deps, theme, about);
  const viewId = await openView(deps, asked, triggerId, formView(form));
  if (viewId) await addLikely(deps, viewId, form);
  return [];
}

/** The same into a view that is open already. */
export async function fillView(deps: Deps, viewId: string, about: About): Promise<void> {
  const theme = (await findTheme(deps.db, about.themeId))!;
  const problem = await whyNoForm(deps, theme);
  if (problem) return deps.slack.updateView(viewId, waitingView(problem));
  const form = await formFor(deps, theme, about);
  await deps.slack.updateView(viewId, formView(form));
  await addLikely(deps, viewId, form);
}

/** Slack lets a view be opened within three seconds of a click. Undefined: they were over, and the person was told. */
export async function openView(
  deps: Deps,
  asked: Asked,
  triggerId: string,
  view: Parameters<Deps['slack']['openView']>[1],
): Promise<string | undefined> {
  try {
    return (await deps.slack.openView(triggerId, view)).id;
  } catch (error) {
    if (!['expired_trigger_id', 'exchanged_trigger_id'].includes(slackCode(error) ?? '')) throw error;
    await tellAlone(
      deps,
      asked,
      'Earshot was too slow to open the form in the time Slack gives. Please try again.',
    );
    return undefined;
  }
}

async function whyNoForm(deps: Deps, theme: Theme): Promise<string | undefined> {
  const existing = await findTicketOfTheme(deps.db, theme.id);
  if (existing?.key && !isOver(existing.state))
    return `T-${theme.number} has a ticket: ${existing.key}, ${existing.stateName}.`;
  const targets = targetsOf(await currentCatalog(deps), theme.areaKey);
  if (targets.length === 0) return 'areas.yml names no tracker. Add "tracker: linear/TEAM" at its top.';
  const connected = targets.some(({ tracker }) => deps.trackers[tracker]);
  return connected ? undefined : notConnected[targets[0]!.tracker];
}

async function formFor(deps: Deps, theme: Theme, { feedbackId, asked }: About): Promise<TicketForm> {
  const existing = await findTicketOfTheme(deps.db, theme.id);
  const followsId = existing?.state === 'missing' ? null : existing?.id;
  const about = { themeId: theme.id, askedBy: asked.by, feedbackId, followsId };
  const { data, reports } = await gatherDraft(deps, about);
  const written = await inTime(writeStory(deps, data, reports));
  const { title, story, priority } = draftTicket({ ...data, written });
  const targets = targetsOf(await currentCatalog(deps), theme.areaKey);
  const { channel, threadTs } = asked;
  return {
    ...{ theme: await themeInReply(deps, theme.id), title, story, priority },
    targets: targets.filter(({ tracker }) => deps.trackers[tracker]),
    likely: undefined,
    origin: { themeId: theme.id, channel, threadTs, feedbackId: feedbackId ?? null },
  };
}

/** A person looks at an empty window: longer than this it is not worth. */
const patienceMs = 20_000;

async function inTime<T>(writing: Promise<T>): Promise<T | null> {
  writing.catch(() => undefined);
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), patienceMs);
  try {
    return await Promise.race([writing, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The area's own first, then the others, each once. */
export function targetsOf(catalog: Catalog, areaKey: string | null): TrackerTarget[] {
  const own = targetFor(catalog, areaKey);
  const all = [own, catalog.fallback, ...catalog.areas.map((area) => area.target)];
  const distinct = new Map<string, TrackerTarget>();
  for (const target of all)
    if (target && !distinct.has(targetId(target))) distinct.set(targetId(target), target);
  return [...distinct.values()];
}

async function addLikely(deps: Deps, viewId: string, form: TicketForm): Promise<void> {
  const target = form.targets[0]!;
  const wanted = { themeId: form.theme.id, tracker: deps.trackers[target.tracker]!, target };
  const likely = await findLikely(deps, wanted).catch((error: unknown) => {
    deps.log.warn({ reason: reasonOf(error) }, 'a tracker could not be searched');
    return 'not searched' as const;
  });
  await deps.slack.updateView(viewId, formView({ ...form, likely }));
}
