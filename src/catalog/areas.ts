// areas.yml: what the engineers own. Pure: text in, catalog or a list of problems out.
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { TrackerTarget } from '../tracker/port.ts';

const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, {
  error: 'must be lower case letters, digits and "-", at most 40 characters, e.g. "card-payments"',
});

/** YAML reads 429 as a number and on as a truth. */
const words = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const list = (about: string) => z.array(words).default([]).describe(about);

const Team = z
  .string()
  .regex(/^(linear|jira)\/[A-Za-z][A-Za-z0-9_]{0,19}$/, {
    error: 'must look like "linear/PAY" or "jira/PAY"',
  })
  .describe('linear/TEAM or jira/PROJECT');

const TrackerLine = z
  .union(
    [
      Team.transform((team) => ({ team, labels: [] as string[] })),
      z.strictObject({
        team: Team,
        project: z.string().optional().describe('A Linear project, or nothing in Jira.'),
        component: z.string().optional().describe('A Jira component.'),
        issueType: z
          .string()
          .optional()
          .describe('A Jira issue type. Left out: Task, or the first there is.'),
        labels: list('Labels each ticket gets.'),
        assignee: z.string().optional().describe('Name or e-mail address of who gets each ticket.'),
        slackThread: z
          .literal('synced')
          .optional()
          .describe("Linear keeps the Slack thread and the ticket's comments alike, with its own Slack app."),
      }),
    ],
    {
      error:
        'must look like "linear/PAY" or "jira/PAY", or be a map with "team", "project", "component", "labels" and "assignee"',
    },
  )
  .describe('Where tickets go.');

const AreaLine = z.strictObject({
  key: key.describe('Names the area for ever. To change it, keep the old one under renamedFrom.'),
  name: z.string().min(1).max(60).describe('What people call it, e.g. in /earshot top payments.'),
  description: z
    .string()
    .max(500)
    .default('')
    .describe('One or two sentences about what belongs here. Read by the model and by the local analyzer.'),
  words: list('What customers say when they mean it, in every language they write.'),
  owners: z
    .array(
      z.string().regex(/^[UWS][A-Z0-9]+$/, { error: 'must be a Slack user id (U…) or user group id (S…)' }),
    )
    .default([])
    .describe('Slack user ids (U…) or user group ids (S…): "Copy member ID" in a profile.'),
  parent: key.optional().describe('The key of a wider area.'),
  renamedFrom: z
    .array(key)
    .default([])
    .describe('Keys this area had before: what was said under them counts for it.'),
  tracker: TrackerLine.optional(),
  repositories: list('Where the code is, shown in tickets.'),
  paths: list('Where in the code, as in CODEOWNERS.'),
  services: list('Names of services, as deploys and incidents name them.'),
  metrics: list('Names of metrics that show how the area is doing.'),
});

const AreasFile = z
  .strictObject({
    tracker: TrackerLine.optional().describe('For themes that belong to no area.'),
    areas: z.array(AreaLine).min(1, { error: 'needs at least one area' }),
  })
  .describe('What the engineers own, for Earshot.');

/** For editors: completes and checks areas.yml as it is typed. Held equal to areas.schema.json by a test. */
export function areasJsonSchema(): unknown {
  return z.toJSONSchema(AreasFile, { io: 'input', target: 'draft-7' });
}

export type Area = Omit<z.infer<typeof AreaLine>, 'tracker'> & { target?: TrackerTarget | undefined };

export type Catalog = {
  areas: Area[];
  /** Where tickets go whose theme belongs to no area, or to one without a tracker. */
  fallback?: TrackerTarget | undefined;
};

export type Parsed = { ok: true; catalog: Catalog } | { ok: false; problems: string[] };

