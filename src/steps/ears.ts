// What a step's Slack listeners share: the world, a way to say what happened, and the shape of a subcommand.
import type { App, Context } from '@slack/bolt';
import type { Deps } from '../deps.ts';
import { Permanent } from '../lib/failure.ts';
import type { Happened } from './happened.ts';

/** Registers a step's listeners with Bolt. */
export type Ears = (app: App, deps: Deps) => void;

/** `/earshot <name> <rest>`. Answers are seen by the asker alone. */
export type Subcommand = {
  name: string;
  /** What follows the name, as shown by help: `[area]`. */
  usage: string;
  about: string;
  /** `engineer`: held by EARSHOT_ENGINEERS. */
  heldBy: 'everyone' | 'engineer';
  run: (deps: Deps, call: SlashCall) => Promise<Happened[]>;
};

export type SlashCall = {
  /** Everything after the subcommand's name, trimmed. */
  rest: string;
  userId: string;
  channelId: string;
  responseUrl: string;
  triggerId: string;
  /** Names this one call; the same delivery handled twice carries the same. */
  deliveryId: string;
};

export type Notes = { happened: Happened[]; deliveryId: string };

/** What the hearing job put into Bolt's context for the listeners. */
export function notesOf(context: Context): Notes {
  const { happened, deliveryId } = context as Partial<Notes>;
  if (!happened || !deliveryId) throw new Permanent('A delivery reached Bolt past the inbox.');
  return { happened, deliveryId };
}
