// Slack's side of tickets: the emoji, the buttons, the command. "Create at once" is one reaction or one click; the
// form comes by command and shortcut.
import type { App } from '@slack/bolt';
import type { Deps } from '../../deps.ts';
import { notesOf, type SlashCall, type Subcommand } from '../ears.ts';
import { keyOf } from '../intake/message-key.ts';
import { findThemeByName } from '../theme/store.ts';
import { wishFor, wishOnMessage } from './ask.ts';
import { formEars } from './form-ears.ts';
import { openForm } from './form-open.ts';
import { linkEars } from './link-ears.ts';
import { onPress } from './press-ears.ts';
import { clearTicket, letGo, takeBack } from './undo.ts';

export function ticketEars(app: App, deps: Deps): void {
  app.event('reaction_added', async ({ event, context }) => {
    const { ticket, link } = deps.config.reactions;
    if (event.reaction !== ticket && event.reaction !== link) return;
    const at = { channel: event.item.channel, ts: event.item.ts };
    const { happened, deliveryId } = notesOf(context);
    const again = deliveryId.startsWith('slack:missed:') ? ('caught up' as const) : undefined;
    const asked = { by: event.user, again };
    // Named by the message: the reaction heard live and found again when catching up is one wish.
    const wished =
      event.reaction === ticket
        ? await wishOnMessage(deps, at, { ...asked, occasion: `reaction:${keyOf(at)}` })
        : await wishOnMessage(deps, at, { ...asked, occasion: `link:${keyOf(at)}` }, { kind: 'which' });
    happened.push(...wished);
  });
  onPress(app, deps, 'ticket', (asked, themeId) => wishFor(deps, { themeId }, asked));
  onPress(app, deps, 'ticket-another', (asked, themeId) =>
    wishFor(deps, { themeId }, asked, { kind: 'another' }),
  );
  onPress(app, deps, 'ticket-new', (asked, ticketId) => clearTicket(deps, ticketId, asked));
  onPress(app, deps, 'ticket-unlink', (asked, ticketId) => letGo(deps, ticketId, asked));
  onPress(app, deps, 'ticket-relink', (asked, ticketId) => takeBack(deps, ticketId, asked));
  linkEars(app, deps);
  formEars(app, deps);
}

export const ticketCommands: Subcommand[] = [
  {
    name: 'ticket',
    usage: '<theme>',
    about: 'write the one ticket of a theme, e.g. `/earshot ticket T-12`; add `now` to make it as it is',
    heldBy: 'engineer',
    run: async (deps, call) => {
      const [, name = '', now] = /^(.*?)(?:\s+(now))?$/i.exec(call.rest) ?? [];
      const theme = await findThemeByName(deps.db, name);
      if (!theme) return noSuchTheme(deps, call);
      const asked = { by: call.userId, channel: call.channelId, threadTs: null, occasion: call.deliveryId };
      if (now) return wishFor(deps, { themeId: theme.id }, asked);
      return openForm(deps, { themeId: theme.id, triggerId: call.triggerId, asked });
    },
  },
];

async function noSuchTheme(deps: Deps, { rest, responseUrl }: SlashCall): Promise<[]> {
  const text = rest ? `There is no theme "${rest}".` : 'Which theme?';
  await deps.slack.respond(responseUrl, { text: `${text} \`/earshot top\` lists them with their numbers.` });
  return [];
}
