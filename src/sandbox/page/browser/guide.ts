// The one line that tells a first-time visitor what to try next. Pure.
import type { WireMessage } from '../../slack/wire.ts';
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
  const { bootstrap, guide, actingAs, workspace } = state;
  if (guide.dismissed || !workspace) return undefined;
  const channel = workspace.channels.find((one) => one.name === bootstrap.feedbackChannel);
  const written = channel && guide.wrote ? findMessage(state, channel.id, guide.wrote) : undefined;
  if (!channel) return lost(bootstrap.people[0]);
  if (!guide.wrote || (workspace.messages[channel.id] && !written)) return write(state, channel.id);
  if (!hasReaction(written, 'ear', [workspace.app.bot_user_id]))
    return step(
      2,
      'Sent. Watch for 👂 under your message: Earshot has read it and is working out what it means.',
    );
  const others = workspace.users.filter((user) => !user.is_bot).map((user) => user.id);
  if (!hasReaction(written, 'ticket', others)) return ticket(state, channel.id, guide.wrote);
  if (!guide.looked)
    return step(5, 'One reaction made one ticket. See what the engineer gets.', {
      kind: 'tracker',
      label: 'Show Linear',
    });
  if (!guide.asked)
    return step(6, 'Now ask for the week’s ranking: type /earshot digest now and press Enter.', {
      kind: 'type',
      label: 'Type it for me',
      channel: channel.id,
      text: '/earshot digest now',
    });
  const { name } = actingAs;
  return {
    number: steps,
    of: steps,
    text: `That was the whole loop, ${firstName(name)}. Try /earshot help, the app's Home, or another customer.`,
  };
}

const step = (number: number, text: string, action?: GuideAction): GuideStep => ({
  number,
  of: steps,
  text,
  action,
});

const firstName = (name: string) => name.split(' ')[0] ?? name;

const fullName = ({ name, company }: PagePerson) =>
  company ? `${firstName(name)} from ${company}` : firstName(name);

function write(state: State, channel: string): GuideStep {
  const { bootstrap, actingAs, place } = state;
  const customer = bootstrap.people.find((person) => person.role === 'customer');
  if (customer && actingAs.role !== 'customer')
    return step(1, `You are ${fullName(actingAs)}. It starts with a customer: be ${fullName(customer)}.`, {
      kind: 'actAs',
      label: `Become ${firstName(customer.name)}`,
      person: customer,
    });
  const text = `You are ${fullName(actingAs)}. Write in #${bootstrap.feedbackChannel} what annoys you, then watch.`;
  const away = place?.kind !== 'channel' || place.id !== channel;
  return step(
    1,
    text,
    away ? { kind: 'goTo', label: `Open #${bootstrap.feedbackChannel}`, channel } : undefined,
  );
}

function ticket(state: State, channel: string, ts: string): GuideStep {
  const { actingAs, bootstrap, place } = state;
  const engineer = bootstrap.people.find((person) => person.role === 'engineer');
  if (actingAs.role !== 'engineer' && engineer)
    return step(3, `Earshot heard you. Now be ${firstName(engineer.name)}, an engineer.`, {
      kind: 'actAs',
      label: `Become ${firstName(engineer.name)}`,
      person: engineer,
    });
  const here = place?.kind === 'channel' && place.id === channel;
  return step(
    4,
    `You are ${firstName(actingAs.name)}, an engineer. Point at that message and press 🎫 to make the ticket.`,
    here ? undefined : { kind: 'show', label: 'Show the message', channel, ts },
  );
}

const lost = (first: PagePerson | undefined): GuideStep | undefined =>
  first &&
  step(1, `This person does not see the feedback channel.`, {
    kind: 'actAs',
    label: `Become ${firstName(first.name)}`,
    person: first,
  });

const findMessage = (state: State, channel: string, ts: string): WireMessage | undefined =>
  state.workspace?.messages[channel]?.find((message) => message.ts === ts);

const hasReaction = (message: WireMessage | undefined, name: string, by: string[]): boolean =>
  message?.reactions?.some((one) => one.name === name && one.users.some((user) => by.includes(user))) ??
  false;
