// A Slack message as plain text: what a terminal can show of its blocks.
import { type Names, plainText } from '../text/mrkdwn.ts';

type Block = {
  type: string;
  text?: { text?: string } | undefined;
  fields?: { text?: string }[] | undefined;
  elements?: unknown[] | undefined;
};

export function screenText(message: { text: string; blocks?: unknown[] | undefined }, names: Names): string {
  const blocks = (message.blocks ?? []) as Block[];
  if (blocks.length === 0) return plainText(message.text, names);
  return blocks
    .map((block) => blockText(block, names))
    .filter(Boolean)
    .join('\n');
}

function blockText({ type, text, fields = [], elements = [] }: Block, names: Names): string {
  if (type === 'divider') return '---';
  if (type === 'actions') return elements.map((element) => `[${textOf(element)}]`).join(' ');
  if (type === 'context') return elements.map((element) => plainText(textOf(element), names)).join(' | ');
  return [text?.text ?? '', ...fields.map((field) => field.text ?? '')]
    .filter(Boolean)
    .map((t) => plainText(t, names))
    .join('\n');
}

function textOf(element: unknown): string {
  const { text } = element as { text?: string | { text?: string } };
  return typeof text === 'string' ? text : (text?.text ?? '');
}
