// What the composer offers while one types: people after "@", channels after "#", emoji after ":", commands after "/". Pure.
import type { WireApp } from '../../slack/wire.ts';
import { searchEmojis } from './emoji.ts';

type Suggestion = {
  key: string;
  label: string;
  hint: string;
  /** Shown before the label: an emoji, a sign. */
  sign: string;
  /** Replaces the typed word. */
  insert: string;
};

export type Offer = {
  from: number;
  to: number;
  suggestions: Suggestion[];
  /** Enter sends what is typed; only Tab and the mouse take a suggestion. */
  isHint: boolean;
};

export type Known = {
  people: { id: string; name: string; hint: string }[];
  channels: { id: string; name: string }[];
  commands: WireApp['commands'];
};

const most = 8;

/** For the word that ends at the caret; undefined when there is nothing to offer. */
export function offerFor(text: string, caret: number, known: Known): Offer | undefined {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return offer(0, caret, commands(before, known));
  const command = /^(\/\S+) +(.*)$/.exec(before);
  if (command)
    return hint(
      caret,
      command[2]!,
      known.commands.find((one) => one.command === command[1]),
    );
  const word = /(?:^|[\s(])([@#:])([^\s@#:]*(?: [^\s@#:]+)?)$/.exec(before);
  if (!word) return undefined;
  const [, sign = '', typed = ''] = word;
  const from = caret - typed.length - 1;
  if (sign === ':')
    return typed.length < 2 || typed.includes(' ') ? undefined : offer(from, caret, emoji(typed));
  return offer(from, caret, sign === '@' ? people(typed, known) : channels(typed, known));
}

const offer = (from: number, to: number, suggestions: Suggestion[]): Offer | undefined =>
  suggestions.length > 0 ? { from, to, suggestions: suggestions.slice(0, most), isHint: false } : undefined;

/** The ways to use a command, from its usage hint: "help | top [area] | digest now". */
function hint(
  caret: number,
  typed: string,
  command: WireApp['commands'][number] | undefined,
): Offer | undefined {
  const ways = (command?.usage_hint ?? '').split('|').map((way) => way.trim());
  const suggestions = ways
    .map((way) => ({ way, words: way.replace(/\s*[[<].*$/, '') }))
    .filter(({ way, words }) => words !== '' && words.startsWith(typed.trimEnd()) && way !== typed.trimEnd())
    .map(({ way, words }) => ({
      key: way,
      label: way,
      hint: '',
      sign: '/',
      insert: way === words ? words : `${words} `,
    }));
  const found = offer(caret - typed.length, caret, suggestions);
  return found && { ...found, isHint: true };
}

const commands = (typed: string, { commands: all }: Known): Suggestion[] =>
  all
    .filter(({ command }) => command.startsWith(typed))
    .map(({ command, usage_hint, description }) => ({
      key: command,
      label: `${command} ${usage_hint}`.trim(),
      hint: description,
      sign: '/',
      insert: `${command} `,
    }));

function people(typed: string, { people: all }: Known): Suggestion[] {
  const wanted = typed.toLowerCase();
  const everyone = ['here', 'channel'].map((name) => ({
    id: name,
    name,
    hint: name === 'here' ? 'Everyone online in this channel' : 'Everyone in this channel',
  }));
  return [...all, ...everyone]
    .filter(
      ({ name }) =>
        name
          .toLowerCase()
          .split(/\s+/)
          .some((part) => part.startsWith(wanted)) || name.toLowerCase().startsWith(wanted),
    )
    .map(({ id, name, hint }) => ({ key: id, label: name, hint, sign: '@', insert: `@${name} ` }));
}

const channels = (typed: string, { channels: all }: Known): Suggestion[] =>
  all
    .filter(({ name }) => name.includes(typed.toLowerCase()))
    .map(({ id, name }) => ({ key: id, label: name, hint: '', sign: '#', insert: `#${name} ` }));

const emoji = (typed: string): Suggestion[] =>
  searchEmojis(typed, most).map(({ name, char }) => ({
    key: name,
    label: `:${name}:`,
    hint: '',
    sign: char,
    insert: `:${name}: `,
  }));
