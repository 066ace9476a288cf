// Forgetting where trackers hold the words, too: a duplicate, a title and a comment of people, an asker who left, and a
// colleague who asked for tickets.
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { erase } from '../../src/erase/job.ts';
import { eraseAtTrackers } from '../../src/erase/trackers.ts';
import { subjectOf } from '../../src/steps/desk/erase-find.ts';
import { findLooking, startLooking } from '../../src/steps/desk/store.ts';
import { fingerprintsOf } from '../../src/steps/intake/erase.ts';
import { saveErasure } from '../../src/steps/intake/store-erasure.ts';
import { tellComments } from '../../src/steps/ticket/comments-job.ts';
import { followTicket } from '../../src/steps/ticket/follow-job.ts';
import { answerWishes } from '../../src/steps/ticket/job.ts';
import { findTicket, saveWish, type TicketRow } from '../../src/steps/ticket/store.ts';
import { count, repliesIn, until, type World } from '../world.ts';
import { customerId, settled, startIntake, textOf } from './intake-world.ts';
import { askForTicket, linearAct, replyShows } from './ticket-acts.ts';

let world: World;
let ts: string;
let own: string;
let canonical: string;
let ticketId: string;

const ticket = async (): Promise<TicketRow> => (await findTicket(world.earshot.deps.db, ticketId))!;
const replies = async () => (await repliesIn(world, 'eva', 'feedback', ts)).map(textOf).join('\n');

/** The job itself, again and again as the queue does; what it rings for others is not needed here. */
async function forget(value: string, askedBy: string): Promise<string> {
  const { deps } = world.earshot;
  const id = crypto.randomUUID();
  const subject = (await subjectOf(deps, value))!;
  const fingerprints = fingerprintsOf(id, subject);
  await saveErasure(deps.db, { id, askedBy, askedAt: deps.now(), origin: 'test', subject, fingerprints });
  for (;;) {
    const next = (await erase.run(deps, { erasureId: id })).find(({ what }) => what === 'erasureGoesOn');
    if (next?.what !== 'erasureGoesOn') return id;
    await new Promise((resolve) => setTimeout(resolve, next.afterMs + 50));
  }
}

beforeAll(async () => {
  world = await startIntake({ env: () => ({ EARSHOT_TICKET_COMMENTS: 'thread' }) });
  ({ ts, key: own } = await askForTicket(
    world,
    'Globex says: the card form freezes at the expiry date whenever their clerk pays.',
  ));
  const made = () => count(world, 'ticket where evidence_at is not null');
  await until('its evidence', async () => (await made()) === 1);
  const [row] = await world.db.execute(sql`select id from app.ticket`);
  ticketId = String(row!.id);
  const title = 'Globex waits for the card form';
  canonical = (await linearAct(world, { act: 'create', team: 'PAY', title })).issue.identifier;
  await linearAct(world, { act: 'duplicate', issue: own, of: canonical });
  await replyShows(world, { ts }, canonical, title);
  await linearAct(world, { act: 'comment', issue: canonical, body: 'Globex calls us every day.' });
  await replyShows(world, { ts, nth: 1 }, 'every day');
  await settled(world);
}, 180_000);

it('comes to its end although the asker has left Slack, and the duplicate says nothing of them either', async () => {
  const { deps } = world.earshot;
  const issue = () => world.linear.state().issues.find(({ identifier }) => identifier === own)!;
  expect(JSON.stringify([issue().title, issue().description])).toContain('Globex');
  const subject = (await subjectOf(deps, `customer:${customerId('Globex')}`))!;
  world.slack.state.users[world.user('sam')]!.deleted = true;
  const id = await forget(`customer:${customerId('Globex')}`, world.user('sam'));
  expect(await count(world, `erasure where id = '${id}' and done_at is not null`)).toBe(1);
  expect(await count(world, `audit where subject = 'erasure:${id}'`)).toBe(1);
  expect(JSON.stringify([issue().title, issue().description])).not.toContain('Globex');
  // The worse of the two is told: what people wrote is theirs.
  const left = await eraseAtTrackers(deps, { ...subject, tickets: [{ id: ticketId, written: '' }] });
  expect(left).toMatchObject([{ key: canonical, left: 'words of people' }]);
}, 120_000);

it('neither title nor comment comes back from the tracker; a new title does', async () => {
  const { deps } = world.earshot;
  expect(await replies()).not.toContain('Globex');
  const before = await ticket();
  expect(await followTicket.run(deps, { ticketId })).toEqual([{ what: 'ticketSeen', ticketId }]);
  await tellComments.run(deps, { ticketId });
  expect(await replies()).not.toContain('Globex');
  expect(await ticket()).toMatchObject({ title: before.title, url: before.url });
  expect(`${before.title} ${before.url}`).not.toMatch(/globex/i);
  await linearAct(world, { act: 'title', issue: canonical, title: 'The card form in all browsers' });
  await linearAct(world, { act: 'comment', issue: canonical, body: 'Fixed in all of them.' });
  await replyShows(world, { ts }, 'The card form in all browsers');
  await until('the new comment', async () => (await replies()).includes('Fixed in all of them.'));
  expect(await replies()).not.toContain('Globex');
}, 120_000);

it('a colleague who asked for tickets and looked into them holds up no answer and looks no longer', async () => {
  const { deps } = world.earshot;
  const { themeId } = await ticket();
  const by = world.user('eva');
  await startLooking(deps.db, { id: crypto.randomUUID(), themeId, by, at: deps.now() });
  // Where Earshot is not: the answer would be a direct message.
  const elsewhere = { by, themeId, ticketId, at: new Date(0), channel: world.channel('quiet') };
  await saveWish(deps.db, { id: crypto.randomUUID(), ...elsewhere });
  await forget(`person:${by}`, world.user('ana'));
  expect(await findLooking(deps.db, [themeId])).toEqual([]);
  expect(await count(world, `looking where "by" = 'erased' and ended_at is not null`)).toBe(1);
  await linearAct(world, { act: 'title', issue: canonical, title: 'The card form everywhere' });
  await until('it is known', async () => (await ticket()).title === 'The card form everywhere');
  await answerWishes.run(deps, { ticketId });
  const shown = (await repliesIn(world, 'ana', 'feedback', ts)).map(textOf).join('\n');
  expect(shown).toContain('The card form everywhere');
  expect(await count(world, 'wish where answered_at is null')).toBe(0);
}, 120_000);
