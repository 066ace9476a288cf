// `/earshot`: finds the subcommand a person means, checks that they may use it, and answers.
import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { currentCatalog } from '../catalog/catalog.ts';
import { mayDecide, mayRead } from '../customers/access.ts';
import type { Deps } from '../deps.ts';
import { askCommands } from './ask/slack.ts';
import { auditCommands, deskCommands } from './desk/commands.ts';
import { eraseCommands } from './desk/erase-ears.ts';
import { helpScreen } from './desk/help-screen.ts';
import { readTyped } from './desk/typed.ts';
import { whyCommands } from './desk/why.ts';
import { digestCommands } from './digest/slack.ts';
import { notesOf, type Subcommand } from './ears.ts';
import { homeCommands } from './home/commands.ts';
import { joinCommands } from './intake/join-ears.ts';
import { logCommands } from './intake/log-ears.ts';
import { ticketCommands } from './ticket/slack.ts';

const commands: Subcommand[] = [
  ...logCommands,
  ...joinCommands,
  ...deskCommands,
  ...askCommands,
  ...whyCommands,
  ...eraseCommands,
  ...ticketCommands,
  ...digestCommands,
  ...homeCommands,
  ...auditCommands,
];

export function commandEars(app: App, deps: Deps): void {
  app.command('/earshot', async ({ command, context, ack }) => {
    await ack();
    const answer = (screen: { text: string; blocks?: KnownBlock[] }) =>
      deps.slack.respond(command.response_url, screen);
    const reader = await mayRead(deps, command.user_id);
    if (!reader.allowed) return answer({ text: reader.because });
    const { areas } = await currentCatalog(deps);
    const meant = readTyped(command.text, { names: commands.map(({ name }) => name), areas });
    if (meant.kind !== 'command') {
      const unknown = meant.kind === 'unknown' ? meant : null;
      return answer(helpScreen({ commands, areas, reactions: deps.config.reactions, unknown }));
    }
    const found = commands.find(({ name }) => name === meant.name)!;
    const access = found.heldBy === 'engineer' ? await mayDecide(deps, command.user_id) : reader;
    if (!access.allowed) return answer({ text: access.because });
    const { happened, deliveryId } = notesOf(context);
    const call = {
      rest: meant.rest,
      deliveryId,
      userId: command.user_id,
      channelId: command.channel_id,
      responseUrl: command.response_url,
      triggerId: command.trigger_id,
    };
    happened.push(...(await found.run(deps, call)));
  });
}
