// Forgetting, looked at with suspicion: after it, every table of ours and of the queue, every message of ours in Slack and
// every issue is searched for the customer, its people and their words. And it comes to its end however often the
// process is killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { note } from '../../src/audit/audit.ts';
import { currentCatalog } from '../../src/catalog/catalog.ts';
import { saveCustomer } from '../../src/customers/store.ts';
import { keepFailure } from '../../src/queue/failures.ts';
import { act, look } from '../../src/sandbox/slack/drive.ts';
import { whatPeopleCorrected } from '../../src/steps/analyze/learned.ts';
import { saveCorrections } from '../../src/steps/analyze/store-corrections.ts';
import { subjectOf } from '../../src/steps/desk/erase-find.ts';
import { fingerprintsOf } from '../../src/steps/intake/erase.ts';
import { saveErasure } from '../../src/steps/intake/store-erasure.ts';
import { setOverride } from '../../src/steps/prioritize/store.ts';
import { asBearer, secrets, send } from '../senders.ts';
import { command, count, react, seenBy, until, type World, write } from '../world.ts';
import {
  customerId,
  directly,
  does,
  itemSaying,
  openView,
  settled,
  startIntake,
  textOf,
  whispered,
} from './intake-world.ts';
import { holdCommits, proxyTo } from './ticket-crash-points.ts';
import { tracesInDatabase, tracesInLinear, tracesInSlack } from './traces.ts';

let world: World;
const db = () => world.earshot.deps.db;

beforeAll(async () => {
  world = await startIntake({
    env: (slack) => ({ EARSHOT_ENGINEERS: `${slack.users.eva!.id},${slack.users.ana!.id}`, ...secrets }),
  });
  await saveCustomer(db(), {
    ...{ id: customerId('Globex'), externalId: 'Globex', name: 'Globex', domains: ['globex.test'] },
    ...{ segment: 'Enterprise', annualRevenue: 120_000, currency: 'EUR', owner: world.user('sam') },
    ...{ slackTeamIds: [world.slack.state.otherTeams[0]!.id], updatedAt: new Date() },
  });
});

/** What must not be found any more of Globex. Its channel's name in Slack is Slack's. */
const traces = () => [
  ...['globex', 'greta holm', 'jo meyer', '+49 30 1234567', world.user('greta')],
  ...['white pages for every document', 'since the weekend', 'blank sheets in every archive'],
];

async function fillWithTraces(): Promise<string> {
  const ts = await write(
    world,
    'greta',
    'globex-shared',
    'The PDF export of the report shows white pages for every document since Friday. Call me: +49 30 1234567, Greta Holm',
  );
  await write(
    world,
    'sam',
    'feedback',
    'Globex says: the PDF export of the report shows white pages since the weekend',
  );
  await write(
    world,
    'nils',
    'feedback',
    'Initech also sees white pages in the PDF export of the report, same as Globex',
  );
  const jo = { name: 'Jo Meyer', email: 'jo@globex.test' };
  await send(
    world.earshot.url!,
    asBearer('helpdesk', [
      {
        ...{ id: 'h-1', text: 'The CSV export fails with blank sheets in every archive', author: jo },
        ...{ saidAt: new Date().toISOString(), customer: { externalId: 'Globex', name: 'Globex' } },
      },
      { id: 'h-2', rating: { scale: 'nps', value: 2, givenAt: new Date().toISOString() }, author: jo },
    ]),
  );
  await itemSaying(world, 'blank sheets');
  await until(
    'read and placed',
    async () => (await count(world, 'membership where left_at is null')) === 4,
    30_000,
  );
  await react(world, 'eva', 'globex-shared', ts, 'ticket');
  await until(
    'a ticket',
    async () => (await count(world, 'ticket where evidence_at is not null')) === 1,
    40_000,
  );
  await command(world, 'eva', 'digest', 'digest now');
  await until(
    'a digest that quotes them',
    async () => (await seenBy(world, 'eva', 'digest')).some((m) => textOf(m).includes('white pages')),
    40_000,
  );
  await act(world.slack, 'eva', 'open-home', {});
  await until('them on App Home', async () =>
    JSON.stringify((await look(world.slack, 'eva')).home).includes('lank sheets in every archive'),
  );
  await decideThings();
  await settled(world);
  return ts;
}

