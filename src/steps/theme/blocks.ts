// What Slack shows of one message's way: why it was captured or not, which theme it joined, and the question put to a
// person when that is not clear.
import type { KnownBlock } from '@slack/types';
import {
  button,
  context,
  count,
  link,
  mention,
  moment,
  quoted,
  type Screen,
  said,
  screen,
  section,
} from '../../text/screen.ts';
import { notRightButton } from '../analyze/blocks.ts';

/** "Same as …?" */
export type SameThemeQuestion = {
  questionId: string;
  /** The finding's one sentence. */
  summary: string;
  customerName: string | null;
  link: string | null;
  saidAt: Date;
  /** Best first, at most three. */
  choices: { themeId: string; number: number; title: string; reports: number }[];
};

/** The buttons' action ids are `earshot:same-1` to `-3` and `earshot:same-none`; their value is `<questionId> <themeId>`. */
export function sameThemeScreen(question: SameThemeQuestion): Screen {
  const { questionId, summary, choices, customerName, saidAt } = question;
  const shown = choices.slice(0, 3);
  const lines = shown.map(({ number, title, reports }, n) => {
    return `${n + 1}. T-${number} ${said(title, 140)} (${count(reports, 'report')})`;
  });
  const who = `${customerName ? said(customerName, 80) : 'customer unknown'}, ${moment(saidAt)}`;
  const where = question.link ? ` · ${link(question.link, 'open')}` : '';
  const text = `Is this the same as one of these?\n${quoted(summary, 200)}\n${who}${where}\n${lines.join('\n')}`;
  const same = shown.map(({ themeId, number }, n) => {
    return button(`Same as T-${number}`, `same-${n + 1}`, `${questionId} ${themeId}`);
  });
  const none = button('Something else', 'same-none', `${questionId} none`);
  return screen(`Is this the same as an earlier theme? ${said(summary, 160)}`, [
    section(text),
    { type: 'actions', elements: [...same, none] },
  ]);
}

/** After the answer, in place of the question. `by` is a Slack user id; `undoId` names the merge it led to. */
export function sameThemeAnswered(
  by: string,
  chosen: { number: number; title: string } | null,
  undoId: string | null,
): Screen {
  const what = chosen
    ? `It is T-${chosen.number} ${said(chosen.title, 140)}`
    : 'It is something else, a theme of its own';
  const text = `:white_check_mark: ${what}, says ${mention(by)}.`;
  return screen(text, [section(text, undoId ? button('Undo', 'undo', undoId) : undefined)]);
}

/** In place of a question that nobody has to answer any more. */
export function questionOver(summary: string): Screen {
  const text = `:zzz: No answer needed any more: ${said(summary, 160)}`;
  return screen(text, [section(text)]);
}

/** `/earshot why <link>`: what became of one message. */
export type MessageStory =
  | { kind: 'unknown' }
  /** Seen and left alone. */
  | { kind: 'passed over'; because: string }
  | { kind: 'withdrawn'; because: string }
  | { kind: 'waiting'; capturedAt: Date }
  | { kind: 'not feedback'; because: string; by: string }
  | {
      kind: 'feedback';
      capturedHow: string;
      customer: { name: string; because: string } | null;
      /** The analyzer, e.g. `the local rules` or the model's name. */
      by: string;
      note: string | null;
      findings: FindingStory[];
    };

type FindingStory = {
  findingId: string;
  summary: string;
  kind: string;
  areaName: string | null;
  areaConfidence: number;
  severity: string;
  sentiment: number;
  churnRisk: number;
  /** One short line each. */
  because: string[];
  theme: { id: string; number: number; title: string; match: number | null; because: string } | null;
};

/** `capture`: the name of the emoji that captures a message. */
export function whyMessageScreen(story: MessageStory, messageLink: string | null, capture: string): Screen {
  const about = messageLink ? `${link(messageLink, 'This message')}: ` : '';
  if (story.kind !== 'feedback') {
    const text = shortStory(story, capture);
    return screen(text, [section(`${about}${text}`)]);
  }
  const customer = story.customer
    ? `${said(story.customer.name, 80)} (${said(story.customer.because, 160)})`
    : 'unknown: no team, e-mail domain or name in it belongs to a known customer';
  const findings = story.findings.slice(0, 3);
  return screen(`Captured: ${said(findings[0]?.summary ?? '', 160)}`, [
    section(`${about}captured, ${said(story.capturedHow, 120)}\n*Customer* ${customer}`),
    ...findings.flatMap((finding) => findingBlocks(finding)),
    ...context(`Read by ${said(story.by, 80)}${story.note ? `; ${said(story.note, 160)}` : ''}`),
  ]);
}

function shortStory(story: Exclude<MessageStory, { kind: 'feedback' }>, capture: string): string {
  switch (story.kind) {
    case 'unknown':
      return `Earshot has not seen it. Is Earshot in that channel, and was it there at the time? React with :${capture}: to capture it.`;
    case 'passed over':
      return `not captured: ${said(story.because, 200)}. React with :${capture}: to capture it anyway.`;
    case 'withdrawn':
      return `no longer counted: ${said(story.because, 200)}.`;
    case 'waiting':
      return `captured ${moment(story.capturedAt, 'time')}, and waiting to be read.`;
    case 'not feedback':
      return `captured, but read as no feedback by ${said(story.by, 80)}: ${said(story.because, 200)}.`;
  }
}

function findingBlocks(finding: FindingStory): KnownBlock[] {
  const { theme, because } = finding;
  const area = finding.areaName
    ? `${said(finding.areaName, 80)} (${share(finding.areaConfidence)} sure)`
    : 'none fits';
  const mood = `sentiment ${tenths(finding.sentiment)}, churn risk ${tenths(finding.churnRisk)}`;
  const reasons = because.slice(0, 8).map((reason) => `• ${said(reason, 200)}`);
  const text = [
    `*${said(finding.summary, 300)}*`,
    `${said(finding.kind, 40)} · area ${area} · severity ${said(finding.severity, 20)} · ${mood}`,
    ...reasons,
    theme ? themeWords(theme) : 'Not placed in a theme yet.',
  ];
  const buttons = [notRightButton(finding.findingId), ...(theme ? [button('Theme', 'theme', theme.id)] : [])];
  return [section(text.join('\n')), { type: 'actions', elements: buttons }];
}

function themeWords({ number, title, match, because }: NonNullable<FindingStory['theme']>): string {
  const alike = match === null ? '' : `, ${share(match)} alike`;
  return `Theme T-${number} ${said(title, 120)}: ${said(because, 160)}${alike}`;
}

/** Without a minus before nothing. */
const tenths = (value: number): string => (Math.round(value * 10) / 10 || 0).toFixed(1);

const share = (part: number): string => `${Math.round(part * 100)} %`;
