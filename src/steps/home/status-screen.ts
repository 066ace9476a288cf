// `/earshot status`: is Earshot awake, what does it hear, what waits, and what has been given up. Pure.
import type { KnownBlock } from '@slack/types';
import {
  button,
  context,
  count,
  header,
  moment,
  type Screen,
  said,
  screen,
  section,
} from '../../text/screen.ts';
import type { CorrectionRate } from '../analyze/store-correction-rates.ts';

export type Status = {
  listens: { name: string; how: string }[];
  /** Configured, but Earshot is not in them. */
  absent: string[];
  /** Channels whose past is still being read. */
  behind: string[];
  caughtUpAt: Date | null;
  lastEventAt: Date | null;
  lastSaidAt: Date | null;
  /** Null where this process has no queue. */
  queue: { waiting: number; active: number; delayed: number; busiest: string | null } | null;
  givenUp: { permanent: number; passing: number; newest: GivenUp[] };
  analyzer: {
    /** The model's id; null: the local analyzer alone. */
    model: string | null;
    trouble: string | null;
    note: string | null;
    spent: { usd: number; tokens: number } | null;
    budget: { usd: number; tokens: number } | null;
  };
  /** Items of the last 7 days that are older than 2 hours, and those of them read within 2 hours. */
  inTime: { items: number; inTime: number };
  /** Of the last 30 days: findings placed, and questions put to people about them. */
  asking: { placed: number; asked: number; open: number };
  /** What people said "not right" to, by analyzer, of the last 30 and 90 days. */
  corrected: { in30: CorrectionRate[]; in90: CorrectionRate[] };
  catalogProblems: string[];
  digests: { channel: string; nextAt: Date }[];
  trackers: string[];
};

export type GivenUp = { job: string; key: string; reason: string; failedAt: Date; times: number };

export function statusScreen(status: Status): Screen {
  const worst = troubleWords(status);
  const summary = worst ? `:warning: ${worst}` : ':white_check_mark: Everything works.';
  return screen(`Earshot: ${worst ?? 'everything works'}`, [
    header('Status'),
    section(summary),
    section(
      [
        hearingWords(status),
        workWords(status),
        readingWords(status),
        correctedWords(status),
        askingWords(status),
        outWords(status),
      ]
        .filter(Boolean)
        .join('\n'),
    ),
    ...problemBlocks(status.catalogProblems),
    ...givenUpBlocks(status.givenUp),
  ]);
}

/** The one thing to look at first. */
function troubleWords({ givenUp, catalogProblems, absent, listens, analyzer }: Status): string | null {
  const all = givenUp.permanent + givenUp.passing;
  if (givenUp.permanent > 0)
    return `${count(all, 'piece')} of work ${all === 1 ? 'was' : 'were'} given up; see below.`;
  if (catalogProblems.length > 0) return 'areas.yml is broken; the last good one is in force.';
  if (absent.length > 0)
    return `Earshot is not in ${absent.map(channelName).join(', ')}. Type \`/invite @Earshot\` there.`;
  if (listens.length === 0)
    return 'Earshot listens nowhere yet. Invite it to a channel where customers are heard.';
  return analyzer.trouble ? said(analyzer.trouble, 300) : null;
}

const channelName = (name: string) => `#${said(name, 80)}`;

function hearingWords({ listens, absent, behind, caughtUpAt, lastEventAt, lastSaidAt }: Status): string {
  const places = listens.slice(0, 12).map(({ name, how }) => `${channelName(name)} (${said(how, 40)})`);
  const others = listens.length - places.length;
  if (others > 0) places.push(`${others} more`);
  const read =
    behind.length > 0
      ? `; the past of ${behind.slice(0, 5).map(channelName).join(', ')} is still being read`
      : '';
  return [
    `*Listens in* ${places.join(', ') || 'no channel'}`,
    ...(absent.length > 0
      ? [`*Configured, but not in* ${absent.slice(0, 12).map(channelName).join(', ')}`]
      : []),
    `*Heard* last event ${when(lastEventAt)}, last feedback ${when(lastSaidAt)}, compared with Slack ${when(caughtUpAt)}${read}`,
  ].join('\n');
}

