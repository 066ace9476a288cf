// `/earshot`: finds the subcommand a person means, checks that they may use it, and answers.
import type { App } from '@slack/bolt';
import { currentCatalog } from '../catalog/catalog.ts';
import { mayDecide, mayRead } from '../customers/access.ts';
import type { Deps } from '../deps.ts';
import { said } from '../text/screen.ts';
import { deskCommands } from './desk/commands.ts';
import { digestCommands } from './digest/slack.ts';
import { notesOf, type Subcommand } from './ears.ts';
import { joinCommands } from './intake/join-ears.ts';
import { ticketCommands } from './ticket/slack.ts';

const commands: Subcommand[] = [...joinCommands, ...deskCommands, ...ticketCommands, ...digestCommands];

export function commandEars(app: App, deps: Deps): void {
  app.command('/earshot', async ({ command, context, ack }) => {
    await ack();
    const answer = (text: string) => deps.slack.respond(command.response_url, { text });
    const reader = await mayRead(deps, command.user_id);
    if (!reader.allowed) return answer(reader.because);
    const { name, rest } = splitCommand(command.text);
    const found = findCommand(name);
    if (!found) return answer(await helpText(deps, name));
    const access = found.heldBy === 'engineer' ? await mayDecide(deps, command.user_id) : reader;
    if (!access.allowed) return answer(access.because);
    const { happened, deliveryId } = notesOf(context);
    const call = {
      rest,
      deliveryId,
      userId: command.user_id,
      channelId: command.channel_id,
      responseUrl: command.response_url,
      triggerId: command.trigger_id,
    };
    happened.push(...(await found.run(deps, call)));
  });
}

/** Pure: the first word, and what follows it. */
export function splitCommand(text: string): { name: string; rest: string } {
  const [, name = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  return { name: name.toLowerCase(), rest: rest.trim() };
}

/** Whole names, plurals, and beginnings of at least two letters. */
function findCommand(name: string): Subcommand | undefined {
  const plain = name.replace(/s$/, '');
  return (
    commands.find((command) => command.name === name || command.name.replace(/s$/, '') === plain) ??
    (name.length >= 2 ? commands.find((command) => command.name.startsWith(name)) : undefined)
  );
}

async function helpText(deps: Deps, asked: string): Promise<string> {
  const { areas } = await currentCatalog(deps);
  const example = areas[0] ? `/earshot top ${areas[0].name.toLowerCase()}` : '/earshot top';
  const { capture, ticket, looking, notFeedback } = deps.config.reactions;
  const unknown = asked && asked !== 'help' ? [`"${said(asked, 40)}" is not known.`] : [];
  return [
    ...unknown,
    ...commands.map(
      ({ name, usage, about }) => `• \`/earshot ${[name, usage].filter(Boolean).join(' ')}\` ${about}`,
    ),
    `For example \`${example}\`.`,
    `On any message: :${capture}: capture it · :${looking}: I am looking at it · :${ticket}: make the ticket · :${notFeedback}: not feedback.`,
  ].join('\n');
}
