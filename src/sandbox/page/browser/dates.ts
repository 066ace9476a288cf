// Times as the person before the screen reads them: their own time zone and language.

const day = 86_400_000;

const formats = {
  time: new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }),
  timeWithSeconds: new Intl.DateTimeFormat(undefined, {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  }),
  number: new Intl.DateTimeFormat(undefined, { year: 'numeric', month: '2-digit', day: '2-digit' }),
  short: new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', year: 'numeric' }),
  shortThisYear: new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' }),
  medium: new Intl.DateTimeFormat(undefined, { month: 'long', day: 'numeric', year: 'numeric' }),
  long: new Intl.DateTimeFormat(undefined, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
  }),
  weekday: new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' }),
};

/** Of a Slack timestamp such as `1762779600.000100`. */
export const dateOfTs = (ts: string): Date => new Date(Number(ts) * 1000);

export const timeOf = (date: Date): string => formats.time.format(date);

export const shortDate = (date: Date, now = new Date()): string =>
  date.getFullYear() === now.getFullYear() ? formats.shortThisYear.format(date) : formats.short.format(date);

/** For tooltips: everything. */
export const fullMoment = (date: Date): string =>
  `${formats.long.format(date)}, ${formats.timeWithSeconds.format(date)}`;

/** Whole calendar days from `date` to `now` in local time: 0 today, 1 yesterday, negative in the future. */
export function daysAgo(date: Date, now: Date): number {
  const midnight = (moment: Date) =>
    new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
  return Math.round((midnight(now) - midnight(date)) / day);
}

/** On the divider between two days. */
export function dayLabel(date: Date, now: Date): string {
  const ago = daysAgo(date, now);
  if (ago === 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  return date.getFullYear() === now.getFullYear() ? formats.weekday.format(date) : formats.long.format(date);
}

/** "4 minutes ago", "in 3 days". */
export function relative(date: Date, now: Date): string {
  const seconds = (now.getTime() - date.getTime()) / 1000;
  const [amount, unit] = inLargestUnit(Math.abs(seconds));
  if (unit === 'second') return seconds >= 0 ? 'just now' : 'in a moment';
  const words = `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

function inLargestUnit(seconds: number): [number, string] {
  const units: [string, number][] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? ['second', 1];
  return [Math.floor(seconds / size), unit];
}

/** Slack's `<!date^…>` placeholders. Source: docs.slack.dev, "Formatting text for app surfaces". */
export function slackDate(format: string, seconds: number, now: Date): string {
  const date = new Date(seconds * 1000);
  const pretty = (plain: string) => {
    const ago = daysAgo(date, now);
    return ({ 0: 'today', 1: 'yesterday', '-1': 'tomorrow' } as Record<string, string>)[`${ago}`] ?? plain;
  };
  const words: Record<string, () => string> = {
    date_num: () => formats.number.format(date),
    date_slash: () => formats.number.format(date),
    date: () => formats.medium.format(date),
    date_short: () => formats.short.format(date),
    date_long: () => formats.long.format(date),
    date_long_full: () => formats.long.format(date),
    date_pretty: () => pretty(formats.medium.format(date)),
    date_short_pretty: () => pretty(formats.short.format(date)),
    date_long_pretty: () => pretty(formats.long.format(date)),
    day_divider_pretty: () => dayLabel(date, now),
    time: () => formats.time.format(date),
    time_secs: () => formats.timeWithSeconds.format(date),
    ago: () => relative(date, now),
  };
  return format.replace(/\{([a-z_]+)\}/g, (whole, word: string) => words[word]?.() ?? whole);
}
