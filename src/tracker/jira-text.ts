// Rich text between Earshot's Markdown and Jira's two formats: documents (ADF) in Cloud, wiki markup in Data Center.
import { markdownToAdf } from 'marklassian';

export type AdfNode = {
  type: string;
  attrs?: Record<string, unknown>;
  content?: AdfNode[];
  marks?: { type: string; attrs?: Record<string, unknown> }[];
  text?: string;
};
export type Adf = { type: 'doc'; version: 1; content: AdfNode[] };

/** Jira takes 32,767 characters. Longer texts end at a paragraph, and say so. */
const longest = 30_000;

export function toAdf(markdown: string): Adf {
  const content = markdownToAdf(fitting(markdown)).content as AdfNode[];
  return { type: 'doc', version: 1, content: content.flatMap((node) => accepted(node, 'doc')) };
}

export function toWiki(markdown: string): string {
  return blocks(toAdf(markdown).content, wiki).trim();
}

export function fromAdf(document: Adf | null | undefined): string {
  return document ? blocks(document.content, markdownMarks).trim() : '';
}

/** Wiki markup for people to read: without the backslashes that keep it from being markup. */
export function fromWiki(text: string | null | undefined): string {
  return (text ?? '').replaceAll(/\\([^\w\s\\])/g, '$1').replaceAll('\r\n', '\n');
}

function fitting(markdown: string): string {
  if (markdown.length <= longest) return markdown;
  const cut = markdown.slice(0, longest);
  return `${cut.slice(0, Math.max(cut.lastIndexOf('\n\n'), longest / 2)).toWellFormed()}\n\n_Cut here: Jira takes no longer text._`;
}

/** Jira refuses a whole document for one node it does not expect; what it would refuse becomes what it takes. */
function accepted(node: AdfNode, parent: string): AdfNode[] {
  if (node.type === 'text') return node.text ? [textNode(node.text, marksOf(node))] : [];
  if (node.type === 'mediaSingle') return [paragraph([linkTo(node.content?.[0]?.attrs)])];
  if (onlyTexts.has(parent) && !inOnlyTexts.has(node.type)) return flattened(node);
  const content = node.content?.flatMap((child) => accepted(child, node.type));
  if (content?.length === 0 && lists.has(node.type)) return [];
  if (content?.length === 0 && (onlyTexts.has(node.type) || cells.has(node.type)))
    return [{ ...node, content: [paragraph([])] }];
  return [{ ...node, ...(content ? { content } : {}) }];
}

const lists = new Set(['bulletList', 'orderedList']);
const cells = new Set(['tableCell', 'tableHeader']);
/** These hold no headings, rules, tables or each other. */
const onlyTexts = new Set(['listItem', 'blockquote']);
const inOnlyTexts = new Set(['paragraph', 'codeBlock', 'bulletList', 'orderedList']);

/** The texts of a node that may not stand where it does. */
function flattened(node: AdfNode): AdfNode[] {
  const content = node.content ?? [];
  if (content.some((child) => child.type === 'text'))
    return [paragraph(content.flatMap((child) => accepted(child, 'paragraph')))];
  return content.flatMap((child) =>
    inOnlyTexts.has(child.type) ? accepted(child, 'blockquote') : flattened(child),
  );
}

type Marks = NonNullable<AdfNode['marks']>;

function marksOf(node: AdfNode): Marks {
  const usable = (node.marks ?? []).filter(
    (mark) => mark.type !== 'link' || isAddress(String(mark.attrs?.href)),
  );
  const isCode = usable.some((mark) => mark.type === 'code');
  return isCode ? usable.filter((mark) => ['code', 'link'].includes(mark.type)) : usable;
}

function isAddress(href: string): boolean {
  return /^(https?|mailto):/i.test(href) && URL.canParse(href);
}

function paragraph(content: AdfNode[]): AdfNode {
  return { type: 'paragraph', content };
}

function linkTo(attrs: Record<string, unknown> | undefined): AdfNode {
  const href = String(attrs?.url ?? '');
  const text = String(attrs?.alt || href || 'image');
  return textNode(text, isAddress(href) ? [{ type: 'link', attrs: { href } }] : []);
}

function textNode(text: string, marks: Marks): AdfNode {
  return { type: 'text', text, ...(marks.length > 0 ? { marks } : {}) };
}

/** How one format writes what both have. */
type Format = {
  heading(level: number, text: string): string;
  item(ordered: boolean, depth: number, n: number): string;
  task(isDone: boolean, depth: number): string;
  code(language: string, text: string): string;
  quote(text: string): string;
  row(cells: string[], isHead: boolean): string;
  rule: string;
  marks: Record<string, (text: string, attrs: Record<string, unknown>) => string>;
  escape(text: string): string;
};

