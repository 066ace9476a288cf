// Everything the page knows, in one record. Views read it, actions change it and say so.
import type { SandboxState, StateValues, WireMessage } from '../../slack/wire.ts';
import type { Bootstrap, PagePerson } from '../bootstrap.ts';
import type { Child } from './dom.ts';
import type { Connection } from './stream.ts';
import type { TrackerState } from './tracker/tracker-state.ts';

export type Place = { kind: 'channel'; id: string } | { kind: 'app'; tab: 'home' | 'messages' | 'about' };
export type Thread = { channel: string; ts: string };

export type Toast = { id: number; text: string; tone: 'error' | 'info' };

/** Something that floats: a menu, the emoji picker. It closes on Escape, on a click elsewhere and when another opens. */
export type Popover = {
  anchor: DOMRect;
  opener: Element | null;
  key: string;
  label: string;
  view: () => Child;
};

/** A question in the middle of the page: confirm dialogs, delete message. */
export type Dialog = {
  title: Child;
  text: Child;
  confirm: string;
  deny: string;
  danger: boolean;
  answer: (yes: boolean) => void;
};

type Editing = { channel: string; ts: string; text: string };

export type State = {
  bootstrap: Bootstrap;
  actingAs: PagePerson;
  workspace: SandboxState | undefined;
  /** Why nothing can be shown, in words. */
  failure: string | undefined;
  connection: Connection;
  /** Nothing was shown to this person yet. */
  justArrived: boolean;
  place: Place | undefined;
  thread: Thread | undefined;
  /** Unsent text by person, channel and thread. */
  drafts: Record<string, string>;
  /** Where reading had stopped when the channel was opened: the "New" line. */
  readUpTo: Record<string, string>;
  /** How many of the newest messages a channel shows. */
  shownCount: Record<string, number>;
  highlighted: string | undefined;
  editing: Editing | undefined;
  /** What was entered into the elements of a message or view, by its key, before the server knows. */
  entered: Record<string, StateValues>;
  /** Validation errors by view. */
  fieldErrors: Record<string, Record<string, string>>;
  /** Keys of buttons and forms that wait for the app. */
  busy: Set<string>;
  popover: Popover | undefined;
  dialog: Dialog | undefined;
  toasts: Toast[];
  tracker: TrackerState;
  guide: GuideProgress;
  /** Width of the window in CSS pixels. */
  width: number;
  collapsed: Set<string>;
  /** In a narrow window the list of channels is shown in place of everything else. */
  menuOpen: boolean;
};

/** What the visitor has done so far; kept in the browser. */
export type GuideProgress = {
  dismissed: boolean;
  /** The first message Earshot could hear. */
  wrote: { channel: string; ts: string } | undefined;
  /** Has seen the ticket. */
  looked: boolean;
  /** Has asked for the digest. */
  asked: boolean;
};

export const messageKey = (message: Pick<WireMessage, 'channel' | 'ts'>): string =>
  `${message.channel}/${message.ts}`;
