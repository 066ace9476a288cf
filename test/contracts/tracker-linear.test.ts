// The tracker contract over Linear, and what is Linear's alone.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { defaultSeed } from '../../src/sandbox/linear/seed.ts';
import { startLinear } from '../../src/sandbox/linear/server.ts';
import { makeLinear } from '../../src/tracker/linear.ts';
import { type TicketDraft, TrackerBusy } from '../../src/tracker/port.ts';
import { type Bench, trackerContract } from './tracker.ts';

const states = {
  triage: 'Inbox',
  backlog: 'Someday',
  unstarted: 'Picked',
  started: 'Tasting',
  completed: 'Served',
  canceled: "Won't cook",
};

async function start(): Promise<Bench> {
  const linear = await startLinear({ requestsPerHour: 1_000_000 });
  const { apiKey, apiUrl } = linear;
  const act = async (it: object) => {
    const response = await fetch(`${linear.url}/sandbox/act`, { method: 'POST', body: JSON.stringify(it) });
    expect(await response.json()).toMatchObject({ ok: true });
  };
  let last = linear.state();
  const state = () => {
    if (linear.seq() !== last.seq) last = linear.state();
    return last;
  };
  const issues = () => state().issues;
  const labelName = (id: string) => state().labels.find((label) => label.id === id)!.name;
  return {
    tracker: makeLinear({ apiKey, apiUrl, timeoutMs: 1000 }),
    stranger: makeLinear({ apiKey: 'lin_api_somebody_else', apiUrl }),
    // A team that has renamed all its states.
    target: { tracker: 'linear', team: 'APP', labels: ['Bug'] },
    faults: linear.faults,
    createCall: { path: '/graphql issueCreate' },
    relateCall: { path: '/graphql issueRelationCreate' },
    anyCall: { path: '/graphql*' },
    knowsCustomers: true,
    seen: (title) =>
      issues()
        .filter((issue) => issue.title === title)
        .map((issue) => ({
          key: issue.identifier,
          labels: issue.labelIds.map(labelName),
          priority: issue.priorityLabel,
          links: issue.attachments.map((attachment) => attachment.url),
          comments: issue.comments.map((comment) => comment.body),
          needs: issue.needs.length,
          related: issue.relatedIds.map((id) => issues().find((one) => one.id === id)!.identifier),
        })),
    wish: (id) =>
      issues()
        .flatMap((issue) => issue.needs)
        .find((need) => need.id === id)?.body ?? undefined,
    person: {
      async writesBelow(issue, text) {
        const { description } = issues().find((it) => it.identifier === issue)!;
        await act({ act: 'description', issue, description: `${description}\n\n${text}` });
      },
      movesTo: (issue, state) => act({ act: 'state', issue, state: states[state] }),
      comments: (issue, body) => act({ act: 'comment', issue, body }),
      deletes: (issue) => act({ act: 'delete', issue }),
      marksDuplicate: (issue, of) => act({ act: 'duplicate', issue, of }),
    },
    states: ['triage', 'backlog', 'unstarted', 'started', 'completed', 'canceled'],
    stop: linear.stop,
  };
}

trackerContract('linear', start);

const draft = (over: Partial<TicketDraft> = {}): TicketDraft => ({
  ...{ id: randomUUID(), title: 'Card form freezes', body: 'Words.', priority: 'urgent', links: [] },
  target: { tracker: 'linear', team: 'PAY', labels: [] },
  ...over,
});

test('a long rate limit is told with its seconds, a short one is sat out', async () => {
  const linear = await startLinear();
  const tracker = makeLinear(linear);
  linear.faults.add({ fault: { kind: 'rateLimit', retryAfter: 1 }, times: 1 });
  await expect(tracker.create(draft())).resolves.toMatchObject({ key: 'PAY-1' });
  linear.faults.add({ fault: { kind: 'rateLimit', retryAfter: 1800 } });
  const failure = await tracker.create(draft()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TrackerBusy);
  expect((failure as TrackerBusy).retryAfterSeconds).toBe(1800);
  await linear.stop();
});

test('a ticket goes to its project and person; one who left stops no ticket', async () => {
  const linear = await startLinear();
  const tracker = makeLinear(linear);
  const target = {
    tracker: 'linear',
    team: 'pay',
    project: 'checkout without friction',
    labels: [],
  } as const;
  const ticket = await tracker.create(
    draft({ target: { ...target, labels: [], assignee: 'Tomas@northwind.example' } }),
  );
  expect(ticket.assignee).toBe('Tomás Rey');
  expect(linear.state().issues[0]?.projectId).toBe(linear.state().projects[0]?.id);
  const gone = await tracker.create(
    draft({ target: { ...target, labels: [], assignee: 'jonas@northwind.example' } }),
  );
  expect(gone.assignee).toBeUndefined();
  const problems = await tracker.check([{ ...target, labels: [], project: 'No such project' }]);
  expect(problems[0]?.what).toContain('No such project');
  await linear.stop();
});

