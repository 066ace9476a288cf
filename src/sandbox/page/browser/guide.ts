// The one line that tells a first-time visitor what to try next. Pure.
import type { WireChannel, WireMessage } from '../../slack/wire.ts';
import type { PagePerson } from '../bootstrap.ts';
import type { State } from './state.ts';

export type GuideAction =
  | { kind: 'actAs'; label: string; person: PagePerson }
  | { kind: 'goTo'; label: string; channel: string }
  | { kind: 'show'; label: string; channel: string; ts: string }
  | { kind: 'tracker'; label: string }
  | { kind: 'type'; label: string; channel: string; text: string };

export type GuideStep = { number: number; of: number; text: string; action?: GuideAction | undefined };

const steps = 6;

/** The next step for what has happened so far; it looks at the workspace, so doing things in another order is fine. */
export function nextStep(state: State): GuideStep | undefined {
  const { guide, actingAs, workspace } = state;
  if (guide.dismissed || !workspace) return undefined;
  if (!guide.wrote || isGone(state, guide.wrote)) return write(state);
  const written = messageAt(state, guide.wrote);
  if (!hasReaction(written, 'ear', [workspace.app.bot_user_id])) return watch(state, guide.wrote);
  const people = workspace.users.filter((user) => !user.is_bot).map((user) => user.id);
  if (!hasReaction(written, 'ticket', people)) return ticket(state, guide.wrote);
  if (!guide.looked)
    return step(5, 'One reaction made one ticket. See what the engineer gets.', {
      kind: 'tracker',
      label: 'Show the ticket',
    });
  if (!guide.asked) return digest(state, guide.wrote.channel);
  return step(
    steps,
    `That was the whole loop, ${firstName(actingAs.name)}. Try /earshot help, the app's Home, or another person.`,
  );
}

type Written = { channel: string; ts: string };

const step = (number: number, text: string, action?: GuideAction): GuideStep => ({
  number,
  of: steps,
  text,
  action,
});

const firstName = (name: string) => name.split(' ')[0] ?? name;

function introduction({ name, company, role }: PagePerson): string {
  const from = company ? ` from ${company}` : role === 'customer' ? ', a customer' : `, ${role}`;
  return `You are ${firstName(name)}${from}.`;
}

/** Where this person's words are heard: the feedback channel, else any channel Earshot shares with them. */
export function listeningChannel({ workspace, bootstrap }: State): WireChannel | undefined {
  const mine = (workspace?.channels ?? []).filter(
    (one) => one.is_member && !one.is_archived && one.members.includes(workspace?.app.bot_user_id ?? ''),
  );
  return mine.find((one) => one.name === bootstrap.feedbackChannel) ?? mine.find((one) => one.is_ext_shared);
}

function write(state: State): GuideStep | undefined {
  const { bootstrap, actingAs, place } = state;
  const channel = listeningChannel(state);
  const first = bootstrap.people[0];
  if (!channel || actingAs.role === 'guest')
    return first && step(1, `${introduction(actingAs)} Begin as ${firstName(first.name)}.`, become(first));
  const what = actingAs.role === 'customer' ? 'what annoys you' : 'what a customer told you';
  const text = `${introduction(actingAs)} Write in #${channel.name} ${what}, then watch.`;
  if (place?.kind !== 'channel' || place.id !== channel.id)
    return step(1, text, { kind: 'goTo', label: `Open #${channel.name}`, channel: channel.id });
  const example = channel.name === bootstrap.feedbackChannel ? bootstrap.example : null;
  return step(
    1,
    text,
    example ? { kind: 'type', label: 'Type an example', channel: channel.id, text: example } : undefined,
  );
}

const become = (person: PagePerson): GuideAction => ({
  kind: 'actAs',
  label: `Become ${firstName(person.name)}`,
  person,
});

function watch(state: State, { channel, ts }: Written): GuideStep {
  const text = 'Sent. Watch for 👂 under your message: then Earshot has read it and knows what it is about.';
  const here = state.place?.kind === 'channel' && state.place.id === channel;
  return step(2, text, here ? undefined : { kind: 'show', label: 'Show the message', channel, ts });
}

function ticket(state: State, { channel, ts }: Written): GuideStep {
  const { actingAs, bootstrap, place, workspace } = state;
  const members = workspace?.channels.find((one) => one.id === channel)?.members ?? [];
  const engineers = bootstrap.people.filter((person) => person.role === 'engineer');
  const engineer = engineers.find(({ id }) => members.includes(id)) ?? engineers[0];
  if (actingAs.role !== 'engineer' && engineer)
    return step(
      3,
      `Earshot heard you 👂. Now be ${firstName(engineer.name)}, an engineer.`,
      become(engineer),
    );
  const here = place?.kind === 'channel' && place.id === channel;
  return step(
    4,
    `${introduction(actingAs)} Point at that message and press 🎫 to make the ticket.`,
    here ? undefined : { kind: 'show', label: 'Show the message', channel, ts },
  );
}

const digest = (state: State, channel: string): GuideStep =>
  step(6, 'Now ask for the week’s ranking: type /earshot digest now and press Enter.', {
    kind: 'type',
    label: 'Type it for me',
    channel: state.place?.kind === 'channel' ? state.place.id : channel,
    text: '/earshot digest now',
  });

const messageAt = (state: State, { channel, ts }: Written): WireMessage | undefined =>
  state.workspace?.messages[channel]?.find((message) => message.ts === ts);

/** Deleted, or from before the demo was started over. What this person cannot see is not gone. */
const isGone = (state: State, written: Written): boolean =>
  state.workspace?.messages[written.channel] !== undefined && !messageAt(state, written);

const hasReaction = (message: WireMessage | undefined, name: string, by: string[]): boolean =>
  message?.reactions?.some((one) => one.name === name && one.users.some((user) => by.includes(user))) ??
  false;
