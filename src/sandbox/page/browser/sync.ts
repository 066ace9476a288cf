// Keeps the page's copy of the workspace true: reads it whole, then re-reads what the stream says has changed.
import type { SandboxState, StreamChange, WireMessage } from '../../slack/wire.ts';
import type { PagePerson } from '../bootstrap.ts';
import { type App, createApi, failureText } from './app.ts';
import type { State } from './state.ts';
import { listen } from './stream.ts';

/** Between two reads while changes pour in, in milliseconds. */
const pause = 60;

type Sync = { refresh(channel?: string): void; connectAs(person: PagePerson): void };

export function createSync(app: () => App, arrived: () => void): Sync {
  const dirty = new Set<string>();
  let everything = true;
  let reading = false;
  let stop: () => void = () => undefined;
  let session = 0;

  const read = async () => {
    if (reading) return;
    reading = true;
    const mine = session;
    while ((everything || dirty.size > 0) && mine === session) {
      const channels = everything || dirty.size > 3 ? [undefined] : [...dirty];
      everything = false;
      dirty.clear();
      await readInto(app(), channels, () => mine === session);
      arrived();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    if (mine === session) reading = false;
  };

  const refresh: Sync['refresh'] = (channel) => {
    if (channel) dirty.add(channel);
    else everything = true;
    void read();
  };

  return {
    refresh,
    connectAs(person) {
      const { state } = app();
      stop();
      session += 1;
      reading = false;
      forget(state, person);
      app().api = createApi(state);
      stop = listen<StreamChange>(streamUrl(state), {
        change: (change) => refresh(change.channel ?? anyChannel(state)),
        connection: (connection) => {
          state.connection = connection;
          app().changed();
        },
        resumed: () => refresh(),
      });
      refresh();
    },
  };
}

/** Views, home and people come with every read; naming a channel keeps the others' messages out of it. */
const anyChannel = (state: State): string | undefined => state.workspace?.channels[0]?.id;

const streamUrl = ({ bootstrap, actingAs }: State) =>
  `${bootstrap.slackUrl}/sandbox/stream?${new URLSearchParams({ token: actingAs.token })}`;

function forget(state: State, person: PagePerson): void {
  state.actingAs = person;
  state.workspace = undefined;
  state.failure = undefined;
  state.connection = 'connecting';
  state.justArrived = true;
  state.entered = {};
  state.fieldErrors = {};
  state.busy.clear();
}

async function readInto(app: App, channels: (string | undefined)[], current: () => boolean): Promise<void> {
  const { state } = app;
  try {
    for (const channel of channels) {
      const fresh = await app.api.state(channel);
      if (!current()) return;
      state.workspace = merged(state.workspace, fresh);
    }
    state.failure = undefined;
  } catch (error) {
    if (current()) state.failure = failureText(error);
  }
  app.changed();
}

/** What did not change keeps its identity, so that views can tell by `===`. */
function merged(old: SandboxState | undefined, fresh: SandboxState): SandboxState {
  if (!old) return fresh;
  const messages = { ...old.messages };
  for (const [channel, list] of Object.entries(fresh.messages))
    messages[channel] = kept(old.messages[channel], list);
  return {
    ...fresh,
    messages,
    users: same(old.users, fresh.users),
    channels: same(old.channels, fresh.channels),
    dms: same(old.dms, fresh.dms),
    views: same(old.views, fresh.views),
    home: same(old.home, fresh.home),
    app: same(old.app, fresh.app),
    emoji: same(old.emoji, fresh.emoji),
  };
}

const same = <T>(old: T, fresh: T): T => (JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh);

function kept(old: WireMessage[] = [], fresh: WireMessage[]): WireMessage[] {
  const known = new Map(old.map((message) => [message.ts, message]));
  const list = fresh.map((message) => {
    const before = known.get(message.ts);
    return before ? same(before, message) : message;
  });
  return list.length === old.length && list.every((message, index) => message === old[index]) ? old : list;
}
