// The stand-in Linear is held against the real SDK: what Linear promises, it must keep.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LinearClient, LinearDocument, RatelimitedLinearError } from '@linear/sdk';
import { LinearWebhookClient } from '@linear/sdk/webhooks';
import { parse, validate } from 'graphql';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { linearSchema } from '../../src/sandbox/linear/schema.ts';
import { type LinearStandIn, startLinear } from '../../src/sandbox/linear/server.ts';

let linear: LinearStandIn;
let client: LinearClient;

beforeAll(async () => {
  linear = await startLinear({ timeScale: 0.0001 });
  client = new LinearClient({ apiKey: linear.apiKey, apiUrl: linear.apiUrl });
});
afterEach(() => {
  linear.faults.clear();
  linear.sendWebhooksTo(undefined);
});
afterAll(() => linear.stop());

const draft = (over: object = {}) => ({
  id: randomUUID(),
  teamId: linear.teams.PAY!,
  title: 'Card form freezes',
  ...over,
});

async function raw(body: object, headers: Record<string, string> = {}) {
  const response = await fetch(linear.apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: linear.apiKey, ...headers },
    body: JSON.stringify(body),
  });
  const json = (await response.json()) as {
    errors?: { message: string; extensions?: object }[];
    data?: unknown;
  };
  return { status: response.status, headers: response.headers, ...json };
}

async function act(it: object) {
  const response = await fetch(`${linear.url}/sandbox/act`, { method: 'POST', body: JSON.stringify(it) });
  return (await response.json()) as {
    ok: boolean;
    error?: string;
    issue?: { identifier: string; stateType: string };
  };
}

type Received = { headers: IncomingHttpHeaders; body: Buffer; json: Record<string, unknown> };

