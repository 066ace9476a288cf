// The command line. Every command ends with one sentence and no stack trace when something is wrong with its input.
import { reasonOf, StartFailure } from './lib/failure.ts';
import { quickenImports } from './lib/quick-imports.ts';

type Command = { usage: string; about: string; run: (args: string[]) => Promise<number> };

const commands: Record<string, Command> = {
  start: {
    usage: 'start [--roles bot,worker,web]',
    about: 'run Earshot with the settings of the environment and .env',
    run: async (args) => (await import('./commands/start.ts')).runStart(args),
  },
  demo: {
    usage: 'demo [--tour] [--fresh] [--port N] [--data FOLDER]',
    about: 'a whole workspace to try, without any account',
    run: async (args) => (await import('./demo/demo.ts')).runDemo(args),
  },
  doctor: {
    usage: 'doctor [--json]',
    about: 'look at the configuration from end to end, and change nothing',
    run: async (args) => (await import('./commands/doctor.ts')).runDoctor(args),
  },
  import: {
    usage: 'import FILE [--yes] [--map text=COLUMN,...]',
    about: 'read in what customers said: CSV, JSON lines, or a Slack export',
    run: async (args) => (await import('./commands/import.ts')).runImportCommand(args),
  },
  customers: {
    usage: 'customers FILE [--yes] [--map name=COLUMN,...]',
    about: 'say who the customers are: CSV or JSON lines',
    run: async (args) => (await import('./commands/customers.ts')).runCustomersCommand(args),
  },
  catalog: {
    usage: 'catalog import FILE [--write] | check | schema',
    about: 'areas from CODEOWNERS or Backstage, shown before they are written',
    run: async (args) => (await import('./commands/catalog.ts')).runCatalog(args),
  },
  reanalyze: {
    usage: 'reanalyze [--since DAY|30d] [--analyzer local|claude]',
    about: 'read again what was said, with the analyzer of today',
    run: async (args) => (await import('./commands/reanalyze.ts')).runReanalyze(args),
  },
  eval: {
    usage: 'eval FILE --task TASK [--analyzer local|claude] [--examples K] [--seed N] [--json]',
    about: 'measure understanding on labelled data',
    run: async (args) => {
      await (await import('./eval/eval.ts')).runEval(args);
      return 0;
    },
  },
};

quickenImports();
process.exitCode = await main(process.argv.slice(2));

async function main([name = 'help', ...args]: string[]): Promise<number> {
  const command = commands[name];
  if (!command) {
    const known = name === 'help' || name === '--help' || name === '-h';
    console.log(helpText(known ? undefined : name));
    return known ? 0 : 2;
  }
  try {
    return await command.run(args);
  } catch (error) {
    const expected = error instanceof StartFailure || isUsage(error);
    console.error(expected ? (error as Error).message : `Earshot stopped: ${reasonOf(error)}`);
    if (!expected && error instanceof Error) console.error(error.stack?.split('\n').slice(1, 6).join('\n'));
    return isUsage(error) ? 2 : 1;
  }
}

function helpText(unknown: string | undefined): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
  return [
    ...(unknown ? [`There is no command "${unknown}".`, ''] : []),
    'Earshot turns what customers say into engineering work that ships, is measured, and is reported back.',
    '',
    ...Object.values(commands).map(
      ({ usage, about }) => `  npm run earshot -- ${usage.padEnd(width)}  ${about}`,
    ),
  ].join('\n');
}

/** node:util's parseArgs throws these for options that do not exist. */
function isUsage(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
