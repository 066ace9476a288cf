// `/earshot digest schedule`: the list of scheduled digests, and the form for one, with a preview. Pure.
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Area } from '../../catalog/areas.ts';
import { button, context, count, divider, moment, said, section } from '../../text/screen.ts';
import { choose, chooseChannel, chooseSome, chooseTime, modal, overflow } from '../../text/screen-forms.ts';
import type { Place } from '../desk/answer.ts';
import { nextSlot, type Schedule } from './slots.ts';

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** What the form holds. Days as cron counts them: Sunday 0. */
export type Wanted = {
  channel: string | null;
  areaKey: string | null;
  days: number[];
  /** `HH:mm`. */
  time: string;
  timeZone: string;
  size: number;
};

export const usualWish = { days: [1], time: '09:00', size: 10 };
const sizes = [3, 5, 10, 15, 20];

export function cronOf({ days, time }: Pick<Wanted, 'days' | 'time'>): string {
  const [hour, minute] = time.split(':').map(Number);
  return `${minute} ${hour} * * ${[...days].sort().join(',')}`;
}

/** Null for what this form cannot show, such as the third day of a month. */
export function wishOf(cron: string): Pick<Wanted, 'days' | 'time'> | null {
  const found = /^(\d{1,2}) (\d{1,2}) \* \* ([0-7](?:,[0-7])*|\*)$/.exec(cron.trim());
  if (!found) return null;
  const [, minute = '', hour = '', days = ''] = found;
  const all =
    days === '*' ? [0, 1, 2, 3, 4, 5, 6] : [...new Set(days.split(',').map((day) => Number(day) % 7))];
  return { days: all, time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` };
}

/** `Mondays and Thursdays at 09:00 (Europe/Berlin)`, or the cron pattern itself. */
export function whenWords({ cron, timeZone }: Schedule): string {
  const wish = wishOf(cron);
  if (!wish) return `\`${said(cron, 60)}\` (${said(timeZone, 60)})`;
  const names = wish.days.map((day) => weekdays[(day + 6) % 7]!).sort(byWeek);
  const days = names.length === 7 ? 'Every day' : listed(names.map((name) => `${name}s`));
  return `${days} at ${wish.time} (${said(timeZone, 60)})`;
}

const byWeek = (a: (typeof weekdays)[number], b: (typeof weekdays)[number]) =>
  weekdays.indexOf(a) - weekdays.indexOf(b);
const listed = (names: string[]) =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

export const ScheduleForm = z.object({
  scheduleId: z.uuid().nullable(),
  /** A personal digest: of their own areas, by direct message. */
  person: z.string().nullable(),
});

export type FormData = {
  scheduleId: string | null;
  person: string | null;
  wanted: Wanted;
  areas: Area[];
  timeZones: string[];
  preview: Preview;
  place: Place;
};

/** What would come: when, and what it would say were it posted now. `says` is mrkdwn of ours, `themes` are names. */
export type Preview = { next: Date[]; problem: string | null; says: string; themes: string[] };

export function scheduleModal(form: FormData): ModalView {
  const { person, wanted, areas, scheduleId, place } = form;
  const told = { tells: 'changes' as const };
  const where = person
    ? [section('The themes of the areas you own, by direct message.')]
    : [
        chooseChannel({ id: 'digest-channel', label: 'Channel', chosen: wanted.channel ?? undefined }),
        choose({
          ...told,
          id: 'digest-area',
          label: 'Area',
          options: [
            { text: 'All areas', value: '*' },
            ...areas.slice(0, 99).map(({ key, name }) => ({ text: name, value: key })),
          ],
          chosen: wanted.areaKey ?? '*',
        }),
      ];
  return modal({
    callback: 'digest-schedule',
    title: person ? 'Your digest' : 'Scheduled digest',
    submit: 'Save',
    carries: { place, scheduleId, person },
    blocks: [...where, ...whenFields(form), divider, ...previewBlocks(form.preview)],
  });
}

function whenFields({ wanted, timeZones }: FormData): KnownBlock[] {
  const told = { tells: 'changes' as const };
  return [
    chooseSome({
      ...told,
      id: 'digest-days',
      label: 'Days',
      options: weekdays.map((name, n) => ({ text: name, value: String((n + 1) % 7) })),
      chosen: wanted.days.map(String),
    }),
    chooseTime({ ...told, id: 'digest-time', label: 'Time', chosen: wanted.time }),
    choose({
      ...told,
      id: 'digest-zone',
      label: 'Time zone',
      options: timeZones.map((zone) => ({ text: zone, value: zone })),
      chosen: wanted.timeZone,
    }),
    choose({
      ...told,
      id: 'digest-size',
      label: 'Themes at most',
      options: sizes.map((size) => ({ text: String(size), value: String(size) })),
      chosen: String(wanted.size),
    }),
  ];
}

function previewBlocks({ next, problem, says, themes }: Preview): KnownBlock[] {
  if (problem) return [section(`:warning: ${said(problem, 300)}`)];
  const dates = next.map((at) => moment(at, 'time')).join(', then ');
  const list = themes.slice(0, 5).map((title, n) => `${n + 1}. ${said(title, 120)}`);
  const more = themes.length > 5 ? [`and ${themes.length - 5} more`] : [];
  return [
    section(`*Next* ${dates}`),
    section([`*If it came now* ${says}`, ...list, ...more].join('\n')),
    ...context('Dates are in your own time zone.'),
  ];
}

export type Scheduled = {
  id: string;
  /** `#product`, or `You, by direct message`. */
  where: string;
  areaName: string | null;
  schedule: Schedule;
  size: number;
  /** A name; null for the settings. */
  decidedBy: string | null;
};

export function schedulesModal(list: Scheduled[], now: Date, place: Place): ModalView {
  const rows = list.slice(0, 40).map(({ id, where, areaName, schedule, size, decidedBy }): KnownBlock => {
    const what = [
      `*${said(where, 80)}* · ${areaName ? said(areaName, 60) : 'all areas'} · ${count(size, 'theme')}`,
      whenWords(schedule),
      `Next ${moment(nextSlot(schedule, now), 'time')} · ${decidedBy ? `by ${said(decidedBy, 60)}` : 'set by EARSHOT_DIGEST_CHANNEL and EARSHOT_DIGEST_CRON'}`,
    ].join('\n');
    const text = section(what);
    if (!decidedBy || text.type !== 'section') return text;
    const choices = [
      { text: 'Change', value: `change ${id}` },
      { text: 'Remove', value: `remove ${id}` },
    ];
    return { ...text, accessory: overflow('digest-manage', choices) };
  });
  return modal({
    callback: 'digest-list',
    title: 'Scheduled digests',
    carries: { place },
    blocks: [
      ...(rows.length > 0 ? rows : [section('None is scheduled.')]),
      { type: 'actions', elements: [button('New digest', 'digest-new', 'new')] },
    ],
  });
}
