// `npm run earshot -- eval FILE --task …`: how good is it? Figures on labelled data, by the code that runs in production.
import { parseArgs } from 'node:util';
import { StartFailure } from '../lib/failure.ts';
import { matchVersion } from '../steps/theme/match.ts';
import { evalAreas, evalKind, evalSentiment } from './classes.ts';
import { readLabelled, shuffled } from './labelled.ts';
import { claudeAnalyzer, localAnalyzer } from './reader.ts';
import type { EvalTask } from './task.ts';
import { evalCandidates, evalDuplicates, evalThemes } from './themes.ts';

const tasks: Record<string, EvalTask> = {
  themes: evalThemes,
  candidates: evalCandidates,
  areas: evalAreas,
  kind: evalKind,
  sentiment: evalSentiment,
  duplicates: evalDuplicates,
};

const usage = `Usage: npm run earshot -- eval FILE --task ${Object.keys(tasks).join('|')} [--examples K] [--seed N] [--analyzer local|claude] [--json]`;

/** Prints the figures; throws `StartFailure` with the fix on bad arguments. */
export async function runEval(argv: string[], print: (line: string) => void = console.log): Promise<void> {
  const { file, task, examples, seed, json, analyzer } = parseArguments(argv);
  const read = readLabelled(file);
  const streams = task === 'themes' || task === 'candidates';
  const items = streams && seed !== undefined ? shuffled(read, seed) : read;
  const started = performance.now();
  const { n, metrics, notes } = await tasks[task]!(items, {
    examples,
    seed,
    analyzer: analyzer.name,
    reader: analyzer.reader,
  });
  const seconds = (performance.now() - started) / 1000;
  const all = { ...metrics, secondsPerItem: seconds / items.length };
  print(
    `${task} on ${file}: n ${n}, analyzer ${analyzer.version}, match ${matchVersion}, seed ${seed ?? 'none (order of the file)'}`,
  );
  for (const note of notes) print(`  ${note}`);
  for (const [name, value] of Object.entries(all)) print(`  ${name.padEnd(18)} ${shown(value)}`);
  const { tokens, usd, fellBack } = analyzer.spent();
  print(
    `  tokens ${tokens}, cost $${usd.toFixed(4)}${fellBack > 0 ? `; ${fellBack} items were left to the local analyzer` : ''}`,
  );
  if (json) print(JSON.stringify({ task, n, metrics: all }));
}

const shown = (value: number) =>
  Number.isInteger(value) ? String(value) : value < 0.01 ? value.toExponential(2) : value.toFixed(3);

function parseArguments(argv: string[]) {
  const { values, positionals } = readArguments(argv);
  const [file, ...rest] = positionals;
  if (!file || rest.length > 0) throw new StartFailure(`eval needs one file. ${usage}`);
  const task = values.task;
  if (!task || !(task in tasks)) throw new StartFailure(`eval needs a task. ${usage}`);
  if (values.analyzer !== 'local' && values.analyzer !== 'claude')
    throw new StartFailure(`eval knows the analyzers local and claude. ${usage}`);
  return {
    file,
    task,
    examples: wholeNumber(values.examples, 'examples') ?? 0,
    seed: wholeNumber(values.seed, 'seed'),
    json: values.json,
    analyzer: values.analyzer === 'claude' ? claudeAnalyzer() : localAnalyzer(),
  };
}

function readArguments(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        task: { type: 'string' },
        analyzer: { type: 'string', default: 'local' },
        examples: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new StartFailure(`${error instanceof Error ? error.message : String(error)} ${usage}`);
  }
}

function wholeNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new StartFailure(`--${name} must be a whole number. ${usage}`);
}
