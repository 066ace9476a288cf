// `/earshot help` and `/earshot areas`, with the company's own names in the examples. Pure.
import type { Area } from '../../catalog/areas.ts';
import type { Config } from '../../config.ts';
import { context, count, header, mention, type Screen, said, screen, section } from '../../text/screen.ts';
import type { Subcommand } from '../ears.ts';

export type Help = {
  commands: Pick<Subcommand, 'name' | 'usage' | 'about' | 'heldBy'>[];
  areas: Pick<Area, 'name'>[];
  reactions: Config['reactions'];
  /** What was typed and not understood, with what may have been meant. */
  unknown: { typed: string; meant: string | null } | null;
};

export function helpScreen({ commands, areas, reactions, unknown }: Help): Screen {
  const lines = commands.map(({ name, usage, about, heldBy }) => {
    const typed = ['/earshot', name, usage].filter(Boolean).join(' ');
    return `• \`${typed}\` ${about}${heldBy === 'engineer' ? ' :key:' : ''}`;
  });
  const [first, second] = areas.map(({ name }) => said(name, 60));
  const examples = [
    `\`/earshot top${first ? ` ${shortOf(first)}` : ''}\``,
    '`/earshot theme T-12`',
    `\`/earshot ask what annoys customers about ${second ?? first ?? 'the app'}?\``,
  ];
  const { capture, looking, ticket, notFeedback, severe, link } = reactions;
  const emoji = `:${capture}: capture it · :${looking}: I am looking at it · :${ticket}: make the ticket · :${notFeedback}: not feedback · :${severe}: severe · :${link}: belongs to an existing ticket`;
  const asked = unknown ? notKnown(unknown) : null;
  return screen(asked ?? 'What you can ask Earshot', [
    ...(asked ? [section(asked)] : [header('What you can ask Earshot')]),
    section(lines.join('\n')),
    section(`*For example* ${examples.join(' · ')}`),
    section(`*On any message, on my replies and on a digest's lines*\n${emoji}`),
    ...context(
      ':key: for those who may decide (EARSHOT_ENGINEERS). A few letters of a command or an area are enough.',
    ),
  ]);
}

function notKnown({ typed, meant }: NonNullable<Help['unknown']>): string {
  const guess = meant ? ` Did you mean \`/earshot ${meant}\`?` : '';
  return `There is no command "${said(typed, 60)}".${guess}`;
}

/** `Checkout and cards` is found by `checkout`. */
const shortOf = (name: string): string => name.toLowerCase().split(/\s+/)[0] ?? name;

export type AreaRow = {
  name: string;
  key: string;
  parentName: string | null;
  description: string;
  owners: string[];
  /** Ids of user groups: in an answer only one person sees, naming them alerts nobody. */
  ownerGroups: string[];
  tracker: string | null;
  themes: number;
  top: { number: number; title: string } | null;
};

/** At most 45: a message holds 50 blocks. */
export function areasScreen(rows: AreaRow[], without: number): Screen {
  const shown = rows.slice(0, 45).map((row) => section(areaWords(row)));
  const rest = rows.length > 45 ? `${count(rows.length - 45, 'more area')} in areas.yml.` : null;
  const homeless = without > 0 ? `${count(without, 'theme')} in no area yet.` : null;
  return screen(`${count(rows.length, 'area')}`, [
    header('Areas'),
    ...shown,
    ...context(
      rest,
      homeless,
      '`/earshot top` and a few letters of a name show its themes. An operator changes areas in areas.yml.',
    ),
  ]);
}

function areaWords({ name, parentName, description, ...area }: AreaRow): string {
  const { owners, ownerGroups, tracker, themes, top } = area;
  const owning = [...owners.map((owner) => said(owner, 60)), ...ownerGroups.map(mention)];
  const about = [
    owning.length > 0 ? `owned by ${owning.join(', ')}` : 'no owner',
    tracker ? `tickets in ${said(tracker, 60)}` : 'no tracker',
    themes === 0 ? 'nothing heard' : count(themes, 'theme'),
  ];
  const under = parentName ? ` (part of ${said(parentName, 60)})` : '';
  const what = description ? `\n${said(description, 160)}` : '';
  const first = top ? `\nMost important: T-${top.number} ${said(top.title, 80)}` : '';
  return `*${said(name, 60)}*${under} · ${about.join(' · ')}${what}${first}`;
}
