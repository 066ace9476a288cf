// Zendesk: a webhook on ticket events, or one on a trigger with the body of docs/intake.md.
import { z } from 'zod';
import type { News } from './item.ts';
import { checkStamp, type Delivery, isSigned, type Request, type Source, type Verdict } from './source.ts';
import { newsOfEvent, newsOfTrigger } from './source-zendesk-news.ts';
import { TicketEvent, Trigger } from './source-zendesk-shape.ts';

export const zendesk: Source = {
  name: 'zendesk',
  setting: 'ZENDESK_WEBHOOK_SECRET',
  secret: (intake) => intake.zendeskSecret,
  verify,
  deliveryId: (payload, request) =>
    z.looseObject({ type: z.string(), id: z.string() }).safeParse(payload).data?.id ??
    request.header('x-zendesk-webhook-invocation-id'),
  note: (request) => {
    const subdomain = request.query('subdomain');
    return subdomain && /^[a-z0-9-]{1,63}$/i.test(subdomain) ? { subdomain } : {};
  },
  read,
};

/** base64 of HMAC-SHA256 over the timestamp and the body. */
function verify(request: Request, { secret, now }: { secret: string; now: Date }): Verdict {
  const stamp = request.header('x-zendesk-webhook-signature-timestamp') ?? '';
  const text = request.header('x-zendesk-webhook-signature') ?? '';
  const decoded = Buffer.from(text, 'base64');
  // Node reads past what is no base64; a signature has exactly one spelling.
  const given = decoded.toString('base64') === text ? decoded : Buffer.alloc(0);
  if (!isSigned({ algorithm: 'sha256', secret, parts: [stamp, request.raw], given }))
    return {
      kind: 'refused',
      why: 'The signature does not fit. Copy the signing secret of the webhook in Zendesk to ZENDESK_WEBHOOK_SECRET.',
    };
  return checkStamp(new Date(stamp), now);
}

function read({ payload, note, receivedAt }: Delivery): News[] | undefined {
  const type = z.looseObject({ type: z.string() }).safeParse(payload).data?.type;
  if (type === undefined) return newsOfTrigger(Trigger.parse(payload).ticket, receivedAt);
  if (!type.startsWith('zen:event-type:ticket.')) return undefined;
  return newsOfEvent(TicketEvent.parse(payload), note?.subdomain);
}