const when = (at: Date | null) => (at ? moment(at, 'time') : 'never');

function workWords({ queue, givenUp, inTime }: Status): string {
  const waits = queue
    ? `${queue.waiting} waiting, ${queue.active} running, ${queue.delayed} for later${queue.busiest ? ` (most: ${said(queue.busiest, 40)})` : ''}`
    : 'not known to this process';
  const lost = givenUp.permanent + givenUp.passing;
  const share =
    inTime.items === 0
      ? 'nothing new in the last 7 days'
      : `${Math.floor((100 * inTime.inTime) / inTime.items)} % of ${count(inTime.items, 'item')} of the last 7 days within 2 hours`;
  return `*Work* ${waits}; ${lost === 0 ? 'nothing' : count(lost, 'piece')} given up\n*Read in time* ${share}`;
}

function readingWords({ analyzer }: Status): string {
  const { model, note, spent, budget } = analyzer;
  if (!model) return '*Analyzer* the local rules (no model is configured)';
  const money =
    spent && budget
      ? `; today $${spent.usd.toFixed(2)} of $${budget.usd}, ${spent.tokens.toLocaleString('en')} of ${budget.tokens.toLocaleString('en')} tokens`
      : '';
  return `*Analyzer* ${said(model, 80)}${money}${note ? ` (${said(note, 120)})` : ''}`;
}

const readers = { local: 'the local rules', claude: 'Claude' };

function correctedWords({ corrected: { in30, in90 } }: Status): string {
  const periods = [
    { rates: in30, days: 30 },
    { rates: in90, days: 90 },
  ].filter(({ rates }) => rates.length > 0);
  if (periods.length === 0) return '';
  return `*Corrected by people* ${periods.map(({ rates, days }) => `in ${days} days ${rates.map(rateWords).join(', ')}`).join('; ')}`;
}

function rateWords({ analyzer, read, corrected, area, kind, severity }: CorrectionRate): string {
  const share = ((100 * corrected) / read).toFixed(1);
  const fields = corrected > 0 ? ` (area ${area}, kind ${kind}, severity ${severity})` : '';
  return `${corrected} of ${count(read, 'item')} read by ${readers[analyzer]}, ${share} %${fields}`;
}

function askingWords({ asking }: Status): string {
  const { placed, asked, open } = asking;
  if (placed === 0) return '';
  const share = ((100 * asked) / placed).toFixed(1);
  return `*Asks* "same as …?" for ${share} % of ${count(placed, 'report')} in 30 days; ${count(open, 'question')} open`;
}

function outWords({ digests, trackers }: Status): string {
  const next = digests
    .slice(0, 5)
    .map(({ channel, nextAt }) => `next in ${said(channel, 80)} ${moment(nextAt, 'time')}`)
    .join(', ');
  return `*Digests* ${next || 'none scheduled: `/earshot digest schedule`'}\n*Trackers* ${trackers.join(', ') || 'none connected'}`;
}

function problemBlocks(problems: string[]): KnownBlock[] {
  if (problems.length === 0) return [];
  const lines = problems.slice(0, 5).map((problem) => `• ${said(problem, 400)}`);
  return [section(`*areas.yml*\n${lines.join('\n')}`)];
}

function givenUpBlocks({ newest, permanent, passing }: Status['givenUp']): KnownBlock[] {
  const rows = newest.slice(0, 5).map((failure) => {
    const times = failure.times > 1 ? `, ${failure.times} times` : '';
    const words = `*${said(failure.job, 40)}* given up ${moment(failure.failedAt, 'time')}${times}: ${said(failure.reason, 300)}`;
    return section(
      words,
      button('Ring again', 'ring-again', JSON.stringify({ job: failure.job, key: failure.key })),
    );
  });
  const more = permanent + passing - rows.length;
  return more > 0 ? [...rows, ...context(`${count(more, 'more piece')} of work given up.`)] : rows;
}
