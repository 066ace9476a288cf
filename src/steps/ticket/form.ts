// The draft before it is made: everything can be edited. Pure.
import type { InputBlock, KnownBlock, PlainTextOption, View } from '@slack/types';
import { z } from 'zod';
import { idFor } from '../../lib/ids.ts';
import { cutText, oneLine } from '../../text/cut.ts';
import { inertPlain, withoutInvisible } from '../../text/mrkdwn-inert.ts';
import { actionId, button, context, count, said, section } from '../../text/screen.ts';
import type { TicketPriority, TrackerTarget } from '../../tracker/port.ts';
import { scoreWords, type ThemeLine, themeName } from '../prioritize/theme-line.ts';
import type { LikelyTicket } from './likely.ts';
import { choice, likelyWords } from './likely-blocks.ts';

export const formCallback = actionId('ticket-form');

/** Slack takes no longer text from a person. */
const longestStory = 3000;
const longestTitle = 250;

export type TicketForm = {
  theme: Pick<ThemeLine, 'id' | 'number' | 'score' | 'band' | 'bandSetBy' | 'customers' | 'reports'>;
  title: string;
  story: string;
  priority: TicketPriority;
  /** All that areas.yml names; the theme's own comes first. */
  targets: TrackerTarget[];
  /** What exists already; undefined while it is looked for. */
  likely: LikelyTicket[] | 'not searched' | undefined;
  origin: FormOrigin;
};

/** Where it was asked for: the answer goes there. */
export const FormOrigin = z.object({
  themeId: z.uuid(),
  channel: z.string(),
  threadTs: z.string().nullable(),
  feedbackId: z.uuid().nullable(),
});
export type FormOrigin = z.infer<typeof FormOrigin>;

export function formView(form: TicketForm): View {
  const { theme, targets, origin } = form;
  const own = targets[0]!;
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: JSON.stringify(origin satisfies FormOrigin),
    title: plainText(`New ticket: ${themeName(theme.number)}`, 24),
    submit: plainText('Create', 24),
    close: plainText('Cancel', 24),
    blocks: [
      ...context(
        `${scoreWords(theme)} · ${count(theme.customers, 'customer')}, ${count(theme.reports, 'report')}`,
      ),
      ...likelyBlocks(form),
      text('title', 'Title', { initial_value: cutText(form.title, longestTitle), max_length: longestTitle }),
      text('story', 'Text (Markdown)', {
        multiline: true,
        initial_value: cutText(form.story, longestStory),
        max_length: longestStory,
      }),
      select('target', 'Goes to', targets.slice(0, 100).map(targetOption), targetOption(own)),
      select('priority', 'Priority', priorities.map(priorityOption), priorityOption(form.priority)),
      { ...text('labels', 'Labels', initially(own.labels.join(', '))), optional: true },
      assignee(own),
      ...context(
        'Below the text Earshot adds who reports it, the score and its parts, and keeps them up to date.',
      ),
    ],
  };
}

function likelyBlocks({ likely, theme }: TicketForm): KnownBlock[] {
  if (likely === undefined) return context(':mag: Looking for tickets that exist already…');
  if (likely === 'not searched')
    return context(':warning: The tracker did not answer the search for tickets that exist already.');
  if (likely.length === 0) return context(':mag: No ticket that exists looks like this one.');
  return [
    section(':mag: *This may exist already*'),
    ...likely
      .slice(0, 4)
      .map((one, n) =>
        section(likelyWords(one), button('Link instead', `ticket-instead-${n + 1}`, choice(theme.id, one))),
      ),
  ];
}

/** What a wish of the kind `form` keeps: the view that waits for its message to be read. */
export const WaitingForm = z.object({ viewId: z.string() });

/** While its message is still being read; afterwards the reason why there is no form. */
export function waitingView(words: string): View {
  return {
    type: 'modal',
    callback_id: actionId('ticket-waits'),
    title: plainText('New ticket', 24),
    close: plainText('Close', 24),
    blocks: [section(said(words, 600) || '…')],
  };
}

function plainText(text: string, limit: number) {
  return { type: 'plain_text' as const, text: cutText(inertPlain(oneLine(text)), limit) || '…' };
}

type TextField = { initial_value?: string; max_length?: number; multiline?: boolean };

function text(id: string, label: string, field: TextField): InputBlock {
  const { initial_value, ...rest } = field;
  const element = { type: 'plain_text_input' as const, action_id: id, ...rest, ...initially(initial_value) };
  return { type: 'input', block_id: id, label: plainText(label, 40), element };
}

