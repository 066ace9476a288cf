// Sentry's user feedback: an issue of the category "feedback", or an alert on a feedback event.
// https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
import { z } from 'zod';
import { cutText } from '../../text/cut.ts';
import { escapeMrkdwn } from '../../text/mrkdwn.ts';
import { messageKey, type News } from './item.ts';
import {
  checkStamp,
  type Delivery,
  isSigned,
  type Request,
  type Source,
  type Verdict,
  webLink,
} from './source.ts';

const optional = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || undefined);
const id = z.union([z.string().min(1).max(200), z.number()]).transform(String);

const Issue = z.looseObject({
  id,
  permalink: optional,
  web_url: optional,
  firstSeen: z.coerce.date(),
  culprit: optional,
  metadata: z.looseObject({ message: optional, value: optional, contact_email: optional, name: optional }),
});

const FeedbackEvent = z.looseObject({
  issue_id: id.optional(),
  issue_url: optional,
  web_url: optional,
  datetime: z.coerce.date(),
  contexts: z.looseObject({
    feedback: z.looseObject({ message: z.string(), contact_email: optional, name: optional, url: optional }),
  }),
});

const Body = z.looseObject({
  action: z.string(),
  data: z.looseObject({
    issue: z.looseObject({ issueCategory: z.string().optional() }).optional(),
    event: z
      .looseObject({ contexts: z.looseObject({ feedback: z.unknown().optional() }).nullish() })
      .optional(),
  }),
});

export const sentry: Source = {
  name: 'sentry',
  setting: 'SENTRY_CLIENT_SECRET',
  secret: (intake) => intake.sentrySecret,
  verify,
  deliveryId: (_payload, request) => request.header('request-id'),
  read,
};

/** Hex HMAC-SHA256 of the body. The stamp is not signed: an old one is refused all the same, it costs nothing. */
function verify(request: Request, { secret, now }: { secret: string; now: Date }): Verdict {
  const given = Buffer.from(request.header('sentry-hook-signature') ?? '', 'hex');
  if (!isSigned({ algorithm: 'sha256', secret, parts: [request.raw], given }))
    return {
      kind: 'refused',
      why: 'The signature does not fit. Copy the client secret of the integration in Sentry to SENTRY_CLIENT_SECRET.',
    };
  const stamp = request.header('sentry-hook-timestamp');
  if (stamp === undefined) return { kind: 'genuine' };
  const seconds = Number(stamp) > 1e11 ? Number(stamp) / 1000 : Number(stamp);
  return checkStamp(new Date(seconds * 1000), now);
}

function read({ payload }: Delivery): News[] | undefined {
  const body = Body.safeParse(payload).data;
  if (body?.action === 'created' && body.data.issue?.issueCategory === 'feedback')
    return newsOfIssue(Issue.parse(body.data.issue));
  if (body?.action === 'triggered' && body.data.event?.contexts?.feedback)
    return newsOfEvent(FeedbackEvent.parse(body.data.event));
  return undefined;
}

function newsOfIssue(issue: z.infer<typeof Issue>): News[] | undefined {
  const said = issue.metadata.message ?? issue.metadata.value;
  if (!said) return undefined;
  const { contact_email: email, name } = issue.metadata;
  return [
    newsOf({ key: issue.id, said, email, name, link: issue.web_url ?? issue.permalink, at: issue.firstSeen }),
  ];
}

function newsOfEvent(event: z.infer<typeof FeedbackEvent>): News[] | undefined {
  const key = event.issue_id ?? /\/issues\/(\d+)/.exec(event.issue_url ?? '')?.[1];
  const { message: said, contact_email: email, name } = event.contexts.feedback;
  if (!key || !said.trim()) return undefined;
  return [newsOf({ key, said, email, name, link: event.web_url, at: event.datetime })];
}

type Feedback = {
  key: string;
  said: string;
  email: string | undefined;
  name: string | undefined;
  link: string | undefined;
  at: Date;
};

function newsOf({ key, said, email, name, link, at }: Feedback): News {
  return {
    kind: 'said',
    item: {
      source: 'sentry',
      key,
      link: webLink(link),
      author: { name, email },
      saidAt: at,
      messages: [
        {
          key: messageKey('sentry', key),
          part: 'voice',
          text: escapeMrkdwn(cutText(said.trim(), 50_000)),
          files: [],
          saidAt: at,
          authorKey: email?.toLowerCase(),
        },
      ],
    },
  };
}
