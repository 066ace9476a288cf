// Is this Block Kit? Shapes first (they come from the SDK's typings), then the numbers, then the rules between fields.
import { anyBlock, limits, limitsByField, overLimits } from './limits.ts';
import { brokenRules, type Problem, repeatedIds } from './rules.ts';
import { loadShapes, type Shapes } from './schema.ts';

type Node = Record<string, unknown>;
const mostBlocks = 50;
const mostMarkdown = 12_000;
const largestView = 250_000;

/** Problems in Slack's wording, none when all is well. */
export function checkMessageBlocks(shapes: Shapes, blocks: unknown[]): string[] {
  const tooMany =
    blocks.length > mostBlocks ? [{ place: '', problem: `no more than ${mostBlocks} items allowed` }] : [];
  return worded(
    '/blocks',
    [...tooMany, ...shapes('MessageBlocks', blocks), ...markdownTotal(blocks)],
    blocks,
  );
}

export function checkAttachments(shapes: Shapes, attachments: unknown[]): string[] {
  const tooMany =
    attachments.length > 100 ? ['[ERROR] no more than 100 attachments [json-pointer:/attachments]'] : [];
  return [
    ...tooMany,
    ...attachments.flatMap((attachment, i) => {
      const blocks = (attachment as { blocks?: unknown } | null)?.blocks;
      const within = Array.isArray(blocks) ? checkMessageBlocks(shapes, blocks) : [];
      const place = `/attachments/${i}`;
      return [...shapes('Attachment', attachment).map((one) => sentence(place, one)), ...within];
    }),
  ];
}

export function checkView(shapes: Shapes, view: Record<string, unknown>): string[] {
  const name = view.type === 'home' ? 'Home' : 'Modal';
  const tooLarge =
    JSON.stringify(view).length > largestView ? [{ place: '', problem: 'view_too_large' }] : [];
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  return [
    ...[...shapes(name, view), ...tooLarge, ...checkNode(view)].map((one) => sentence('/view', one)),
    ...worded('/view/blocks', [], blocks),
  ];
}

function worded(root: string, problems: Problem[], blocks: unknown[]): string[] {
  const all = [
    ...problems,
    ...blocks.flatMap((block, i) => under(`/${i}`, walk(block))),
    ...repeatedIds(blocks),
  ];
  return [...new Set(all.map((one) => sentence(root, one)))];
}

const sentence = (root: string, { place, problem }: Problem) =>
  `[ERROR] ${problem} [json-pointer:${root}${place}]`;

function walk(node: unknown, field = 'block'): Problem[] {
  if (Array.isArray(node)) return node.flatMap((item, i) => under(`/${i}`, walk(item, field)));
  if (node === null || typeof node !== 'object') return [];
  const inner = Object.entries(node).flatMap(([key, value]) => under(`/${key}`, walk(value, key)));
  const own = field === 'block' || field === 'child_blocks' ? overLimits(node as Node, anyBlock) : [];
  return [...own, ...untyped(node as Node, field), ...checkNode(node as Node), ...inner];
}

function checkNode(node: Node): Problem[] {
  if (typeof node.type !== 'string') return [];
  return [...overLimits(node, limits[node.type] ?? []), ...brokenRules(node)];
}

function untyped(node: Node, field: string): Problem[] {
  if (/^(options|initial_options?)$/.test(field)) return overLimits(node, limitsByField.option!);
  if (field === 'option_groups') return overLimits(node, limitsByField.option_group!);
  return field === 'confirm' && node.type === undefined ? overLimits(node, limitsByField.confirm!) : [];
}

const under = (place: string, problems: Problem[]): Problem[] =>
  problems.map((one) => ({ place: `${place}${one.place}`, problem: one.problem }));

function markdownTotal(blocks: unknown[]): Problem[] {
  const texts = (blocks as Node[])
    .filter((block) => block?.type === 'markdown')
    .map((block) => String(block.text));
  const total = texts.reduce((sum, text) => sum + [...text].length, 0);
  return total > mostMarkdown
    ? [{ place: '', problem: `markdown blocks hold ${total} of ${mostMarkdown} characters` }]
    : [];
}

/** For tests of screens: the whole check without a server. Takes 3 seconds the first time on a machine. */
export async function loadBlockKit(): Promise<{
  message(blocks: unknown[]): string[];
  view(view: Record<string, unknown>): string[];
}> {
  const shapes = await loadShapes();
  return {
    message: (blocks) => checkMessageBlocks(shapes, blocks),
    view: (view) => checkView(shapes, view),
  };
}
