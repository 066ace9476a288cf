// Between what a person types and what Slack keeps: `@Maya Chen` and `<@U123>`. Pure.
import { escapeText, unescapeText } from './mrkdwn.ts';

export type Names = { users: { id: string; name: string }[]; channels: { id: string; name: string }[] };

const broadcasts = /(^|[\s(])@(here|channel|everyone)(?![\w-])/g;

/** Escapes the text and turns the names it mentions into Slack's tokens; the longest name wins. */
export function toMrkdwn(typed: string, names: Names): string {
  const escaped = escapeText(typed).replace(broadcasts, '$1<!$2>');
  const people = replaceNames(escaped, { sign: '@', names: names.users, token: (one) => `<@${one.id}>` });
  return replaceNames(people, {
    sign: '#',
    names: names.channels,
    token: (one) => `<#${one.id}|${one.name}>`,
  });
}

type Named = { id: string; name: string };
type Replacement = { sign: '@' | '#'; names: Named[]; token: (one: Named) => string };

function replaceNames(text: string, { sign, names, token }: Replacement): string {
  if (!text.includes(sign) || names.length === 0) return text;
  const byName = new Map(names.map((one) => [escapeText(one.name).toLowerCase(), one]));
  const longestFirst = [...byName.keys()].sort((a, b) => b.length - a.length).map(quoted);
  const pattern = new RegExp(`(^|[\\s(])${sign}(${longestFirst.join('|')})(?![\\p{L}\\p{N}_-])`, 'giu');
  return text.replace(pattern, (whole, before: string, name: string) => {
    const one = byName.get(name.toLowerCase());
    return one ? `${before}${token(one)}` : whole;
  });
}

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Back again, for editing. A link's label is given up unless it is the address itself. */
export function toTyped(text: string, names: Names): string {
  const nameOf = (list: Named[], id: string, fallback: string) =>
    list.find((one) => one.id === id)?.name ?? fallback;
  const typed = text.replace(/<([^<>\n]+)>/g, (whole, inner: string) => {
    const [head = '', label] = inner.split('|');
    if (head.startsWith('@')) return `@${nameOf(names.users, head.slice(1), label ?? 'someone')}`;
    if (head.startsWith('#')) return `#${nameOf(names.channels, head.slice(1), label ?? 'channel')}`;
    if (/^!(here|channel|everyone)/.test(head)) return `@${head.slice(1)}`;
    if (head.startsWith('!subteam')) return label ?? whole;
    return label && head.includes(label) ? label : head;
  });
  return unescapeText(typed);
}
