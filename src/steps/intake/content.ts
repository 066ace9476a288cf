// What a message says, wherever it keeps it: text, blocks, attachments, files. Integrations post with empty text. Pure.
import { z } from 'zod';
import type { SlackMessage } from '../../slack/port.ts';

export type Content = {
  /** mrkdwn as Slack delivers it. */
  text: string;
  /** The customer's name, e-mail or company as an integration states it. */
  requester?: string | undefined;
  title?: string | undefined;
};

const Attachment = z.looseObject({
  pretext: z.string().optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  fallback: z.string().optional(),
  fields: z
    .array(z.looseObject({ title: z.string().default(''), value: z.string().default('') }))
    .default([]),
  blocks: z.array(z.unknown()).default([]),
});
type Attachment = z.infer<typeof Attachment>;

const Text = z.looseObject({ text: z.string() });
const Block = z.looseObject({
  type: z.string(),
  text: Text.optional().catch(undefined),
  fields: z.array(Text).optional().catch(undefined),
});

/** A person's words; or, of an app's message, the customer's words it carries. Undefined: nothing a customer said. */
export function contentOf(
  m: Pick<SlackMessage, 'text' | 'botId' | 'blocks' | 'attachments' | 'files'>,
): Content | undefined {
  if (!m.botId) return m.text.trim() || m.files.length > 0 ? { text: m.text } : undefined;
  return integrationContent(m);
}

const requesterLabel =
  /^(customer|requester|from|contact|user|account|company|organi[sz]ation|respondent|e-?mail|name)$/i;
const wordsLabel =
  /^(message|description|comment|feedback|question|text|body|what happened|details|response|answer|reason)\b/i;

/** Labelled parts decide: an integration that relays a customer says who, and what they said. */
function integrationContent(m: Pick<SlackMessage, 'text' | 'blocks' | 'attachments'>): Content | undefined {
  const attachments = m.attachments
    .map((raw) => Attachment.safeParse(raw).data)
    .filter((a) => a !== undefined);
  const labelled = [...labelledIn(m.blocks), ...attachments.flatMap(labelledOf)];
  const whose = labelled.filter((part) => requesterLabel.test(part.label)).map((part) => part.value);
  const requester = whose.length > 0 ? whose.join(', ') : undefined;
  const said = labelled.filter((part) => wordsLabel.test(part.label)).map((part) => part.value);
  const body = attachments.map((a) => a.text ?? '').filter(Boolean);
  const text = (said.length > 0 ? said : requester ? [...body, ...plainSections(m.blocks)] : [])
    .join('\n')
    .trim();
  if (!text) return undefined;
  return { text, requester, title: attachments.find((a) => a.title)?.title };
}

type Labelled = { label: string; value: string };

function labelledOf(a: Attachment): Labelled[] {
  const fields = a.fields.map((field) => ({ label: tidy(field.title), value: field.value.trim() }));
  return [...fields, ...labelledIn(a.blocks)].filter((part) => part.value !== '');
}

/** `*Customer:* Acme` and `*Message*\nIt is slow`, as integrations write them in sections and fields. */
function labelledIn(blocks: unknown[]): Labelled[] {
  return textsOf(blocks).flatMap((text) => {
    const match = /^\*([^*\n]{2,40})\*:?[ \t]*\n?([\s\S]+)$/.exec(text.trim());
    return match ? [{ label: tidy(match[1]!), value: match[2]!.trim() }] : [];
  });
}

function plainSections(blocks: unknown[]): string[] {
  return textsOf(blocks).filter((text) => !/^\*[^*\n]{2,40}\*/.test(text.trim()));
}

function textsOf(blocks: unknown[]): string[] {
  return blocks.flatMap((raw) => {
    const block = Block.safeParse(raw).data;
    if (block?.type !== 'section') return [];
    return [...(block.text ? [block.text.text] : []), ...(block.fields ?? []).map((field) => field.text)];
  });
}

function tidy(label: string): string {
  return label.replace(/[*:_]/g, '').trim();
}
