// Emoji on a theme's line in a digest, on a reply of ours, and on a customer's message: I am looking at it, severe, no
// feedback. What is put on and taken off again is taken back. That each change arrives once is seen to before.

import { note } from '../../audit/audit.ts';
import { mayDecide, mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { findPostAt } from '../../posts/store.ts';
import { type Ears, notesOf } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { keyOf } from '../intake/message-key.ts';
import { findFeedbackOfMessage } from '../intake/store.ts';
import { isMarked, stateSeverity } from '../intake/store-severity.ts';
import { findOverride, releaseOverride, setOverride } from '../prioritize/store.ts';
import { setStanding } from '../theme/decide-change.ts';
import { findMembershipsOf, findThemeByName } from '../theme/store.ts';
import { findDecisionsOn } from '../theme/store-decisions.ts';
import { carryOut, undo } from './decide.ts';
import { setLooking } from './look.ts';

type Emoji = {
  put: 'on' | 'off';
  by: string;
  at: { channel: string; ts: string };
  deliveryId: string;
};

/** What the emoji is on: a theme's line or reply of ours, or a customer's words. */
type On = { kind: 'theme'; themeId: string; threadTs: string | null } | { kind: 'item'; feedbackId: string };

export const reactionEars: Ears = (app, deps) => {
  app.event('reaction_added', async ({ event, context }) => {
    const { happened, deliveryId } = notesOf(context);
    const emoji = { put: 'on' as const, by: event.user, at: placeOf(event.item), deliveryId };
    happened.push(...(await hear(deps, event.reaction, emoji)));
  });
  app.event('reaction_removed', async ({ event, context }) => {
    const { happened, deliveryId } = notesOf(context);
    const emoji = { put: 'off' as const, by: event.user, at: placeOf(event.item), deliveryId };
    happened.push(...(await hear(deps, event.reaction, emoji)));
  });
};

const placeOf = ({ channel, ts }: { channel: string; ts: string }) => ({ channel, ts });

async function hear(deps: Deps, name: string, emoji: Emoji): Promise<Happened[]> {
  const { looking, severe, notFeedback } = deps.config.reactions;
  if (![looking, severe, notFeedback].includes(name)) return [];
  const on = await whatIsThere(deps, emoji.at);
  if (!on || !(await mayRead(deps, emoji.by)).allowed) return [];
  if (name === looking) return look(deps, on, emoji);
  if (on.kind === 'item') return name === severe ? markItem(deps, on.feedbackId, emoji) : [];
  const access = await mayDecide(deps, emoji.by);
  if (access.allowed)
    return name === severe ? raise(deps, on.themeId, emoji) : close(deps, on.themeId, emoji);
  if (emoji.put === 'on') await tell(deps, emoji, on, access.because);
  return [];
}

async function whatIsThere(deps: Deps, at: Emoji['at']): Promise<On | undefined> {
  const ours = await findPostAt(deps.db, at.channel, at.ts);
  const named = ours && /^theme:([0-9a-f-]{36})/.exec(ours.what)?.[1];
  if (named) {
    const theme = await findThemeByName(deps.db, named);
    return theme && { kind: 'theme', themeId: theme.id, threadTs: ours.threadTs };
  }
  const item = await findFeedbackOfMessage(deps.db, keyOf(at));
  return item && { kind: 'item', feedbackId: item.id };
}

const byOf = ({ by, at, deliveryId }: Emoji) => ({ by, origin: at.channel, occasion: deliveryId });

async function look(deps: Deps, on: On, emoji: Emoji): Promise<Happened[]> {
  const themeIds =
    on.kind === 'theme'
      ? [on.themeId]
      : (await findMembershipsOf(deps.db, on.feedbackId)).map((row) => row.themeId);
  const changes = [...new Set(themeIds)].map((themeId) => setLooking(deps, themeId, emoji.put, byOf(emoji)));
  return (await Promise.all(changes)).flat();
}

/** A customer's words: that one item counts as critical, whatever was read from it. */
async function markItem(deps: Deps, feedbackId: string, emoji: Emoji): Promise<Happened[]> {
  const isSevere = emoji.put === 'on' || (await isMarked(deps.db, feedbackId, deps.config.reactions.severe));
  await stateSeverity(deps.db, feedbackId, isSevere ? 'critical' : null);
  await note(deps.db, {
    at: deps.now(),
    who: emoji.by,
    what: emoji.put === 'on' ? 'said it is severe' : 'took back that it is severe',
    subject: `feedback:${feedbackId}`,
    origin: emoji.at.channel,
    occasion: emoji.deliveryId,
  });
  const themes = await findMembershipsOf(deps.db, feedbackId);
  return [...new Set(themes.map((row) => row.themeId))].map((themeId) => ({ what: 'themeChanged', themeId }));
}

/** A theme's line: its priority is set by hand, and let go when the emoji is taken off. */
async function raise(deps: Deps, themeId: string, emoji: Emoji): Promise<Happened[]> {
  const { by, at: place, deliveryId } = emoji;
  const at = deps.now();
  const why = `:${deps.config.reactions.severe}: on a message`;
  const changed = await deps.db.transaction(async (tx) => {
    const current = await findOverride(tx, themeId);
    const isOwn = current?.by === by && current.why === why;
    if (emoji.put === 'off' && !isOwn) return false;
    if (emoji.put === 'off') await releaseOverride(tx, themeId, by, at);
    else await setOverride(tx, { id: idFor('override', deliveryId), themeId, band: 'critical', by, at, why });
    const what = emoji.put === 'on' ? 'set the priority to critical' : 'let the score decide again';
    const subject = `theme:${themeId}`;
    return note(tx, { at, who: by, what, subject, origin: place.channel, occasion: deliveryId });
  });
  return changed ? [{ what: 'lineChanged', themeId }] : [];
}

/** "No feedback" of a whole theme: it is closed; what it holds stays counted and can be looked at. */
async function close(deps: Deps, themeId: string, emoji: Emoji): Promise<Happened[]> {
  const { by, at, deliveryId } = emoji;
  const place = { userId: by, responseUrl: null, on: 'shared' as const, viewId: null, origin: at.channel };
  const deciding = { place, deliveryId };
  const outcome =
    emoji.put === 'on'
      ? await carryOut(deps, deciding, (tx, decider) =>
          setStanding(tx, { ...decider, themeId, standing: 'closed' }),
        )
      : await takeBackClosing(deps, themeId, deciding);
  return outcome?.kind === 'done' ? outcome.themeIds.map((id) => ({ what: 'lineChanged', themeId: id })) : [];
}

async function takeBackClosing(deps: Deps, themeId: string, deciding: Parameters<typeof undo>[1]) {
  const recent = await findDecisionsOn(deps.db, themeId, 10);
  const own = recent.find(
    (row) => row.kind === 'standing' && row.by === deciding.place.userId && row.undoneAt === null,
  );
  return own && undo(deps, deciding, own.id);
}

async function tell(deps: Deps, { at, by }: Emoji, on: On, because: string): Promise<void> {
  const threadTs = on.kind === 'theme' ? (on.threadTs ?? undefined) : undefined;
  await deps.slack.whisper({ channel: at.channel, user: by, threadTs }, because);
}
