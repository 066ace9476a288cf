// The few Block Kit shapes our Slack screens are made of, each kept within Slack's limits whatever text it is given.
import type { Button, KnownBlock, MrkdwnElement } from '@slack/types';
import { cutText, oneLine } from './cut.ts';
import { cutMrkdwn, escapeMrkdwn } from './mrkdwn.ts';
import { inertMrkdwn, inertPlain, withoutInvisible } from './mrkdwn-inert.ts';

/** A message or answer: `text` is what notifications and screen readers say. */
export type Screen = { text: string; blocks: KnownBlock[] };

/** Slack refuses a message with more. */
const mostBlocks = 50;

export function screen(text: string, blocks: KnownBlock[]): Screen {
  return { text: cutMrkdwn(text, 3000), blocks: blocks.slice(0, mostBlocks) };
}

/** `verbatim`: nothing becomes a link or a mention that was not written as one. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: cutMrkdwn(text, 3000), verbatim: true };
}

export function section(text: string, accessory?: Button): KnownBlock {
  return { type: 'section', text: mrkdwn(text), ...(accessory ? { accessory } : {}) };
}

/** Empty ones are left out; none left gives no block. */
export function context(...texts: (string | null | undefined)[]): KnownBlock[] {
  const elements = texts.filter((text): text is string => Boolean(text)).slice(0, 10);
  return elements.length > 0 ? [{ type: 'context', elements: elements.map(mrkdwn) }] : [];
}

export function header(plain: string): KnownBlock {
  const text = cutText(inertPlain(oneLine(plain)), 150) || '…';
  return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
}

/** A file of ours in Slack. `altText` is what screen readers say of it. */
export function picture({ fileId, altText }: Picture): KnownBlock {
  return { type: 'image', slack_file: { id: fileId }, alt_text: cutText(altText, 2000) };
}

export type Picture = { fileId: string; altText: string };

export const divider: KnownBlock = { type: 'divider' };

/** `action` becomes `earshot:<action>`; `value` is what it is about, usually a theme's id. */
export function button(label: string, action: string, value: string): Button {
  return { ...labelled(label, action), value: value.slice(0, 2000) };
}

/** Slack sends an action for it too, which only needs to be acknowledged. */
export function linkButton(label: string, action: string, url: string): Button {
  return { ...labelled(label, action), url: url.slice(0, 3000) };
}

function labelled(label: string, action: string): Button {
  const text = cutText(inertPlain(oneLine(label)), 75) || '…';
  return { type: 'button', text: { type: 'plain_text', text, emoji: true }, action_id: actionId(action) };
}

export const actionId = (action: string): string => `earshot:${action}`;

/** Text of people or models on one line, as mrkdwn that only shows it. */
export function said(plain: string, limit: number): string {
  return inertMrkdwn(cutText(oneLine(withoutInvisible(plain)), limit));
}

/** A quotation of at most `limit` characters, with every line marked. Empty text gives an empty string. */
export function quoted(plain: string, limit: number): string {
  const text = cutText(
    withoutInvisible(plain)
      .trim()
      .replace(/\n{2,}/g, '\n'),
    limit,
  );
  return text && `>${inertMrkdwn(text).replaceAll('\n', '\n>')}`;
}

/** Text of ours and of people as it is, in a fixed-width block. */
export function fixedWidth(lines: string[]): string {
  const text = lines
    .map((line) => withoutInvisible(line).replaceAll('`', "'").replace(/\n+/g, ' '))
    .join('\n');
  return `\`\`\`\n${escapeMrkdwn(text)}\n\`\`\``;
}

/** A link whose words are ours or a person's; without a usable address, the words alone. */
export function link(url: string | null, words: string): string {
  const shown = escapeMrkdwn(oneLine(withoutInvisible(words)).replaceAll('|', '¦').replaceAll('`', "'"));
  if (!url || !/^https?:\/\/[^\s<>|]+$/.test(url) || !shown) return shown;
  return `<${escapeMrkdwn(url)}|${shown}>`;
}

/** Alerts that person; anything that is no Slack id is shown as text. */
export function mention(id: string): string {
  if (/^[UW][A-Z0-9]{2,}$/.test(id)) return `<@${id}>`;
  return /^S[A-Z0-9]{2,}$/.test(id) ? `<!subteam^${id}>` : said(id, 80);
}

/** Where something was decided: `in #payments`, `in a direct message`, `in a modal`. */
export function whereWords(origin: string): string {
  if (/^[CG][A-Z0-9]{5,}$/.test(origin)) return `in <#${origin}>`;
  return /^D[A-Z0-9]{5,}$/.test(origin) ? 'in a direct message' : `in ${said(origin, 40) || 'Slack'}`;
}

/** A moment in the reader's own time zone. */
export function moment(at: Date, format: 'date' | 'time' = 'date'): string {
  const pattern = format === 'date' ? '{date_short_pretty}' : '{date_short_pretty} {time}';
  const fallback = at
    .toISOString()
    .slice(0, format === 'date' ? 10 : 16)
    .replace('T', ' ');
  return `<!date^${Math.floor(at.getTime() / 1000)}^${pattern}|${fallback}>`;
}

/** `1 customer`, `2 customers`, `1,200 items`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}
