// Jira's webhooks, Cloud and Data Center, verified and read. A pure function: the secret comes in.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isSignedWith, jsonIn, type TrackerNews, type WebhookRequest } from './webhook.ts';

const id = z.union([z.string(), z.number()]).transform(String);

const JiraWebhook = z.object({
  webhookEvent: z.string(),
  /** Milliseconds; of the event, not of the sending. */
  timestamp: z.number(),
  issue: z.looseObject({ id }).optional(),
  comment: z
    .looseObject({
      id,
      author: z.looseObject({ accountId: z.string().optional(), name: z.string().optional() }).optional(),
    })
    .optional(),
  issueLink: z.looseObject({ sourceIssueId: id, destinationIssueId: id }).optional(),
});

/**
 * Jira signs no time of sending, and repeats come hours later: what makes a delivery one of its kind is its signed
 * body, which stays the same across retries. The identifier header is not signed, so a replay could change it.
 */
export function readJiraWebhook(request: WebhookRequest, { secret }: { secret: string }): TrackerNews {
  const [method, signature] = (request.headers['x-hub-signature'] ?? '').split('=');
  if (method !== 'sha256' || !signature || !isSignedWith(secret, request.rawBody, signature))
    return refused(
      401,
      'The signature does not fit. Set the same secret in the webhook in Jira and in JIRA_WEBHOOK_SECRET.',
    );
  const body = JiraWebhook.safeParse(jsonIn(request.rawBody));
  if (!body.success) return refused(400, 'The body is no Jira webhook.');
  return newsOf(body.data, createHash('sha256').update(request.rawBody).digest('hex').slice(0, 32));
}

function newsOf(body: z.infer<typeof JiraWebhook>, deliveryId: string): TrackerNews {
  const at = new Date(body.timestamp);
  const { issue, comment, issueLink } = body;
  if (body.webhookEvent.startsWith('jira:issue_') && issue) {
    const change = changes[body.webhookEvent] ?? 'changed';
    return { kind: 'tickets', deliveryId, externalIds: [issue.id], change, at };
  }
  if (body.webhookEvent.startsWith('issuelink_') && issueLink) {
    const externalIds = [issueLink.sourceIssueId, issueLink.destinationIssueId];
    return { kind: 'tickets', deliveryId, externalIds, change: 'changed', at };
  }
  if (body.webhookEvent === 'comment_created' && issue && comment) {
    const authorId = comment.author?.accountId ?? comment.author?.name;
    return { kind: 'comment', deliveryId, externalId: issue.id, commentId: comment.id, authorId, at };
  }
  return { kind: 'other', deliveryId };
}

const changes: Record<string, 'created' | 'removed'> = {
  'jira:issue_created': 'created',
  'jira:issue_deleted': 'removed',
};

function refused(status: 400 | 401, why: string): TrackerNews {
  return { kind: 'refused', status, why };
}
