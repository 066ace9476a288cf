// What is being written in one place: the draft, the suggestions, the files to send.
import type { Target } from './actions.ts';
import type { App } from './app.ts';
import type { Offer } from './autocomplete.ts';

/** What the composer remembers beside the draft: the suggestions, which one is active, files to send. */
export type Writing = {
  key: string;
  target: Target;
  offer: Offer | undefined;
  active: number;
  closedAt: string;
  files: File[];
};

/** By key; typed-in text and chosen files outlive a look at another channel. */
export const writings = new Map<string, Writing>();

export function setDraft(app: App, { key }: Pick<Writing, 'key'>, text: string): void {
  app.state.drafts[key] = text;
  app.changed();
}
