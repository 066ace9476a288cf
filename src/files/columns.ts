// Which column of somebody's file holds which of our fields: as the person says, else as its name suggests. Pure.
import { StartFailure } from '../lib/failure.ts';

/** For each field its usual column names, best first; lower case, words parted by one space. */
export type UsualNames<F extends string> = Record<F, string[]>;

export type Mapping<F extends string> = Partial<Record<F, string>>;

/** Exact names first, then names that begin or end with one; each column once. */
export function guessColumns<F extends string>(columns: string[], usual: UsualNames<F>): Mapping<F> {
  const mapping: Mapping<F> = {};
  const free = new Map(columns.map((column) => [column, plain(column)]));
  const fields = Object.entries(usual) as [F, string[]][];
  const ways = [
    (name: string, usualName: string) => name === usualName,
    (name: string, usualName: string) => name.endsWith(` ${usualName}`) || name.startsWith(`${usualName} `),
  ];
  for (const suits of ways)
    for (const [field, names] of fields) {
      if (mapping[field] !== undefined) continue;
      const column = names.flatMap((usualName) =>
        [...free].filter(([, name]) => suits(name, usualName)).map(([one]) => one),
      )[0];
      if (column === undefined) continue;
      mapping[field] = column;
      free.delete(column);
    }
  return mapping;
}

/**
 * `text=Body,customer=Account` in addition to what is guessed; `title=` takes a guess away. Throws `StartFailure` for
 * a field or a column that does not exist.
 */
export function readMapping<F extends string>(
  given: string | undefined,
  { columns, usual }: { columns: string[]; usual: UsualNames<F> },
): Mapping<F> {
  const said = pairsIn(given ?? '').map(([field, column]) => ({
    field: fieldCalled(field, Object.keys(usual) as F[]),
    column: column === '' ? '' : columnCalled(column, columns),
  }));
  const taken = new Set(said.map(({ column }) => column));
  const mapping = guessColumns(
    columns.filter((column) => !taken.has(column)),
    usual,
  );
  for (const { field, column } of said) {
    if (column === '') delete mapping[field];
    else mapping[field] = column;
  }
  return mapping;
}

function pairsIn(given: string): [string, string][] {
  return given
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new StartFailure(`--map has "${pair.trim()}". Write field=column, parted by commas.`);
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    });
}

function fieldCalled<F extends string>(name: string, fields: F[]): F {
  const field = fields.find((one) => one.toLowerCase() === name.toLowerCase());
  if (field) return field;
  throw new StartFailure(`There is no field "${name}". --map knows ${fields.join(', ')}.`);
}

function columnCalled(name: string, columns: string[]): string {
  const column =
    columns.find((one) => one === name) ?? columns.find((one) => one.toLowerCase() === name.toLowerCase());
  if (column !== undefined) return column;
  throw new StartFailure(`The file has no column "${name}". It has ${columns.join(', ')}.`);
}

/** `createdAt`, `Created_At` and `created at` are the same name. */
function plain(column: string): string {
  return column
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
