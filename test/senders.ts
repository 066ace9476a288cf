// Support tools as they send webhooks: their bodies, and their signatures over the raw bytes.
import { createHmac, randomUUID } from 'node:crypto';

export const secrets = {
  ZENDESK_WEBHOOK_SECRET: 'zendesk-webhook-secret',
  INTERCOM_CLIENT_SECRET: 'intercom-client-secret',
  SENTRY_CLIENT_SECRET: 'sentry-client-secret',
  EARSHOT_INTAKE_SECRET: 'intake-secret-for-tests',
};

export type Sent = { path: string; body: string | Uint8Array; headers: Record<string, string> };

const hmac = (algorithm: string, secret: string, ...parts: (string | Uint8Array)[]) => {
  const hash = createHmac(algorithm, secret);
  for (const part of parts) hash.update(part);
  return hash;
};

const json = { 'content-type': 'application/json' };
const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

export function asZendesk(payload: unknown, at = new Date(), path = '/webhooks/zendesk'): Sent {
  const body = textOf(payload);
  const stamp = at.toISOString().replace(/\.\d+/, '');
  const signature = hmac('sha256', secrets.ZENDESK_WEBHOOK_SECRET, stamp, body).digest('base64');
  return {
    path,
    body,
    headers: {
      ...json,
      'x-zendesk-webhook-signature': signature,
      'x-zendesk-webhook-signature-timestamp': stamp,
      'x-zendesk-webhook-id': '01GK8E6BKWMJZD2T8Y5AXJQMG5',
      'x-zendesk-webhook-invocation-id': randomUUID(),
    },
  };
}

export function asIntercom(payload: unknown): Sent {
  const body = textOf(payload);
  const signature = hmac('sha1', secrets.INTERCOM_CLIENT_SECRET, body).digest('hex');
  return { path: '/webhooks/intercom', body, headers: { ...json, 'x-hub-signature': `sha1=${signature}` } };
}

export function asSentry(payload: unknown, at = new Date(), resource = 'issue'): Sent {
  const body = textOf(payload);
  return {
    path: '/webhooks/sentry',
    body,
    headers: {
      ...json,
      'request-id': randomUUID(),
      'sentry-hook-resource': resource,
      'sentry-hook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'sentry-hook-signature': hmac('sha256', secrets.SENTRY_CLIENT_SECRET, body).digest('hex'),
    },
  };
}

export function asSigned(source: string, payload: unknown, at = new Date()): Sent {
  const body = textOf(payload);
  const stamp = String(Math.floor(at.getTime() / 1000));
  const signature = hmac('sha256', secrets.EARSHOT_INTAKE_SECRET, `${stamp}.`, body).digest('hex');
  return {
    path: `/intake/${source}`,
    body,
    headers: { ...json, 'x-earshot-timestamp': stamp, 'x-earshot-signature': `sha256=${signature}` },
  };
}

export function asBearer(source: string, payload: unknown): Sent {
  const headers = { ...json, authorization: `Bearer ${secrets.EARSHOT_INTAKE_SECRET}` };
  return { path: `/intake/${source}`, body: textOf(payload), headers };
}

export function asSlack(signingSecret: string, payload: unknown, at = new Date()): Sent {
  const body = textOf(payload);
  const stamp = String(Math.floor(at.getTime() / 1000));
  const signature = hmac('sha256', signingSecret, `v0:${stamp}:`, body).digest('hex');
  return {
    path: '/slack/events',
    body,
    headers: { ...json, 'x-slack-request-timestamp': stamp, 'x-slack-signature': `v0=${signature}` },
  };
}

export async function send(base: string, { path, body, headers }: Sent): Promise<Response> {
  return fetch(`${base}${path}`, { method: 'POST', body: body as BodyInit, headers });
}

/** A ticket's event as Zendesk words it. */
export function zendeskEvent(
  what: string,
  over: { detail?: object; event?: object; time?: Date; id?: string } = {},
): Record<string, unknown> {
  const time = (over.time ?? new Date()).toISOString();
  return {
    type: `zen:event-type:ticket.${what}`,
    account_id: 12514403,
    id: over.id ?? randomUUID(),
    time,
    zendesk_event_version: '2022-11-06',
    subject: 'zen:ticket:35436',
    detail: {
      id: '35436',
      subject: 'Export stops half way',
      description: 'The CSV export stops at 10,000 rows. We need all of them for our audit & <soon>.',
      status: 'OPEN',
      priority: 'NORMAL',
      requester_id: '20978392',
      organization_id: '10002',
      is_public: true,
      via: { channel: 'web' },
      created_at: time,
      updated_at: time,
      ...over.detail,
    },
    event: over.event ?? {},
  };
}

/** A conversation's notification as Intercom words it. */
export function intercomNotification(
  topic: string,
  item: object = {},
  over: { id?: string; at?: Date } = {},
): Record<string, unknown> {
  const at = Math.floor((over.at ?? new Date()).getTime() / 1000);
  return {
    type: 'notification_event',
    app_id: 'hfi1bx4l',
    data: {
      type: 'notification_event_data',
      item: {
        type: 'conversation',
        id: '147',
        created_at: at,
        updated_at: at,
        source: {
          type: 'conversation',
          id: '403918320',
          delivered_as: 'customer_initiated',
          subject: '',
          body: '<p>Refunds take <b>eight days</b> &amp; nobody says why.</p>',
          author: { type: 'user', id: '5b1', name: 'Greta Holm', email: 'greta@globex.test' },
          attachments: [],
          redacted: false,
        },
        conversation_parts: { type: 'conversation_part.list', conversation_parts: [], total_count: 0 },
        ...item,
      },
    },
    links: {},
    id: over.id ?? `notif_${randomUUID()}`,
    topic,
    delivery_status: 'pending',
    delivery_attempts: 1,
    delivered_at: 0,
    first_sent_at: at,
    created_at: at,
    self: null,
  };
}

/** A feedback issue's webhook as Sentry words it. */
export function sentryIssue(over: object = {}, action = 'created'): Record<string, unknown> {
  return {
    action,
    installation: { uuid: 'ec5a0ae0-60ec-418f-9318-46dc5e7e52ec' },
    data: {
      issue: {
        id: '1170820242',
        shortId: 'HARBOR-WEB-1',
        title: 'User Feedback: The invoice page is blank',
        culprit: 'user',
        permalink: 'https://harbor.sentry.io/issues/1170820242/',
        issueType: 'feedback',
        issueCategory: 'feedback',
        firstSeen: new Date().toISOString(),
        metadata: {
          title: 'User Feedback',
          value: 'The invoice page is blank on my iPad',
          message: 'The invoice page is blank on my iPad since this morning, I cannot send any.',
          contact_email: 'Pia@Initech.test',
          name: 'Pia Moreau',
          source: 'new_feedback_envelope',
        },
        project: { id: '1', slug: 'harbor-web', name: 'harbor-web' },
        ...over,
      },
    },
    actor: { id: 'sentry', name: 'Sentry', type: 'application' },
  };
}
