// The desk in Slack: the buttons on a theme's lines. What the decisions behind them are is in decide-ears.ts.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { actionId, type Screen } from '../../text/screen.ts';
import type { Happened } from '../happened.ts';
import { TopPage, whyScoreScreen } from '../prioritize/blocks.ts';
import { themeScreen } from '../prioritize/card.ts';
import type { Explanation } from '../prioritize/explain.ts';
import { findScore } from '../prioritize/store.ts';
import { findTheme } from '../theme/store.ts';
import { answer, openForm, type Place } from './answer.ts';
import { cardOf } from './card.ts';
import { decideEars, lineOf } from './decide-ears.ts';
import { AboutTheme } from './decide-modals.ts';
import { decisionsPage } from './decisions.ts';
import { putOff, setLooking } from './look.ts';
import { mergeEars } from './merge-ears.ts';
import { NotNowAnswer, notNowModal } from './not-now.ts';
import { onPress, onSubmit, type Pressed, type Received, type Submitted } from './press.ts';
import { questionEars } from './question-ears.ts';
import { reactionEars } from './reaction-ears.ts';
import { topPage } from './top.ts';
import { unfurlEars } from './unfurl-ears.ts';

export function deskEars(app: App, deps: Deps): void {
  const listens = (action: string, run: (pressed: Pressed) => Promise<Happened[]>) =>
    onPress(app, deps, { action, heldBy: 'everyone', run });
  listens('theme', (pressed) => show(deps, pressed, themeCard(deps, pressed.value, pressed.place.userId)));
  listens('why', (pressed) => show(deps, pressed, whyScreen(deps, pressed)));
  for (const turn of ['top-previous', 'top-next'])
    listens(turn, (pressed) => show(deps, pressed, turnPage(deps, pressed.value), 'own'));
  for (const turn of ['audit-newer', 'audit-older'])
    onPress(app, deps, {
      action: turn,
      heldBy: 'engineer',
      run: (pressed) => show(deps, pressed, decisionsPage(deps, Page.parse(pressed.value)), 'own'),
    });
  listens('looking', (pressed) => look(deps, pressed));
  listens('not-now', (pressed) => askHowLong(deps, pressed));
  listens('now-again', (pressed) => putOff(deps, pressed.value, 0, byOf(pressed.place, pressed.deliveryId)));
  onSubmit(app, deps, { callback: 'not-now', heldBy: 'everyone', run: (sent) => keepOut(deps, sent) });
  app.action(actionId('open-ticket'), async ({ ack }) => ack());
  decideEars(app, deps);
  mergeEars(app, deps);
  reactionEars(app, deps);
  questionEars(app, deps);
  unfurlEars(app, deps);
}

async function show(
  deps: Deps,
  { place, deliveryId, triggerId }: Pressed,
  drawn: Promise<Screen | undefined>,
  replaces: 'nothing' | 'own' = 'nothing',
): Promise<[]> {
  const screen = await drawn;
  if (screen) await answer(deps, place, { deliveryId, triggerId, screen, replaces });
  return [];
}

export async function themeCard(deps: Deps, themeId: string, viewer: string): Promise<Screen | undefined> {
  const card = await cardOf(deps, themeId, viewer);
  return card && themeScreen(card);
}

async function whyScreen(deps: Deps, { value }: Pressed): Promise<Screen | undefined> {
  const theme = await lineOf(deps, value);
  const score = await findScore(deps.db, value);
  const explanation = (score?.explanation as Explanation | undefined) ?? null;
  return theme && whyScoreScreen({ theme, at: score?.at ?? deps.now(), explanation });
}

const Page = z.coerce.number().int().min(1);

async function turnPage(deps: Deps, value: string): Promise<Screen | undefined> {
  const { page, area } = TopPage.parse(JSON.parse(value));
  return topPage(deps, page, area);
}

const byOf = ({ userId, origin }: Place, deliveryId: string) => ({
  by: userId,
  origin,
  occasion: deliveryId,
});

async function look(deps: Deps, { value, place, deliveryId }: Pressed): Promise<Happened[]> {
  const theme = await findTheme(deps.db, value);
  return theme ? setLooking(deps, theme.id, 'again', byOf(place, deliveryId)) : [];
}

async function askHowLong(deps: Deps, pressed: Pressed): Promise<[]> {
  const { value, place } = pressed;
  const line = await lineOf(deps, value);
  if (line) await openForm(deps, pressed, notNowModal(line, place));
  return [];
}

async function keepOut(deps: Deps, { carries, entered, place, deliveryId }: Submitted): Promise<Received> {
  const { themeId } = AboutTheme.parse(carries);
  const { days } = NotNowAnswer.parse(entered);
  return { kind: 'closed', happened: await putOff(deps, themeId, days, byOf(place, deliveryId)) };
}
