// What a person asks about: which customer, which area, since when, and the words that are left. Pure.
import type { Area } from '../../catalog/areas.ts';
import { customersNamedIn } from '../../customers/speaker-names.ts';
import type { Customer } from '../../customers/store.ts';

export type Asked = {
  /** As typed. */
  text: string;
  /** What it is about, without the customer, the time and the words every question has. */
  topic: string;
  customers: { id: string; name: string }[];
  area: { key: string; name: string } | null;
  since: Date | null;
  until: Date | null;
  /** How the time was understood, e.g. `in the last 30 days`. */
  period: string | null;
  /** Praise is no answer to what annoys people. */
  wants: 'anything' | 'complaints';
};

const dayMs = 86_400_000;

export function readQuestion(
  text: string,
  { customers, areas, now }: { customers: Customer[]; areas: Area[]; now: Date },
): Asked {
  const when = periodIn(text, now);
  const named = customersNamedIn(text, customers);
  const withoutNames = named.reduce((left, { name }) => withoutName(left, name), text);
  const words = withoutScaffold(when ? without(withoutNames, when.words) : withoutNames);
  const area = areas.find(({ name }) => contains(text, name)) ?? areaIn(words, areas);
  return {
    text,
    topic: area ? withoutWordsOf(area.name, words) : words,
    customers: named.map(({ id, name }) => ({ id, name })),
    area: area ? { key: area.key, name: area.name } : null,
    since: when?.since ?? null,
    until: when?.until ?? null,
    period: when?.says ?? null,
    wants: complaining.test(text) ? 'complaints' : 'anything',
  };
}

const complaining =
  /\b(?:annoy|bother|complain|complaint|dislike|hate|issue|problem|trouble)(?:s|ed|ing)?\b|\bwrong\b/iu;

const bare = (text: string) => ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
const contains = (text: string, words: string) => bare(text).includes(bare(words));

function without(text: string, words: string): string {
  const pattern = words
    .trim()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join('[^\\p{L}\\p{N}]+');
  return pattern ? text.replace(new RegExp(pattern, 'iu'), ' ') : text;
}

/** `Globex Inc.` is mostly written `Globex`. */
function withoutName(text: string, name: string): string {
  const words = name.split(/\s+/);
  for (let length = words.length; length > 0; length--) {
    const left = without(text, words.slice(0, length).join(' '));
    if (left !== text) return left;
  }
  return text;
}

/** A topic of one or two words may be an area's name cut short: "anything about payments". */
function areaIn(topic: string, areas: Area[]): Area | undefined {
  const words = topic.split(/\s+/).filter((word) => word.length >= 3);
  if (words.length === 0 || words.length > 2) return undefined;
  const wanted = words.join(' ').toLowerCase();
  return areas.find(({ key, name }) => key === wanted || name.toLowerCase().startsWith(wanted));
}

/** What is left to ask within the area. */
function withoutWordsOf(name: string, topic: string): string {
  const own = bare(name)
    .trim()
    .split(' ')
    .map((word) => word.replace(/s$/, ''));
  return topic
    .split(/\s+/)
    .filter((word) => !own.includes(word.toLowerCase().replace(/s$/, '')))
    .join(' ');
}

/** Words that say that something is asked, and of whom, but not about what. */
const scaffold = new Set(
  `what which who whom whose why when where how do does did is are was were be been has have had can could would should
  will any anything anybody anyone something someone tell show give find us me we our you there the a an of in on
  at to for from with about regarding concerning around and or that this these those they them their it its say says
  said saying think thinks thought feel feels complain complains complaining complained complaint complaints 
  reported reporting mention mentions mentioned ask asks asked asking want wants wanted need needs wish wishes
  like likes dislike hate hates love loves annoy annoys annoyed annoying bother bothers bothering trouble troubles
  problem problems issue issues feedback customer customers client clients people users companies
  über uber zum zur kunde kunden sagen sagt meinen clients disent dire clientes dicen sobre
  most often common main biggest important top worst many much more lately recently currently now so far still ever
  happening going wrong since`.split(/\s+/),
);

function withoutScaffold(text: string): string {
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}'’._-]*/gu) ?? [];
  return words.filter((word) => !scaffold.has(word.toLowerCase().replace(/['’]s?$/, ''))).join(' ');
}

type Period = { since: Date; until: Date | null; words: string; says: string };

const unitDays: Record<string, number> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

/** `last week`, `in the past 3 months`, `since yesterday`, `today`: what people say of a time, counted from now. */
function periodIn(text: string, now: Date): Period | undefined {
  const found =
    /\b(?:in |over |during |within |since )?(?:the )?(last|past|this|previous) (?:(\d{1,3}) )?(day|week|month|quarter|year)s?\b/i.exec(
      text,
    );
  if (found) {
    const [words, , amount, unit = 'week'] = found;
    const days = Number(amount ?? 1) * unitDays[unit.toLowerCase()]!;
    return {
      since: ago(now, days),
      until: null,
      words,
      says: `in the last ${days === 1 ? 'day' : `${days} days`}`,
    };
  }
  const month = monthIn(text, now);
  if (month) return month;
  const near = /\b(?:since )?(today|yesterday)\b/i.exec(text);
  if (!near) return undefined;
  const days = near[1]!.toLowerCase() === 'today' ? 1 : 2;
  return {
    since: ago(now, days),
    until: null,
    words: near[0],
    says: days === 1 ? 'in the last day' : 'in the last 2 days',
  };
}

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** `since October`, `in March 2025`: the newest such month that has begun. In UTC, which is a few hours off at most. */
function monthIn(text: string, now: Date): Period | undefined {
  const named = new RegExp(`\\b(since|in|during) (${months.join('|')})(?: (20\\d\\d))?\\b`, 'i').exec(text);
  if (!named) return undefined;
  const [words, since, name, typed] = named;
  const month = months.indexOf(name!.toLowerCase());
  const thisYear = now.getUTCFullYear();
  const year = typed ? Number(typed) : month > now.getUTCMonth() ? thisYear - 1 : thisYear;
  const from = since!.toLowerCase() === 'since';
  return {
    since: new Date(Date.UTC(year, month, 1)),
    until: from ? null : new Date(Date.UTC(year, month + 1, 1)),
    words,
    says: `${from ? 'since' : 'in'} ${name![0]!.toUpperCase()}${name!.slice(1).toLowerCase()} ${year}`,
  };
}

const ago = (now: Date, days: number) => new Date(now.getTime() - days * dayMs);
