// Who may import whom, each rule a test, read from the code's own imports.
import { readFileSync } from 'node:fs';
import { cruise, type IModule } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';

const levels: string[][] = [
  ['lib', 'text', 'stats', 'files', 'config.ts'],
  ['slack', 'tracker', 'llm', 'signals', 'db'],
  ['deps.ts'],
  ['catalog', 'customers', 'queue', 'posts', 'audit'],
  ['steps'],
  ['pipeline.ts', 'sweep.ts', 'erase', 'web'],
  ['roles'],
  ['commands', 'eval', 'demo'],
  ['main.ts'],
];

/** A step may read an earlier one. The desk, the digest and App Home show what all the others know, so they come last. */
const story = [
  'intake',
  'analyze',
  'theme',
  'correlate',
  'prioritize',
  'ticket',
  'ship',
  'measure',
  'tell',
  'ask',
  'desk',
  'digest',
  'scorecard',
  'home',
];

/** What every step shares, and the one file that gathers their commands. */
const sharedBySteps = ['src/steps/ears.ts', 'src/steps/happened.ts'];
const gatherers = ['src/steps/command.ts'];

let modules: IModule[] = [];
const source = (file: string) => readFileSync(file, 'utf8');
const ours = () => modules.filter((m) => m.source.startsWith('src/') && m.source.endsWith('.ts'));
const edges = () =>
  ours().flatMap((m) => m.dependencies.map((d) => ({ from: m.source, to: d.resolved, name: d.module })));
const room = (file: string) => file.split('/')[1]!;
const stepOf = (file: string) => /^src\/steps\/([^/]+)\//.exec(file)?.[1];
const level = (file: string) => levels.findIndex((rooms) => rooms.includes(room(file)));
const show = (list: { from: string; to: string }[]) => list.map(({ from, to }) => `${from} -> ${to}`);

beforeAll(async () => {
  const result = await cruise(['src'], {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  });
  modules = typeof result.output === 'string' ? JSON.parse(result.output).modules : result.output.modules;
});

it('reads the code at all', () => {
  expect(ours().length).toBeGreaterThan(100);
  expect(edges().length).toBeGreaterThan(300);
});