async function receiver(status: () => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      received.push({ headers: request.headers, body, json: JSON.parse(body.toString()) });
      response.writeHead(status()).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  linear.sendWebhooksTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/linear`);
  const until = async (count: number) => {
    for (let n = 0; n < 200 && received.length < count; n += 1)
      await new Promise((done) => setTimeout(done, 20));
    return received;
  };
  return { received, until, stop: () => new Promise((resolve) => server.close(resolve)) };
}

test('every operation of the SDK fits the schema rebuilt from its typings', async () => {
  const schema = await linearSchema();
  const documents = Object.entries(LinearDocument).filter(([name]) => name.endsWith('Document'));
  expect(documents.length).toBeGreaterThan(600);
  const misfits = documents.filter(([, document]) => validate(schema, parse(String(document))).length > 0);
  expect(misfits.map(([name]) => name)).toEqual([]);
});

test('a field, an argument or a variable that Linear does not have is refused', async () => {
  const wrongField = await raw({ query: '{ viewer { id shoeSize } }' });
  expect(wrongField).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  const query = 'mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success } }';
  const wrongInput = await raw({
    query,
    variables: { input: { teamId: linear.teams.PAY, title: 'x', urgency: 1 } },
  });
  expect(wrongInput.status).toBe(400);
  expect(wrongInput.errors?.[0]?.message).toContain('urgency');
});

test('a key with "Bearer" before it, or another key, is not let in', async () => {
  const answer = await raw({ query: '{ viewer { id } }' }, { authorization: `Bearer ${linear.apiKey}` });
  expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'AUTHENTICATION_ERROR' } }] });
});

test("an issue keeps the client's id, and the same id never makes a second one", async () => {
  const input = draft();
  const made = await (await client.createIssue(input)).issue;
  expect(made?.id).toBe(input.id);
  await expect(client.createIssue(input)).rejects.toThrow(/already exists/);
  await expect(client.createIssue(draft({ id: 'not-a-uuid' }))).rejects.toThrow(/UUID/);
});

test('the way of an issue: state by type, label, project, assignee, archive, trash, restore', async () => {
  const team = await client.team(linear.teams.APP!);
  const cooking = (await team.states()).nodes.find((state) => state.name === 'Cooking')!;
  expect(cooking.type).toBe('started');
  const issue = await (await client.createIssue(draft({ teamId: team.id }))).issue!;
  await client.updateIssue(issue!.id, { stateId: cooking.id });
  const started = await client.issue(issue!.identifier);
  expect(started.startedAt).toBeInstanceOf(Date);
  expect((await started.state)?.name).toBe('Cooking');
  await client.archiveIssue(started.id);
  expect((await client.issues({ filter: { id: { eq: started.id } } })).nodes).toEqual([]);
  await client.deleteIssue(started.id);
  expect((await client.issue(started.id)).trashed).toBe(true);
  await client.unarchiveIssue(started.id);
  expect((await client.issue(started.id)).trashed).toBeFalsy();
});

test('a state or label of another team, and an assignee who has left, are refused', async () => {
  const app = (await (await client.team(linear.teams.APP!)).states()).nodes[0]!;
  await expect(client.createIssue(draft({ stateId: app.id }))).rejects.toThrow(/state/);
  const gone = (await client.users({ filter: { email: { startsWith: 'jonas' } } })).nodes[0]!;
  await expect(client.createIssue(draft({ assigneeId: gone.id }))).rejects.toThrow(/active member/);
});

test('the same url on the same issue is one attachment', async () => {
  const { id } = draft();
  await client.createIssue(draft({ id }));
  await client.createAttachment({ issueId: id, title: 'first', url: 'https://slack.example/p1' });
  await client.createAttachment({ issueId: id, title: 'second', url: 'https://slack.example/p1' });
  const attachments = (await (await client.issue(id)).attachments()).nodes;
  expect(attachments.map((it) => it.title)).toEqual(['second']);
});

test('lists are filtered and paged as Linear does', async () => {
  const label = await (await client.createIssueLabel({ name: `paging ${randomUUID()}` })).issueLabel;
  for (let n = 0; n < 5; n += 1)
    await client.createIssue(draft({ title: `Page ${n}`, labelIds: [label!.id] }));
  const filter = { labels: { some: { id: { eq: label!.id } } }, title: { startsWith: 'Page' } };
  const first = await client.issues({ filter, first: 2 });
  expect(first.nodes).toHaveLength(2);
  const all = [...first.nodes];
  for (let page = first; page.pageInfo.hasNextPage; ) {
    page = await client.issues({ filter, first: 2, after: page.pageInfo.endCursor! });
    all.push(...page.nodes);
  }
  expect(new Set(all.map((issue) => issue.title)).size).toBe(5);
  const tooMany = await raw({ query: '{ issues(first: 251) { nodes { id } } }' });
  expect(JSON.stringify(tooMany.errors)).toContain('between 1 and 250');
});

test('customers are matched by external id or domain, and their needs count once per id', async () => {
  const acme = {
    externalId: 'crm-1',
    name: 'Acme',
    domains: ['acme.example'],
    revenue: 50_000,
    tierName: 'Gold',
  };
  const first = await (await client.customerUpsert(acme)).customer;
  const again = await (await client.customerUpsert({ ...acme, externalId: 'crm-2', revenue: 60_000 }))
    .customer;
  expect(again?.id).toBe(first?.id);
  expect(again?.externalIds).toEqual(['crm-1', 'crm-2']);
  const issue = draft();
  await client.createIssue(issue);
  const need = {
    id: randomUUID(),
    issueId: issue.id,
    customerExternalId: 'crm-1',
    body: 'Please',
    priority: 1,
  };
  await client.createCustomerNeed(need);
  await expect(client.createCustomerNeed(need)).rejects.toThrow(/already exists/);
});

test('a duplicate points at the canonical issue and moves to the state for duplicates', async () => {
  const [a, b] = [draft(), draft()];
  await client.createIssue(a);
  await client.createIssue(b);
  const type = LinearDocument.IssueRelationType.Duplicate;
  await client.createIssueRelation({ issueId: a.id, relatedIssueId: b.id, type });
  const issue = await client.issue(a.id);
  expect((await issue.state)?.type).toBe('duplicate');
  expect((await issue.relations()).nodes[0]?.relatedIssueId).toBe(b.id);
});

test('over the limit it is HTTP 400 with RATELIMITED, which the SDK understands', async () => {
  const small = await startLinear({ requestsPerHour: 2 });
  const hasty = new LinearClient({ apiKey: small.apiKey, apiUrl: small.apiUrl });
  await hasty.viewer;
  await hasty.viewer;
  const error = await hasty.viewer.catch((it: unknown) => it);
  expect(error).toBeInstanceOf(RatelimitedLinearError);
  expect((error as RatelimitedLinearError).retryAfter).toBe(1800);
  expect((error as RatelimitedLinearError).status).toBe(400);
  await small.stop();
});

test('a query that would cost more than 10,000 points is refused', async () => {
  const deep = '{ issues(first: 250) { nodes { comments(first: 250) { nodes { id } } } } }';
  const answer = await raw({ query: deep });
  expect(answer.status).toBe(400);
  expect(answer.errors?.[0]?.message).toBe('Query too complex');
  expect((await raw({ query: '{ viewer { id } }' })).headers.get('x-complexity')).toBe('2');
});

test("webhooks pass the SDK's own verification and say what changed", async () => {
  const inbox = await receiver();
  const issue = draft();
  await client.createIssue(issue);
  await act({ act: 'state', issue: issue.id, state: 'In Progress' });
  const [created, updated] = await inbox.until(2);
  const payload = new LinearWebhookClient(linear.webhookSecret).parseData(
    created!.body,
    String(created!.headers['linear-signature']),
  );
  expect(payload).toMatchObject({ type: 'Issue', action: 'create', organizationId: linear.organizationId });
  expect(updated?.json).toMatchObject({
    action: 'update',
    data: { id: issue.id, state: { type: 'started', name: 'In Progress' } },
    updatedFrom: { stateId: expect.any(String) },
    actor: { name: 'Mara Lindqvist' },
  });
  expect(created?.headers['linear-delivery']).not.toBe(updated?.headers['linear-delivery']);
  await inbox.stop();
});

test('a webhook that is not answered by 200 comes again with the same delivery id', async () => {
  let calls = 0;
  const inbox = await receiver(() => (++calls < 3 ? 500 : 200));
  await client.createIssue(draft());
  const received = await inbox.until(3);
  expect(new Set(received.map((it) => it.headers['linear-delivery'])).size).toBe(1);
  expect(
    linear.deliveries
      .log()
      .slice(-3)
      .map((it) => [it.attempt, it.status]),
  ).toEqual([
    [1, 500],
    [2, 500],
    [3, 200],
  ]);
  await inbox.stop();
});

test('deliveries can be doubled, held back and dropped', async () => {
  const inbox = await receiver();
  linear.faults.add({ match: { path: 'Issue', nth: 1 }, fault: { kind: 'duplicate' } });
  linear.faults.add({ match: { path: 'Issue', nth: 1 }, fault: { kind: 'reorder', ms: 300 } });
  const issue = draft();
  await client.createIssue(issue);
  const doubled = await inbox.until(2);
  expect(doubled[0]?.headers['linear-delivery']).toBe(doubled[1]?.headers['linear-delivery']);
  await act({ act: 'title', issue: issue.id, title: 'first' });
  await act({ act: 'title', issue: issue.id, title: 'second' });
  const titles = (await inbox.until(4)).slice(2).map((it) => (it.json.data as { title: string }).title);
  expect(titles).toEqual(['second', 'first']);
  await inbox.stop();
});

test('a person in the window can do everything the page offers, and is told when it cannot be', async () => {
  const made = await act({ act: 'create', team: 'PAY', title: 'By hand' });
  const issue = made.issue!.identifier;
  const of = (await act({ act: 'create', team: 'PAY', title: 'Canonical' })).issue!.identifier;
  const acts = [
    { act: 'assign', issue, user: 'tomas' },
    { act: 'priority', issue, priority: 1 },
    { act: 'label', issue, label: 'Bug' },
    { act: 'comment', issue, body: 'Looking', by: 'tomas' },
    { act: 'description', issue, description: 'Now with words' },
    { act: 'archive', issue },
    { act: 'unarchive', issue },
    { act: 'delete', issue },
    { act: 'restore', issue },
    { act: 'duplicate', issue, of },
    { act: 'move', issue, team: 'APP' },
  ];
  for (const it of acts) expect(await act(it), it.act).toMatchObject({ ok: true });
  const moved = linear.state().issues.find((it) => it.title === 'By hand');
  expect(moved).toMatchObject({
    identifier: expect.stringMatching(/^APP-/),
    stateType: 'duplicate',
    priority: 1,
  });
  expect(await act({ act: 'state', issue, state: 'Flying' })).toEqual({
    ok: false,
    error: 'The team has no state "Flying".',
  });
  expect(await act({ act: 'dance', issue })).toMatchObject({ ok: false });
});

test('the page hears of every change', async () => {
  const stop = new AbortController();
  const response = await fetch(`${linear.url}/sandbox/stream`, { signal: stop.signal });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const { issue } = await act({ act: 'create', team: 'PAY', title: 'Streamed' });
  const { value } = await reader.read();
  expect(value).toContain('event: change');
  expect(value).toContain('"type":"issue","action":"create"');
  expect(issue?.identifier).toMatch(/^PAY-/);
  stop.abort();
});

test('everything is still there after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'linear-'));
  const stateFile = join(folder, 'linear.json');
  const before = await startLinear({ stateFile });
  const kept = new LinearClient({ apiKey: before.apiKey, apiUrl: before.apiUrl });
  await kept.createIssue({ ...draft(), teamId: before.teams.PAY! });
  await before.stop();
  const after = await startLinear({ stateFile });
  expect(after.apiKey).toBe(before.apiKey);
  expect(after.state().issues.map((issue) => issue.identifier)).toEqual(['PAY-1']);
  await after.stop();
  rmSync(folder, { recursive: true });
});
