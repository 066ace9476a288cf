// The digest's picture: the top themes with their scores and the last weeks of each, as a PNG with its words for those
// who cannot see it. An opaque light card, so that it reads the same in Slack's light and dark themes.
import { fileURLToPath } from 'node:url';
import { renderAsync } from '@resvg/resvg-js';
import { cutText, oneLine } from '../../text/cut.ts';
import { withoutInvisible } from '../../text/mrkdwn-inert.ts';
import type { Band } from '../prioritize/bands.ts';
import { themeName } from '../prioritize/theme-line.ts';

export type ChartData = {
  /** E.g. `Payments: top themes, 2 Mar to 9 Mar 2026`. */
  title: string;
  /** In the order of the digest; the first eight are drawn. */
  rows: ChartRow[];
};

type ChartRow = {
  number: number;
  title: string;
  score: number;
  band: Band;
  /** Distinct customers by week, oldest first. */
  weekly: number[];
};

const mostRows = 8;
const width = 760;
const rowHeight = 58;
const top = 76;

/** PNG at twice the size, for sharp letters. About 100 ms, off the main thread. */
export async function drawChart(data: ChartData): Promise<Uint8Array> {
  const svg = chartSvg(data);
  const foreign = data.rows.some(({ title }) => !coveredByFont(title));
  const rendered = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: {
      // The shipped font makes every machine draw the same. It knows Latin, Greek, Cyrillic, Arabic and Hebrew; only
      // for other scripts the machine's own fonts are searched, which takes longer.
      fontFiles: fontFiles(),
      loadSystemFonts: foreign,
      defaultFontFamily: 'DejaVu Sans',
    },
  });
  return rendered.asPng();
}

/** Its words, at most 1,000 characters (Slack's limit). */
export function chartAltText({ title, rows }: ChartData): string {
  const lines = rows.slice(0, mostRows).map((row, n) => {
    const weeks = row.weekly.slice(-4).join(', ');
    return `${n + 1}. ${plain(row.title, 80)}: impact ${Math.round(row.score)}, ${row.band}; customers a week ${weeks}.`;
  });
  return cutText(`${plain(title, 120)}. ${lines.join(' ')}`, 1000);
}

/** Pure: the picture before it becomes pixels. */
export function chartSvg({ title, rows }: ChartData): string {
  const shown = rows.slice(0, mostRows);
  const height = top + shown.length * rowHeight + 18;
  const most = Math.max(1, ...shown.flatMap(({ weekly }) => weekly));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans">`,
    `<rect width="${width}" height="${height}" rx="10" fill="#ffffff"/>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="none" stroke="#c9ccd1"/>`,
    text({ x: 24, y: 36, size: 18, weight: 'bold' }, within(title, width - 48, 18)),
    text({ x: 24, y: 62, size: 13, fill: muted }, 'Impact 0 to 100'),
    text({ x: width - 24, y: 62, size: 13, fill: muted, anchor: 'end' }, weeksWords(shown)),
    ...shown.map((row, n) => rowSvg(row, { y: top + n * rowHeight, most })),
    '</svg>',
  ].join('\n');
}

function weeksWords(rows: ChartRow[]): string {
  const weeks = Math.max(0, ...rows.map(({ weekly }) => weekly.length));
  return weeks > 1 ? `Customers a week, last ${weeks} weeks` : '';
}

const ink = '#1d1c1d';
const muted = '#616061';

/** At least 4.5:1 against white, and told apart by the word and the length of the bar as well. */
const bandFill: Record<Band, string> = {
  critical: '#c01343',
  high: '#b85c00',
  medium: '#7d6b00',
  low: '#616061',
};

const barLeft = 24;
const barWidth = 435;

function rowSvg(row: ChartRow, { y, most }: { y: number; most: number }): string {
  const filled = Math.max(2, (Math.min(100, Math.max(0, row.score)) / 100) * barWidth);
  const score = String(Math.round(row.score));
  return [
    text({ x: barLeft, y: y + 20, size: 15 }, `${themeName(row.number)}  ${within(row.title, 470, 15)}`),
    `<rect x="${barLeft}" y="${y + 30}" width="${barWidth}" height="12" rx="3" fill="#ececef"/>`,
    `<rect x="${barLeft}" y="${y + 30}" width="${filled.toFixed(1)}" height="12" rx="3" fill="${bandFill[row.band]}"/>`,
    text({ x: 498, y: y + 41, size: 15, weight: 'bold', fill: bandFill[row.band], anchor: 'end' }, score),
    text({ x: 504, y: y + 41, size: 13, fill: bandFill[row.band] }, row.band),
    sparklineSvg(row.weekly, { left: 580, right: width - 60, y: y + 12, height: 30, most }),
    text({ x: width - 24, y: y + 41, size: 15, anchor: 'end' }, String(row.weekly.at(-1) ?? '')),
  ].join('\n');
}

/** All rows have one scale, so that a tall line means many customers. */
function sparklineSvg(
  weekly: number[],
  { left, right, y, height, most }: { left: number; right: number; y: number; height: number; most: number },
): string {
  if (weekly.length < 2) return '';
  const step = (right - left) / (weekly.length - 1);
  const points = weekly.map((n, i) => [left + i * step, y + height - (n / most) * height] as const);
  const line = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
  const [lastX, lastY] = points.at(-1)!;
  return [
    `<line x1="${left}" y1="${y + height}" x2="${right}" y2="${y + height}" stroke="#dddddf"/>`,
    `<polyline points="${line}" fill="none" stroke="#1264a3" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"/>`,
    `<circle cx="${lastX.toFixed(1)}" cy="${lastY.toFixed(1)}" r="4" fill="#1264a3"/>`,
  ].join('\n');
}

type TextAt = { x: number; y: number; size: number; weight?: string; fill?: string; anchor?: string };

function text(
  { x, y, size, weight = 'normal', fill = ink, anchor = 'start' }: TextAt,
  words: string,
): string {
  const style = `font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" ${style}>${escapeXml(words)}</text>`;
}

/** Cut to at most `room` pixels, and kept apart from what stands beside it if it is written from right to left. */
function within(words: string, room: number, size: number): string {
  const shown = plain(words, 200);
  let used = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(shown)) {
    used += size * widthOf(segment);
    if (used > room) return `\u2068${shown.slice(0, index).trimEnd()}…\u2069`;
  }
  return `\u2068${shown}\u2069`;
}

/** In em, rather too wide than too narrow. */
function widthOf(letter: string): number {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}mwMW@%—…]/u.test(letter))
    return 1;
  if (/[ijlrtfI.,:;'!|() ]/.test(letter)) return 0.4;
  return /\p{Lu}/u.test(letter) ? 0.72 : 0.62;
}

/** One line without emoji, which the font has not, nor characters XML forbids. */
function plain(words: string, limit: number): string {
  const shown = withoutInvisible(words).replace(/\p{Extended_Pictographic}|[\ufe0f\ufffe\uffff]/gu, '');
  return cutText(oneLine(shown), limit);
}

const covered =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Common}\p{Script=Inherited}]*$/u;

const coveredByFont = (words: string): boolean => covered.test(words);

const fontFiles = (): string[] =>
  [
    import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  ].map((address) => fileURLToPath(address));

function escapeXml(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