/** What people decide and what goes wrong leaves words about them, too. */
async function decideThings(): Promise<void> {
  const [row] = await db().execute<{ finding: string; feedback: string; theme: string }>(sql`
    select f.id as finding, f.feedback_id as feedback, m.theme_id as theme from app.finding f
    join app.membership m on m.finding_id = f.id where f.text like '%every document%'`);
  const at = new Date();
  const by = world.user('eva');
  const { finding: findingId, feedback: feedbackId, theme: themeId } = row!;
  await saveCorrections(db(), [
    { id: crypto.randomUUID(), feedbackId, findingId, field: 'severity', was: 'medium', is: 'high', by, at },
  ]);
  await setOverride(db(), {
    id: crypto.randomUUID(),
    themeId,
    band: 'high',
    by,
    why: 'Globex has its quarterly audit',
    at,
  });
  const what = 'renamed “Globex: white pages for every document”';
  await note(db(), { at, who: by, what, subject: `theme:${themeId}`, origin: 'modal', occasion: 'test' });
  await keepFailure(db(), {
    ...{ job: 'home', key: `home-${world.user('greta')}`, payload: { userId: world.user('greta') } },
    ...{ reason: 'Greta Holm is not known', kind: 'permanent', failedAt: at },
  });
  expect(JSON.stringify(await lessonsNear('PDF export white pages'))).toContain('every document');
}

/** What the analyzer would learn from, and tell a model. */
async function lessonsNear(text: string) {
  const { deps } = world.earshot;
  return (await whatPeopleCorrected(deps, await currentCatalog(deps))).lessons.near(text);
}

const counts = async () => {
  const [score] = await db().execute(
    sql`select sum(customers)::int as n from app.score where superseded_at is null`,
  );
  return {
    customers: score?.n,
    ...{
      items: await count(world, 'feedback'),
      reports: await count(world, 'membership where left_at is null'),
    },
    ...{ ratings: await count(world, 'rating'), tickets: await count(world, 'ticket') },
    corrections: await count(world, 'correction'),
  };
};

it('a customer is in no table, in no message of ours and in no ticket afterwards; counts stay', async () => {
  const ts = await fillWithTraces();
  // Before, all of it is there: what finds nothing later does find something.
  const there = await tracesInDatabase(world, traces());
  for (const place of [
    'feedback.author_key',
    'message.text',
    'finding.text',
    'inbox.body',
    'digest.plan',
    'ticket.draft',
  ])
    expect(there).toContain(`app.${place}`);
  for (const place of [
    'audit.what',
    'override.why',
    'failure.reason',
    'customer.name',
    'person.name',
    'rating.author_key',
  ])
    expect(there).toContain(`app.${place}`);
  expect(tracesInSlack(world, traces()).length).toBeGreaterThan(1);
  expect(tracesInLinear(world, traces())).toHaveLength(1);
  const before = await counts();

  await command(world, 'eva', 'feedback', 'erase globex.test');
  const view = await until('the question', () => openView(world, 'eva'));
  const [theirs] = await db().execute(sql`
    select count(distinct m.theme_id)::int as n from app.membership m join app.finding f on f.id = m.finding_id
    join app.feedback b on b.id = f.feedback_id where b.customer_id = ${customerId('Globex')}`);
  const themes = theirs?.n === 1 ? '1 theme' : `${theirs?.n} themes`;
  expect(JSON.stringify(view.blocks)).toContain(`customer: 3 items, 3 messages, ${themes}, 1 ticket`);
  await does(world, 'eva', 'submit', { view_id: view.id });
  await does(world, 'eva', 'close', { view_id: view.id });
  await until(
    'it is done',
    async () => (await count(world, 'erasure where done_at is not null')) === 1,
    60_000,
  );
  await settled(world);

  expect(await tracesInDatabase(world, traces())).toEqual(['app.channel.name']);
  expect(tracesInSlack(world, traces())).toEqual([]);
  expect(tracesInLinear(world, traces())).toEqual([]);
  expect(await counts()).toEqual(before);
  const near = await lessonsNear('PDF export white pages');
  expect(near).toEqual([]);
  // What others said stays, and so does what the customer wrote in Slack: that is theirs to delete.
  expect(await itemSaying(world, 'Initech also sees white pages')).toMatchObject({ customer: 'Initech' });
  expect((await seenBy(world, 'greta', 'globex-shared')).find((m) => m.ts === ts)!.text).toContain(
    'every document',
  );
  const word = (await directly(world, 'eva')).map(textOf).find((text) => text.includes('Erased: 3 items'));
  expect(word).toContain('messages in Slack and in support tools are still there');
}, 120_000);