describe('the layers', () => {
  it('every room has its place', () => {
    const strangers = ours().filter((m) => level(m.source) < 0 && room(m.source) !== 'sandbox');
    expect(strangers.map((m) => m.source)).toEqual([]);
  });

  it('nothing imports from above', () => {
    const wrong = edges().filter(
      ({ from, to }) => to.startsWith('src/') && level(from) >= 0 && level(to) > level(from),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('only the demo imports the sandbox', () => {
    const wrong = edges().filter(
      ({ from, to }) => to.startsWith('src/sandbox/') && !/^src\/(sandbox|demo)\//.test(from),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('the sandbox knows nothing of Earshot but its library of small things', () => {
    const wrong = edges().filter(
      ({ from, to }) =>
        from.startsWith('src/sandbox/') && to.startsWith('src/') && !/^src\/(sandbox|lib)\//.test(to),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('has no import cycles', () => {
    const cycles = ours().flatMap((m) =>
      m.dependencies
        .filter((d) => d.circular)
        .map((d) => ({ from: m.source, to: d.resolved, links: d.cycle ?? [] })),
    );
    // Types are gone before the code runs: a circle closed by one of those is none.
    const closed = cycles.filter(({ links }) =>
      links.every((link) => !link.dependencyTypes.includes('type-only')),
    );
    expect(show(closed)).toEqual([]);
  });
});

describe('the steps', () => {
  it('read earlier steps only', () => {
    const wrong = edges().filter(({ from, to }) => {
      const [a, b] = [stepOf(from), stepOf(to)];
      return a && b && a !== b && story.indexOf(b) > story.indexOf(a);
    });
    expect(show(wrong)).toEqual([]);
  });

  it('read the tables of earlier steps only', () => {
    const wrong = edges().filter(({ from, to }) => {
      const [a, b] = [stepOf(from), /^src\/db\/tables\/(\w+)\.ts$/.exec(to)?.[1]];
      return a && b && story.includes(b) && story.indexOf(b) > story.indexOf(a);
    });
    expect(show(wrong)).toEqual([]);
  });

  it('are all part of the story', () => {
    const steps = new Set(ours().map((m) => stepOf(m.source)));
    expect([...steps].filter((step) => step && !story.includes(step))).toEqual([]);
  });

  it('share only what they are meant to share', () => {
    const wrong = edges().filter(
      ({ from, to }) =>
        /^src\/steps\/[^/]+\.ts$/.test(to) &&
        stepOf(from) &&
        !sharedBySteps.includes(to) &&
        !gatherers.includes(to),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('keep their decisions pure: no adapter, no SDK, no clock, no environment, no chance', () => {
    const pure = ours().filter(({ source: file }) => {
      const step = stepOf(file);
      return step && (file.endsWith(`/${step}.ts`) || /\/(prompt|blocks)\.ts$/.test(file));
    });
    expect(pure.length).toBeGreaterThan(5);
    const imports = pure.flatMap((m) =>
      m.dependencies
        .filter(
          (d) =>
            /^src\/(slack|tracker|llm|signals|db|queue|posts|deps\.ts)/.test(d.resolved) ||
            sdk.test(d.module),
        )
        .filter((d) => !onlyTypes(m.source, d.resolved))
        .map((d) => `${m.source} -> ${d.resolved}`),
    );
    expect(imports).toEqual([]);
    const impure = pure.filter((m) =>
      /Date\.now\(|new Date\(\)|Math\.random\(|process\.env/.test(source(m.source)),
    );
    expect(impure.map((m) => m.source)).toEqual([]);
  });

  it('write their own tables only', () => {
    const owners = new Map<string, string>();
    for (const m of ours().filter(({ source: file }) => file.startsWith('src/db/tables/')))
      for (const [, table] of source(m.source).matchAll(/export const (\w+) = app\.table/g))
        owners.set(table!, m.source.replace('src/db/tables/', '').replace('.ts', ''));
    expect(owners.size).toBeGreaterThan(15);
    const wrong = ours().flatMap(({ source: file }) => {
      const step = stepOf(file);
      if (!step) return [];
      return [...source(file).matchAll(/\.(?:insert|update|delete)\((\w+)\)/g)]
        .filter(([, table]) => owners.has(table!) && owners.get(table!) !== step)
        .map(([, table]) => `${file} writes ${table} of ${owners.get(table!)}`);
    });
    expect(wrong).toEqual([]);
  });
});

const sdk =
  /^(@slack\/(bolt|web-api|socket-mode)|@linear\/sdk|jira\.js|bullmq|ioredis|drizzle-orm|postgres|pg|@anthropic-ai\/sdk)/;

describe('one SDK, one home', () => {
  const homes: [RegExp, RegExp][] = [
    [/^@slack\/bolt/, /^src\/(slack\/|roles\/bot\.ts|sandbox\/)/],
    [/^@slack\/(web-api|socket-mode)/, /^src\/(slack\/|sandbox\/|demo\/)/],
    [/^bullmq/, /^src\/queue\//],
    [/^ioredis/, /^src\/queue\//],
    [
      /^drizzle-orm/,
      /^src\/(db\/|roles\/web\.ts|.*\/(store[^/]*|[a-z-]+-store)\.ts|queue\/failures\.ts|audit\/|demo\/)/,
    ],
    [/^@anthropic-ai\/sdk/, /^src\/(llm|sandbox\/anthropic)\//],
    [/^@linear\/sdk/, /^src\/(tracker\/linear[^/]*\.ts|sandbox\/linear\/)/],
    [/^jira\.js/, /^src\/(tracker\/jira[^/]*\.ts|sandbox\/jira\/)/],
  ];

  it.each(homes)('%s', (name, home) => {
    const wrong = edges().filter(({ from, name: module }) => name.test(module) && !home.test(from));
    expect(
      show(
        wrong.filter(
          ({ from, to }) => !(/\/slack\.ts$|ears\.ts$|command\.ts$/.test(from) && onlyTypes(from, to)),
        ),
      ),
    ).toEqual([]);
  });

  it('Linear and Jira do not see each other', () => {
    const wrong = edges().filter(
      ({ from, to }) =>
        (/\/linear[^/]*\.ts$/.test(from) && /\/jira[^/]*\.ts$/.test(to)) ||
        (/\/jira[^/]*\.ts$/.test(from) && /\/linear[^/]*\.ts$/.test(to)),
    );
    expect(show(wrong)).toEqual([]);
  });
});

describe('every file', () => {
  it('leaves the environment to config.ts', () => {
    const readers = ours().filter((m) => /process\.env/.test(source(m.source).replace(/\/\/.*$/gm, '')));
    expect(readers.map((m) => m.source)).toEqual(['src/config.ts']);
  });

  it('has no default export and re-exports no whole module', () => {
    const wrong = ours().filter((m) => /^export default|^export \* from/m.test(source(m.source)));
    expect(wrong.map((m) => m.source)).toEqual([]);
  });

  it('imports relatively, with the ending', () => {
    const wrong = edges().filter(({ name }) => name.startsWith('.') && !/\.(ts|json)$/.test(name));
    expect(wrong.map(({ from, name }) => `${from}: ${name}`)).toEqual([]);
  });
});

/** Whether a file takes nothing but types from another one. */
function onlyTypes(from: string, to: string): boolean {
  const target = to.startsWith('src/')
    ? to.split('/').at(-1)!
    : to
        .replace(/^node_modules\//, '')
        .split('/')
        .slice(0, 2)
        .join('/');
  const lines = source(from).match(/import[\s\S]*?from\s+'[^']+'/g) ?? [];
  const taken = lines.filter((line) => {
    const name = /from\s+'([^']+)'/.exec(line)![1]!;
    return name.endsWith(`/${target}`) || target.startsWith(name);
  });
  return (
    taken.length > 0 &&
    taken.every(
      (line) => line.startsWith('import type') || /\{(\s*type\s+\w+(\s+as\s+\w+)?\s*,?)+\s*\}/.test(line),
    )
  );
}
