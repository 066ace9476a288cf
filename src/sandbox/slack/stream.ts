// `/sandbox/stream`: tells the page what changed, as Server-Sent Events. The page then reads the state again.
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { personOf } from './acts/routes.ts';
import type { Change, Core } from './core.ts';
import { maySee } from './places.ts';
import type { StreamChange } from './wire.ts';

type Numbered = StreamChange & { onlyFor?: string };

export type Changes = {
  add(change: Change): void;
  since(seq: number): Numbered[];
  latest(): number;
  listen(listener: (change: Numbered) => void): () => void;
};

export function createChanges(): Changes {
  let recent: Numbered[] = [];
  let seq = 0;
  const listeners = new Set<(change: Numbered) => void>();
  return {
    add(change) {
      const numbered = { seq: ++seq, ...change };
      recent.push(numbered);
      if (recent.length > 2_000) recent = recent.slice(-1_000);
      for (const listener of listeners) listener(numbered);
    },
    since: (after) => recent.filter((change) => change.seq > after),
    latest: () => seq,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export function streamRoutes(core: Core, changes: Changes): Hono {
  return new Hono().get('/sandbox/stream', (c) => {
    const user = personOf(core, c);
    if (!user) return c.json({ ok: false, error: 'invalid_auth' }, 401);
    const isSeen = (change: Numbered) => {
      if (change.onlyFor && change.onlyFor !== user.id) return false;
      const channel = change.channel ? core.world.channels[change.channel] : undefined;
      return !channel || maySee(channel, user);
    };
    const since = c.req.header('last-event-id') ?? c.req.query('since');
    return streamSSE(c, async (stream) => {
      const write = ({ onlyFor, ...change }: Numbered) =>
        isSeen({ ...change, ...(onlyFor ? { onlyFor } : {}) })
          ? stream.writeSSE({ event: 'change', id: String(change.seq), data: JSON.stringify(change) })
          : undefined;
      const stop = changes.listen((change) => void write(change));
      stream.onAbort(stop);
      await stream.writeSSE({ event: 'ready', data: JSON.stringify({ seq: changes.latest() }) });
      for (const change of since ? changes.since(Number(since)) : []) await write(change);
      while (!stream.aborted) {
        await stream.sleep(15_000);
        await stream.writeSSE({ event: 'ping', data: '' });
      }
      stop();
    });
  });
}
