// The job that reads saved deliveries of support tools and of the generic endpoint.
import { ZodError, z } from 'zod';
import type { Db } from '../../db/connect.ts';
import type { Deps } from '../../deps.ts';
import { Permanent, reasonOf } from '../../lib/failure.ts';
import type { Job } from '../../queue/port.ts';
import type { Happened } from '../happened.ts';
import type { News } from './item.ts';
import { captureNews, captureWith } from './item-capture.ts';
import type { Delivery } from './source.ts';
import { GenericItem, newsOfItem } from './source-generic.ts';
import { genericSource, sources } from './source-registry.ts';
import { blankDelivery, findDelivery, markHandled } from './store.ts';

export const takeIn: Job<{ inboxId: number }, Happened[]> = {
  name: 'take-in',
  payload: z.object({ inboxId: z.number().int() }),
  key: ({ inboxId }) => `inbox-${inboxId}`,
  concurrency: 4,
  run: async (deps, { inboxId }) => {
    const saved = await findDelivery(deps.db, inboxId);
    if (!saved || saved.handledAt) return [];
    const delivery = { ...Saved.parse(saved.body), receivedAt: saved.receivedAt };
    const { source, news } = read(saved.source, delivery);
    return deps.db.transaction((tx) => carryOut(deps, tx, { inboxId, source, news }));
  },
};

const Saved = z.object({
  payload: z.unknown(),
  note: z.record(z.string(), z.string().optional()).optional(),
});

async function carryOut(
  deps: Deps,
  tx: Db,
  { inboxId, source, news }: { inboxId: number; source: string; news: News[] },
): Promise<Happened[]> {
  const at = deps.now();
  const { employeeDomains } = deps.config;
  const by = await captureWith(deps, tx, { at, how: 'webhook', employeeDomains });
  const { happened, erased } = await captureNews(tx, source, news, by);
  if (erased) await blankDelivery(tx, inboxId);
  await markHandled(tx, inboxId, at);
  return happened;
}

function read(name: string, delivery: Delivery): { source: string; news: News[] } {
  if (name === genericSource) {
    const source = z.object({ source: z.string() }).parse(delivery.note).source;
    const items = z.array(GenericItem).parse(delivery.payload);
    return { source, news: items.flatMap((item) => newsOfItem(source, item, delivery.receivedAt)) };
  }
  const source = sources.find((one) => one.name === name);
  if (!source) throw new Permanent(`Nobody reads deliveries of ${name}.`);
  try {
    return { source: name, news: source.read(delivery) ?? [] };
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new Permanent(
      `What ${name} sent is not understood (${reasonOf(error)}). Compare the webhook with docs/intake.md.`,
    );
  }
}
