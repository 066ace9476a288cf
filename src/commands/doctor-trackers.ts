// The trackers as areas.yml names them, their webhooks, and the public address they come to.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Catalog, parseAreas } from '../catalog/areas.ts';
import type { Config } from '../config.ts';
import { StartFailure } from '../lib/failure.ts';
import type { TrackerTarget } from '../tracker/port.ts';
import type { Trackers } from '../tracker/registry.ts';
import { type Finding, fail, note, ok } from './doctor-finding.ts';

const names = { linear: 'Linear', jira: 'Jira' } as const;
type Kind = keyof typeof names;

export async function readAreas({ areasFile }: Config): Promise<Catalog> {
  const text = await readFile(areasFile, 'utf8').catch(() => {
    throw new StartFailure(
      `There is no readable ${areasFile}. Copy areas.example.yml there and describe your areas, or set EARSHOT_AREAS.`,
    );
  });
  const parsed = parseAreas(text, basename(areasFile));
  if (parsed.ok) return parsed.catalog;
  throw new StartFailure(parsed.problems.join('\n'));
}

export function examineAreas({ areas, fallback }: Catalog): Finding[] {
  const without = areas.filter(
    ({ target, parent }) => !target && !areas.find(({ key }) => key === parent)?.target,
  );
  const homeless = fallback ? [] : without.map(({ name }) => name);
  return [
    ok(`areas.yml is readable: ${areas.length} areas.`),
    ...(homeless.length > 0
      ? [
          note(
            `No tickets for ${homeless.join(', ')}: no tracker is named for them, nor at the top of the file.`,
          ),
        ]
      : []),
  ];
}

/** Every target once, with all it names. */
function targetsOf({ areas, fallback }: Catalog): TrackerTarget[] {
  const all = [...(fallback ? [fallback] : []), ...areas.flatMap(({ target }) => target ?? [])];
  return [...new Map(all.map((target) => [JSON.stringify(target), target])).values()];
}

export async function examineTracker(kind: Kind, trackers: Trackers, catalog: Catalog): Promise<Finding[]> {
  const targets = targetsOf(catalog).filter(({ tracker }) => tracker === kind);
  const tracker = trackers[kind];
  if (!tracker && targets.length === 0) return [note(`${names[kind]} is not used.`)];
  if (!tracker) {
    const setting = kind === 'linear' ? 'LINEAR_API_KEY' : 'JIRA_HOST and JIRA_API_TOKEN';
    const where = targets.map(({ team }) => `${kind}/${team}`).join(', ');
    return [fail(`areas.yml names ${where}, and ${names[kind]} is not connected.`, `Set ${setting}.`)];
  }
  if (targets.length === 0) return [note(`${names[kind]} is connected, and no area uses it.`)];
  const problems = await tracker.check(targets);
  if (problems.length > 0) return problems.map(({ what, fix }) => fail(what, fix));
  const teams = [...new Set(targets.map(({ team }) => team))].join(', ');
  return [ok(`${names[kind]} knows ${teams} and all that areas.yml names there.`)];
}

/** Without webhooks the clock finds out within minutes; with them it takes seconds. */
export async function examineWebhooks(config: Config, connected: Kind[]): Promise<Finding[]> {
  const { publicUrl } = config.http;
  const secrets = { linear: config.linear?.webhookSecret, jira: config.jira?.webhookSecret };
  const unset = connected.filter((kind) => !secrets[kind]);
  const findings = unset.map((kind) =>
    note(
      `${names[kind]} sends no webhooks (${kind.toUpperCase()}_WEBHOOK_SECRET is not set): its news come by the clock, within minutes.`,
    ),
  );
  if (!publicUrl)
    return [...findings, note('EARSHOT_PUBLIC_URL is not set: nothing from outside reaches this machine.')];
  const web = await reach(new URL('healthz', withSlash(publicUrl)), 'GET');
  if (web.status !== 200)
    return [
      ...findings,
      fail(
        `${publicUrl} does not answer as Earshot does (${web.says}).`,
        'Start Earshot with the role "web", and have your proxy pass this address on to EARSHOT_HOST:EARSHOT_PORT.',
      ),
    ];
  findings.push(ok(`${publicUrl} reaches Earshot.`));
  for (const kind of connected.filter((one) => secrets[one])) {
    const url = new URL(`webhooks/${kind}`, withSlash(publicUrl));
    const door = await reach(url, 'POST');
    findings.push(
      door.status === 401
        ? ok(`${url} is open to signed webhooks, and closed to others.`)
        : fail(
            `${url} answers ${door.says}.`,
            'Have your proxy pass on POST requests with their bodies unchanged.',
          ),
    );
  }
  return findings;
}

const withSlash = (url: string) => (url.endsWith('/') ? url : `${url}/`);

/** An unsigned body is refused by a door that works, and nothing is kept of it. */
async function reach(url: URL, method: 'GET' | 'POST'): Promise<{ status: number; says: string }> {
  try {
    const body = method === 'POST' ? { body: '{}' } : {};
    const answer = await fetch(url, { method, ...body, signal: AbortSignal.timeout(10_000) });
    await answer.body?.cancel();
    return { status: answer.status, says: `HTTP ${answer.status}` };
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { status: 0, says: cause };
  }
}
