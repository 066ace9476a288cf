// `import FILE`: a dry run that shows what was understood, then the import, which can be killed and goes on.
import { parseArgs } from 'node:util';
import { readDataConfig } from '../config.ts';
import { type Joined, joinDatabase } from '../db/join.ts';
import { encodings } from '../files/encoding.ts';
import { kindOf } from '../files/records.ts';
import { makeReport } from '../files/report.ts';
import { StartFailure } from '../lib/failure.ts';
import { openTable, type TableOptions } from '../steps/intake/import.ts';
import { type Check, checkImport } from '../steps/intake/import-check.ts';
import type { Feed } from '../steps/intake/import-feed.ts';
import { runImport } from '../steps/intake/import-run.ts';
import { askConsent } from './import-ask.ts';
import { makeMeter } from './import-progress.ts';
import { openSlackFeed } from './import-slack.ts';
import { checkText, datesText, importedText, mappingText, n } from './import-text.ts';

const options = {
  yes: { type: 'boolean' },
  map: { type: 'string' },
  source: { type: 'string' },
  dates: { type: 'string' },
  'said-at': { type: 'string' },
  delimiter: { type: 'string' },
  encoding: { type: 'string' },
  report: { type: 'string' },
  channels: { type: 'string' },
} as const;

type Say = (line: string) => void;
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** 0: done, or a dry run without trouble; 1: nothing could be imported. */
export async function runImportCommand(args: string[], say: Say = console.log): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [file] = positionals;
  if (!file || positionals.length > 1)
    throw new StartFailure('Name one file: npm run earshot -- import FILE. docs/intake.md has the formats.');
  const config = readDataConfig();
  const isZip = kindOf(file) === 'zip';
  const table = isZip ? undefined : await openTableFeed(file, { values, timeZone: config.timeZone, say });
  const joined = await joinDatabase(config, say);
  try {
    const feed =
      table ?? (await openSlackFeed(file, { channels: values.channels, db: joined.connection.db, say }));
    const { employeeDomains } = config;
    return await importInto(joined, { file, feed, values, employeeDomains, say }).finally(() =>
      feed.close?.(),
    );
  } finally {
    await joined.close();
  }
}

type Opening = { values: Values; timeZone: string; say: Say };

async function openTableFeed(file: string, { values, timeZone, say }: Opening): Promise<Feed> {
  const { map, source, dates, delimiter, encoding } = values;
  const given: TableOptions = {
    map,
    source,
    dates,
    saidAt: values['said-at'],
    encoding: encodingOf(encoding),
    delimiter: markOf(delimiter),
  };
  const table = await openTable(file, given, { timeZone, now: new Date() });
  const format = table.format === 'csv' ? 'CSV' : 'JSON lines';
  say(
    `${file}: ${format}, ${megabytes(table.feed.size)}, source "${table.feed.source}" (--source changes it).`,
  );
  for (const line of [...mappingText(table.mapping, table.columns), ...datesText(table.order)]) say(line);
  return table.feed;
}

type Task = { file: string; feed: Feed; values: Values; employeeDomains: string[]; say: Say };

async function importInto({ connection: { db }, beside }: Joined, task: Task): Promise<number> {
  const { file, feed, employeeDomains, say } = task;
  const check = await checked(db, task);
  for (const line of checkText(check, feed.unit)) say(line);
  const reported = check.report;
  if (reported) say(`  Each rejected ${feed.unit} with its reason: ${reported}`);
  if (check.items + check.ratings === 0) {
    say('There is nothing to import.');
    return 1;
  }
  const consent = await askConsent(`Import ${n(check.items, 'item')}?`, { yes: task.values.yes });
  if (consent === 'only a dry run') say('This was a dry run; nothing was written. Add --yes to import.');
  if (consent !== 'go') return 0;
  const meter = meterFor('Importing', feed);
  const imported = await runImport(db, feed, {
    importId: check.importId,
    file,
    employeeDomains,
    now: () => new Date(),
    onProgress: meter.show,
  });
  meter.end();
  say(
    imported
      ? importedText(imported, check, feed.unit)
      : 'This file was imported before; there is nothing to add.',
  );
  if (imported) say(whatIsNext(beside));
  return 0;
}

async function checked(
  db: Joined['connection']['db'],
  task: Task,
): Promise<Check & { report: string | undefined }> {
  const { file, feed, values, employeeDomains } = task;
  const report = makeReport(values.report ?? `${file}.rejected.csv`);
  const meter = meterFor('Checking', feed);
  const check = await checkImport(db, file, feed, {
    employeeDomains,
    onRejected: report.add,
    onProgress: meter.show,
  });
  meter.end();
  return { ...check, report: report.close() };
}

function meterFor(what: string, feed: Feed) {
  return makeMeter({ what, unit: feed.unit, size: feed.size, out: process.stderr, now: Date.now });
}

function whatIsNext(beside: Joined['beside']): string {
  if (beside === 'nobody') return 'They are read when Earshot starts.';
  return beside === 'running'
    ? 'The Earshot that is running reads them now, beside what comes in.'
    : 'A running Earshot reads them now; otherwise the next start does.';
}

function markOf(delimiter: string | undefined): string | undefined {
  if (delimiter === undefined) return undefined;
  const mark = /^(\\t|tab)$/i.test(delimiter) ? '\t' : delimiter;
  if (mark.length !== 1) throw new StartFailure(`--delimiter is one character or "tab", not "${delimiter}".`);
  return mark;
}

function encodingOf(name: string | undefined): string | undefined {
  if (name === undefined || encodings.includes(name.toLowerCase())) return name;
  throw new StartFailure(`--encoding knows ${encodings.join(', ')}, not "${name}".`);
}

const megabytes = (bytes: number) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
