// Atlassian's document format: checked as strictly as Jira does, read for search, drawn as HTML for the page.
import { z } from 'zod';
import type { Adf, AdfNode, RichText } from './wire.ts';

const attrs = z.record(z.string(), z.unknown()).optional();
const link = z.strictObject({
  type: z.literal('link'),
  attrs: z.looseObject({ href: z.string().refine((href) => URL.canParse(href) || href.startsWith('/')) }),
});
const Mark = z.union([
  link,
  z.strictObject({ type: z.enum(['strong', 'em', 'strike', 'underline', 'code']) }),
  z.strictObject({ type: z.enum(['subsup', 'textColor', 'backgroundColor']), attrs }),
]);
const marksFit = (marks: { type: string }[] | undefined) =>
  !marks?.some((mark) => mark.type === 'code') || marks.every((it) => ['code', 'link'].includes(it.type));

const Text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  marks: z.array(Mark).refine(marksFit, 'code goes with no mark but link').optional(),
});
const Inline = z.union([
  Text,
  z.strictObject({ type: z.literal('hardBreak'), attrs }),
  z.strictObject({ type: z.enum(['mention', 'emoji', 'date', 'status', 'inlineCard']), attrs }),
]);
const inlines = z.array(Inline).optional();
const Paragraph = z.strictObject({ type: z.literal('paragraph'), attrs, content: inlines });
const Heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.looseObject({ level: z.int().min(1).max(6) }),
  content: inlines,
});
const CodeBlock = z.strictObject({
  type: z.literal('codeBlock'),
  attrs,
  content: z.array(z.strictObject({ type: z.literal('text'), text: z.string().min(1) })).optional(),
});
const Rule = z.strictObject({ type: z.literal('rule') });
const Media = z.strictObject({
  type: z.literal('mediaSingle'),
  attrs,
  content: z.array(z.strictObject({ type: z.literal('media'), attrs })).length(1),
});
const ListItem = z.strictObject({
  type: z.literal('listItem'),
  get content() {
    return z.array(z.union([Paragraph, CodeBlock, Media, List])).min(1);
  },
});
const List: z.ZodType = z.union([
  z.strictObject({ type: z.literal('bulletList'), content: z.array(ListItem).min(1) }),
  z.strictObject({ type: z.literal('orderedList'), attrs, content: z.array(ListItem).min(1) }),
]);
const Flow = z.union([Paragraph, Heading, CodeBlock, Rule, Media, List]);
const Quote = z.strictObject({
  type: z.literal('blockquote'),
  content: z.array(z.union([Paragraph, CodeBlock, List])).min(1),
});
const TaskItem = z.strictObject({
  type: z.literal('taskItem'),
  attrs: z.strictObject({ localId: z.string().min(1), state: z.enum(['TODO', 'DONE']) }),
  content: inlines,
});
const TaskList = z.strictObject({
  type: z.literal('taskList'),
  attrs: z.strictObject({ localId: z.string().min(1) }),
  get content() {
    return z.array(z.union([TaskItem, TaskList])).min(1);
  },
});
const Panel = z.strictObject({
  type: z.enum(['panel', 'expand']),
  attrs,
  content: z.array(z.union([Flow, Quote])).min(1),
});
const Cell = z.strictObject({
  type: z.enum(['tableHeader', 'tableCell']),
  attrs,
  content: z.array(z.union([Flow, Quote])).min(1),
});
const Row = z.strictObject({ type: z.literal('tableRow'), content: z.array(Cell).min(1) });
const Table = z.strictObject({ type: z.literal('table'), attrs, content: z.array(Row).min(1) });

/** What Jira takes: every node where it belongs, no empty text, no node it does not know. */
export const AdfDocument = z.strictObject({
  type: z.literal('doc'),
  version: z.literal(1),
  content: z.array(z.union([Flow, Quote, TaskList, Panel, Table])),
});

/** The words alone: for search, and for the limit on a text's length. */
export function plainText(text: RichText): string {
  if (text === null || typeof text === 'string') return text ?? '';
  return words(text).trim();
}

function words(node: { content?: AdfNode[]; text?: string; type: string }): string {
  if (node.type === 'text') return node.text ?? '';
  const inner = (node.content ?? []).map(words).join('');
  return ['paragraph', 'heading', 'codeBlock', 'hardBreak', 'tableRow', 'taskItem'].includes(node.type)
    ? `${inner}\n`
    : inner;
}

/** As Jira shows it; wiki markup is shown as it was written. Every text is escaped. */
export function toHtml(text: RichText): string {
  if (text === null) return '';
  if (typeof text === 'string') return `<pre>${escapeHtml(text)}</pre>`;
  return text.content.map(nodeHtml).join('\n');
}

const tags: Record<string, string> = {
  ...{ paragraph: 'p', bulletList: 'ul', orderedList: 'ol', listItem: 'li', blockquote: 'blockquote' },
  ...{
    table: 'table',
    tableRow: 'tr',
    tableHeader: 'th',
    tableCell: 'td',
    taskList: 'ul',
    panel: 'aside',
    expand: 'details',
  },
};

function nodeHtml(node: AdfNode): string {
  const inner = (node.content ?? []).map(nodeHtml).join('');
  if (node.type === 'text') return marked(node);
  if (node.type === 'heading') return `<h${node.attrs?.level}>${inner}</h${node.attrs?.level}>`;
  if (node.type === 'codeBlock') return `<pre><code>${inner}</code></pre>`;
  if (node.type === 'taskItem')
    return `<li><input type="checkbox" disabled${node.attrs?.state === 'DONE' ? ' checked' : ''}> ${inner}</li>`;
  if (node.type === 'rule') return '<hr>';
  if (node.type === 'hardBreak') return '<br>';
  const tag = tags[node.type];
  return tag ? `<${tag}>${inner}</${tag}>` : escapeHtml(String(node.attrs?.text ?? node.attrs?.alt ?? ''));
}

function marked(node: AdfNode): string {
  const wrap: Record<string, string> = {
    strong: 'strong',
    em: 'em',
    strike: 's',
    underline: 'u',
    code: 'code',
  };
  return (node.marks ?? []).reduce(
    (inner, mark) => {
      const href = String(mark.attrs?.href ?? '');
      if (mark.type === 'link')
        return /^https?:/.test(href) ? `<a href="${escapeHtml(href)}">${inner}</a>` : inner;
      return wrap[mark.type] ? `<${wrap[mark.type]}>${inner}</${wrap[mark.type]}>` : inner;
    },
    escapeHtml(node.text ?? ''),
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function paragraphOf(text: string): AdfNode {
  return { type: 'paragraph', content: [{ type: 'text', text }] };
}

export function documentOf(text: string): Adf {
  return { type: 'doc', version: 1, content: text.split('\n\n').filter(Boolean).map(paragraphOf) };
}
