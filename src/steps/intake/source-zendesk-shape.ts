// The two bodies Zendesk sends: of a ticket event, and of a trigger as docs/intake.md words it. Only what is used.
// https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events
import { z } from 'zod';

/** A placeholder without a value arrives as an empty text. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) =>
    value === null || value === undefined ? undefined : String(value).trim() || undefined,
  );
const id = z.union([z.string().trim().min(1).max(200), z.number()]).transform(String);
const moment = z
  .string()
  .nullish()
  .transform((value) => {
    const at = value ? new Date(value) : undefined;
    return at && !Number.isNaN(at.getTime()) ? at : undefined;
  });
const attachments = z
  .array(z.looseObject({ filename: text, content_url: text }))
  .nullish()
  .transform((list) => list ?? []);

export const TicketEvent = z.looseObject({
  type: z.string().startsWith('zen:event-type:ticket.'),
  id: z.string(),
  time: z.coerce.date(),
  detail: z.looseObject({
    id,
    subject: text,
    description: text,
    requester_id: text,
    organization_id: text,
    created_at: moment,
    updated_at: moment,
    is_public: z.boolean().nullish(),
  }),
  event: z
    .looseObject({
      comment: z
        .looseObject({
          id: text,
          body: text,
          is_public: z.boolean().nullish(),
          author: z.looseObject({ id: text, is_staff: z.boolean().nullish(), name: text }).nullish(),
          attachments,
        })
        .nullish(),
      current: z.unknown().optional(),
      score: text.catch(undefined),
      rating: text.catch(undefined),
      csat: z.looseObject({ score: text, rating: text, comment: text }).nullish().catch(undefined),
    })
    .nullish(),
});
export type TicketEvent = z.infer<typeof TicketEvent>;

export const Trigger = z.looseObject({
  ticket: z.looseObject({
    id,
    url: text,
    subject: text,
    description: text,
    created_at: moment,
    updated_at: moment,
    requester: z.looseObject({ name: text, email: text }).nullish(),
    organization: z.looseObject({ name: text, external_id: text }).nullish(),
    satisfaction: z.looseObject({ rating: text, comment: text }).nullish(),
  }),
});
export type Ticket = z.infer<typeof Trigger>['ticket'];
