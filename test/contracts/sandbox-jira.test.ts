// The stand-in Jira is held against jira.js with every answer checked: what Jira promises, it must keep.
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloudClient, isNotFoundError } from 'jira.js';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseJql } from '../../src/sandbox/jira/jql.ts';
import { type JiraStandIn, startJira } from '../../src/sandbox/jira/server.ts';

let jira: JiraStandIn;
let client: ReturnType<typeof cloud>;

function cloud(it: JiraStandIn, apiToken = it.apiToken) {
  const auth = { type: 'basic' as const, email: it.email!, apiToken };
  return createCloudClient({ host: it.host, auth, onSchemaMismatch: 'throw' });
}

beforeAll(async () => {
  jira = await startJira({ indexLagMs: 150, timeScale: 0.0001 });
  client = cloud(jira);
});
afterEach(() => {
  jira.faults.clear();
  jira.sendWebhooksTo(undefined);
});
afterAll(() => jira.stop());

const text = (words: string) => ({
  type: 'doc' as const,
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }],
});
const fields = (over: object = {}) => ({
  ...{ project: { key: 'SHOP' }, issuetype: { name: 'Task' }, summary: 'Card form freezes' },
  ...over,
});
const make = async (over: object = {}) => (await client.issues.createIssue({ fields: fields(over) })).key;

async function act(it: object) {
  const response = await fetch(`${jira.url}/sandbox/act`, { method: 'POST', body: JSON.stringify(it) });
  return (await response.json()) as { ok: boolean; error?: string; issue?: { key: string } | null };
}

