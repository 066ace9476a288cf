// views.*: modals that an app opens on a person's screen, and its Home tab.
import { checkView } from '../blocks/check.ts';
import { blockId, fromJson } from '../compose.ts';
import { type Core, Refusal, refuse, wordsOf } from '../core.ts';
import { freshId } from '../ids.ts';
import { anyJson, method, text } from '../method.ts';
import type { StoredView } from '../world.ts';

const mostOpen = 3;
const bot = { tokens: ['bot' as const] };

const open = method('views.open', {
  ...bot,
  args: { trigger_id: text, view: anyJson },
  run(core, _caller, args) {
    const view = viewIn(core, args.view, 'modal');
    const { user } = spend(core, args.trigger_id);
    if ((core.world.modals[user] ?? []).length > 0) closeAll(core, user);
    return { view: viewShown(core, addModal(core, { user, view, previousId: null })) };
  },
});

const push = method('views.push', {
  ...bot,
  args: { trigger_id: text, view: anyJson },
  run(core, _caller, args) {
    const view = viewIn(core, args.view, 'modal');
    const trigger = spend(core, args.trigger_id);
    const stack = core.world.modals[trigger.user] ?? [];
    if (!trigger.viewId || !stack.includes(trigger.viewId)) refuse('not_found');
    return { view: viewShown(core, pushModal(core, trigger.user, view)) };
  },
});

const update = method('views.update', {
  ...bot,
  args: { view_id: text.optional(), external_id: text.optional(), hash: text.optional(), view: anyJson },
  run(core, _caller, args) {
    const stored = args.view_id
      ? core.world.views[args.view_id]
      : Object.values(core.world.views).find((one) => one.externalId && one.externalId === args.external_id);
    if (!stored || !isOpen(core, stored)) return refuse('not_found');
    if (args.hash && args.hash !== stored.hash) refuse('hash_conflict');
    replaceView(core, stored, viewIn(core, args.view, stored.type));
    return { view: viewShown(core, stored) };
  },
});

const publish = method('views.publish', {
  ...bot,
  args: { user_id: text, view: anyJson, hash: text.optional() },
  run(core, _caller, args) {
    if (!core.manifest.features.app_home.home_tab_enabled) refuse('not_enabled');
    const user = core.world.users[args.user_id];
    if (!user || user.teamId !== core.world.team.id) return refuse('user_not_found');
    const view = viewIn(core, args.view, 'home');
    const current = core.world.views[core.world.homes[user.id] ?? ''];
    if (args.hash && args.hash !== current?.hash) refuse('hash_conflict');
    if (current) replaceView(core, current, view);
    const stored = current ?? addHome(core, user.id, view);
    core.changed({ type: 'home', onlyFor: user.id });
    return { view: viewShown(core, stored) };
  },
});

/** The view of an argument or an acknowledgement, or a refusal with every problem named. */
export function viewIn(core: Core, given: unknown, type: 'modal' | 'home'): Record<string, unknown> {
  const view = fromJson(given, 'invalid_arguments');
  if (typeof view !== 'object' || view === null || Array.isArray(view)) return refuse('invalid_arguments');
  const problems = checkView(core.shapes, view as Record<string, unknown>);
  if ((view as { type?: unknown }).type !== type)
    problems.unshift(`[ERROR] this view must be of type ${type} [json-pointer:/view/type]`);
  if (problems.length > 0) refuse('invalid_arguments', ...problems);
  const { blocks, ...rest } = view as { blocks: Record<string, unknown>[] };
  return {
    ...rest,
    blocks: blocks.map((block, i) => ({ ...block, block_id: block.block_id ?? blockId(i) })),
  };
}

/** A trigger opens one view, within 3 seconds. */
function spend(core: Core, triggerId: string) {
  const trigger = core.triggers.get(triggerId) ?? refuse('invalid_trigger_id');
  if (trigger.spent) refuse('exchanged_trigger_id');
  if (trigger.expires < core.now()) refuse('expired_trigger_id');
  trigger.spent = true;
  return trigger;
}

