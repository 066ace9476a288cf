// The tracker contract over Jira Cloud and Data Center, and what is Jira's alone.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { JiraSeed } from '../../src/sandbox/jira/seed.ts';
import { type JiraStandIn, startJira } from '../../src/sandbox/jira/server.ts';
import { makeJira } from '../../src/tracker/jira.ts';
import type { TicketDraft, TicketState } from '../../src/tracker/port.ts';
import { type Bench, loseAnswers, trackerContract, trials } from './tracker.ts';

const people = [
  { displayName: 'Mara Lindqvist', email: 'mara@northwind.example' },
  { displayName: 'Tomás Rey', email: 'tomas@northwind.example' },
  { displayName: 'Jonas Weiß', email: 'jonas@northwind.example', active: false },
];

/** A team that has renamed all its statuses. */
const renamed: JiraSeed = {
  users: people,
  projects: [
    {
      ...{ key: 'SHOP', name: 'Shop', components: ['Checkout'] },
      statuses: [
        ['Offen', 'new'],
        ['In Arbeit', 'indeterminate'],
        ['Prüfung', 'indeterminate'],
        ['Erledigt', 'done'],
      ],
    },
  ],
};

const statusFor: Partial<Record<TicketState, string>> = {
  unstarted: 'Offen',
  started: 'In Arbeit',
  completed: 'Erledigt',
  canceled: 'Erledigt',
};

async function act(jira: JiraStandIn, it: object): Promise<void> {
  const response = await fetch(`${jira.url}/sandbox/act`, { method: 'POST', body: JSON.stringify(it) });
  expect(await response.json()).toMatchObject({ ok: true });
}

/** Step by step along the workflow, as a person has to go. */
async function walk(jira: JiraStandIn, key: string, state: TicketState): Promise<void> {
  const wanted = statusFor[state]!;
  const resolution = state === 'canceled' ? { resolution: "Won't Do" } : {};
  const now = () => jira.state().issues.find((issue) => issue.key === key)!;
  const order = jira.state().projects[0]!.statuses.map((status) => status.name);
  if (now().status.name === wanted && state === 'canceled')
    await act(jira, { act: 'transition', issue: key, to: 'Prüfung' });
  while (now().status.name !== wanted) {
    const at = order.indexOf(now().status.name);
    const direct = now().transitions.some((way) => way.to.name === wanted);
    const to = direct ? wanted : order[at + Math.sign(order.indexOf(wanted) - at)]!;
    await act(jira, { act: 'transition', issue: key, to, ...(to === wanted ? resolution : {}) });
  }
}

/** The snapshot is drawn anew only when something has changed. */
function snapshots(jira: JiraStandIn) {
  let last = jira.state();
  return () => {
    if (jira.seq() !== last.seq) last = jira.state();
    return last.issues;
  };
}

function starter(deployment: 'cloud' | 'datacenter', indexLagMs = 400) {
  return async (): Promise<Bench> => {
    const jira = await startJira({ deployment, seed: renamed, indexLagMs });
    const { host, email, apiToken } = jira;
    const issues = snapshots(jira);
    const times = { timeoutMs: 1000, patienceMs: 1200, onSchemaMismatch: 'throw' } as const;
    return {
      tracker: makeJira({ host, email, apiToken, ...times }),
      stranger: makeJira({ host, email, apiToken: 'somebody-else', ...times }),
      target: { tracker: 'jira', team: 'SHOP', component: 'checkout', labels: ['Bug'] },
      faults: jira.faults,
      createCall: { method: 'POST', path: `/rest/api/${deployment === 'cloud' ? 3 : 2}/issue` },
      relateCall: { method: 'POST', path: `/rest/api/${deployment === 'cloud' ? 3 : 2}/issueLink` },
      anyCall: { path: '/rest/*' },
      knowsCustomers: false,
      wish: () => undefined,
      seen: (title) =>
        issues()
          .filter((issue) => issue.summary === title)
          .map((issue) => ({
            ...{ key: issue.key, labels: issue.labels, priority: issue.priority ?? '', needs: 0 },
            links: issue.remoteLinks.map((link) => link.url),
            related: issue.links.filter(({ words }) => !words.includes('dupl')).map(({ key }) => key),
            comments: issue.comments.map((comment) => comment.html),
          })),
      person: {
        writesBelow: (issue, text) => act(jira, { act: 'append', issue, text }),
        movesTo: (issue, state) => walk(jira, issue, state),
        comments: (issue, text) => act(jira, { act: 'comment', issue, text }),
        deletes: (issue) => act(jira, { act: 'delete', issue }),
        marksDuplicate: (issue, of) => act(jira, { act: 'duplicate', issue, of }),
      },
      states: ['unstarted', 'started', 'completed', 'canceled', 'started', 'completed', 'unstarted'],
      stop: jira.stop,
    };
  };
}

