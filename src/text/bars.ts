// A number as a bar of block characters: readable in a code block, in a ticket and in a terminal.

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** `share` 0 to 1 of `cells` full blocks, to an eighth of a block, padded with spaces to that width. */
export function bar(share: number, cells: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * cells * 8);
  return ('█'.repeat(Math.floor(filled / 8)) + eighths[filled % 8]).padEnd(cells);
}

const heights = '▁▂▃▄▅▆▇█';

/** One character a value, out of the largest: `▁▂▅█`. */
export function sparkline(values: number[]): string {
  const most = Math.max(1, ...values);
  return values.map((value) => heights[Math.round((Math.max(0, value) / most) * 7)]).join('');
}
