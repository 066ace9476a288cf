// Before a ticket is made, what exists is shown; one click links it instead. Links by hand, and back.
import { beforeAll, describe, expect, it } from 'vitest';
import { react, repliesIn, startWorld, until, type World, write } from '../world.ts';
import {
  askForTicket,
  linearAct,
  openView,
  press,
  replyShows,
  report,
  submitView,
  whisperedTo,
} from './ticket-acts.ts';

const frozen = 'the card form freezes at the expiry date, nobody can pay in checkout.';

describe('something alike exists', () => {
  let world: World;
  let old: string;

  beforeAll(async () => {
    world = await startWorld();
    const made = await linearAct(world, {
      act: 'create',
      team: 'PAY',
      title: 'Card form hangs at expiry date',
      description: 'The card form freezes when people enter the expiry date in checkout.',
    });
    old = made.issue.identifier;
    await linearAct(world, { act: 'create', team: 'PAY', title: 'Upgrade the payment SDK to version 9' });
  });

  it('is shown first, and linked with one click', async () => {
    const ts = await report(world, `Globex: ${frozen}`);
    await react(world, 'eva', 'feedback', ts, 'ticket');
    const doubt = await replyShows(world, { ts }, 'There may be a ticket', old, 'Create new');
    expect(JSON.stringify(doubt)).not.toContain('SDK');
    expect(world.linear.state().issues).toHaveLength(2);
    await press(world, 'eva', { message: doubt }, `Link ${old}`);
    await replyShows(world, { ts }, 'Linked to', old, 'Unlink');
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(1);
    const issue = () => world.linear.state().issues.find((one) => one.identifier === old)!;
    await until('the evidence in it', async () => issue().description.includes('1 customer, 1 report'));
    expect(issue().description).toMatch(/^The card form freezes when people enter/);
    await until('the message on it', async () => issue().attachments.length === 1);
    await linearAct(world, { act: 'state', issue: old, state: 'In Progress' });
    await replyShows(world, { ts }, 'In Progress');
  });

  it('is unlinked and linked again, each with one click', async () => {
    const [reply] = await findReplies(world);
    await press(world, 'eva', { message: reply! }, 'Unlink');
    const gone = await replyShows(world, { ts: reply!.thread_ts! }, 'No longer linked');
    await press(world, 'eva', { message: gone }, 'Link again');
    await replyShows(world, { ts: reply!.thread_ts! }, 'Linked to', old);
  });

  it('does not stand in the way of what is something else', async () => {
    const { key } = await askForTicket(
      world,
      'Initech: refunds by card are declined with error 402, always.',
    );
    expect(key).toBe('PAY-3');
  });

  it('is put aside with one click', async () => {
    await linearAct(world, {
      act: 'create',
      team: 'PLA',
      title: 'CSV export of the monthly report is empty',
    });
    const ts = await report(world, 'Hooli: the CSV export of the monthly report is empty.');
    await react(world, 'eva', 'feedback', ts, 'ticket');
    const doubt = await replyShows(world, { ts }, 'There may be a ticket', 'PLA-1');
    await press(world, 'eva', { message: doubt }, 'Create new');
    await replyShows(world, { ts }, 'PLA-2');
    expect(world.linear.state().issues.filter(({ title }) => title.includes('CSV'))).toHaveLength(2);
  });

  async function findReplies(it: World) {
    const [row] = await it.db.execute("select thread_ts from app.wish where kind = 'link' limit 1");
    return repliesIn(it, 'eva', 'feedback', String(row!.thread_ts));
  }
});

describe('by hand', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ jira: 'cloud' });
    await linearAct(world, { act: 'create', team: 'PAY', title: 'Rewrite the checkout' });
    await linearAct(world, { act: 'create', team: 'APP', title: 'Late notifications' });
  });

  it(':link: asks which one, and takes a name', async () => {
    const ts = await report(world, `Globex: ${frozen}`);
    await react(world, 'eva', 'feedback', ts, 'link');
    const which = await whisperedTo(world, 'eva', 'Which ticket does T-1 belong to?');
    await press(world, 'eva', { message: which }, 'earshot:ticket-name');
    const view = await openView(world, 'eva', 'Link a ticket');
    const wrong = await submitView(world, 'eva', view, {
      ticket: { ticket: { type: 'plain_text_input', value: 'what?' } },
    });
    expect(JSON.stringify(wrong)).toContain('Give a key');
    await submitView(world, 'eva', view, {
      ticket: { ticket: { type: 'plain_text_input', value: 'pay-1' } },
    });
    await replyShows(world, { ts }, 'Linked to', 'PAY-1', 'Rewrite the checkout');
  });

  it('a pasted address links, and another one is offered instead', async () => {
    const ts = await report(world, 'Hooli: push notifications on Android arrive hours late.');
    const url = (key: string) => world.linear.state().issues.find((one) => one.identifier === key)!.url;
    await write(world, 'sam', 'feedback', `same as ${url('APP-1')} I think`, ts);
    const reply = await replyShows(world, { ts }, 'Linked to', 'APP-1');
    await write(world, 'eva', 'feedback', `no, ${url('PAY-1')}`, ts);
    const offer = await whisperedTo(world, 'eva', 'T-2 has APP-1 already');
    await press(world, 'eva', { message: offer }, 'Link PAY-1 instead');
    await until('the other reply', async () =>
      JSON.stringify(await repliesIn(world, 'eva', 'feedback', ts)).includes('Linked to <'),
    );
    await replyShows(world, { ts, nth: 1 }, 'PAY-1');
    await replyShows(world, { ts }, 'Goes on in');
    expect(reply.ts).toBeDefined();
  });

  it('says so when there is no such ticket, or it lies elsewhere', async () => {
    const ts = await report(world, 'Umbrella: search finds nothing with a typo in it.');
    await write(world, 'eva', 'feedback', 'https://linear.app/acme/issue/PAY-1/other-company', ts);
    await whisperedTo(world, 'eva', 'belongs to another workspace');
    await write(world, 'eva', 'feedback', `${world.jira.url}/browse/SHOP-99`, ts);
    await whisperedTo(world, 'eva', 'Jira has no ticket SHOP-99');
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(0);
  });

  it('guests and customers only paste', async () => {
    const ts = await report(world, 'Acme: the PDF report cuts off the last column.');
    await write(world, 'nils', 'feedback', world.linear.state().issues[0]!.url, ts);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(0);
  });
});
