// What every part of the stand-in shares: the world, the clock, and the ways out to the page and to the app.
import type { Shapes } from './blocks/schema.ts';
import type { Manifest } from './manifest.ts';
import type { StreamChange } from './wire.ts';
import type { User, World } from './world.ts';

export type Core = {
  world: World;
  manifest: Manifest;
  secrets: Secrets;
  /** Token to user id. */
  tokens: Map<string, string>;
  /** Milliseconds. */
  now(): number;
  /** 1, 2, 3 …: for what must be unique while the server runs. */
  serial(): number;
  /** `http://127.0.0.1:…` without a slash at the end. */
  origin(): string;
  /** Tells the page, and saves. */
  changed(change: Change): void;
  outbox: Outbox;
  shapes: Shapes;
  /** Not saved: both live for minutes at most. */
  triggers: Map<string, Trigger>;
  hooks: Map<string, Hook>;
  /** What the app did that Slack would refuse or drop without a word; tests assert that it is empty. */
  violations: string[];
};

/** `onlyFor`: the one person whose screen changed. */
export type Change = Omit<StreamChange, 'seq'> & { onlyFor?: string };

export type Secrets = {
  signingSecret: string;
  botToken: string;
  appToken: string;
  verificationToken: string;
};

type Trigger = { user: string; expires: number; spent: boolean; viewId?: string };

/** A response_url: what it answers to, and how often it may still be used. */
export type Hook = {
  user: string;
  channel: string;
  threadTs?: string;
  /** The message whose button was clicked, if any. */
  messageTs?: string;
  ephemeral: boolean;
  uses: number;
  expires: number;
};

export type Reply =
  | { kind: 'acked'; body: unknown }
  | { kind: 'timeout' }
  | { kind: 'failed'; detail: string };

/** What came of one try to tell the app of an event. */
export type EventTry = { kind: 'taken' } | { kind: 'refused' } | { kind: 'failed'; reason: string };

export type Interaction = 'slash_commands' | 'interactive' | 'options';

export type Outbox = {
  event(name: string, payload: Record<string, unknown>): void;
  interact(kind: Interaction, payload: Record<string, unknown>): Promise<Reply>;
  transport(): 'socket' | 'http' | 'none';
};

export type Caller =
  | { kind: 'bot'; user: User; scopes: string[] }
  | { kind: 'user'; user: User }
  | { kind: 'app' };

/** A refusal with Slack's own error code; the answer is `{ok: false, error, ...more}`. */
export class Refusal extends Error {
  readonly code: string;
  readonly more: Record<string, unknown>;
  constructor(code: string, more: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

/** A refusal with the sentences Slack puts into `response_metadata.messages`. */
export function refuse(code: string, ...messages: string[]): never {
  throw new Refusal(code, messages.length > 0 ? { response_metadata: { messages } } : {});
}

/** The code and every sentence beside it, in one line. */
export function wordsOf(refusal: Refusal): string {
  const { response_metadata } = refusal.more as { response_metadata?: { messages: string[] } };
  return [refusal.code, ...(response_metadata?.messages ?? [])].join(' ');
}