it('a support tool that sends it again brings nothing back; what is said afterwards is heard', async () => {
  const jo = { name: 'Jo Meyer', email: 'jo@globex.test' };
  const item = (id: string, text: string, saidAt: Date) => ({
    id,
    text,
    saidAt: saidAt.toISOString(),
    author: jo,
  });
  const before = new Date(Date.now() - 3_600_000);
  const again = [
    item('h-1', 'The CSV export fails with blank sheets in every archive', before),
    item('h-9', 'An older word: blank sheets in every archive', before),
    item('h-10', 'The CSV export is broken once more', new Date()),
  ];
  await send(world.earshot.url!, asBearer('helpdesk', again));
  await itemSaying(world, 'broken once more');
  await settled(world);
  expect(await tracesInDatabase(world, ['blank sheets in every archive'])).toEqual([]);
  expect(await count(world, `feedback where source_key = 'h-9'`)).toBe(0);
});

it('a colleague goes from what was decided, too, and the decisions stay', async () => {
  const before = await counts();
  await command(world, 'ana', 'feedback', `erase <@${world.user('eva')}>`);
  const view = await until('the question', () => openView(world, 'ana'));
  expect(JSON.stringify(view.blocks)).toContain('Eva Lind');
  await does(world, 'ana', 'submit', { view_id: view.id });
  await does(world, 'ana', 'close', { view_id: view.id });
  await until(
    'it is done',
    async () => (await count(world, 'erasure where done_at is not null')) === 2,
    60_000,
  );
  await settled(world);
  const found = await tracesInDatabase(world, [world.user('eva'), 'eva lind', 'eva@harbor.test']);
  expect(found).toEqual([]);
  expect(await counts()).toEqual(before);
  expect(await count(world, `override where "by" = 'erased'`)).toBe(1);
}, 120_000);

it('an unknown name is answered with names that are alike', async () => {
  await command(world, 'ana', 'feedback', 'erase Inite');
  await until('names', async () =>
    textOf(await whispered(world, 'ana', 'feedback')).includes('Did you mean “Initech”?'),
  );
});

it('is whole however often the process is killed in between', async () => {
  await write(
    world,
    'sam',
    'feedback',
    'Hooli says: the card checkout is broken and declined every payment of the pilot',
  );
  await write(world, 'ana', 'feedback', 'Initech reports the card checkout is broken for some');
  const hooli = await itemSaying(world, 'declined every payment');
  const { channel, ts } = await placeOf(hooli.id);
  await until(
    'placed',
    async () =>
      (await count(
        world,
        `membership m join app.finding f on f.id = m.finding_id where f.feedback_id = '${hooli.id}'`,
      )) === 1,
    30_000,
  );
  await react(world, 'ana', channel, ts, 'ticket');
  await until(
    'a ticket',
    async () => (await count(world, 'ticket where evidence_at is not null')) === 2,
    40_000,
  );
  await settled(world);
  const words = ['hooli', 'declined every payment'];
  expect(tracesInLinear(world, words)).toHaveLength(1);
  await world.earshot.close();

  const id = crypto.randomUUID();
  const { deps } = world.earshot;
  const subject = (await subjectOf({ ...deps, db: world.db }, `customer:${customerId('Hooli')}`))!;
  const askedAt = new Date();
  const fingerprints = fingerprintsOf(id, subject);
  await saveErasure(world.db, {
    id,
    askedBy: world.user('ana'),
    askedAt,
    origin: 'test',
    subject,
    fingerprints,
  });
  const kills = await killAllTheWay();
  expect(kills).toBe(points.length);
  expect(await count(world, `erasure where id = '${id}' and done_at is not null`)).toBe(1);
  expect(await tracesInDatabase(world, words)).toEqual([]);
  expect(tracesInSlack(world, words)).toEqual([]);
  expect(tracesInLinear(world, words)).toEqual([]);
  expect(await count(world, `audit where subject = 'erasure:${id}'`)).toBe(1);
  const words1 = (await directly(world, 'ana')).map(textOf).filter((text) => text.includes('Erased: 1 item'));
  expect(words1).toHaveLength(1);
}, 180_000);

