// `customers FILE`: a dry run that shows what would change, then all of it in one transaction.
import { parseArgs } from 'node:util';
import { readDataConfig } from '../config.ts';
import { type Outcome, saveCustomers } from '../customers/api-save.ts';
import { type CustomerLine, customerIn, usualCustomerColumns } from '../customers/file.ts';
import { type Joined, joinDatabase } from '../db/join.ts';
import { readMapping } from '../files/columns.ts';
import { kindOf, openRecords } from '../files/records.ts';
import { makeReport } from '../files/report.ts';
import { StartFailure } from '../lib/failure.ts';
import { newId } from '../lib/ids.ts';
import { askConsent } from './import-ask.ts';
import { mappingText, n } from './import-text.ts';

const options = {
  yes: { type: 'boolean' },
  map: { type: 'string' },
  currency: { type: 'string' },
  delimiter: { type: 'string' },
  encoding: { type: 'string' },
  report: { type: 'string' },
} as const;

/** More than any company has; more would not fit one transaction. */
const mostLines = 500_000;

type Say = (line: string) => void;

export async function runCustomersCommand(args: string[], say: Say = console.log): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [file] = positionals;
  if (!file || positionals.length > 1)
    throw new StartFailure(
      'Name one file: npm run earshot -- customers FILE. docs/intake.md has the format.',
    );
  const config = readDataConfig();
  const lines = await readLines(file, values, say);
  const joined = await joinDatabase(config, say);
  try {
    return await saveLines(joined, { file, lines, say, ...values, employeeDomains: config.employeeDomains });
  } finally {
    await joined.close();
  }
}

type Reading = {
  map?: string | undefined;
  currency?: string | undefined;
  delimiter?: string | undefined;
  encoding?: string | undefined;
};

async function readLines(
  path: string,
  { map, currency, ...dialect }: Reading,
  say: Say,
): Promise<CustomerLine[]> {
  if (kindOf(path) === 'zip')
    throw new StartFailure(`${path} is a ZIP (or an Excel file). Save it as CSV and name that.`);
  const file = await openRecords(path, dialect);
  const mapping = readMapping(map, { columns: file.columns, usual: usualCustomerColumns });
  say(`${path}: ${file.format === 'csv' ? 'CSV' : 'JSON lines'}.`);
  for (const line of mappingText(mapping, file.columns)) say(line);
  if (file.format === 'csv' && !mapping.externalId)
    throw new StartFailure(
      `No column looks like the customers' id in your CRM. Name it: --map externalId=COLUMN. There are ${file.columns.join(', ')}.`,
    );
  const lines: CustomerLine[] = [];
  for await (const records of file.read()) {
    lines.push(...records.map((record) => customerIn(record, { mapping, currency })));
    if (lines.length > mostLines)
      throw new StartFailure(`${path} has over ${mostLines.toLocaleString('en')} lines. Split it.`);
  }
  return lines;
}

type Saving = {
  file: string;
  lines: CustomerLine[];
  employeeDomains: string[];
  yes?: boolean | undefined;
  report?: string | undefined;
  say: Say;
};

async function saveLines({ connection: { db }, beside }: Joined, it: Saving): Promise<number> {
  const { lines, say } = it;
  const all = lines.filter((line) => line.kind === 'customer');
  const world = { now: () => new Date(), newId, employeeDomains: it.employeeDomains };
  const planned = await saveCustomers(db, all, { ...world, mode: 'check' });
  const reported = reportRefused(it, planned);
  say(summary(planned, lines.length - all.length));
  if (reported) say(`  Each rejected line with its reason: ${reported}`);
  const changes = planned.filter(
    ({ settled }) => settled.kind === 'created' || settled.kind === 'updated',
  ).length;
  if (changes === 0) {
    say('There is nothing to change.');
    return reported ? 1 : 0;
  }
  const consent = await askConsent(`Save ${n(changes, 'customer')}?`, { yes: it.yes });
  if (consent === 'only a dry run') say('This was a dry run; nothing was written. Add --yes to save.');
  if (consent !== 'go') return 0;
  const saved = await saveCustomers(db, all, world);
  say(`Saved. ${summary(saved, lines.length - all.length)}`);
  if (beside === 'nobody') say('What they said before becomes theirs when Earshot starts.');
  else say('What they said before becomes theirs within a minute, where an Earshot runs.');
  return 0;
}

function reportRefused({ file, report: wanted, lines }: Saving, planned: Outcome[]): string | undefined {
  const report = makeReport(wanted ?? `${file}.rejected.csv`);
  let index = 0;
  for (const line of lines) {
    if (line.kind === 'rejected') {
      report.add(line);
      continue;
    }
    const outcome = planned[index++];
    if (outcome?.settled.kind === 'refused')
      report.add({ line: line.line, reason: outcome.settled.why, raw: line.externalId });
  }
  return report.close();
}

function summary(outcomes: Outcome[], unreadable: number): string {
  const count = (kind: Outcome['settled']['kind']) =>
    outcomes.filter(({ settled }) => settled.kind === kind).length.toLocaleString('en');
  const rejected = outcomes.filter(({ settled }) => settled.kind === 'refused').length + unreadable;
  return `${count('created')} new, ${count('updated')} changed, ${count('unchanged')} as they were, ${rejected.toLocaleString('en')} rejected.`;
}
