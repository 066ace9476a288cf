// What the acting person does: writes, reacts, edits, deletes, runs commands and shortcuts.
import type { ActAnswer, WireMessage } from '../../slack/wire.ts';
import { inWords } from './api.ts';
import { type App, attempt, toast } from './app.ts';
import { listeningChannel } from './guide.ts';
import { ask } from './overlays.ts';

export type Target = { channel: string; threadTs?: string | undefined };

/** `text` is mrkdwn, escaped. True when it was sent. */
export async function sendMessage(app: App, target: Target, text: string): Promise<boolean> {
  const worked = await attempt(app, async () => {
    const sent = await app.api.call('chat.postMessage', {
      channel: target.channel,
      thread_ts: target.threadTs,
      text,
    });
    noteWriting(app, target, `${sent.ts}`);
  });
  app.refresh(target.channel);
  return worked;
}

/** The guide follows the first thing a visitor writes where Earshot listens. */
function noteWriting(app: App, target: Target, ts: string): void {
  const { state } = app;
  if (state.guide.wrote || target.threadTs || listeningChannel(state)?.id !== target.channel) return;
  state.guide = { ...state.guide, wrote: { channel: target.channel, ts } };
}

export async function sendFiles(
  app: App,
  target: Target,
  { files, comment }: { files: File[]; comment: string },
) {
  for (const [index, file] of files.entries()) {
    await attempt(app, () => app.api.upload(file, { ...target, comment: index === 0 ? comment : '' }));
  }
  app.refresh(target.channel);
}

export async function toggleReaction(app: App, message: WireMessage, name: string): Promise<void> {
  const me = app.state.workspace?.me.id ?? '';
  const mine = message.reactions?.some((one) => one.name === name && one.users.includes(me));
  const args = { channel: message.channel, timestamp: message.ts, name };
  await attempt(app, () => app.api.call(mine ? 'reactions.remove' : 'reactions.add', args));
  app.refresh(message.channel);
}

export async function saveEdit(app: App, text: string): Promise<void> {
  const { editing } = app.state;
  if (!editing) return;
  const done = await attempt(app, () =>
    app.api.call('chat.update', { channel: editing.channel, ts: editing.ts, text }),
  );
  if (done) app.state.editing = undefined;
  app.refresh(editing.channel);
  app.changed();
}

export async function deleteMessage(app: App, message: WireMessage): Promise<void> {
  const yes = await ask(app, {
    title: 'Delete message',
    text: 'Delete this message? This cannot be undone.',
    confirm: 'Delete',
    deny: 'Cancel',
    danger: true,
  });
  if (!yes) return;
  await attempt(app, () => app.api.call('chat.delete', { channel: message.channel, ts: message.ts }));
  app.refresh(message.channel);
}

export async function dismissEphemeral(app: App, message: WireMessage): Promise<void> {
  await attempt(app, () => app.api.act('dismiss', { channel: message.channel, message_ts: message.ts }));
  app.refresh(message.channel);
}

export async function copyLink(app: App, message: WireMessage): Promise<void> {
  await attempt(app, () => navigator.clipboard.writeText(message.permalink));
  toast(app, 'Link copied.', 'info');
}

/** Slack's own commands are done here; the app's are sent to it. True when it went through. */
export async function runCommand(app: App, target: Target, typed: string): Promise<boolean> {
  const [command = '', ...words] = typed.trim().split(/\s+/);
  const builtIn = builtInCommands.find((one) => one.command === command);
  if (builtIn) return attempt(app, () => builtIn.run(app, target.channel, words.join(' ')));
  const text = typed.trim().slice(command.length).trim();
  app.state.guide = { ...app.state.guide, asked: app.state.guide.asked || /^digest\b/.test(text) };
  return attempt(app, async () => {
    const body = { channel: target.channel, thread_ts: target.threadTs, command, text };
    complain(app, `${command} failed.`, await app.api.act('command', body));
    app.refresh(target.channel);
  });
}

export const builtInCommands: {
  command: string;
  usage_hint: string;
  description: string;
  run: (app: App, channel: string, words: string) => Promise<unknown>;
}[] = [
  {
    command: '/invite',
    usage_hint: '@name',
    description: 'Add someone, or an app, to this channel',
    run: (app, channel, words) => {
      const wanted = words.replace(/^<@|>$|^@/g, '').toLowerCase();
      const user = app.state.workspace?.users.find((one) =>
        [one.id, one.name, one.real_name, one.display_name].some((name) => name.toLowerCase() === wanted),
      );
      if (!user) throw new Error(`Nobody here is called "${words}".`);
      return app.api.call('conversations.invite', { channel, users: user.id });
    },
  },
  {
    command: '/leave',
    usage_hint: '',
    description: 'Leave this channel',
    run: (app, channel) => app.api.call('conversations.leave', { channel }),
  },
];

export async function runShortcut(app: App, callbackId: string, message?: WireMessage): Promise<void> {
  await attempt(app, async () => {
    const where = message ? { channel: message.channel, message_ts: message.ts } : {};
    complain(
      app,
      'The shortcut failed.',
      await app.api.act('shortcut', { callback_id: callbackId, ...where }),
    );
  });
}

export async function joinChannel(app: App, channel: string): Promise<void> {
  await attempt(app, () => app.api.call('conversations.join', { channel }));
  app.refresh();
}

/** The reason an act was refused, as a toast. */
export function complain(app: App, what: string, answer: ActAnswer): void {
  if (answer.ok) return;
  const detail = answer.detail ? ` ${answer.detail}` : '';
  toast(app, `${what} ${inWords(answer.error ?? 'unknown_error')}${detail}`);
}
