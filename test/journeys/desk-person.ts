// A person at the desk: types commands, presses buttons, fills forms, and looks at what only they see.
import { act, look } from '../../src/sandbox/slack/drive.ts';
import type { ActAnswer, WireMessage, WireView } from '../../src/sandbox/slack/wire.ts';
import { command, count, seenBy, until, type World } from '../world.ts';

export const textOf = (shown: { text?: string; blocks?: unknown[] | undefined }): string =>
  `${shown.text ?? ''}\n${JSON.stringify(shown.blocks ?? [])}`;

const whispers = async (world: World, who: string, channel: string) =>
  (await seenBy(world, who, channel)).filter((m) => m.is_ephemeral);

/** Types `/earshot …` and waits for the answer that only this person sees. */
export async function ask(world: World, who: string, channel: string, text: string): Promise<WireMessage> {
  const before = (await whispers(world, who, channel)).length;
  await command(world, who, channel, text);
  return until(`an answer to "/earshot ${text}"`, async () => (await whispers(world, who, channel))[before]);
}

/** Presses a button, or chooses from a menu, on a message. */
export async function press(
  world: World,
  who: string,
  message: Pick<WireMessage, 'channel' | 'ts'>,
  action: string,
  more: { block_id?: string; selected_option?: string } = {},
): Promise<void> {
  const answer = await act(world.slack, who, 'click', {
    channel: message.channel,
    message_ts: message.ts,
    action_id: `earshot:${action}`,
    ...more,
  });
  if (!answer.ok) throw new Error(`${action}: ${answer.error} ${answer.detail ?? ''}`);
}

export async function pressInView(
  world: World,
  who: string,
  view: Pick<WireView, 'id'>,
  action: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const answer = await act(world.slack, who, 'click', {
    view_id: view.id,
    action_id: `earshot:${action}`,
    ...more,
  });
  if (!answer.ok) throw new Error(`${action}: ${answer.error} ${answer.detail ?? ''}`);
}

/** The next answer only this person sees, after `doing` something. */
export async function answerTo(
  world: World,
  who: string,
  channel: string,
  doing: () => Promise<unknown>,
): Promise<WireMessage> {
  const before = (await whispers(world, who, channel)).length;
  await doing();
  return until('an answer to that', async () => (await whispers(world, who, channel))[before]);
}

/** The window on top of this person's screen, once it has this title. */
export async function windowOf(world: World, who: string, title: string): Promise<WireView> {
  return until(`a window called ${title}`, async () => {
    const top = (await look(world.slack, who)).views.at(-1);
    return top?.title?.text.includes(title) ? top : undefined;
  });
}

type Field = { type: string; [what: string]: unknown };
const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });

/** What a person enters, by field: a text, one chosen value, several, a time. */
export const entered = {
  text: (value: string): Field => ({ type: 'plain_text_input', value }),
  one: (value: string): Field => ({ type: 'static_select', selected_option: option(value) }),
  radio: (value: string): Field => ({ type: 'radio_buttons', selected_option: option(value) }),
  some: (values: string[]): Field => ({ type: 'multi_static_select', selected_options: values.map(option) }),
  time: (value: string): Field => ({ type: 'timepicker', selected_time: value }),
  channel: (id: string): Field => ({ type: 'conversations_select', selected_conversation: id }),
};

export function submit(
  world: World,
  who: string,
  view: Pick<WireView, 'id'>,
  fields: Record<string, Field>,
): Promise<ActAnswer> {
  const state = Object.fromEntries(
    Object.entries(fields).map(([id, field]) => [id, { [`earshot:${id}`]: field }]),
  );
  return act(world.slack, who, 'submit', { view_id: view.id, state });
}

/** Waits until everything said so far is read, placed and scored. */
export async function settled(world: World, items: number): Promise<void> {
  await until(
    `${items} items read and scored`,
    async () =>
      (await count(world, 'analysis where superseded_at is null')) >= items &&
      (await count(
        world,
        `finding f join app.analysis a on a.id = f.analysis_id and a.superseded_at is null
         where not exists (select 1 from app.membership m where m.finding_id = f.id and m.left_at is null)`,
      )) === 0 &&
      (await count(
        world,
        `theme t where merged_into is null and exists (select 1 from app.membership m where m.theme_id = t.id and m.left_at is null)
         and not exists (select 1 from app.score s where s.theme_id = t.id and s.superseded_at is null and s.at >= t.changed_at)`,
      )) === 0,
    30_000,
  );
}
