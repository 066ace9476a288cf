// Message batches: handed over, ended after a while, their answers kept as lines in no particular order.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const StoredBatch = z.object({
  id: z.string(),
  createdAt: z.number(),
  cancelledAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  requests: z.array(z.object({ custom_id: z.string(), params: z.record(z.string(), z.unknown()) })),
  results: z.array(z.object({ custom_id: z.string(), result: z.looseObject({ type: z.string() }) })),
});
export type StoredBatch = z.infer<typeof StoredBatch>;
type BatchResult = StoredBatch['results'][number]['result'];

export type Batches = {
  create(requests: StoredBatch['requests']): StoredBatch;
  /** Newest first, each as far as it has come by now. */
  list(): StoredBatch[];
  get(id: string): StoredBatch | undefined;
  cancel(id: string): StoredBatch | undefined;
  stored(): StoredBatch[];
};

type World = {
  now: () => number;
  /** From handing over to the end. */
  batchMs: number;
  answer: (params: Record<string, unknown>) => BatchResult;
  onChange: () => void;
};

export function createBatches(world: World, restored: StoredBatch[]): Batches {
  const batches = new Map(restored.map((batch) => [batch.id, batch]));
  const upToDate = (batch: StoredBatch | undefined) => {
    if (batch && batch.endedAt === null) advance(batch, world);
    return batch;
  };
  return {
    create(requests) {
      const id = `msgbatch_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
      const batch = { id, createdAt: world.now(), cancelledAt: null, endedAt: null, requests, results: [] };
      batches.set(id, batch);
      world.onChange();
      return batch;
    },
    list: () => [...batches.values()].reverse().map((batch) => upToDate(batch)!),
    get: (id) => upToDate(batches.get(id)),
    cancel(id) {
      const batch = upToDate(batches.get(id));
      if (batch && batch.endedAt === null) {
        batch.cancelledAt = world.now();
        world.onChange();
      }
      return batch;
    },
    stored: () => [...batches.values()],
  };
}

function advance(batch: StoredBatch, { now, batchMs, answer, onChange }: World): void {
  if (now() < batch.createdAt + batchMs) return;
  batch.endedAt = now();
  batch.results = batch.requests
    .map(({ custom_id, params }) => ({
      custom_id,
      result: batch.cancelledAt === null ? answer(params) : { type: 'canceled' },
    }))
    .reverse();
  onChange();
}

/** As the API shows it. Counts stay at `processing` until the whole batch has ended. */
export function batchView(batch: StoredBatch, origin: string) {
  const ended = batch.endedAt !== null;
  const count = (type: string) => batch.results.filter(({ result }) => result.type === type).length;
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: ended ? 'ended' : batch.cancelledAt === null ? 'in_progress' : 'canceling',
    request_counts: {
      processing: ended ? 0 : batch.requests.length,
      succeeded: count('succeeded'),
      errored: count('errored'),
      canceled: count('canceled'),
      expired: count('expired'),
    },
    created_at: stamp(batch.createdAt),
    expires_at: stamp(batch.createdAt + 86_400_000),
    ended_at: batch.endedAt === null ? null : stamp(batch.endedAt),
    cancel_initiated_at: batch.cancelledAt === null ? null : stamp(batch.cancelledAt),
    archived_at: null,
    results_url: ended ? `${origin}/v1/messages/batches/${batch.id}/results` : null,
  };
}

function stamp(ms: number): string {
  return new Date(ms).toISOString();
}
