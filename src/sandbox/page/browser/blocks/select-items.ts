// What a select menu offers and holds, in one shape for all its kinds, and back into what Slack sends.
import type { WireDm } from '../../../slack/wire.ts';
import { RefusedCall } from '../api.ts';
import {
  type Element,
  type ElementContext,
  type Option,
  placeOf,
  plain,
  type TextObject,
  type Value,
} from './block-context.ts';

export type SelectKind = 'static' | 'external' | 'users' | 'channels' | 'conversations';
export type Item = { id: string; label: string; hint?: string | undefined; option?: Option | undefined };
type Group = { label?: string | undefined; items: Item[] };

const ofOption = (option: Option): Item => ({
  id: option.value ?? option.text.text,
  label: plain(option.text.text),
  hint: option.description && plain(option.description.text),
  option,
});

const nouns = { users: 'user', channels: 'channel', conversations: 'conversation' } as const;

/** The fields of Slack's payload: `selected_option(s)`, `selected_user(s)`, `selected_channel(s)`, `selected_conversation(s)`. */
export function selectionOf(
  kind: SelectKind,
  items: Item[],
  count: 'one' | 'several',
): Record<string, unknown> {
  const isOption = kind === 'static' || kind === 'external';
  const values = items.map((item) => (isOption ? item.option : item.id));
  const noun = isOption ? 'option' : nouns[kind];
  return count === 'one' ? { [`selected_${noun}`]: values[0] ?? null } : { [`selected_${noun}s`]: values };
}

/** Undefined when nothing was ever entered: then the element's initial value holds. */
export function itemsOf(
  kind: SelectKind,
  value: Value | undefined,
  context: ElementContext,
): Item[] | undefined {
  if (!value) return undefined;
  if (kind === 'static' || kind === 'external') {
    const many = value.selected_options as Option[] | undefined;
    const one = value.selected_option as Option | null | undefined;
    return (many ?? (one ? [one] : [])).map(ofOption);
  }
  const noun = nouns[kind];
  const many = value[`selected_${noun}s`] as string[] | undefined;
  const one = value[`selected_${noun}`] as string | null | undefined;
  return (many ?? (one ? [one] : [])).map((id) => ofId(id, context));
}

export function initialItems(kind: SelectKind, element: Element, context: ElementContext): Item[] {
  if (kind === 'static' || kind === 'external') {
    const many = element.initial_options as Option[] | undefined;
    const one = element.initial_option as Option | undefined;
    return (many ?? (one ? [one] : [])).map(ofOption);
  }
  const noun = nouns[kind];
  const many = element[`initial_${noun}s`] as string[] | undefined;
  const one = element[`initial_${noun}`] as string | undefined;
  return (many ?? (one ? [one] : [])).map((id) => ofId(id, context));
}

function ofId(id: string, { app }: ElementContext): Item {
  const channel = app.text.channelName(id);
  if (channel) return { id, label: `#${channel}` };
  const dm = app.state.workspace?.dms.find((one) => one.id === id);
  return { id, label: dm ? dmLabel(dm, app.text.userName) : app.text.userName(id) };
}

const dmLabel = (dm: WireDm, name: (id: string) => string) =>
  (dm.users.length > 0 ? dm.users : [dm.user]).map(name).join(', ');

type Search = { context: ElementContext; query: string };

export async function findItems(kind: SelectKind, element: Element, search: Search): Promise<Group[]> {
  if (kind === 'external') return suggestions(element, search);
  const wanted = search.query.trim().toLowerCase();
  const groups =
    kind === 'static' ? optionGroups(element) : [{ items: places(kind, element, search.context) }];
  return groups.map((group) => ({
    ...group,
    items: group.items.filter((item) => `${item.label} ${item.hint ?? ''}`.toLowerCase().includes(wanted)),
  }));
}

type RawGroup = { label: TextObject; options: Option[] };

function optionGroups(from: Element | { options?: unknown[]; option_groups?: unknown[] }): Group[] {
  const groups = (from.option_groups ?? []) as RawGroup[];
  const loose = (from.options ?? []) as Option[];
  return [
    { items: loose.map(ofOption) },
    ...groups.map((group) => ({ label: plain(group.label.text), items: group.options.map(ofOption) })),
  ].filter((group) => group.items.length > 0);
}

async function suggestions(element: Element, { context, query }: Search): Promise<Group[]> {
  if (query.length < Number(element.min_query_length ?? 3)) return [];
  const answer = await context.app.api.act('suggest', {
    ...placeOf(context.surface),
    ...(context.blockId ? { block_id: context.blockId } : {}),
    action_id: element.action_id ?? '',
    value: query,
  });
  if (!answer.ok) throw new RefusedCall(answer.error ?? 'unknown_error');
  return optionGroups(answer);
}

type Filter = { include?: string[]; exclude_external_shared_channels?: boolean; exclude_bot_users?: boolean };

function places(kind: SelectKind, element: Element, { app }: ElementContext): Item[] {
  const { workspace } = app.state;
  if (!workspace) return [];
  if (kind === 'users')
    return workspace.users
      .filter((user) => !user.deleted)
      .map((user) => ({ id: user.id, label: app.text.userName(user.id), hint: user.title || undefined }));
  const filter =
    (kind === 'conversations' ? (element.filter as Filter | undefined) : { include: ['public'] }) ?? {};
  const wants = (type: string) => !filter.include || filter.include.includes(type);
  const channels = workspace.channels.filter(
    (channel) =>
      !channel.is_archived &&
      wants(channel.is_private ? 'private' : 'public') &&
      !(filter.exclude_external_shared_channels && channel.is_ext_shared),
  );
  const bots = new Set(workspace.users.filter((user) => user.is_bot).map((user) => user.id));
  const dms = workspace.dms.filter(
    (dm) => wants(dm.users.length > 1 ? 'mpim' : 'im') && !(filter.exclude_bot_users && bots.has(dm.user)),
  );
  return [
    ...channels.map((channel) => ({ id: channel.id, label: `#${channel.name}` })),
    ...(kind === 'conversations'
      ? dms.map((dm) => ({ id: dm.id, label: dmLabel(dm, app.text.userName) }))
      : []),
  ];
}