/** `file` is the name shown in problems. Every problem names its place. */
export function parseAreas(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const syntax = document.errors.map(
    (e) => `${file} line ${lines.linePos(e.pos[0]).line}: ${e.message.split('\n')[0]}`,
  );
  if (syntax.length > 0) return { ok: false, problems: syntax };
  const parsed = AreasFile.safeParse(document.toJS());
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => `${file}: ${placeOf(issue.path)} ${issue.message}.`),
    };
  const areas = parsed.data.areas.map(({ tracker, ...area }) => ({
    ...area,
    target: tracker && targetOf(tracker),
  }));
  const fallback = parsed.data.tracker && targetOf(parsed.data.tracker);
  const problems = [...crossCheck(areas, file), ...threadCheck({ areas, fallback }, file)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, catalog: { areas, fallback } };
}

function targetOf(line: z.infer<typeof TrackerLine>): TrackerTarget {
  const [tracker, team] = line.team.split('/') as ['linear' | 'jira', string];
  return { ...line, tracker, team };
}

function crossCheck(areas: Area[], file: string): string[] {
  const keys = areas.map((area) => area.key);
  const twice = keys
    .filter((k, i) => keys.indexOf(k) !== i)
    .map((k) => `${file}: the key "${k}" is used twice. Rename one.`);
  const orphans = areas
    .filter((area) => area.parent && (!keys.includes(area.parent) || area.parent === area.key))
    .map(
      (area) =>
        `${file}: the parent "${area.parent}" of "${area.key}" is no other area. Add it or remove the line.`,
    );
  const reused = areas.flatMap((area) =>
    area.renamedFrom
      .filter((old) => keys.includes(old) || areas.some((b) => b !== area && b.renamedFrom.includes(old)))
      .map(
        (old) =>
          `${file}: "${area.key}" says it was renamed from "${old}", which another area is or was called, too. Remove one.`,
      ),
  );
  return [...twice, ...orphans, ...reused];
}

function threadCheck({ areas, fallback }: Catalog, file: string): string[] {
  const targets = [
    { of: 'the whole file', target: fallback },
    ...areas.map(({ key, target }) => ({ of: `"${key}"`, target })),
  ];
  return targets
    .filter(({ target }) => target?.tracker === 'jira' && target.slackThread)
    .map(
      ({ of, target }) =>
        `${file}: the tracker of ${of} has slackThread with jira/${target!.team}, but only Linear keeps threads in step. Remove slackThread.`,
    );
}

function placeOf(path: PropertyKey[]): string {
  return path.length === 0
    ? 'the file'
    : path
        .map(String)
        .join('.')
        .replace(/\.(\d+)/g, '[$1]');
}

/** Under its key, or one it had before. */
export function findArea(
  catalog: Pick<Catalog, 'areas'>,
  areaKey: string | null | undefined,
): Area | undefined {
  if (!areaKey) return undefined;
  return (
    catalog.areas.find((area) => area.key === areaKey) ??
    catalog.areas.find((area) => area.renamedFrom.includes(areaKey))
  );
}

/** The area a person means by a few letters: key, name, beginning of a word, then the area's own words. */
export function guessArea(catalog: Catalog, typed: string): Area | undefined {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return undefined;
  const tests: ((area: Area) => boolean)[] = [
    (area) => area.key === wanted || area.name.toLowerCase() === wanted,
    (area) => area.key.startsWith(wanted) || area.name.toLowerCase().startsWith(wanted),
    (area) =>
      area.name
        .toLowerCase()
        .split(/\W+/)
        .some((word) => word.startsWith(wanted)),
    (area) => area.words.some((word) => word.toLowerCase().startsWith(wanted)),
    (area) => area.key.includes(wanted) || area.name.toLowerCase().includes(wanted),
    (area) => area.renamedFrom.includes(wanted),
  ];
  for (const test of tests) {
    const found = catalog.areas.find(test);
    if (found) return found;
  }
  return undefined;
}

/** Where this area's tickets go: its own target, its parent's, or the file's. */
export function targetFor(catalog: Catalog, areaKey: string | null): TrackerTarget | undefined {
  const area = findArea(catalog, areaKey);
  return area?.target ?? findArea(catalog, area?.parent)?.target ?? catalog.fallback;
}