async function raw(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const authorization = `Basic ${Buffer.from(`${jira.email}:${jira.apiToken}`).toString('base64')}`;
  const response = await fetch(`${jira.url}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const said = (await response.text()) || '{}';
  const json = JSON.parse(said) as { errorMessages?: string[]; errors?: Record<string, string> };
  return { status: response.status, ...json };
}

test('an issue is made with a property, read back whole, edited and deleted', async () => {
  const made = await client.issues.createIssue({
    fields: fields({
      description: text('Three customers'),
      labels: ['a'],
      components: [{ name: 'Checkout' }],
    }),
    properties: [{ key: 'earshot', value: { id: 'x' } }],
  });
  const read = { issueIdOrKey: made.key, properties: ['earshot'], expand: 'changelog' };
  await client.issues.editIssue({ issueIdOrKey: made.key, fields: { summary: 'Frozen' } });
  const issue = await client.issues.getIssue(read);
  expect(issue.properties).toEqual({ earshot: { id: 'x' } });
  expect(issue.fields).toMatchObject({ summary: 'Frozen', labels: ['a'], priority: { name: 'Medium' } });
  expect(issue.fields?.components).toMatchObject([{ name: 'Checkout' }]);
  expect(issue.changelog?.histories?.[0]?.items?.[0]?.field).toBe('summary');
  await client.issues.deleteIssue({ issueIdOrKey: made.key });
  const gone = await client.issues.getIssue(read).catch((error: unknown) => error);
  expect(isNotFoundError(gone)).toBe(true);
});

test("what Jira does not take is refused under the field's own name", async () => {
  const wrong: [object, string][] = [
    [{ summary: 'two\nlines' }, 'summary'],
    [{ summary: 'x'.repeat(256) }, 'summary'],
    [{ labels: ['two words'] }, 'labels'],
    [{ description: 'a string' }, 'description'],
    [{ description: { type: 'doc', version: 1, content: [{ type: 'text', text: 'loose' }] } }, 'description'],
    [{ description: text('x'.repeat(40_000)) }, 'description'],
    [{ priority: { name: 'Burning' } }, 'priority'],
    [{ components: [{ name: 'Nope' }] }, 'components'],
    [{ assignee: { accountId: 'nobody' } }, 'assignee'],
    [{ issuetype: { name: 'Subtask' } }, 'parent'],
    [{ shoeSize: 43 }, 'shoeSize'],
  ];
  for (const [over, field] of wrong) {
    const answer = await raw('POST', '/rest/api/3/issue', { fields: fields(over) });
    expect([field, answer.status, Object.keys(answer.errors ?? {})]).toEqual([field, 400, [field]]);
  }
  expect((await raw('POST', '/rest/api/3/issue', { fields: fields(), extra: 1 })).status).toBe(400);
  expect((await raw('POST', '/rest/api/3/issue', { fields: fields({ project: { key: 'X' } }) })).status).toBe(
    400,
  );
});

test('an issue goes where its workflow lets it, and nowhere else', async () => {
  const issueIdOrKey = await make();
  const names = async () =>
    (await client.issues.getTransitions({ issueIdOrKey })).transitions?.map((way) => way.to?.name);
  expect(await names()).toEqual(['In Progress', 'Done']);
  const done = (await client.issues.getTransitions({ issueIdOrKey })).transitions!.find(
    (it) => it.to?.name === 'Done',
  )!;
  await client.issues.doTransition({ issueIdOrKey, transition: { id: done.id! } });
  const { fields: now } = await client.issues.getIssue({ issueIdOrKey });
  expect(now).toMatchObject({ status: { statusCategory: { key: 'done' } }, resolution: { name: 'Done' } });
  expect(now?.resolutiondate).toBeTruthy();
  await expect(client.issues.doTransition({ issueIdOrKey, transition: { id: done.id! } })).rejects.toThrow(
    /not valid/,
  );
});

test('search follows the truth with a lag, reads by key do not', async () => {
  const label = `lag-${Date.now()}`;
  const key = await make({ labels: [label] });
  const jql = `project = SHOP AND labels = "${label}"`;
  const search = () => client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql, fields: ['summary'] });
  expect((await search()).issues).toEqual([]);
  const { issues } = await client.issues.bulkFetchIssues({ issueIdsOrKeys: [key, 'SHOP-9999'] });
  expect(issues?.map((issue) => issue.key)).toEqual([key]);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect((await search()).issues?.map((issue) => issue.key)).toEqual([key]);
});

test('JQL is read as Jira reads it, and refused in its words', async () => {
  expect(parseJql('a = 1 and (b ~ "x y" or not c in (1, "2")) order by created desc, key').orderBy).toEqual([
    { field: 'created', descending: true },
    { field: 'key', descending: false },
  ]);
  const refused: [string, RegExp][] = [
    ['', /Unbounded/],
    ['order by created', /Unbounded/],
    ['shoe = 1', /Field 'shoe' does not exist/],
    ['project = NOPE', /'NOPE' does not exist for the field 'project'/],
    ['project = ', /ends too early/],
    ['project SHOP', /Expecting operator/],
    ['project = SHOP text ~ x', /OR.*AND/],
    ['(project = SHOP', /ends too early/],
    ['project = SHOP; drop', /reserved JQL character/],
  ];
  for (const [jql, sentence] of refused) {
    const answer = await raw('POST', '/rest/api/3/search/jql', { jql });
    expect([jql, answer.status]).toEqual([jql, 400]);
    expect(answer.errorMessages?.join()).toMatch(sentence);
  }
  expect((await raw('GET', '/rest/api/3/search?jql=x')).status).toBe(410);
});

test('comments carry properties, the same global id is one remote link, a link shows from both sides', async () => {
  const [issueIdOrKey, other] = [await make(), await make()];
  const properties = [{ key: 'earshot', value: { id: 'c' } }];
  await client.issueComments.addComment({ issueIdOrKey, body: text('Hello'), properties });
  const { comments } = await client.issueComments.getComments({ issueIdOrKey, expand: 'properties' });
  expect(comments?.[0]).toMatchObject({ properties, author: { displayName: 'Earshot' } });
  const link = (title: string) => ({
    issueIdOrKey,
    globalId: 'g',
    object: { url: 'https://slack.example/p', title },
  });
  const first = await client.issueRemoteLinks.createOrUpdateRemoteIssueLink(link('one'));
  const second = await client.issueRemoteLinks.createOrUpdateRemoteIssueLink(link('two'));
  expect(second.id).toBe(first.id);
  const type = { name: 'Duplicate' };
  await client.issueLinks.linkIssues({
    type,
    inwardIssue: { key: issueIdOrKey },
    outwardIssue: { key: other },
  });
  const linksOf = async (key: string) =>
    (await client.issues.getIssue({ issueIdOrKey: key, fields: ['issuelinks'] })).fields?.issuelinks;
  expect(await linksOf(issueIdOrKey)).toMatchObject([
    { outwardIssue: { key: other }, type: { outward: 'duplicates' } },
  ]);
  expect(await linksOf(other)).toMatchObject([{ inwardIssue: { key: issueIdOrKey } }]);
  const { issueLinkTypes } = await client.issueLinkTypes.getIssueLinkTypes();
  expect(issueLinkTypes).toContainEqual(
    expect.objectContaining({ name: 'Relates', inward: 'relates to', outward: 'relates to' }),
  );
  const relate = (body: object) => raw('POST', '/rest/api/3/issueLink', body);
  const relation = {
    type: { name: 'Relates' },
    inwardIssue: { key: issueIdOrKey },
    outwardIssue: { key: other },
  };
  for (const status of [201, 201]) expect((await relate(relation)).status).toBe(status);
  expect(await linksOf(issueIdOrKey)).toHaveLength(2);
  const refused = async (over: object) => {
    const { status, errorMessages } = await relate({ ...relation, ...over });
    return [status, errorMessages?.[0]];
  };
  expect(await refused({ type: { name: 'Nope' } })).toEqual([
    404,
    "No issue link type with name 'Nope' found.",
  ]);
  expect(await refused({ outwardIssue: { key: issueIdOrKey } })).toEqual([
    400,
    'You cannot link an issue to itself.',
  ]);
  expect((await refused({ outwardIssue: { key: 'SHOP-99999' } }))[0]).toBe(404);
  expect((await refused({ direction: 'both' }))[0]).toBe(400);
});

test('what stands around issues is answered in a shape that jira.js knows', async () => {
  const { issueTypes } = await client.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: 'SHOP' });
  const issueTypeId = issueTypes!.find((type) => type.name === 'Task')!.id!;
  const screen = await client.issues.getCreateIssueMetaIssueTypeId({
    projectIdOrKey: 'OPS',
    issueTypeId: '10013',
  });
  expect(issueTypeId).toBe('10003');
  expect(screen.fields?.map((field) => field.fieldId)).not.toContain('priority');
  expect((await client.projects.getProject({ projectIdOrKey: 'SHOP' })).name).toBe('Shop');
  expect((await client.workflowStatuses.getStatuses()).length).toBeGreaterThan(5);
  expect((await client.myself.getCurrentUser()).displayName).toBe('Earshot');
  const users = await client.userSearch.findAssignableUsers({ project: 'SHOP', query: 'jonas' });
  expect(users).toEqual([]);
});

test('another token is not let in', async () => {
  await expect(cloud(jira, 'wrong').myself.getCurrentUser()).rejects.toThrow(/401/);
  expect(
    (await raw('GET', '/rest/api/3/myself', undefined, { authorization: `Bearer ${jira.apiToken}` })).status,
  ).toBe(401);
});

test('Data Center takes a bearer, version 2 and wiki markup, and knows no version 3', async () => {
  const server = await startJira({ deployment: 'datacenter', indexLagMs: 0 });
  const headers = { authorization: `Bearer ${server.apiToken}`, 'content-type': 'application/json' };
  const send = (method: string, path: string, body?: object) =>
    fetch(`${server.url}/rest/api/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const made = await send('POST', '2/issue', { fields: fields({ description: 'h2. Problem' }) });
  expect(made.status).toBe(201);
  const found = await (
    await send('POST', '2/search', { jql: 'text ~ problem', fields: ['description'] })
  ).json();
  expect(found).toMatchObject({ total: 1, issues: [{ fields: { description: 'h2. Problem' } }] });
  expect((await send('POST', '2/issue', { fields: fields({ description: text('adf') }) })).status).toBe(400);
  expect((await send('GET', '3/myself')).status).toBe(404);
  expect((await send('POST', '2/search/jql', { jql: 'project = SHOP' })).status).toBe(404);
  await server.stop();
});