test('what people have deleted is not made again under the same id', async () => {
  const linear = await startLinear();
  const tracker = makeLinear(linear);
  const it = draft();
  const { key } = await tracker.create(it);
  const body = JSON.stringify({ act: 'delete', issue: key });
  await fetch(`${linear.url}/sandbox/act`, { method: 'POST', body });
  expect(await tracker.create(it)).toMatchObject({ key, state: 'missing' });
  expect(linear.state().issues).toHaveLength(1);
  await linear.stop();
});

const thread = {
  url: 'https://slack.example/archives/C1/p9',
  title: 'Slack thread',
  slackThread: 'synced',
} as const;

test('a Slack thread is kept in step by Linear, linked once whatever happens to the answer', async () => {
  const linear = await startLinear();
  const tracker = makeLinear(linear);
  const match = { path: '/graphql attachmentLinkSlack' };
  linear.faults.add({ match, fault: { kind: 'resetAfterCommit' }, times: 1 });
  const it = draft({ links: [thread] });
  const made = await tracker.create(it);
  expect([made.slackThread, (await tracker.create(it)).slackThread]).toEqual(['synced', 'synced']);
  const { attachments } = linear.state().issues[0]!;
  expect(attachments.map(({ url, slackThread }) => [url, slackThread])).toEqual([[thread.url, 'synced']]);
  await linear.stop();
});

test("without Linear's own Slack app the thread is a link like any other", async () => {
  const organization = { ...defaultSeed.organization, slackIntegration: 'none' as const };
  const linear = await startLinear({ seed: { ...defaultSeed, organization } });
  expect((await makeLinear(linear).create(draft({ links: [thread] }))).slackThread).toBeUndefined();
  const { attachments } = linear.state().issues[0]!;
  expect(attachments.map(({ url, slackThread }) => [url, slackThread])).toEqual([[thread.url, null]]);
  await linear.stop();
});

test('on a plan without customers a wish is no failure', async () => {
  const organization = { ...defaultSeed.organization, customersEnabled: false };
  const linear = await startLinear({ seed: { ...defaultSeed, organization } });
  const tracker = makeLinear(linear);
  const { externalId } = await tracker.create(draft());
  const customer = { externalId: 'crm-7', name: 'Acme', domains: [] };
  const need = { id: randomUUID(), customer, markdown: 'Please.', important: false };
  await expect(tracker.putCustomerNeed(externalId, need)).resolves.toBeUndefined();
  await linear.stop();
});

test('an address that is not Linear, or not encrypted, is named with its setting', async () => {
  const linear = await startLinear();
  const wrong = makeLinear({ apiKey: linear.apiKey, apiUrl: `${linear.url}/nowhere` });
  await expect(wrong.create(draft())).rejects.toThrow(/LINEAR_API_URL/);
  expect(() => makeLinear({ apiKey: 'lin_api_x', apiUrl: 'http://linear.example/graphql' })).toThrow(/https/);
  await linear.stop();
});

test("an error carries neither the key nor the customer's words", async () => {
  const linear = await startLinear();
  const tracker = makeLinear({ ...linear, timeoutMs: 300 });
  for (const fault of [
    { kind: 'status', status: 500 },
    { kind: 'resetBeforeCommit' },
    { kind: 'truncate' },
  ] as const) {
    linear.faults.add({ match: { path: '/graphql issueCreate' }, fault });
    linear.faults.add({ match: { path: '/graphql issue' }, fault: { kind: 'status', status: 500 } });
    const failure = await tracker.create(draft({ body: 'a secret wish' })).catch((error: unknown) => error);
    const told =
      JSON.stringify(failure, Object.getOwnPropertyNames(failure)) + String((failure as Error).stack);
    expect(told).not.toContain('secret wish');
    expect(told).not.toContain(linear.apiKey);
    linear.faults.clear();
  }
  await linear.stop();
});

test('one ticket costs three requests, however much is known of it', async () => {
  const linear = await startLinear();
  await makeLinear(linear).create(
    draft({ links: [{ url: 'https://slack.example/p1', title: 'A message' }] }),
  );
  const { requests } = (await (await fetch(`${linear.url}/sandbox/requests`)).json()) as {
    requests: { path: string }[];
  };
  expect(requests.map((request) => request.path)).toEqual([
    '/graphql teams',
    '/graphql issueCreate',
    '/graphql attachmentCreate',
  ]);
  await linear.stop();
});
