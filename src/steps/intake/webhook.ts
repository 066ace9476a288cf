// The addresses support tools and own senders post to. Genuine deliveries are saved before they are answered.
import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../../deps.ts';
import { reasonOf } from '../../lib/failure.ts';
import { readJson } from '../../lib/json.ts';
import type { Happened } from '../happened.ts';
import { feedbackIdOf } from './item-rows.ts';
import { checkStamp, type Request, type Source } from './source.ts';
import { GenericItem, itemsIn, mostItems, reasonFor } from './source-generic.ts';
import { isSourceName, sourceNameRule } from './source-name.ts';
import { genericSource, sources } from './source-registry.ts';
import type { SaveDelivery } from './store-inbox.ts';
import { verifyGeneric } from './webhook-guard.ts';

export type Door = {
  deps: Pick<Deps, 'config' | 'now' | 'newId' | 'log'>;
  save: SaveDelivery;
  /** Rings what follows; losing it costs seconds, because the sweep rings again. */
  tell: (happened: Happened[]) => void;
};

const mega = 1024 * 1024;
/** Senders give up after 1 to 12 seconds; one that is told "not saved" sends it again. */
const saveWithinMs = 4000;

export function intakeRoutes(door: Door): Hono {
  const routes = new Hono();
  const limit = (megabytes: number) =>
    bodyLimit({
      maxSize: megabytes * mega,
      onError: (c) => c.json({ error: `The body is over ${megabytes} MB.` }, 413),
    });
  for (const source of sources) {
    routes.post(`/webhooks/${source.name}`, limit(5), (c) => takeWebhook(c, source, door));
    // Intercom asks by HEAD whether anybody is there before it takes an address.
    routes.get(`/webhooks/${source.name}`, (c) => c.text('Post webhooks here.'));
  }
  routes.post('/intake/:source', limit(20), (c) => takeItems(c, door));
  return routes;
}

async function takeWebhook(c: Context, source: Source, door: Door): Promise<Response> {
  const { deps } = door;
  const secret = source.secret(deps.config.intake);
  if (!secret)
    return c.json({ error: `Earshot takes nothing from ${source.name}: set ${source.setting}.` }, 404);
  const request = await requestOf(c);
  const now = deps.now();
  const verdict = source.verify(request, { secret, now });
  if (verdict.kind === 'refused') return c.json({ error: verdict.why }, 401);
  const json = readJson(request.raw);
  if (json.kind === 'refused') return c.json({ error: json.why }, 400);
  const payload = json.value;
  const stamp = source.stamp?.(payload);
  const fresh = stamp && checkStamp(stamp.at, now, stamp.patienceMs);
  if (fresh?.kind === 'refused') return c.json({ error: fresh.why }, 401);
  const delivery = { payload, note: source.note?.(request) };
  if (isOfNoConcern(source, { ...delivery, receivedAt: now })) return c.json({ ok: true, ignored: true });
  const eventId = source.deliveryId(payload, request) ?? digest(request.raw);
  const saved = await keep(door, { source: source.name, eventId, body: delivery });
  return saved ? c.json({ ok: true }) : notSaved(c);
}

/** What cannot be read is kept: a person sees it in the status, and a later Earshot may understand it. */
function isOfNoConcern(source: Source, delivery: Parameters<Source['read']>[0]): boolean {
  try {
    return source.read(delivery) === undefined;
  } catch {
    return false;
  }
}

async function takeItems(c: Context, door: Door): Promise<Response> {
  const { deps } = door;
  const { secret } = deps.config.intake;
  if (!secret) return c.json({ error: 'Earshot takes nothing here: set EARSHOT_INTAKE_SECRET.' }, 404);
  const request = await requestOf(c);
  const verdict = verifyGeneric(request, { secret, now: deps.now() });
  if (verdict.kind === 'refused') return c.json({ error: verdict.why }, 401);
  const source = c.req.param('source') ?? '';
  if (!isSourceName(source)) return c.json({ error: `In /intake/<source> ${sourceNameRule}` }, 404);
  const json = readJson(request.raw);
  if (json.kind === 'refused') return c.json({ error: json.why }, 400);
  const items = itemsIn(json.value);
  if (items.length === 0 || items.length > mostItems)
    return c.json({ error: `Send 1 to ${mostItems} items at once; these are ${items.length}.` }, 400);
  const answers = items.map((item, index) => answerFor(source, item, index));
  const taken = items.filter((_, index) => answers[index]?.status === 'accepted');
  if (taken.length > 0) {
    const saved = await keep(door, {
      source: genericSource,
      // A signature covers its timestamp, so the same one twice is the same request; a bearer's has no such name.
      eventId: request.header('x-earshot-signature') ?? deps.newId(),
      body: { payload: taken, note: { source } },
    });
    if (!saved) return notSaved(c);
  }
  const rejected = items.length - taken.length;
  return c.json({ accepted: taken.length, rejected, items: answers }, taken.length > 0 ? 200 : 422);
}

type Answer =
  | { index: number; id: string; status: 'accepted'; feedbackId: string }
  | { index: number; id: string | undefined; status: 'rejected'; reason: string };

function answerFor(source: string, item: unknown, index: number): Answer {
  const parsed = GenericItem.safeParse(item);
  if (parsed.success) {
    const { id } = parsed.data;
    return { index, id, status: 'accepted', feedbackId: feedbackIdOf({ source, key: id }) };
  }
  return { index, id: idOf(item), status: 'rejected', reason: reasonFor(parsed.error) };
}

function idOf(item: unknown): string | undefined {
  const named = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
  return typeof named === 'string' || typeof named === 'number' ? String(named).slice(0, 200) : undefined;
}

async function requestOf(c: Context): Promise<Request> {
  return {
    raw: new Uint8Array(await c.req.arrayBuffer()),
    header: (name) => c.req.header(name),
    query: (name) => c.req.query(name),
  };
}

/** True when it is in the database, by now or by an earlier try of the sender's. */
async function keep(
  { deps, save, tell }: Door,
  delivery: { source: string; eventId: string; body: unknown },
): Promise<boolean> {
  const eventId = delivery.eventId.length > 200 ? digest(Buffer.from(delivery.eventId)) : delivery.eventId;
  try {
    const id = await inTime(save({ ...delivery, eventId, receivedAt: deps.now() }));
    if (id !== undefined) tell([{ what: 'delivered', inboxId: id, source: delivery.source }]);
    return true;
  } catch (error) {
    deps.log.error({ source: delivery.source, reason: reasonOf(error) }, 'a delivery could not be saved');
    return false;
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('The database does not answer.')), saveWithinMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function notSaved(c: Context): Response {
  return c.json({ error: 'It could not be saved. Send it again.' }, 503);
}

function digest(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('hex');
}