type Received = { headers: IncomingHttpHeaders; body: Buffer; json: Record<string, unknown> };

async function receiver(status: () => number = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    received.push({ headers: request.headers, body, json: JSON.parse(body.toString()) });
    response.writeHead(status()).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  jira.sendWebhooksTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jira`);
  const until = async (count: number) => {
    for (let n = 0; n < 200 && received.length < count; n += 1)
      await new Promise((done) => setTimeout(done, 20));
    return received;
  };
  return { until, stop: () => new Promise((resolve) => server.close(resolve)) };
}

test('webhooks are signed, say what changed, and come again with the same identifier and body', async () => {
  let calls = 0;
  const inbox = await receiver(() => (++calls === 1 ? 503 : 200));
  const issue = await make();
  const first = await inbox.until(2);
  await act({ act: 'transition', issue, to: 'In Progress' });
  const [, again, moved] = await inbox.until(3);
  const signature = `sha256=${createHmac('sha256', jira.webhookSecret).update(moved!.body).digest('hex')}`;
  expect(moved?.headers['x-hub-signature']).toBe(signature);
  expect(moved?.json).toMatchObject({
    webhookEvent: 'jira:issue_updated',
    issue: { key: issue, fields: { status: { statusCategory: { key: 'indeterminate' } } } },
    changelog: {
      items: expect.arrayContaining([expect.objectContaining({ field: 'status', toString: 'In Progress' })]),
    },
  });
  expect(again?.headers['x-atlassian-webhook-identifier']).toBe(
    first[0]?.headers['x-atlassian-webhook-identifier'],
  );
  expect(again?.headers['x-atlassian-webhook-retry']).toBe('1');
  expect(again?.body).toEqual(first[0]?.body);
  await inbox.stop();
});

test('a person in the window can do everything the page offers, and is told when it cannot be', async () => {
  const issue = (await act({ act: 'create', project: 'SHOP', summary: 'By hand', description: 'Words' }))
    .issue!.key;
  const of = (await act({ act: 'create', project: 'SHOP', summary: 'Canonical' })).issue!.key;
  const acts = [
    { act: 'assign', issue, user: 'Tomás Rey' },
    { act: 'summary', issue, summary: 'Renamed' },
    { act: 'append', issue, text: 'More' },
    { act: 'priority', issue, priority: 'Highest' },
    { act: 'comment', issue, text: 'Looking', by: 'tomas@northwind.example' },
    { act: 'duplicate', issue, of },
    { act: 'archive', issue },
    { act: 'unarchive', issue },
    { act: 'transition', issue, to: 'Done', resolution: 'Duplicate' },
    { act: 'move', issue, project: 'OPS' },
  ];
  for (const it of acts) expect(await act(it), it.act).toMatchObject({ ok: true });
  const seen = jira.state().issues.find((it) => it.summary === 'Renamed');
  expect(seen).toMatchObject({
    key: 'OPS-1',
    status: { category: 'done' },
    duplicateOfKey: of,
    resolution: 'Duplicate',
  });
  expect(seen?.descriptionHtml).toBe('<p>Words</p>\n<p>More</p>');
  expect(await act({ act: 'transition', issue: of, to: 'In Review' })).toMatchObject({ ok: false });
  expect(await act({ act: 'delete', issue: of })).toEqual({ ok: true, issue: null });
  expect(await act({ act: 'dance', issue })).toMatchObject({ ok: false });
});

test('a description is drawn without letting anything through', async () => {
  const nasty = '<img src=x onerror=alert(1)>"&';
  await act({ act: 'create', project: 'SHOP', summary: 'Nasty', description: nasty });
  const { descriptionHtml } = jira.state().issues[0]!;
  expect(descriptionHtml).toBe('<p>&lt;img src=x onerror=alert(1)&gt;&quot;&amp;</p>');
});

test('everything is still there after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jira-'));
  const stateFile = join(folder, 'jira.json');
  const before = await startJira({ stateFile });
  await cloud(before).issues.createIssue({ fields: fields() });
  await before.stop();
  const after = await startJira({ stateFile });
  expect(after.apiToken).toBe(before.apiToken);
  expect(after.state().issues.map((issue) => issue.key)).toEqual(['SHOP-1']);
  await after.stop();
  rmSync(folder, { recursive: true });
});
