// A follow-up ticket is tied to the finished one: by the tracker's own relation, else by a link. Never by both.
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JiraStandIn, startJira } from '../../src/sandbox/jira/server.ts';
import { startLinear } from '../../src/sandbox/linear/server.ts';
import { startTheme } from '../../src/steps/theme/store.ts';
import { tieToFollowed } from '../../src/steps/ticket/follow-up.ts';
import { endTicket, findTicket, startTicket, updateTicket } from '../../src/steps/ticket/store.ts';
import { makeJira } from '../../src/tracker/jira.ts';
import { makeLinear } from '../../src/tracker/linear.ts';
import type { Ticket } from '../../src/tracker/port.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';

type Kind = 'linear' | 'jira';

let database: TestDatabase;
let linear: Awaited<ReturnType<typeof startLinear>>;
let jira: JiraStandIn;
let trackers: { linear: ReturnType<typeof makeLinear>; jira: ReturnType<typeof makeJira> };
let logged: { reason?: string }[] = [];
const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) });

beforeAll(async () => {
  database = await freshDatabase();
  [linear, jira] = [await startLinear(), await startJira({ indexLagMs: 0 })];
  trackers = { linear: makeLinear(linear), jira: makeJira({ ...jira, onSchemaMismatch: 'throw' }) };
});

afterAll(async () => {
  await linear.stop();
  await jira.stop();
});

describe.each(['linear', 'jira'] as const)('%s', (kind) => {
  const other = kind === 'linear' ? 'jira' : 'linear';

  it('relates the two, once, and links nothing', async () => {
    const { old, made, tie } = await followed({ old: kind, by: kind });
    await tie();
    await tie();
    expect(tiesOf(kind, made)).toEqual({ related: [old.key], links: [] });
    expect(logged).toEqual([]);
  });

  it('relates it to the one that the finished ticket went on as', async () => {
    const { made, old, tie, rowId } = await followed({ old: kind, by: kind });
    const canonical = await create(kind);
    await updateTicket(database.db, rowId, { canonicalId: canonical.externalId });
    await tie();
    expect(tiesOf(kind, made)).toEqual({ related: [canonical.key], links: [] });
    expect(tiesOf(kind, old).related).toEqual([]);
  });

  it('links to a finished one in the other tracker, once, and says why', async () => {
    const { old, made, tie } = await followed({ old: other, by: kind });
    await tie();
    await tie();
    expect(tiesOf(kind, made)).toEqual({ related: [], links: [old.url] });
    expect(tiesOf(other, old)).toEqual({ related: [], links: [] });
    expect(logged[0]?.reason).toBe(`It is in ${other}.`);
  });

  it('links to a finished one that people have deleted, and says why', async () => {
    const { old, made, tie } = await followed({ old: kind, by: kind });
    const { url } = kind === 'linear' ? linear : jira;
    const body = JSON.stringify({ act: 'delete', issue: old.key });
    expect((await fetch(`${url}/sandbox/act`, { method: 'POST', body })).status).toBe(200);
    await tie();
    expect(tiesOf(kind, made)).toEqual({ related: [], links: [old.url] });
    expect(logged[0]?.reason).toMatch(/trash|no such issue/);
  });
});

/** A theme's ticket that was done, and the one that follows it up, just made in its tracker. */
async function followed(kinds: { old: Kind; by: Kind }) {
  logged = [];
  const at = new Date();
  const [themeId, rowId, nextId] = [randomUUID(), randomUUID(), randomUUID()];
  const [old, made] = [await create(kinds.old), await create(kinds.by)];
  const words = { title: 'It freezes', titledBy: 'earshot', summary: 'It freezes', areaKey: 'payments' };
  await startTheme(database.db, { id: themeId, ...words, startedAt: at, changedAt: at });
  const asked = { themeId, target: {}, origin: 'created', askedBy: 'U1', askedAt: at } as const;
  const { externalId, key, url } = old;
  await startTicket(database.db, { ...asked, id: rowId, tracker: kinds.old, externalId, key, url });
  await endTicket(database.db, rowId, 'followed', at);
  await startTicket(database.db, { ...asked, id: nextId, tracker: kinds.by, followsId: rowId });
  const row = (await findTicket(database.db, nextId))!;
  const tie = () => tieToFollowed({ db: database.db, trackers, log }, row, made);
  return { old, made, rowId, tie };
}

function create(kind: Kind): Promise<Ticket> {
  const target = { tracker: kind, team: kind === 'linear' ? 'PAY' : 'SHOP', labels: [] };
  const words = { title: 'It freezes', body: 'Words.', priority: 'high', links: [] } as const;
  return trackers[kind].create({ ...words, id: randomUUID(), target, links: [] });
}

/** As people see them on the ticket. */
function tiesOf(kind: Kind, { externalId }: Ticket): { related: string[]; links: string[] } {
  if (kind === 'jira') {
    const { links, remoteLinks } = jira.state().issues.find(({ id }) => id === externalId)!;
    return { related: links.map(({ key }) => key), links: remoteLinks.map(({ url }) => url) };
  }
  const { issues } = linear.state();
  const { relatedIds, attachments } = issues.find(({ id }) => id === externalId)!;
  const keyOf = (id: string) => issues.find((one) => one.id === id)!.identifier;
  return { related: relatedIds.map(keyOf), links: attachments.map(({ url }) => url) };
}
