// The desk in Slack: the buttons on a theme's lines, and the commands that show themes.
import type { App, BlockAction } from '@slack/bolt';
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { guessArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { actionId, count, type Screen } from '../../text/screen.ts';
import { notesOf, type Subcommand } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { findChannels } from '../intake/store.ts';
import { TopPage, topPageSize, topScreen, whyScoreScreen } from '../prioritize/blocks.ts';
import { themeScreen } from '../prioritize/card.ts';
import { countScored, findScore, findTop } from '../prioritize/store.ts';
import { findTheme, findThemeByName } from '../theme/store.ts';
import { cardOf, linesOf } from './lines.ts';
import { NotNow, NotNowAnswer, notNowCallback, notNowModal } from './not-now.ts';
import { countHeard, findLooking, saveSnooze, startLooking, stopLooking } from './store.ts';

type Pressed = {
  userId: string;
  value: string;
  triggerId: string;
  responseUrl: string | undefined;
  channel: string | undefined;
};

export function deskEars(app: App, deps: Deps): void {
  const onPress = (action: string, run: (pressed: Pressed, deliveryId: string) => Promise<Happened[]>) =>
    app.action(actionId(action), async ({ body, action: used, context, ack }) => {
      await ack();
      const pressed = pressedOf(body as BlockAction, used);
      if (!pressed || !(await mayRead(deps, pressed.userId)).allowed) return;
      const { happened, deliveryId } = notesOf(context);
      happened.push(...(await run(pressed, deliveryId)));
    });
  onPress('theme', (pressed) => show(deps, pressed, () => themeCardScreen(deps, pressed.value)));
  onPress('why', (pressed) => show(deps, pressed, () => whyScreen(deps, pressed.value)));
  for (const turn of ['top-previous', 'top-next'])
    onPress(turn, (pressed) => show(deps, pressed, () => turnPage(deps, pressed.value), true));
  onPress('looking', (pressed, deliveryId) => look(deps, pressed, deliveryId));
  onPress('not-now', (pressed) => askHowLong(deps, pressed));
  app.action(actionId('open-ticket'), async ({ ack }) => ack());
  app.view(notNowCallback, async ({ ack, body, view, context }) => {
    await ack();
    const { happened, deliveryId } = notesOf(context);
    happened.push(...(await putOff(deps, body.user.id, view, deliveryId)));
  });
}

function pressedOf(body: BlockAction, used: unknown): Pressed | undefined {
  const value = z.looseObject({ value: z.string() }).safeParse(used).data?.value;
  if (value === undefined) return undefined;
  const { user, trigger_id, response_url, channel } = body;
  return { userId: user.id, value, triggerId: trigger_id, responseUrl: response_url, channel: channel?.id };
}

async function show(
  deps: Deps,
  pressed: Pressed,
  draw: () => Promise<Screen | undefined>,
  replaceOriginal = false,
): Promise<[]> {
  const drawn = await draw();
  if (drawn && pressed.responseUrl)
    await deps.slack.respond(pressed.responseUrl, { ...drawn, replaceOriginal });
  return [];
}

async function themeCardScreen(deps: Deps, themeId: string): Promise<Screen | undefined> {
  const card = await cardOf(deps, themeId);
  return card && themeScreen(card);
}

async function whyScreen(deps: Deps, themeId: string): Promise<Screen | undefined> {
  const card = await cardOf(deps, themeId);
  const score = await findScore(deps.db, themeId);
  return (
    card && whyScoreScreen({ theme: card.theme, at: score?.at ?? deps.now(), explanation: card.explanation })
  );
}

async function turnPage(deps: Deps, value: string): Promise<Screen | undefined> {
  const { page, area } = TopPage.parse(JSON.parse(value));
  return topPage(deps, page, area);
}

/** Pressed again it is taken back. */
async function look(deps: Deps, pressed: Pressed, deliveryId: string): Promise<Happened[]> {
  const theme = await findTheme(deps.db, pressed.value);
  if (!theme) return [];
  await lookInto(deps, theme.id, { by: pressed.userId, origin: pressed.channel ?? 'a modal', deliveryId });
  return [{ what: 'lineChanged', themeId: theme.id }];
}

type By = { by: string; origin: string; deliveryId: string };

async function lookInto(deps: Deps, themeId: string, { by, origin, deliveryId }: By): Promise<void> {
  const at = deps.now();
  await deps.db.transaction(async (tx) => {
    const isLooking = (await findLooking(tx, [themeId])).some((row) => row.by === by);
    const what = isLooking ? 'stopped looking into it' : 'is looking into it';
    const decided = { at, who: by, what, subject: `theme:${themeId}`, origin, occasion: deliveryId };
    if (!(await note(tx, decided))) return;
    if (isLooking) await stopLooking(tx, themeId, by, at);
    else await startLooking(tx, { id: idFor('looking', deliveryId), themeId, by, at });
  });
}

async function askHowLong(deps: Deps, { value, triggerId, channel }: Pressed): Promise<[]> {
  const card = await cardOf(deps, value);
  if (card) await deps.slack.openView(triggerId, notNowModal(card.theme, channel ?? ''));
  return [];
}

async function putOff(
  deps: Deps,
  userId: string,
  view: { private_metadata: string; state: { values: unknown } },
  deliveryId: string,
): Promise<Happened[]> {
  const { themeId, origin } = NotNow.parse(JSON.parse(view.private_metadata));
  const days = NotNowAnswer.parse(view.state.values).days.days.selected_option.value;
  const at = deps.now();
  const until = new Date(at.getTime() + days * 86_400_000);
  await saveSnooze(deps.db, { id: idFor('snooze', deliveryId), themeId, by: userId, at, until });
  const what = `put it off for ${count(days, 'day')}`;
  await note(deps.db, {
    at,
    who: userId,
    what,
    subject: `theme:${themeId}`,
    origin: origin || 'a modal',
    occasion: deliveryId,
  });
  return [{ what: 'lineChanged', themeId }];
}

async function topPage(deps: Deps, page: number, areaKey: string | null): Promise<Screen> {
  const catalog = await currentCatalog(deps);
  const area = catalog.areas.find((candidate) => candidate.key === areaKey);
  const areaKeys = area && [
    area.key,
    ...catalog.areas.filter((child) => child.parent === area.key).map((child) => child.key),
  ];
  const ranked = await findTop(deps.db, { areaKeys, limit: topPageSize, offset: (page - 1) * topPageSize });
  const now = deps.now();
  const week = await countHeard(deps.db, new Date(now.getTime() - 7 * 86_400_000), now);
  const channels = await findChannels(deps.db);
  return topScreen({
    area: area ? { key: area.key, name: area.name } : null,
    themes: (await linesOf(deps, ranked)).map(({ line }) => line),
    page,
    total: await countScored(deps.db, areaKeys),
    week,
    listensIn: channels.filter((c) => c.listening !== 'off' && c.standing === 'member').map((c) => c.name),
  });
}

export const deskCommands: Subcommand[] = [
  {
    name: 'top',
    usage: '[area]',
    about: 'the themes that matter most, of all areas or of one',
    heldBy: 'everyone',
    run: async (deps, { rest, responseUrl }) => {
      const catalog = await currentCatalog(deps);
      const area = guessArea(catalog, rest);
      if (rest && !area) {
        const names = catalog.areas.map(({ name }) => name).join(', ');
        await deps.slack.respond(responseUrl, { text: `No area is called like that. There are: ${names}.` });
        return [];
      }
      await deps.slack.respond(responseUrl, await topPage(deps, 1, area?.key ?? null));
      return [];
    },
  },
  {
    name: 'theme',
    usage: '<theme>',
    about: 'everything about one theme, e.g. `/earshot theme T-12`',
    heldBy: 'everyone',
    run: async (deps, { rest, responseUrl }) => {
      const theme = await findThemeByName(deps.db, rest);
      const drawn = theme && (await themeCardScreen(deps, theme.id));
      const none = { text: 'There is no such theme. `/earshot top` lists them with their numbers.' };
      await deps.slack.respond(responseUrl, drawn ?? none);
      return [];
    },
  },
];
