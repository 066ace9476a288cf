// `/earshot status`.
import type { Subcommand } from '../ears.ts';
import { gatherStatus } from './status.ts';
import { statusScreen } from './status-screen.ts';

export const homeCommands: Subcommand[] = [
  {
    name: 'status',
    usage: '',
    about: 'is Earshot awake, where does it listen, what waits or was given up',
    heldBy: 'everyone',
    run: async (deps, { responseUrl }) => {
      await deps.slack.respond(responseUrl, statusScreen(await gatherStatus(deps)));
      return [];
    },
  },
];
