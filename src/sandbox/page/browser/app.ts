// The page's one object: the state, the acting person's connection, and the way to show what changed.
import type { PagePerson } from '../bootstrap.ts';
import { RefusedCall, type SlackApi, slackApi } from './api.ts';
import type { TextContext } from './mrkdwn-view.ts';
import type { State, Toast } from './state.ts';

export type App = {
  readonly state: State;
  /** As the acting person; another one after `actAs`. */
  api: SlackApi;
  /** Shows the state, at the next frame. */
  changed(): void;
  /** Reads one channel (or everything) from the server again, soon; many calls become few. */
  refresh(channel?: string): void;
  /** Turns to another person: their token, their stream, their view of the workspace. */
  connectAs(person: PagePerson): void;
  readonly text: TextContext;
  now(): Date;
};

export const createApi = (state: State): SlackApi => slackApi(state.bootstrap.slackUrl, state.actingAs.token);

/** Runs what a person asked for; a failure becomes a toast. True when it worked. */
export async function attempt(app: App, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toast(app, failureText(error));
    return false;
  }
}

/** A TypeError is how the browser says that the server cannot be reached. */
export function failureText(error: unknown): string {
  if (error instanceof RefusedCall) return error.message;
  if (error instanceof TypeError) return 'The server cannot be reached. Is the demo still running?';
  return error instanceof Error ? error.message : `${error}`;
}

let lastToast = 0;

export function toast(app: App, text: string, tone: Toast['tone'] = 'error'): void {
  const id = ++lastToast;
  app.state.toasts = [...app.state.toasts.slice(-3), { id, text, tone }];
  app.changed();
  setTimeout(() => dismissToast(app, id), tone === 'error' ? 9000 : 4000);
}

export function dismissToast(app: App, id: number): void {
  app.state.toasts = app.state.toasts.filter((one) => one.id !== id);
  app.changed();
}
