// The draft before it is made: everything can be edited, what exists is shown, and the form says what is wrong.
import { beforeAll, describe, expect, it } from 'vitest';
import { act, look } from '../../src/sandbox/slack/drive.ts';
import type { WireView } from '../../src/sandbox/slack/wire.ts';
import { command, react, repliesIn, seenBy, startWorld, until, type World, write } from '../world.ts';
import { jiraAct, linearAct, openView, pressInView, replyShows, report, submitView } from './ticket-acts.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({ jira: 'cloud' });
});

describe('by command', () => {
  it('opens with the draft, and makes the ticket as it was edited', async () => {
    await report(world, 'Globex: the card form freezes at the expiry date, nobody can pay in checkout.');
    await command(world, 'eva', 'feedback', 'ticket T-1');
    const view = await openView(world, 'eva', 'No ticket that exists looks like this one');
    expect(initialOf(view, 'title')).toBe('Card form freezes at the expiry date, nobody can pay in checkout');
    expect(initialOf(view, 'story')).toContain('## Suggested change');
    const answer = await submitView(world, 'eva', view, {
      title: text('title', 'Card form: expiry date freezes'),
      story: text('story', 'Just fix it.'),
      target: choice('target', optionOf(view, 'target', 'Linear PLA')),
      priority: choice('priority', optionOf(view, 'priority', 'Urgent')),
      labels: text('labels', 'quick-win, Bug'),
    });
    expect(answer).toMatchObject({ ok: true });
    const issue = await until('the issue', async () => world.linear.state().issues[0]);
    expect(issue).toMatchObject({
      identifier: 'PLA-1',
      title: 'Card form: expiry date freezes',
      priority: 1,
    });
    expect(issue.description).toMatch(/^Just fix it\.\n\n### Earshot: who reports this \(T-1\)/);
    const labels = world.linear.state().labels.filter(({ id }) => issue.labelIds.includes(id));
    expect(labels.map(({ name }) => name).sort()).toEqual(['Bug', 'quick-win']);
    expect((await look(world.slack, 'eva')).views).toEqual([]);
    await until('it is said where it was asked for', async () =>
      (await seenBy(world, 'ana', 'feedback')).find((m) => m.text.includes('PLA-1')),
    );
  });

  it('says when there is one already', async () => {
    await command(world, 'eva', 'feedback', 'ticket T-1');
    await openView(world, 'eva', 'T-1 has a ticket: PLA-1');
  });

  it('says what is wrong with what was entered', async () => {
    await report(world, 'Umbrella: search finds nothing with a typo in it.');
    await command(world, 'eva', 'feedback', 'ticket T-2');
    const view = await openView(world, 'eva', 'New ticket: T-2');
    const answer = await submitView(world, 'eva', view, { title: text('title', '   ') });
    expect(JSON.stringify(answer)).toContain('A ticket needs a title.');
    const ok = await submitView(world, 'eva', view, { title: text('title', 'Search forgives no typo') });
    expect(ok).toMatchObject({ ok: true });
    const issue = await until('the issue in Jira', async () => world.jira.state().issues[0]);
    expect(issue).toMatchObject({
      projectKey: 'SHOP',
      summary: 'Search forgives no typo',
      components: ['Search'],
    });
  });
});

describe('by shortcut', () => {
  it('waits for a message that was not read yet, and fills itself in', async () => {
    const ts = await write(world, 'sam', 'random', 'Hooli: push notifications on Android arrive hours late.');
    const shortcut = { callback_id: 'create_ticket', channel: world.channel('random'), message_ts: ts };
    expect(await act(world.slack, 'eva', 'shortcut', shortcut)).toMatchObject({ ok: true });
    const view = await openView(world, 'eva', 'Push notifications on Android');
    expect(await submitView(world, 'eva', view, {})).toMatchObject({ ok: true });
    await replyShows(world, { ts, channel: 'random' }, 'APP-1');
  });

  it('says why there is nothing to make a ticket of', async () => {
    const ts = await write(world, 'sam', 'random', 'Lunch at twelve?');
    const shortcut = { callback_id: 'create_ticket', channel: world.channel('random'), message_ts: ts };
    await act(world.slack, 'eva', 'shortcut', shortcut);
    await openView(world, 'eva', 'Earshot read this as no feedback');
  });

  it('offers to link what exists instead', async () => {
    const { issue } = await linearAct(world, {
      act: 'create',
      team: 'PLA',
      title: 'CSV export of the monthly report is empty',
    });
    const ts = await report(world, 'Initech: the CSV export of the monthly report is empty.');
    const shortcut = { callback_id: 'create_ticket', channel: world.channel('feedback'), message_ts: ts };
    await act(world.slack, 'eva', 'shortcut', shortcut);
    await openView(world, 'eva', 'This may exist already');
    await pressInView(world, 'eva', 'Link instead');
    await openView(world, 'eva', `Linking it to ${issue.identifier}`);
    await replyShows(world, { ts }, 'Linked to', issue.identifier);
  });
});

describe('Jira', () => {
  it('makes an issue by one reaction, with the component and labels of its area, and follows it', async () => {
    const ts = await report(world, 'Acme: the search results are in a random order, I find nothing.');
    await react(world, 'eva', 'feedback', ts, 'ticket');
    const doubt = await until('a reply', async () => (await repliesIn(world, 'eva', 'feedback', ts))[0]);
    const asked = JSON.stringify(doubt).includes('Create new');
    expect(asked).toBe(false);
    const issue = world.jira.state().issues[0]!;
    expect(issue).toMatchObject({ components: ['Search'], projectKey: 'SHOP' });
    expect(issue.labels).toContain('search');
    expect(issue.remoteLinks).toHaveLength(1);
    await jiraAct(world, { act: 'transition', issue: issue.key, to: 'In Progress' });
    await replyShows(world, { ts }, 'In Progress', 'hammer_and_wrench');
    await jiraAct(world, { act: 'delete', issue: issue.key });
    await replyShows(world, { ts }, 'deleted', 'ghost');
  });
});

type Input = { block_id?: string; element?: { initial_value?: string; options?: Option[] } };
type Option = { text: { text: string }; value: string };

const blockOf = (view: WireView, id: string) => (view.blocks as Input[]).find((one) => one.block_id === id)!;
const initialOf = (view: WireView, id: string) => blockOf(view, id).element?.initial_value;
const optionOf = (view: WireView, id: string, label: string) =>
  blockOf(view, id).element!.options!.find((option) => option.text.text === label)!;
const text = (id: string, value: string) => ({ [id]: { type: 'plain_text_input', value } });
const choice = (id: string, option: Option) => ({ [id]: { type: 'static_select', selected_option: option } });
