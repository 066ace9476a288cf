// The commands that show themes and areas.
import { guessArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import type { Deps } from '../../deps.ts';
import { said } from '../../text/screen.ts';
import type { SlashCall, Subcommand } from '../ears.ts';
import { findThemeByName } from '../theme/store.ts';
import { areasPage } from './areas.ts';
import { decisionsPage } from './decisions.ts';
import { foundScreen } from './found-screen.ts';
import { linesFor } from './lines.ts';
import { themeCard } from './slack.ts';
import { findThemeOfTicket, findThemesByWords } from './store.ts';
import { topPage } from './top.ts';

export const deskCommands: Subcommand[] = [
  {
    name: 'top',
    usage: '[area]',
    about: 'the themes that matter most, of all areas or of one',
    heldBy: 'everyone',
    run: showTop,
  },
  {
    name: 'theme',
    usage: '<theme>',
    about: 'everything about one theme: its number, its ticket, or words of its name',
    heldBy: 'everyone',
    run: showTheme,
  },
  {
    name: 'areas',
    usage: '',
    about: 'the areas, who owns them, and what is heard about each',
    heldBy: 'everyone',
    run: async (deps, { responseUrl }) => {
      await deps.slack.respond(responseUrl, await areasPage(deps));
      return [];
    },
  },
];

/** At the end of the list: for those who look after Earshot. */
export const auditCommands: Subcommand[] = [
  {
    name: 'audit',
    usage: '',
    about: 'who decided what, when and from where',
    heldBy: 'engineer',
    run: async (deps, { responseUrl }) => {
      await deps.slack.respond(responseUrl, await decisionsPage(deps, 1));
      return [];
    },
  },
];

async function showTop(deps: Deps, { rest, responseUrl }: SlashCall): Promise<[]> {
  const catalog = await currentCatalog(deps);
  const area = guessArea(catalog, rest);
  if (rest && !area) {
    const names = catalog.areas.map(({ name }) => said(name, 60)).join(', ');
    await deps.slack.respond(responseUrl, { text: `No area is called like that. There are: ${names}.` });
    return [];
  }
  await deps.slack.respond(responseUrl, await topPage(deps, 1, area?.key ?? null));
  return [];
}

async function showTheme(deps: Deps, { rest, responseUrl, userId }: SlashCall): Promise<[]> {
  const named = (await findThemeByName(deps.db, rest)) ?? (await findThemeOfTicket(deps.db, rest));
  const found = named ? [named.id] : await findThemesByWords(deps.db, rest, mostFound);
  if (found.length === 1) {
    const card = await themeCard(deps, found[0]!, userId);
    if (card) await deps.slack.respond(responseUrl, card);
    return [];
  }
  await deps.slack.respond(responseUrl, foundScreen(rest, await linesFor(deps, found)));
  return [];
}

const mostFound = 10;
