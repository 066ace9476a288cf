// Webhooks as they come over the wire, and as a forger would send them.
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LinearClient } from '@linear/sdk';
import { expect, test } from 'vitest';
import { startLinear } from '../../src/sandbox/linear/server.ts';
import { readJiraWebhook } from '../../src/tracker/jira-webhook.ts';
import { readLinearWebhook } from '../../src/tracker/linear-webhook.ts';
import type { WebhookRequest } from '../../src/tracker/webhook.ts';

const secret = 'lin_wh_for_tests';
const now = new Date('2026-11-23T10:00:00Z');

function linearRequest(body: object, over: Record<string, string> = {}): WebhookRequest {
  const rawBody = Buffer.from(JSON.stringify(body));
  const signature = createHmac('sha256', secret).update(rawBody).digest('hex');
  return { rawBody, headers: { 'linear-signature': signature, 'linear-delivery': 'd-1', ...over } };
}

const issueUpdate = (over: object = {}) => ({
  ...{ type: 'Issue', action: 'update', createdAt: now.toISOString(), webhookTimestamp: now.getTime() },
  data: { id: 'issue-1', state: { type: 'started' } },
  ...over,
});

test('a genuine change of an issue says which one to read again', () => {
  expect(readLinearWebhook(linearRequest(issueUpdate()), { secret, now })).toEqual({
    ...{ kind: 'tickets', deliveryId: 'd-1', externalIds: ['issue-1'], change: 'changed', at: now },
  });
  const removed = readLinearWebhook(linearRequest(issueUpdate({ action: 'remove' })), { secret, now });
  expect(removed).toMatchObject({ kind: 'tickets', change: 'removed' });
});

test('what is forged, changed on the way, signed with another secret or not at all is refused', () => {
  const genuine = linearRequest(issueUpdate());
  const changed = { ...genuine, rawBody: Buffer.from(JSON.stringify(issueUpdate({ action: 'remove' }))) };
  const unsigned = { ...genuine, headers: { 'linear-delivery': 'd-1' } };
  const odd = ['', 'zz', 'ab', genuine.headers['linear-signature']!.slice(2)].map((signature) =>
    linearRequest(issueUpdate(), { 'linear-signature': signature }),
  );
  for (const request of [changed, unsigned, ...odd])
    expect(readLinearWebhook(request, { secret, now })).toMatchObject({ kind: 'refused', status: 401 });
  expect(readLinearWebhook(genuine, { secret: 'another', now })).toMatchObject({
    kind: 'refused',
    status: 401,
  });
});

test('a request replayed after a minute, or from the future, is refused', () => {
  for (const seconds of [-61, 61]) {
    const later = new Date(now.getTime() + seconds * 1000);
    expect(readLinearWebhook(linearRequest(issueUpdate()), { secret, now: later })).toMatchObject({
      status: 401,
    });
  }
  const soon = new Date(now.getTime() + 59_000);
  expect(readLinearWebhook(linearRequest(issueUpdate()), { secret, now: soon })).toMatchObject({
    kind: 'tickets',
  });
});

test('a signed body that is no webhook is refused, a kind that is not followed is acknowledged', () => {
  const other = { ...issueUpdate(), type: 'Project', data: { id: 'p' } };
  expect(readLinearWebhook(linearRequest(other), { secret, now })).toEqual({
    kind: 'other',
    deliveryId: 'd-1',
  });
  expect(readLinearWebhook(linearRequest([1, 2]), { secret, now })).toMatchObject({
    kind: 'refused',
    status: 400,
  });
});

test('what the stand-in Linear really sends is understood, and a comment names its author', async () => {
  const linear = await startLinear();
  const received: WebhookRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ rawBody: Buffer.concat(chunks), headers: request.headers as Record<string, string> });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  linear.sendWebhooksTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const client = new LinearClient(linear);
  const id = randomUUID();
  await client.createIssue({ id, teamId: linear.teams.PAY!, title: 'x' });
  await client.createComment({ issueId: id, body: 'y' });
  await client.deleteIssue(id);
  for (let n = 0; n < 100 && received.length < 3; n += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const viewer = await client.viewer;
  const news = received.map((it) => readLinearWebhook(it, { secret: linear.webhookSecret, now: new Date() }));
  expect(news).toEqual([
    expect.objectContaining({ kind: 'tickets', externalIds: [id], change: 'created' }),
    expect.objectContaining({ kind: 'comment', externalId: id, authorId: viewer.id }),
    expect.objectContaining({ kind: 'tickets', externalIds: [id], change: 'removed' }),
  ]);
  expect(new Set(news.map((it) => 'deliveryId' in it && it.deliveryId)).size).toBe(3);
  server.close();
  await linear.stop();
});

function jiraRequest(body: object, key = secret): WebhookRequest {
  const rawBody = Buffer.from(JSON.stringify(body));
  const signature = createHmac('sha256', key).update(rawBody).digest('hex');
  return {
    rawBody,
    headers: { 'x-hub-signature': `sha256=${signature}`, 'x-atlassian-webhook-identifier': randomUUID() },
  };
}

const jiraUpdate = {
  timestamp: now.getTime(),
  webhookEvent: 'jira:issue_updated',
  issue: { id: '10001', key: 'SHOP-1' },
};

test('Jira: a genuine change says which issue to read again, a repeat has the same id whatever its header says', () => {
  const first = readJiraWebhook(jiraRequest(jiraUpdate), { secret });
  expect(first).toMatchObject({ kind: 'tickets', externalIds: ['10001'], change: 'changed', at: now });
  expect(readJiraWebhook(jiraRequest(jiraUpdate), { secret })).toEqual(first);
  const later = readJiraWebhook(jiraRequest({ ...jiraUpdate, timestamp: now.getTime() + 1 }), { secret });
  expect(later).not.toEqual(first);
});

test('Jira: links, comments and removals are told apart; what is forged is refused', () => {
  const link = { sourceIssueId: 10001, destinationIssueId: 10002 };
  const linked = { timestamp: 1, webhookEvent: 'issuelink_created', issueLink: link };
  expect(readJiraWebhook(jiraRequest(linked), { secret })).toMatchObject({ externalIds: ['10001', '10002'] });
  const comment = {
    ...jiraUpdate,
    webhookEvent: 'comment_created',
    comment: { id: '7', author: { accountId: 'a' } },
  };
  expect(readJiraWebhook(jiraRequest(comment), { secret })).toMatchObject({ kind: 'comment', authorId: 'a' });
  const removed = readJiraWebhook(jiraRequest({ ...jiraUpdate, webhookEvent: 'jira:issue_deleted' }), {
    secret,
  });
  expect(removed).toMatchObject({ change: 'removed' });
  expect(readJiraWebhook(jiraRequest(jiraUpdate, 'wrong'), { secret })).toMatchObject({
    kind: 'refused',
    status: 401,
  });
  const sha1 = { ...jiraRequest(jiraUpdate), headers: { 'x-hub-signature': 'sha1=00' } };
  expect(readJiraWebhook(sha1, { secret })).toMatchObject({ kind: 'refused', status: 401 });
  expect(readJiraWebhook(jiraRequest({ hello: 1 }), { secret })).toMatchObject({
    kind: 'refused',
    status: 400,
  });
});
