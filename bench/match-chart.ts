// The growth of cost as an SVG, both axes logarithmic.

type Point = { items: number; p50: number; p95: number; p99: number; bruteP50: number };

const size = { width: 640, height: 400, left: 70, right: 150, top: 30, bottom: 50 };
const lines: [keyof Point, string, string][] = [
  ['bruteP50', 'brute force p50', '#b45309'],
  ['p99', 'match p99', '#7dd3fc'],
  ['p95', 'match p95', '#0284c7'],
  ['p50', 'match p50', '#0c4a6e'],
];

export function growthChart(rows: Point[]): string {
  const all = rows
    .flatMap((row) => lines.map(([key]) => row[key]))
    .map((value) => Math.log10(Math.max(value, 0.01)));
  const low = Math.floor(Math.min(...all));
  const high = Math.ceil(Math.max(...all));
  const first = Math.log10(rows[0]!.items);
  const last = Math.log10(rows.at(-1)!.items);
  const x = (items: number) =>
    size.left +
    ((Math.log10(items) - first) / Math.max(1e-9, last - first)) * (size.width - size.left - size.right);
  const y = (ms: number) =>
    size.height -
    size.bottom -
    ((Math.log10(Math.max(ms, 0.01)) - low) / Math.max(1, high - low)) *
      (size.height - size.top - size.bottom);
  const decades = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/><text x="${size.left}" y="18" font-size="14">Finding the theme of one text, by number of items</text>`,
    ...decades.map(
      (ms) =>
        `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(ms)}" y2="${y(ms)}" stroke="#e5e7eb"/><text x="${size.left - 8}" y="${y(ms) + 4}" text-anchor="end">${ms} ms</text>`,
    ),
    ...rows.map(
      (row) =>
        `<text x="${x(row.items)}" y="${size.height - size.bottom + 20}" text-anchor="middle">${row.items.toLocaleString('en')}</text>`,
    ),
    ...lines.map(([key, name, color]) => line(rows, key, { name, color, x, y })),
    '</svg>',
  ].join('\n');
}

type Style = { name: string; color: string; x: (items: number) => number; y: (ms: number) => number };

function line(rows: Point[], key: keyof Point, { name, color, x, y }: Style): string {
  const points = rows.map((row) => `${x(row.items).toFixed(1)},${y(row[key]).toFixed(1)}`).join(' ');
  const end = rows.at(-1)!;
  return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="2"/><text x="${x(end.items) + 8}" y="${y(end[key]) + 4}" fill="${color}">${name}</text>`;
}
