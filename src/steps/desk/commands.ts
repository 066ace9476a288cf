// The commands that show themes.
import { guessArea } from '../../catalog/areas.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { said } from '../../text/screen.ts';
import type { Subcommand } from '../ears.ts';
import { findThemeByName } from '../theme/store.ts';
import { themeCard } from './slack.ts';
import { topPage } from './top.ts';

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
        const names = catalog.areas.map(({ name }) => said(name, 60)).join(', ');
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
    run: async (deps, { rest, responseUrl, userId }) => {
      const theme = await findThemeByName(deps.db, rest);
      const drawn = theme && (await themeCard(deps, theme.id, userId));
      const none = { text: 'There is no such theme. `/earshot top` lists them with their numbers.' };
      await deps.slack.respond(responseUrl, drawn ?? none);
      return [];
    },
  },
];
