// An app's message, taken apart: labelled values, plain text, titles, quotations. Blocks and attachments alike. Pure.
import { z } from 'zod';
import type { SlackMessage } from '../../slack/port.ts';

export type Labelled = { label: string; value: string };

/** All texts are mrkdwn as Slack delivers it, or plain where the block is plain. */
export type Parts = {
  labelled: Labelled[];
  /** Text without a label, in order; the first may say what the message is about. */
  plain: string[];
  /** Lines the app quotes. */
  quoted: string[];
  titles: string[];
  /** Whom an attachment names as its author. */
  authors: string[];
};

const Attachment = z.looseObject({
  pretext: z.string().nullish(),
  author_name: z.string().nullish(),
  title: z.string().nullish(),
  text: z.string().nullish(),
  fields: z
    .array(z.looseObject({ title: z.string().default(''), value: z.coerce.string().default('') }))
    .catch([]),
  blocks: z.array(z.unknown()).catch([]),
});

export function partsOf(m: Pick<SlackMessage, 'text' | 'blocks' | 'attachments'>): Parts {
  const parts: Parts = { labelled: [], plain: [], quoted: [], titles: [], authors: [] };
  // Beside blocks the text is what a notification says: the same again.
  if (m.blocks.length === 0) for (const text of paragraphs(m.text)) addText(parts, text);
  for (const block of m.blocks) addBlock(parts, block);
  for (const raw of m.attachments) {
    const a = Attachment.safeParse(raw).data;
    if (a) addAttachment(parts, a);
  }
  return parts;
}

function addAttachment(parts: Parts, a: z.infer<typeof Attachment>): void {
  if (a.title) parts.titles.push(a.title);
  if (a.author_name) parts.authors.push(a.author_name);
  for (const text of paragraphs(a.pretext ?? '')) addText(parts, text);
  if (a.text) addText(parts, a.text);
  for (const { title, value } of a.fields)
    if (value.trim()) parts.labelled.push({ label: tidy(title), value: value.trim() });
  for (const block of a.blocks) addBlock(parts, block);
}

const Text = z.looseObject({ text: z.string() });
const Block = z.looseObject({
  type: z.string(),
  text: z
    .union([Text.transform(({ text }) => text), z.string()])
    .optional()
    .catch(undefined),
  fields: z.array(Text).optional().catch(undefined),
  elements: z.array(z.unknown()).optional().catch(undefined),
});

function addBlock(parts: Parts, raw: unknown): void {
  const block = Block.safeParse(raw).data;
  if (!block) return;
  switch (block.type) {
    case 'header':
      if (block.text) parts.titles.push(block.text);
      return;
    case 'section':
    case 'markdown':
      if (block.text) addText(parts, block.text);
      for (const field of block.fields ?? []) addText(parts, field.text);
      return;
    case 'rich_text':
      for (const element of block.elements ?? []) addRichText(parts, element);
  }
}

const RichElement = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  user_id: z.string().optional(),
  elements: z.array(z.unknown()).optional(),
});

function addRichText(parts: Parts, raw: unknown): void {
  const element = RichElement.safeParse(raw).data;
  if (!element) return;
  const text = richWords(element);
  if (element.type === 'rich_text_quote') parts.quoted.push(text);
  else if (text.trim()) addText(parts, text);
}

function richWords({ type, text, url, user_id, elements }: z.infer<typeof RichElement>): string {
  if (type === 'user' && user_id) return `<@${user_id}>`;
  if (!elements) return text ?? url ?? '';
  const inner = elements.map((raw) => {
    const element = RichElement.safeParse(raw).data;
    return element ? richWords(element) : '';
  });
  return inner.join(type === 'rich_text_list' ? '\n' : '');
}

/** `*Customer:* Acme`, `*Message*\nIt is slow`, `Email: jane@acme.test`: as integrations label what they pass on. */
function addText(parts: Parts, text: string): void {
  const bold = /^\*([^*\n]{2,80})\*:?[ \t]*\n?([\s\S]+)$/.exec(text.trim());
  if (bold && !/^[ \t]*\S/.test(betweenLabelAndValue(text, bold[1]!)))
    return void parts.labelled.push({ label: tidy(bold[1]!), value: bold[2]!.trim() });
  const rest: string[] = [];
  for (const line of text.split('\n')) {
    const pair = /^\s*[*_]{0,2}(\p{L}[\p{L} /_-]{1,30})[*_]{0,2}:[*_]{0,2}\s+(\S.*)$/u.exec(line);
    if (/^(&gt;|>)/.test(line)) parts.quoted.push(line.replace(/^(&gt;|>)+\s?/, ''));
    else if (pair && isLabel(pair[1]!))
      parts.labelled.push({ label: tidy(pair[1]!), value: pair[2]!.trim() });
    else rest.push(line);
  }
  const plain = rest.join('\n').trim();
  if (plain) parts.plain.push(plain);
}

/** A bold name in running text (`*Jane* asked …`) is no label: a label ends its line or has a colon. */
function betweenLabelAndValue(text: string, label: string): string {
  const after = text.trim().slice(label.length + 2);
  return /^(:|[ \t]*\n)/.test(after) || label.endsWith(':') || label.endsWith('?') ? '' : after;
}

export const strongRequester =
  /^(customer( name)?|client|requester|respondent|contact|company( name)?|organi[sz]ation|submitted by|reported by|requested by|customer account)$/i;
export const weakRequester =
  /^(user(name)?|from|name|full name|first name|last name|account|author|sender|your name)$/i;
export const emailLabel = /^(your )?(e-?mail( address)?)$/i;
export const companyLabel = /^(company( name)?|organi[sz]ation|account|customer account|workspace)$/i;
/** Only somebody who was asked writes under these. */
export const strongWords =
  /^(feedback|comments?|additional comments?|review|suggestions?|answer|response|verbatim|what|why|how|tell us|anything|is there|do you|would you|please)\b|\?$/i;
export const weakWords =
  /^(message|description|question|text|body|details?|reason|subject matter|issue|problem|request|inquiry|notes?)\b/i;
/** Answers in numbers, and what the app itself says of its ticket. */
export const notWords =
  /^(score|rating|nps|csat|priority|status|tags?|type|group|assignee|id|ticket|url|link|plan|date)\b/i;

function isLabel(label: string): boolean {
  return [strongRequester, weakRequester, emailLabel, companyLabel, strongWords, weakWords, notWords].some(
    (kind) => kind.test(tidy(label)),
  );
}

function paragraphs(text: string): string[] {
  return text.split(/\n{2,}/).filter((part) => part.trim() !== '');
}

function tidy(label: string): string {
  return label.replace(/[*_]/g, '').replace(/:\s*$/, '').trim();
}
