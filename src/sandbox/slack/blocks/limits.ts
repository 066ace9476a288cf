// The numbers of Block Kit that no typing holds, from Slack's reference. Lengths count code points.

/** `key` is a field, `key[]` each item of a list; `least` and `most` bound text length or list size. */
type Limit = { key: string; most?: number; least?: number };

const text = (key: string, most: number, least = 1): Limit => ({ key, most, least });
const list = (key: string, most: number, least = 1): Limit => ({ key, most, least });

const action = [text('action_id', 255)];
const select = [...action, text('placeholder', 150), list('options', 100), list('option_groups', 100)];

/** By the `type` of a block, element or view. */
export const limits: Record<string, Limit[]> = {
  // Blocks
  section: [text('text', 3000), list('fields', 10), text('fields[]', 2000)],
  header: [text('text', 150)],
  context: [list('elements', 10)],
  context_actions: [list('elements', 5)],
  actions: [list('elements', 25)],
  input: [text('label', 2000), text('hint', 2000)],
  image: [text('image_url', 3000), text('alt_text', 2000), text('title', 2000)],
  markdown: [text('text', 12_000)],
  table: [list('rows', 100), list('rows[]', 20), list('column_settings', 20)],
  video: [text('title', 199), text('alt_text', 2000), text('author_name', 49)],
  container: [text('title', 150), text('subtitle', 150), list('child_blocks', 10)],
  card: [text('title', 150), text('subtitle', 150), text('body', 200)],
  carousel: [list('elements', 10)],
  rich_text_section: [],
  // Elements
  button: [
    ...action,
    text('text', 75),
    text('value', 2000),
    text('url', 3000),
    text('accessibility_label', 75),
  ],
  workflow_button: [...action, text('text', 75), text('accessibility_label', 75)],
  checkboxes: [...action, list('options', 10)],
  radio_buttons: [...action, list('options', 10)],
  overflow: [...action, list('options', 5)],
  static_select: select,
  multi_static_select: select,
  external_select: select,
  multi_external_select: select,
  users_select: select,
  multi_users_select: select,
  channels_select: select,
  multi_channels_select: select,
  conversations_select: select,
  multi_conversations_select: select,
  datepicker: select,
  timepicker: select,
  datetimepicker: action,
  plain_text_input: [...select, text('initial_value', 3000, 0)],
  rich_text_input: select,
  number_input: select,
  email_text_input: select,
  url_text_input: select,
  file_input: action,
  // Text
  plain_text: [text('text', 3000)],
  mrkdwn: [text('text', 3000)],
  text: [{ key: 'text', least: 1 }],
  // Views
  modal: [
    list('blocks', 100),
    text('title', 24),
    text('submit', 24),
    text('close', 24),
    text('private_metadata', 3000, 0),
    text('callback_id', 255),
    text('external_id', 255),
  ],
  home: [
    list('blocks', 100, 0),
    text('private_metadata', 3000, 0),
    text('callback_id', 255),
    text('external_id', 255),
  ],
};

/** Objects without a `type`, known by the field that holds them. */
export const limitsByField: Record<string, Limit[]> = {
  option: [text('text', 75), text('value', 150), text('description', 75), text('url', 3000)],
  option_group: [text('label', 75), list('options', 100)],
  confirm: [text('title', 100), text('text', 300), text('confirm', 30), text('deny', 30)],
};

export const anyBlock: Limit[] = [text('block_id', 255)];

/** Problems of one object against its limits, as `place: what`. */
export function overLimits(
  node: Record<string, unknown>,
  rules: Limit[],
): { place: string; problem: string }[] {
  return rules.flatMap((rule) =>
    held(node, rule.key).flatMap(({ place, value }) => {
      const size = sizeOf(value);
      if (size === undefined) return [];
      const what = Array.isArray(value) ? 'items' : 'characters';
      if (rule.most !== undefined && size > rule.most)
        return [{ place, problem: `must be no more than ${rule.most} ${what} (it has ${size})` }];
      if (rule.least !== undefined && size < rule.least)
        return [{ place, problem: `must be at least ${rule.least} ${what}` }];
      return [];
    }),
  );
}

function held(node: Record<string, unknown>, key: string): { place: string; value: unknown }[] {
  if (!key.endsWith('[]')) return node[key] === undefined ? [] : [{ place: `/${key}`, value: node[key] }];
  const items = node[key.slice(0, -2)];
  return Array.isArray(items) ? items.map((value, i) => ({ place: `/${key.slice(0, -2)}/${i}`, value })) : [];
}

/** Of a text, a text object's text, or a list. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  const inner = (value as { text?: unknown } | null)?.text;
  return typeof inner === 'string' ? [...inner].length : undefined;
}
