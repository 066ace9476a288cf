// Block Kit's rules that tie several fields together: unique ids, initial values that exist, texts that are required.
export type Problem = { place: string; problem: string };
type Node = Record<string, unknown>;

const interactive =
  /^(button|workflow_button|overflow|checkboxes|radio_buttons|.*_select|.*picker|.*_input)$/;

/** Of one object with a `type`. */
export function brokenRules(node: Node): Problem[] {
  const type = String(node.type);
  if (type === 'section' && node.text === undefined && node.fields === undefined)
    return [{ place: '', problem: 'must have text or fields' }];
  if (type === 'modal') return modalRules(node);
  if (type === 'image') return urlRule(node, 'image_url');
  if (type === 'table' && Array.isArray(node.rows)) return sameWidth(node.rows as unknown[][]);
  return interactive.test(type) ? elementRules(node) : [];
}

function elementRules(node: Node): Problem[] {
  return [
    // Slack would make one up; nothing of ours could then listen to it.
    ...(node.action_id === undefined ? [{ place: '', problem: 'missing action_id (sandbox rule)' }] : []),
    ...urlRule(node, 'url'),
    ...optionRules(node),
    ...formatRule(node, 'initial_date', /^\d{4}-\d\d-\d\d$/),
    ...formatRule(node, 'initial_time', /^([01]\d|2[0-3]):[0-5]\d$/),
    ...rangeRule(node, 'min_length', 'max_length'),
    ...rangeRule(node, 'min_value', 'max_value'),
    ...(Number(node.max_length) > 3000
      ? [{ place: '/max_length', problem: 'must be no more than 3000' }]
      : []),
  ];
}

function optionRules(node: Node): Problem[] {
  const needsOptions = /^(multi_)?static_select$|^checkboxes$|^radio_buttons$|^overflow$/.test(
    String(node.type),
  );
  if (!needsOptions) return [];
  if (node.options === undefined && node.option_groups === undefined)
    return [{ place: '', problem: 'missing required field: options' }];
  if (node.options !== undefined && node.option_groups !== undefined)
    return [{ place: '', problem: 'must not have both options and option_groups' }];
  const groups = (node.option_groups ?? []) as { options: Node[] }[];
  const offered = [...((node.options ?? []) as Node[]), ...groups.flatMap((group) => group.options ?? [])];
  return [...repeatedValues(offered), ...strangeInitials(node, offered)];
}

function repeatedValues(offered: Node[]): Problem[] {
  const values = offered.map((option) => option.value);
  const repeated = values.filter((value, i) => value !== undefined && values.indexOf(value) !== i);
  return repeated.length > 0
    ? [{ place: '/options', problem: `option values must be unique: ${repeated[0]}` }]
    : [];
}

/** Slack wants the whole option, the same in every field. */
function strangeInitials(node: Node, offered: Node[]): Problem[] {
  const known = new Set(offered.map((option) => JSON.stringify(sorted(option))));
  const chosen = [node.initial_option, ...((node.initial_options as unknown[]) ?? [])].filter(Boolean);
  const strange = chosen.filter((option) => !known.has(JSON.stringify(sorted(option))));
  const place = node.initial_option ? '/initial_option' : '/initial_options';
  return strange.length > 0 ? [{ place, problem: 'must be one of the options, exactly' }] : [];
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function urlRule(node: Node, key: string): Problem[] {
  const url = node[key];
  if (typeof url !== 'string') return [];
  const isAddress = URL.canParse(url) && /^(https?|mailto|slack):$/.test(new URL(url).protocol);
  return isAddress ? [] : [{ place: `/${key}`, problem: 'must be a URL' }];
}

function formatRule(node: Node, key: string, format: RegExp): Problem[] {
  const value = node[key];
  return typeof value !== 'string' || format.test(value)
    ? []
    : [{ place: `/${key}`, problem: 'has a wrong format' }];
}

function rangeRule(node: Node, low: string, high: string): Problem[] {
  if (node[low] === undefined || node[high] === undefined || Number(node[low]) <= Number(node[high]))
    return [];
  return [{ place: `/${low}`, problem: `must not be more than ${high}` }];
}

function modalRules(node: Node): Problem[] {
  const blocks = Array.isArray(node.blocks) ? (node.blocks as Node[]) : [];
  const asks = blocks.some((block) => block.type === 'input');
  return asks && node.submit === undefined
    ? [{ place: '/submit', problem: 'is required when the view has an input block' }]
    : [];
}

function sameWidth(rows: unknown[][]): Problem[] {
  const first = rows[0]?.length;
  const odd = rows.findIndex((row) => row.length !== first);
  return odd < 0 ? [] : [{ place: `/rows/${odd}`, problem: 'must have as many cells as the first row' }];
}

/** Block ids are unique among the blocks, action ids within their block, the focus is one. */
export function repeatedIds(blocks: unknown[]): Problem[] {
  const nodes = blocks.filter((block): block is Node => typeof block === 'object' && block !== null);
  const ids = nodes.map((block) => block.block_id);
  const twice = ids.findIndex((id, i) => id !== undefined && ids.indexOf(id) !== i);
  const focused = nodes.flatMap(elementsOf).filter((element) => element.focus_on_load === true);
  return [
    ...(twice >= 0 ? [{ place: `/${twice}/block_id`, problem: `must be unique: ${ids[twice]}` }] : []),
    ...(focused.length > 1 ? [{ place: '', problem: 'only one element may have focus_on_load' }] : []),
    ...nodes.flatMap((block, i) => repeatedActions(block, i)),
  ];
}

function repeatedActions(block: Node, i: number): Problem[] {
  const ids = elementsOf(block).map((element) => element.action_id);
  const twice = ids.find((id, at) => id !== undefined && ids.indexOf(id) !== at);
  return twice === undefined
    ? []
    : [{ place: `/${i}/elements`, problem: `action_id must be unique: ${twice}` }];
}

function elementsOf(block: Node): Node[] {
  const held = [block.accessory, block.element, ...(Array.isArray(block.elements) ? block.elements : [])];
  return held.filter((one): one is Node => typeof one === 'object' && one !== null);
}