/** Slack refuses an initial value without characters. */
function initially(value: string | undefined): { initial_value?: string } {
  return value ? { initial_value: withoutInvisible(value) } : {};
}

function select(
  id: string,
  label: string,
  options: PlainTextOption[],
  initial_option: PlainTextOption,
): InputBlock {
  const element = { type: 'static_select' as const, action_id: id, options, initial_option };
  return { type: 'input', block_id: id, label: plainText(label, 40), element };
}

function assignee({ assignee: usual }: TrackerTarget): InputBlock {
  const hint = usual ? { hint: plainText(`Left empty: ${usual}, as areas.yml says.`, 150) } : {};
  const element = { type: 'users_select' as const, action_id: 'assignee' };
  return {
    type: 'input',
    block_id: 'assignee',
    label: plainText('Assignee', 40),
    element,
    optional: true,
    ...hint,
  };
}

const trackerNames = { linear: 'Linear', jira: 'Jira' };

/** Of a target among those of areas.yml; the same as long as the target is. */
export const targetId = ({ tracker, team, project, component, issueType }: TrackerTarget): string =>
  idFor('target', tracker, team, project ?? '', component ?? '', issueType ?? '');

function targetOption(target: TrackerTarget): PlainTextOption {
  const { tracker, team, project, component, issueType } = target;
  const name = [`${trackerNames[tracker]} ${team}`, project, component, issueType].filter(Boolean).join(', ');
  return { text: plainText(name, 75), value: targetId(target) };
}

const priorities: TicketPriority[] = ['urgent', 'high', 'medium', 'low', 'none'];

function priorityOption(priority: TicketPriority): PlainTextOption {
  const name = priority === 'none' ? 'No priority' : priority[0]!.toUpperCase() + priority.slice(1);
  return { text: plainText(name, 75), value: priority };
}

const chosen = z
  .object({ selected_option: z.object({ value: z.string() }) })
  .transform(({ selected_option }) => selected_option.value);
const typed = z.object({ value: z.string().nullish() }).transform(({ value }) => value?.trim() ?? '');

/** What `view.state.values` holds. */
export const FormState = z.object({
  title: z.object({ title: typed }).transform((it) => it.title),
  story: z.object({ story: typed }).transform((it) => it.story),
  target: z.object({ target: chosen }).transform((it) => it.target),
  priority: z.object({ priority: chosen.pipe(z.enum(priorities)) }).transform((it) => it.priority),
  labels: z.object({ labels: typed }).transform((it) => it.labels),
  assignee: z
    .object({ assignee: z.object({ selected_user: z.string().nullish() }) })
    .transform((it) => it.assignee.selected_user ?? null),
});
export type FormState = z.infer<typeof FormState>;

/** What the wish keeps of it: the draft as this person wants it. */
export const FormAnswer = z.object({
  title: z.string().min(1),
  story: z.string(),
  priority: z.enum(priorities),
  target: z.object({
    tracker: z.enum(['linear', 'jira']),
    team: z.string(),
    project: z.string().optional(),
    component: z.string().optional(),
    issueType: z.string().optional(),
    labels: z.array(z.string()),
    assignee: z.string().optional(),
    slackThread: z.literal('synced').optional(),
  }),
});
export type FormAnswer = z.infer<typeof FormAnswer>;

/** Problems by field, in Slack's shape, or the answer. `assignee` is the chosen person's e-mail address. */
export function answerOf(
  state: FormState,
  { targets, email }: { targets: TrackerTarget[]; email: string | null | undefined },
): { ok: true; answer: FormAnswer } | { ok: false; errors: Record<string, string> } {
  const target = targets.find((one) => targetId(one) === state.target);
  const errors = {
    ...(state.title ? {} : { title: 'A ticket needs a title.' }),
    ...(target ? {} : { target: 'areas.yml has changed since. Choose again.' }),
    ...(state.assignee && !email
      ? { assignee: 'Slack shows no e-mail address of this person, so the tracker cannot know who it is.' }
      : {}),
  };
  if (!target || Object.keys(errors).length > 0) return { ok: false, errors };
  const labels = [...new Set(state.labels.split(',').map((label) => label.trim()))].filter(Boolean);
  const { title, story, priority } = state;
  const assignee = email ?? target.assignee;
  return {
    ok: true,
    answer: {
      ...{ title: oneLine(title), story, priority },
      target: { ...target, labels, ...(assignee ? { assignee } : {}) },
    },
  };
}