export function pushModal(core: Core, user: string, view: Record<string, unknown>): StoredView {
  const stack = core.world.modals[user] ?? [];
  if (stack.length >= mostOpen) refuse('push_limit_reached');
  return addModal(core, { user, view, previousId: stack.at(-1) ?? null });
}

function addModal(
  core: Core,
  { user, view, previousId }: { user: string; view: Record<string, unknown>; previousId: string | null },
): StoredView {
  const externalId = externalIdOf(core, view);
  const id = freshId('V');
  const rootId = previousId ? core.world.views[previousId]!.rootId : id;
  const stored: StoredView = {
    id,
    user,
    type: 'modal',
    view,
    hash: hashOf(core),
    values: {},
    rootId,
    previousId,
    externalId,
  };
  core.world.views[id] = stored;
  core.world.modals[user] = [...(core.world.modals[user] ?? []), id];
  core.changed({ type: 'view', onlyFor: user });
  return stored;
}

function addHome(core: Core, user: string, view: Record<string, unknown>): StoredView {
  const id = freshId('V');
  const externalId = externalIdOf(core, view);
  const stored: StoredView = {
    id,
    user,
    type: 'home',
    view,
    hash: hashOf(core),
    values: {},
    rootId: id,
    previousId: null,
    externalId,
  };
  core.world.views[id] = stored;
  core.world.homes[user] = id;
  return stored;
}

function externalIdOf(core: Core, view: Record<string, unknown>, self?: StoredView): string {
  const externalId = String(view.external_id ?? '');
  const others = Object.values(core.world.views).filter((one) => one !== self);
  if (externalId && others.some((one) => one.externalId === externalId)) refuse('duplicate_external_id');
  return externalId;
}

/** Inputs keep what was entered where block and action ids stay the same, as in Slack. */
export function replaceView(core: Core, stored: StoredView, view: Record<string, unknown>): void {
  stored.externalId = externalIdOf(core, view, stored) || stored.externalId;
  stored.view = view;
  stored.hash = hashOf(core);
  const kept = new Set((view.blocks as { block_id: string }[]).map((block) => block.block_id));
  stored.values = Object.fromEntries(Object.entries(stored.values).filter(([id]) => kept.has(id)));
  delete stored.errors;
  core.changed({ type: stored.type === 'home' ? 'home' : 'view', onlyFor: stored.user });
}

export function closeTop(core: Core, user: string): void {
  const id = core.world.modals[user]?.pop();
  if (id) delete core.world.views[id];
  core.changed({ type: 'view', onlyFor: user });
}

export function closeAll(core: Core, user: string): void {
  for (const id of core.world.modals[user] ?? []) delete core.world.views[id];
  core.world.modals[user] = [];
  core.changed({ type: 'view', onlyFor: user });
}

const isOpen = (core: Core, stored: StoredView) =>
  stored.type === 'home' || (core.world.modals[stored.user] ?? []).includes(stored.id);

const hashOf = (core: Core) => `${Math.floor(core.now() / 1000)}.${freshId('').slice(1)}${core.serial()}`;

/** As views.open answers it and as payloads carry it. */
export function viewShown(core: Core, stored: StoredView): Record<string, unknown> {
  const { team, app } = core.world;
  const { view } = stored;
  return {
    id: stored.id,
    team_id: team.id,
    type: stored.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: stored.values },
    hash: stored.hash,
    ...(stored.type === 'modal'
      ? {
          title: view.title,
          submit: view.submit ?? null,
          close: view.close ?? null,
          submit_disabled: view.submit_disabled ?? false,
        }
      : {}),
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    previous_view_id: stored.previousId,
    root_view_id: stored.rootId,
    app_id: app.id,
    external_id: stored.externalId,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}

/** Runs `make`; a refusal becomes its words instead of an answer. */
export function refusalOf(make: () => void): string | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return wordsOf(error);
  }
}

export const views = [open, push, update, publish];
