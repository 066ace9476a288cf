// "Not right?": the button other screens show, the modal it opens, and what the modal says afterwards.
import type { Button, PlainTextOption, View } from '@slack/types';
import { z } from 'zod';
import { cutText, oneLine } from '../../text/cut.ts';
import { inertPlain } from '../../text/mrkdwn-inert.ts';
import { actionId, button, mrkdwn, quoted, said } from '../../text/screen.ts';
import { kinds, severities } from './analysis.ts';
import type { Change, Judged } from './correct.ts';

export const correctCallback = actionId('correct');

/** Beside anything that shows a finding: a person corrects area, kind or severity. */
export function notRightButton(findingId: string): Button {
  return button('Not right?', 'not-right', findingId);
}

/** What the modal carries from its opening to its submission. */
export const Correcting = z.object({ findingId: z.uuid(), origin: z.string() });

type Shown = Judged & { findingId: string; summary: string; origin: string };
export type AreaName = { key: string; name: string };

/** Stands for "no area fits": an option needs a value. */
const noArea = '-';

/** Slack takes a hundred options in a menu. */
const mostAreas = 99;

export function correctionModal(shown: Shown, areas: AreaName[]): View {
  const { findingId, origin, summary, area, kind, severity } = shown;
  const options = [
    ...areas.slice(0, mostAreas).map(({ key, name }) => option(name, key)),
    option('None of these', noArea),
  ];
  return {
    type: 'modal',
    callback_id: correctCallback,
    private_metadata: JSON.stringify({ findingId, origin } satisfies z.infer<typeof Correcting>),
    title: { type: 'plain_text', text: 'Not right?' },
    submit: { type: 'plain_text', text: 'Correct it' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      { type: 'section', text: mrkdwn(quoted(summary, 300) || '>…') },
      menu('area', 'Area', options, area ?? noArea),
      menu(
        'kind',
        'Kind',
        kinds.map((name) => option(name, name)),
        kind,
      ),
      menu('severity', 'Severity', severityOptions, severity),
      {
        type: 'context',
        elements: [mrkdwn('What you change counts at once, and for similar messages from now on.')],
      },
    ],
  };
}

function option(text: string, value: string, description?: string): PlainTextOption {
  const shown = cutText(inertPlain(oneLine(text)), 75) || value;
  return {
    text: { type: 'plain_text', text: shown },
    value,
    ...(description && { description: { type: 'plain_text', text: cutText(description, 75) } }),
  };
}

const severityOptions = Object.entries(severities).map(([name, meaning]) => option(name, name, meaning));

function menu(field: string, label: string, options: PlainTextOption[], chosen: string) {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'input' as const,
    block_id: field,
    label: { type: 'plain_text' as const, text: label },
    element: {
      type: 'static_select' as const,
      action_id: field,
      options,
      ...(initial && { initial_option: initial }),
    },
  };
}

const chosen = <T extends z.ZodType<string>>(field: string, value: T) =>
  z.object({ [field]: z.object({ selected_option: z.object({ value }) }) });

/** What the modal's `view.state.values` holds, as a judgement. */
export const CorrectionAnswer = z
  .object({
    area: chosen('area', z.string()),
    kind: chosen('kind', z.enum(kinds)),
    severity: chosen('severity', z.enum(['low', 'medium', 'high', 'critical'])),
  })
  .transform(({ area, kind, severity }): Judged => {
    const key = area.area!.selected_option.value;
    return {
      area: key === noArea ? null : key,
      kind: kind.kind!.selected_option.value,
      severity: severity.severity!.selected_option.value,
    };
  });

/** In place of the form, once it is corrected. */
export function correctedModal(changes: Change[], areas: AreaName[]): View {
  const nameOf = (key: string | null) =>
    key === null ? 'none' : (areas.find((area) => area.key === key)?.name ?? key);
  const shown = ({ field, was, is }: Change) => {
    const [from, to] = field === 'area' ? [nameOf(was), nameOf(is)] : [was ?? 'none', is ?? 'none'];
    return `• ${field}: ${said(from, 60)} → *${said(to, 60)}*`;
  };
  const text =
    changes.length > 0
      ? [
          ':white_check_mark: Corrected. Similar messages will be read so from now on.',
          ...changes.map(shown),
        ].join('\n')
      : 'Nothing was changed.';
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Not right?' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [{ type: 'section', text: mrkdwn(text) }],
  };
}
