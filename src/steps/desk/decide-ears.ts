// Listens for decisions about themes: the buttons on the card and the forms they open.
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { findArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import type { Ears } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { bands } from '../prioritize/bands.ts';
import { findOverride, releaseOverride, setOverride } from '../prioritize/store.ts';
import { type ThemeLine, themeName } from '../prioritize/theme-line.ts';
import { type Outcome, standings } from '../theme/decide.ts';
import { moveTheme, renameTheme, setStanding } from '../theme/decide-change.ts';
import { splitTheme } from '../theme/split.ts';
import { findTheme } from '../theme/store.ts';
import { findNewestReports } from '../theme/store-reports.ts';
import { openForm, screenModal } from './answer.ts';
import { carryOut, type Deciding, doneScreen, followUps, report, undo } from './decide.ts';
import { AboutTheme, moveModal, priorityModal, renameModal, splitModal } from './decide-modals.ts';
import { linesFor } from './lines.ts';
import { onPress, onSubmit, type Pressed, type Received, type Submitted } from './press.ts';

const held = { heldBy: 'engineer' as const };

export const decideEars: Ears = (app, deps) => {
  onPress(app, deps, { ...held, action: 'priority', run: (pressed) => openPriority(deps, pressed) });
  onSubmit(app, deps, { ...held, callback: 'priority', run: (sent) => savePriority(deps, sent) });
  onPress(app, deps, { ...held, action: 'split', run: (pressed) => openSplit(deps, pressed) });
  onSubmit(app, deps, { ...held, callback: 'split', run: (sent) => split(deps, sent) });
  onPress(app, deps, { ...held, action: 'decide', run: (pressed) => decideByMenu(deps, pressed) });
  onSubmit(app, deps, { ...held, callback: 'rename', run: (sent) => rename(deps, sent) });
  onSubmit(app, deps, { ...held, callback: 'move', run: (sent) => move(deps, sent) });
  onPress(app, deps, {
    ...held,
    action: 'undo',
    run: async (pressed) => report(deps, pressed, await undo(deps, pressed, pressed.value), 'final'),
  });
};

export async function lineOf(deps: Deps, themeId: string): Promise<ThemeLine | undefined> {
  return (await linesFor(deps, [themeId]))[0];
}

async function openPriority(deps: Deps, pressed: Pressed): Promise<[]> {
  const { value, place } = pressed;
  const line = await lineOf(deps, value);
  const byHand = await findOverride(deps.db, value);
  if (line) await openForm(deps, pressed, priorityModal(line, byHand?.why ?? null, place));
  return [];
}

const Priority = z.object({ band: z.enum([...bands, 'release']), why: z.string().nullish() });

/** Set by hand it stays, whatever the score does, until a person lets go of it. */
async function savePriority(
  deps: Deps,
  { carries, entered, place, deliveryId }: Submitted,
): Promise<Received> {
  const { themeId } = AboutTheme.parse(carries);
  const { band, why } = Priority.parse(entered);
  const { userId: by, origin } = place;
  const at = deps.now();
  const theme = await findTheme(deps.db, themeId);
  const name = theme ? themeName(theme.number) : 'a theme';
  const what =
    band === 'release' ? `let the score of ${name} decide again` : `set the priority of ${name} to ${band}`;
  await deps.db.transaction(async (tx) => {
    if (band === 'release') await releaseOverride(tx, themeId, by, at);
    const decided = { at, who: by, what, subject: `theme:${themeId}`, origin, occasion: deliveryId };
    if (!(await note(tx, decided)) || band === 'release') return;
    const id = idFor('override', deliveryId);
    await setOverride(tx, { id, themeId, band, by, at, why: why?.trim() || null });
  });
  const outcome = { kind: 'done' as const, themeIds: [themeId], says: what };
  return received(deps, { place, deliveryId }, outcome, { field: 'band', undo: 'final' });
}

/** What the menu's options say: what to do, then the theme. */
async function decideByMenu(deps: Deps, pressed: Pressed): Promise<Happened[]> {
  const [verb = '', themeId = ''] = pressed.value.split(' ');
  const standing = standings.find((name) => name === verb);
  if (standing) {
    const outcome = await carryOut(deps, pressed, (tx, decider) =>
      setStanding(tx, { ...decider, themeId, standing }),
    );
    return report(deps, pressed, outcome);
  }
  const line = await lineOf(deps, themeId);
  const theme = await findTheme(deps.db, themeId);
  if (!line || !theme) return [];
  const { areas } = await currentCatalog(deps);
  if (verb === 'rename') await openForm(deps, pressed, renameModal(line, pressed.place));
  if (verb === 'move')
    await openForm(deps, pressed, moveModal(line, theme.areaKey, { areas, place: pressed.place }));
  return [];
}

async function rename(deps: Deps, sent: Submitted): Promise<Received> {
  const { themeId } = AboutTheme.parse(sent.carries);
  const { title } = z.object({ title: z.string() }).parse(sent.entered);
  const outcome = await carryOut(deps, sent, (tx, decider) =>
    renameTheme(tx, { ...decider, themeId, title }),
  );
  return received(deps, sent, outcome, { field: 'title' });
}

async function move(deps: Deps, sent: Submitted): Promise<Received> {
  const { themeId } = AboutTheme.parse(sent.carries);
  const { area: areaKey } = z.object({ area: z.string() }).parse(sent.entered);
  const area = findArea(await currentCatalog(deps), areaKey);
  if (!area) return { kind: 'wrong', errors: { area: 'This area is not in areas.yml any more.' } };
  const outcome = await carryOut(deps, sent, (tx, decider) =>
    moveTheme(tx, { ...decider, themeId, areaKey, areaName: area.name }),
  );
  return received(deps, sent, outcome, { field: 'area' });
}

/** Slack lists no more options than that. */
const mostListed = 100;

async function openSplit(deps: Deps, pressed: Pressed): Promise<[]> {
  const { value, place } = pressed;
  const line = await lineOf(deps, value);
  const reports = await findNewestReports(deps.db, [value], mostListed);
  if (line && reports.length > 0) await openForm(deps, pressed, splitModal(line, reports, place));
  return [];
}

const Split = z.object({ reports: z.array(z.string()), title: z.string() });

async function split(deps: Deps, sent: Submitted): Promise<Received> {
  const { themeId } = AboutTheme.parse(sent.carries);
  const { reports: findingIds, title } = Split.parse(sent.entered);
  const newThemeId = idFor('theme', 'split', sent.deliveryId);
  const outcome = await carryOut(deps, sent, (tx, decider) =>
    splitTheme(deps, tx, { ...decider, themeId, newThemeId, findingIds, title }),
  );
  return received(deps, sent, outcome, { field: 'reports' });
}

/** A refusal is shown at the field, so that nothing entered is lost. */
export async function received(
  deps: Deps,
  sent: Deciding,
  outcome: Outcome,
  { field, undo = 'undoable' }: { field: string; undo?: 'undoable' | 'final' },
): Promise<Received> {
  if (outcome.kind === 'refused') return { kind: 'wrong', errors: { [field]: outcome.because } };
  if (sent.place.on !== 'home') return { kind: 'closed', happened: await report(deps, sent, outcome, undo) };
  // On App Home there is no message to answer beneath: the window itself says so.
  const undoId = undo === 'undoable' ? idFor('decision', sent.deliveryId) : null;
  const view = screenModal(doneScreen(outcome.says, outcome.themeIds.at(-1), undoId));
  return { kind: 'shows', view, happened: followUps(outcome) };
}