trackerContract('jira cloud', starter('cloud'));
trackerContract('jira data center', starter('datacenter'));

// Data Center reads keys one by one, so that each try reads all that the index does not know.
const withoutIndex = { cloud: Math.min(trials, 300), datacenter: Math.min(trials, 100) };

test.each(['cloud', 'datacenter'] as const)(
  'jira %s: answers lost while the search index stands still: no ticket twice',
  async (deployment) => {
    const bench = await starter(deployment, 3_600_000)();
    const name = `jira ${deployment}, index an hour behind`;
    const figures = await loseAnswers(name, bench, withoutIndex[deployment]);
    expect(figures).toMatchObject({ duplicates: 0, missing: 0 });
    await bench.stop();
  },
  60_000 + trials * 3000,
);

const draft = (over: Partial<TicketDraft> = {}): TicketDraft => ({
  ...{ id: randomUUID(), title: 'Card form freezes', body: 'Words.', priority: 'urgent', links: [] },
  target: { tracker: 'jira', team: 'SHOP', labels: ['two words'] },
  ...over,
});

test('a ticket that the search index does not know yet is found all the same', async () => {
  const jira = await startJira({ indexLagMs: 3_600_000 });
  const tracker = makeJira({ ...jira, onSchemaMismatch: 'throw' });
  const it = draft();
  const made = await tracker.create(it);
  // Another process, which remembers nothing.
  const again = await makeJira({ ...jira, onSchemaMismatch: 'throw' }).create(it);
  expect(again.key).toBe(made.key);
  expect(jira.state().issues).toHaveLength(1);
  await jira.stop();
});

test.each(['cloud', 'datacenter'] as const)(
  'jira %s: gaps in the numbers hide no ticket from it while the index stands still',
  async (deployment) => {
    const jira = await startJira({ deployment, seed: renamed, indexLagMs: 3_600_000 });
    const fresh = () => makeJira({ ...jira, onSchemaMismatch: 'throw' });
    const others = async (count: number) => {
      for (let n = 0; n < count; n++) await act(jira, { act: 'create', project: 'SHOP', summary: 'Another' });
    };
    const without = async (from: number, to: number) => {
      for (let n = from; n <= to; n++) await act(jira, { act: 'delete', issue: `SHOP-${n}` });
    };
    await others(12);
    await without(2, 12);
    const it = draft();
    const made = await fresh().create(it);
    expect((await fresh().create(it)).key).toBe(made.key);
    await others(60);
    await without(1, 1);
    await without(14, 64);
    // Nothing below 65 is left, and the index knows none of the rest: no ticket rather than perhaps a second one.
    await act(jira, { act: 'delete', issue: made.key });
    await expect(fresh().create(draft())).rejects.toThrow(/index is too far behind/);
    await without(65, 73);
    expect((await fresh().create(draft())).key).toBe('SHOP-74');
    await jira.stop();
  },
);

const asymmetric: [string, string, string] = ['Blocks', 'is blocked by', 'blocks'];

test.each(['cloud', 'datacenter'] as const)(
  'jira %s: what a site calls its links does not matter, as long as one reads alike from both sides',
  async (deployment) => {
    const relate = async (linkTypes: JiraSeed['linkTypes'] & {}) => {
      const jira = await startJira({ deployment, seed: { ...renamed, linkTypes } });
      const tracker = makeJira({ ...jira, onSchemaMismatch: 'throw' });
      const [a, b] = [await tracker.create(draft()), await tracker.create(draft())];
      const relation = await tracker.relate(a.externalId, b.externalId);
      const links = jira.state().issues.map((issue) => issue.links.map(({ words }) => words));
      await jira.stop();
      return { relation, links };
    };
    expect(await relate([asymmetric, ['Verweis', 'siehe auch', 'Siehe auch']])).toEqual({
      relation: { kind: 'related' },
      links: [['Siehe auch'], ['siehe auch']],
    });
    const without = { kind: 'impossible', because: expect.stringContaining('"Relates"') };
    expect(await relate([asymmetric])).toEqual({ relation: without, links: [[], []] });
    const off = { kind: 'impossible', because: expect.stringContaining('linking is currently disabled') };
    expect(await relate([])).toEqual({ relation: off, links: [[], []] });
  },
);

test('an answer that never comes and a ticket that comes late end in one ticket', async () => {
  const jira = await startJira();
  const tracker = makeJira({ ...jira, timeoutMs: 200, patienceMs: 2000, onSchemaMismatch: 'throw' });
  jira.faults.add({ match: { path: '/rest/api/3/issue' }, fault: { kind: 'hang', ms: 900 }, times: 1 });
  const ticket = await tracker.create(draft());
  expect(jira.state().issues.map((issue) => issue.key)).toEqual([ticket.key]);
  await jira.stop();
});