const markdownMarks: Format = {
  heading: (level, text) => `${'#'.repeat(level)} ${text}`,
  item: (ordered, depth, n) => `${'  '.repeat(depth)}${ordered ? `${n}.` : '-'} `,
  task: (isDone, depth) => `${'  '.repeat(depth)}- [${isDone ? 'x' : ' '}] `,
  code: (language, text) => `\`\`\`${language}\n${text}\n\`\`\``,
  quote: (text) => text.replaceAll(/^/gm, '> '),
  row: (cells, isHead) => `| ${cells.join(' | ')} |${isHead ? `\n|${cells.map(() => '---|').join('')}` : ''}`,
  rule: '---',
  marks: {
    strong: (text) => `**${text}**`,
    em: (text) => `_${text}_`,
    strike: (text) => `~~${text}~~`,
    code: (text) => `\`${text}\``,
    link: (text, { href }) => (text === href ? text : `[${text}](${href})`),
  },
  escape: (text) => text,
};

const wiki: Format = {
  heading: (level, text) => `h${level}. ${text}`,
  item: (ordered, depth) => `${(ordered ? '#' : '*').repeat(depth + 1)} `,
  // Wiki markup knows no boxes to tick.
  task: (isDone, depth) => `${'*'.repeat(depth + 1)} ${isDone ? '(/) ' : ''}`,
  code: (language, text) => `{code${language ? `:${language}` : ''}}\n${text}\n{code}`,
  quote: (text) => `{quote}\n${text}\n{quote}`,
  row: (cells, isHead) =>
    isHead
      ? `||${cells.map((cell) => `${cell}||`).join('')}`
      : `|${cells.map((cell) => `${cell || ' '}|`).join('')}`,
  rule: '----',
  marks: {
    strong: (text) => `*${text}*`,
    em: (text) => `_${text}_`,
    strike: (text) => `-${text}-`,
    code: (text) => `{{${text}}}`,
    link: (text, { href }) => `[${text}|${href}]`,
  },
  // Markup in a customer's words must stay words.
  escape: (text) => text.replaceAll(/[{}[\]|*_!^~+]|(?<=^|\s)[-#](?=\S)/gm, (mark) => `\\${mark}`),
};

function blocks(nodes: AdfNode[], format: Format, depth = 0): string {
  return nodes.map((node) => block(node, format, depth)).join(depth > 0 ? '\n' : '\n\n');
}

function block(node: AdfNode, format: Format, depth: number): string {
  const content = node.content ?? [];
  switch (node.type) {
    case 'heading':
      return format.heading(Number(node.attrs?.level ?? 3), inline(content, format));
    case 'bulletList':
    case 'orderedList':
      return content.map((item, n) => listItem(item, { node, n, format, depth })).join('\n');
    case 'taskList':
      return content.map((item) => taskItem(item, format, depth)).join('\n');
    case 'codeBlock':
      return format.code(String(node.attrs?.language ?? ''), content.map((it) => it.text ?? '').join(''));
    case 'blockquote':
      return format.quote(blocks(content, format));
    case 'table':
      return content.map((row) => tableRow(row, format)).join('\n');
    case 'rule':
      return format.rule;
    case 'panel':
    case 'expand':
      return blocks(content, format);
    default:
      return inline(content, format);
  }
}

function listItem(item: AdfNode, it: { node: AdfNode; n: number; format: Format; depth: number }): string {
  const [first, ...rest] = item.content ?? [];
  const { format, depth } = it;
  const mark = format.item(it.node.type === 'orderedList', depth, it.n + 1);
  const head = first ? block(first, format, depth + 1) : '';
  return [`${mark}${head}`, ...rest.map((node) => block(node, format, depth + 1))].join('\n');
}

function taskItem(item: AdfNode, format: Format, depth: number): string {
  if (item.type === 'taskList') return block(item, format, depth + 1);
  const mark = format.task(item.attrs?.state === 'DONE', depth);
  return `${mark}${inline(item.content ?? [], format)}`;
}

function tableRow(row: AdfNode, format: Format): string {
  const cells = row.content ?? [];
  const isHead = cells.length > 0 && cells.every((cell) => cell.type === 'tableHeader');
  return format.row(
    cells.map((cell) => blocks(cell.content ?? [], format, 1).replaceAll('\n', ' ')),
    isHead,
  );
}

function inline(nodes: AdfNode[], format: Format): string {
  return nodes.map((node) => inlineNode(node, format)).join('');
}

function inlineNode(node: AdfNode, format: Format): string {
  if (node.type === 'hardBreak') return '\n';
  if (node.type !== 'text') return String(node.attrs?.text ?? node.attrs?.shortName ?? node.attrs?.url ?? '');
  const isCode = node.marks?.some((mark) => mark.type === 'code');
  const start = isCode ? (node.text ?? '') : format.escape(node.text ?? '');
  return (node.marks ?? []).reduce((text, mark) => {
    const write = format.marks[mark.type];
    return write ? write(text, mark.attrs ?? {}) : text;
  }, start);
}
