// The parts of Intercom's notifications that are used.
// https://developers.intercom.com/docs/references/webhooks/webhook-models
import { z } from 'zod';

const optional = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) =>
    value === null || value === undefined ? undefined : String(value).trim() || undefined,
  );
export const intercomId = z.union([z.string().min(1).max(200), z.number()]).transform(String);
/** Unix seconds. */
const seconds = z
  .number()
  .min(0)
  .max(1e11)
  .transform((at) => new Date(at * 1000));

export const Writer = z.looseObject({
  type: z.string().default('user'),
  id: optional,
  name: optional,
  email: optional,
});
const files = z
  .array(z.looseObject({ name: optional, url: optional }))
  .nullish()
  .transform((list) => list ?? []);

export const Part = z.looseObject({
  id: intercomId,
  part_type: z.string().default('comment'),
  body: optional,
  created_at: seconds,
  author: Writer,
  attachments: files,
  redacted: z.boolean().nullish(),
});
export type Part = z.infer<typeof Part>;

export const Conversation = z.looseObject({
  id: intercomId,
  created_at: seconds,
  updated_at: seconds.nullish(),
  source: z
    .looseObject({
      id: optional,
      subject: optional,
      body: optional,
      author: Writer,
      attachments: files,
      redacted: z.boolean().nullish(),
    })
    .nullish(),
  conversation_parts: z.looseObject({ conversation_parts: z.array(Part).default([]) }).nullish(),
  conversation_rating: z
    .looseObject({ rating: z.number().nullish(), remark: optional, created_at: seconds.nullish() })
    .nullish(),
  company: z.looseObject({ company_id: optional, name: optional }).nullish().catch(undefined),
});
export type Conversation = z.infer<typeof Conversation>;

export const Notification = z.looseObject({
  type: z.literal('notification_event'),
  id: z.string().min(1).optional(),
  topic: z.string(),
  app_id: optional,
  created_at: seconds,
  data: z.looseObject({ item: z.unknown() }),
});
export type Writer = z.infer<typeof Writer>;