test('a project whose screen lacks priority and components still gets its ticket', async () => {
  const jira = await startJira();
  const tracker = makeJira({ ...jira, onSchemaMismatch: 'throw' });
  const target = {
    tracker: 'jira',
    team: 'OPS',
    labels: ['two words'],
    assignee: 'tomas@northwind.example',
  } as const;
  const ticket = await tracker.create(draft({ target: { ...target, labels: [...target.labels] } }));
  expect(ticket).toMatchObject({
    key: 'OPS-1',
    stateName: 'Eingang',
    state: 'unstarted',
    assignee: 'Tomás Rey',
  });
  expect(jira.state().issues[0]).toMatchObject({ issueType: 'Task', priority: null });
  expect(jira.state().issues[0]?.labels).toContain('two-words');
  await jira.stop();
});

test('a field that Jira demands and Earshot does not know is named, before anything is made', async () => {
  const projects = [{ key: 'SHOP', name: 'Shop', required: ['severity'] }];
  const jira = await startJira({ seed: { users: people, projects } });
  const tracker = makeJira({ ...jira, onSchemaMismatch: 'throw' });
  await expect(tracker.create(draft())).rejects.toThrow(/demands "Severity".*default in Jira/);
  const problems = await tracker.check([draft().target, { ...draft().target, component: 'Nope' }]);
  expect(problems.map((problem) => problem.what)).toEqual([
    expect.stringContaining('Severity'),
    expect.stringContaining('"Nope"'),
  ]);
  await jira.stop();
});

test('a ticket moved to another project keeps its id and tells its new key', async () => {
  const jira = await startJira();
  const tracker = makeJira({ ...jira, onSchemaMismatch: 'throw' });
  const made = await tracker.create(draft());
  await act(jira, { act: 'move', issue: made.key, project: 'OPS' });
  expect(await tracker.get(made.externalId)).toMatchObject({ key: 'OPS-1', externalId: made.externalId });
  expect(await tracker.get('SHOP-1')).toMatchObject({ key: 'OPS-1' });
  await jira.stop();
});

test('a rich text survives the way into a document and back', async () => {
  const jira = await startJira();
  const tracker = makeJira({ ...jira, onSchemaMismatch: 'throw' });
  const body = [
    '## Problem\n\nPaying **fails** on _iOS_, see [the thread](https://slack.example/p1) and `retry()`.',
    '- acme\n  - 40 seats\n- umbrella',
    '1. open\n2. pay',
    '> "It just spins."',
    '```js\nawait pay();\n```',
    '| part | points |\n|---|---|\n| Reach | 9.1 |',
    '---\n\n![chart](https://charts.example/a.png)',
  ].join('\n\n');
  const ticket = await tracker.create(draft({ body }));
  for (const part of [
    '## Problem',
    '**fails**',
    '[the thread](https://slack.example/p1)',
    '`retry()`',
    '  - 40 seats',
  ])
    expect(ticket.body).toContain(part);
  for (const part of ['1. open', '> "It just spins."', '```js\nawait pay();\n```', '| Reach | 9.1 |'])
    expect(ticket.body).toContain(part);
  const { descriptionHtml } = jira.state().issues[0]!;
  expect(descriptionHtml).toContain('<h2>Problem</h2>');
  expect(descriptionHtml).toContain('<td><p>Reach</p></td>');
  await jira.stop();
});

test("a person's panels, mentions and tables are untouched when the block is written", async () => {
  const jira = await startJira();
  const tracker = makeJira({ ...jira, onSchemaMismatch: 'throw' });
  const made = await tracker.create(draft());
  const description = {
    type: 'doc',
    version: 1,
    content: [
      {
        type: 'panel',
        attrs: { panelType: 'info' },
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Careful' }] }],
      },
      { type: 'paragraph', content: [{ type: 'mention', attrs: { id: 'x', text: '@Mara' } }] },
    ],
  };
  const authorization = `Basic ${Buffer.from(`${jira.email}:${jira.apiToken}`).toString('base64')}`;
  await fetch(`${jira.url}/rest/api/3/issue/${made.key}`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { description } }),
  });
  await tracker.putBlock(made.externalId, { name: 'impact', markdown: 'Impact **51**' });
  await tracker.putBlock(made.externalId, { name: 'impact', markdown: 'Impact **64**' });
  const after = jira.state().issues[0]!.description as typeof description;
  expect(after.content.slice(0, 2)).toEqual(description.content);
  expect(JSON.stringify(after)).not.toContain('51');
  await jira.stop();
});

test('texts longer than Jira takes are cut at a paragraph, and say so', async () => {
  const jira = await startJira();
  const tracker = makeJira({ ...jira, onSchemaMismatch: 'throw' });
  const ticket = await tracker.create(draft({ body: 'A paragraph of feedback.\n\n'.repeat(3000) }));
  expect(ticket.body).toContain('Cut here');
  await jira.stop();
});