async function placeOf(feedbackId: string): Promise<{ channel: string; ts: string }> {
  const [row] = await world.db.execute(sql`select source_key from app.feedback where id = ${feedbackId}`);
  const ts = String(row!.source_key).split(':')[1]!;
  return { channel: 'feedback', ts };
}

type Commit = readonly [table: string, when: string];
type Point = { at: Commit | RegExp; moment: 'before' | 'after' };

/** In the order in which they come. */
const allPoints: Point[] = [
  { at: ['erasure', `old.subject->'words' is null and new.subject->'words' is not null`], moment: 'after' },
  { at: ['finding', `old.text <> '' and new.text = ''`], moment: 'before' },
  { at: ['finding', `old.text <> '' and new.text = ''`], moment: 'after' },
  { at: ['customer', `new.external_id like 'erased:%'`], moment: 'after' },
  { at: ['erasure', `new.subject->'progress'->>'stage' = 'rows again'`], moment: 'before' },
  { at: /attachmentDelete/, moment: 'after' },
  { at: /customerNeedDelete/, moment: 'before' },
  { at: /EarshotTexts/, moment: 'after' },
  { at: /Erased%3A/, moment: 'after' },
];

/** `CRASH_SEEDS=2` kills at every one of them. */
const points =
  Number(process.env.CRASH_SEEDS ?? 1) > 1 ? allPoints : allPoints.filter((_, n) => [1, 4, 5, 8].includes(n));

/** One process after the other is killed at the next point; the last one comes to the end. Returns the kills. */
async function killAllTheWay(): Promise<number> {
  const slack = await proxyTo(world.slack.url);
  const linear = await proxyTo(world.linear.url);
  const commits = await holdCommits(world.env.DATABASE_URL!);
  const settings = {
    ...world.env,
    SLACK_API_URL: `${slack.url}/api/`,
    LINEAR_API_URL: `${linear.url}/graphql`,
  };
  let kills = 0;
  try {
    for (const { at, moment } of points) {
      const victim = startWorker(settings);
      const kill = () => victim.kill();
      const isCommit = !(at instanceof RegExp);
      const held = isCommit ? await commits.arm(at, moment, kill) : undefined;
      if (!isCommit)
        for (const proxy of [slack, linear])
          proxy.arm(
            { name: String(at), matches: (path, body) => at.test(path) || at.test(body) },
            moment,
            1,
            () => void kill(),
          );
      if ((await victim.go()) === 'dead') kills += 1;
      await held?.hit;
      await held?.disarm();
      for (const proxy of [slack, linear]) proxy.disarm();
      await kill();
    }
    const last = startWorker(settings);
    expect(await last.go()).toBe('idle');
    await last.kill();
  } finally {
    await commits.stop();
    await slack.stop();
    await linear.stop();
  }
  return kills;
}

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

function startWorker(settings: Record<string, string>) {
  const child = spawn(process.execPath, ['test/journeys/ticket-crash-process.ts', JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  });
  started.push(child);
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout! });
  return {
    async go(): Promise<string> {
      const said = once(lines, 'line').then(([line]) => String(line));
      child.stdin!.write('go\n');
      return Promise.race([said, exited.then(() => 'dead')]);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
