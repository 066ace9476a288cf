// Moments as exports write them: ISO, spreadsheets, e-mail headers, seconds since 1970. Pure.

export type DateOrder = 'dmy' | 'mdy';

export type Reading = { order: DateOrder | undefined; timeZone: string };

export type When = { kind: 'at'; at: Date } | { kind: 'refused'; why: string };

/** A time without a zone is one of `timeZone`. What could be two dates is refused until somebody says the order. */
export function whenIn(text: string, reading: Reading): When {
  const trimmed = text.trim();
  const at = fromNumber(trimmed) ?? fromParts(trimmed, reading);
  if (at === 'either')
    return refused(
      `"${trimmed}" may be two dates. Give --dates dmy (day first) or --dates mdy (month first).`,
    );
  if (!at) return refused(`"${trimmed.slice(0, 40)}" is no date that can be read.`);
  if (at.getUTCFullYear() < 1990 || at.getUTCFullYear() > 2200)
    return refused(`"${trimmed}" would be the year ${at.getUTCFullYear()}.`);
  return { kind: 'at', at };
}

/** Which order a date with slashes proves, if it proves one. */
export function orderShownBy(text: string): DateOrder | undefined {
  const parts = slashed.exec(text.trim());
  if (!parts) return undefined;
  const [, first, mark, second] = parts;
  if (mark === '.' || Number(first) > 12) return 'dmy';
  return Number(second) > 12 ? 'mdy' : undefined;
}

const refused = (why: string): When => ({ kind: 'refused', why });

/** Unix seconds and milliseconds, and the days since 1900 of spreadsheets. */
function fromNumber(text: string): Date | undefined {
  if (!/^\d{5,13}(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  const whole = text.split('.')[0]!.length;
  if (whole === 13) return new Date(value);
  if (whole >= 9 && whole <= 10) return new Date(value * 1000);
  const dayOf1970 = 25_569;
  return whole === 5 ? new Date(Math.round((value - dayOf1970) * 86_400) * 1000) : undefined;
}

const clock = String.raw`(?:[T,\s]+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]m)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s*\([A-Z]{2,5}\))?)?`;
const iso = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}$`, 'i');
const slashed = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})${clock}$`, 'i');
const dayFirst = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3,9})\.?,?[\s-](\d{4})${clock}$`,
  'i',
);
const monthFirst = new RegExp(
  String.raw`^(?:[a-z]{3,9},\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${clock}$`,
  'i',
);

type Parts = { year: number; month: number; day: number; time: (string | undefined)[] };

function fromParts(text: string, { order, timeZone }: Reading): Date | 'either' | undefined {
  const parts = partsOf(text, order);
  if (parts === 'either' || parts === undefined) return parts;
  const { year, month, day, time } = parts;
  const [hour = '0', minute = '0', second = '0', half, zone] = time;
  const hours = half ? (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0) : Number(hour);
  const local = Date.UTC(year, month - 1, day, hours, Number(minute), Number(second));
  const isReal = new Date(local).getUTCDate() === day && new Date(local).getUTCMonth() === month - 1;
  if (!isReal || hours > 23 || Number(minute) > 59) return undefined;
  return new Date(local - offsetMs(local, zone, timeZone));
}

function partsOf(text: string, order: DateOrder | undefined): Parts | 'either' | undefined {
  const inIso = iso.exec(text);
  if (inIso) return dated(inIso[1]!, Number(inIso[2]), inIso[3]!, inIso.slice(4));
  const named = dayFirst.exec(text);
  if (named) return dated(named[3]!, monthCalled(named[2]!), named[1]!, named.slice(4));
  const american = monthFirst.exec(text);
  if (american) return dated(american[3]!, monthCalled(american[1]!), american[2]!, american.slice(4));
  const parts = slashed.exec(text);
  if (!parts) return undefined;
  const [, first, , second, year, ...time] = parts;
  const shown = orderShownBy(text) ?? order ?? (first === second ? 'dmy' : undefined);
  if (!shown) return 'either';
  const [day, month] = shown === 'dmy' ? [first, second] : [second, first];
  return dated(year!.length === 2 ? `20${year}` : year!, Number(month), day!, time);
}

function dated(year: string, month: number, day: string, time: (string | undefined)[]): Parts | undefined {
  return month >= 1 && month <= 12 ? { year: Number(year), month, day: Number(day), time } : undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthCalled = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

function offsetMs(local: number, zone: string | undefined, timeZone: string): number {
  if (zone === undefined) return offsetIn(timeZone, local - offsetIn(timeZone, local));
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!parts) return 0;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * 60_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clocks are ahead of UTC at a moment. */
function offsetIn(timeZone: string, at: number): number {
  if (timeZone === 'UTC') return 0;
  const format = formats.get(timeZone) ?? formatOf(timeZone);
  const of = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(of.year!, of.month! - 1, of.day, of.hour, of.minute, of.second);
  return shown - Math.floor(at / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, ...parts, ...time });
  formats.set(timeZone, format);
  return format;
}
