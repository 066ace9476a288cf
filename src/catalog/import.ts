// Areas from what a company already has: GitHub's or GitLab's CODEOWNERS, and Backstage's catalog-info.yaml. Pure.
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** A proposal for areas.yml. `owners` are names of the source's; only those that are mapped to Slack get into the file. */
export type FoundArea = {
  key: string;
  name: string;
  description: string;
  words: string[];
  owners: string[];
  parent?: string | undefined;
  repositories: string[];
  paths: string[];
  services: string[];
};

export type Found = { areas: FoundArea[]; problems: string[] };

/** `file` is its name: it tells the two apart. */
export function findAreas(text: string, file: string): Found {
  return /(^|[/\\])codeowners$/i.test(file) ? fromCodeowners(text) : fromBackstage(text);
}

/** One area for each team, with all paths it owns; a GitLab section's name is the better name. */
function fromCodeowners(text: string): Found {
  const areas = new Map<string, FoundArea>();
  const problems: string[] = [];
  let section: { name: string; owners: string[] } | undefined;
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
    if (line === '') continue;
    const heading = /^\^?\[([^\]]+)\](?:\[\d+\])?\s*(.*)$/.exec(line);
    if (heading) {
      section = { name: heading[1]!.trim(), owners: ownersIn(heading[2]!) };
      continue;
    }
    // A space in a path is written "\ ".
    const [pattern = '', ...rest] = line.match(/(?:\\ |\S)+/g) ?? [];
    const own = ownersIn(rest.join(' '));
    const owners = own.length > 0 ? own : (section?.owners ?? []);
    const strangers = rest.filter((word) => !isOwner(word));
    if (strangers.length > 0)
      problems.push(`line ${at + 1}: "${strangers[0]}" is no owner (@user, @org/team or an address).`);
    // Owned by nobody on purpose, or by whoever owns all that nobody else does.
    if (owners.length === 0 || pattern === '*' || pattern === '/**') continue;
    const name = section?.name ?? nameOf(owners[0]!);
    const area = areas.get(keyOf(name)) ?? empty(name);
    area.paths = joined(area.paths, [pathOf(pattern)]);
    area.owners = joined(area.owners, owners);
    areas.set(area.key, area);
  }
  return { areas: [...areas.values()], problems };
}

const isOwner = (word: string) => /^@{1,2}[\w.-]+(\/[\w./-]+)*$|^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(word);
const ownersIn = (text: string) => text.split(/\s+/).filter(isOwner);

/** `@shop/payments-team` is "Payments"; a person's area is called like the person. */
function nameOf(owner: string): string {
  const last = owner.includes('/') ? owner.split('/').at(-1)! : owner.replace(/^@+/, '').split('@')[0]!;
  return titled(
    last.replace(/[-_.]?(?:team|squad|eng|engineers|developers|devs|owners|maintainers)$/i, '') || last,
  );
}

const pathOf = (pattern: string) => pattern.replace(/^\//, '').replaceAll('\\ ', ' ').replace(/\/$/, '/**');

const Entity = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    tags: z.array(z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z
    .looseObject({
      owner: z.string().optional(),
      system: z.string().optional(),
      domain: z.string().optional(),
      subcomponentOf: z.string().optional(),
    })
    .optional(),
});
type Entity = z.infer<typeof Entity>;

/** Domains, systems, and components of no system become areas; a system's components are its services. */
function fromBackstage(text: string): Found {
  const problems: string[] = [];
  const entities: Entity[] = [];
  for (const [at, document] of parseAllDocuments(text).entries()) {
    const [error] = document.errors;
    if (error) problems.push(`document ${at + 1}: ${error.message.split('\n')[0]}`);
    const parsed = error || document.contents === null ? undefined : Entity.safeParse(document.toJS());
    if (parsed?.success) entities.push(parsed.data);
    else if (parsed)
      problems.push(`document ${at + 1}: it is no Backstage entity with kind and metadata.name.`);
  }
  const known = new Set(entities.map(({ kind, metadata }) => `${kind.toLowerCase()}:${metadata.name}`));
  const areas = new Map<string, FoundArea>();
  const top = entities.filter((entity) => isArea(entity, known));
  for (const entity of top) {
    const area = areaOf(entity, known);
    areas.set(area.key, area);
  }
  for (const entity of entities.filter((one) => /^(component|api|resource)$/i.test(one.kind))) {
    const home = areas.get(keyOf(homeOf(entity, known) ?? entity.metadata.name));
    if (home) absorb(home, entity);
  }
  return { areas: [...areas.values()], problems };
}

function isArea(entity: Entity, known: Set<string>): boolean {
  if (/^(system|domain)$/i.test(entity.kind)) return true;
  return /^component$/i.test(entity.kind) && homeOf(entity, known) === undefined;
}

/** The system or component it is part of, where this file describes that. */
function homeOf({ spec }: Entity, known: Set<string>): string | undefined {
  const system = spec?.system && refName(spec.system);
  if (system && known.has(`system:${system}`)) return system;
  const whole = spec?.subcomponentOf && refName(spec.subcomponentOf);
  return whole && known.has(`component:${whole}`) ? whole : undefined;
}

function areaOf({ metadata, spec }: Entity, known: Set<string>): FoundArea {
  const domain = spec?.domain && refName(spec.domain);
  return {
    ...empty(metadata.title ?? titled(metadata.name)),
    key: keyOf(metadata.name),
    description: (metadata.description ?? '').replace(/\s+/g, ' ').trim().slice(0, 500),
    words: metadata.tags ?? [],
    owners: spec?.owner ? [spec.owner] : [],
    parent: domain && known.has(`domain:${domain}`) ? keyOf(domain) : undefined,
  };
}

function absorb(area: FoundArea, { kind, metadata }: Entity): void {
  const slug =
    metadata.annotations?.['github.com/project-slug'] ?? metadata.annotations?.['gitlab.com/project-slug'];
  if (/^component$/i.test(kind)) area.services = joined(area.services, [metadata.name]);
  if (slug) area.repositories = joined(area.repositories, [slug]);
  area.words = joined(area.words, metadata.tags ?? []);
}

/** `group:default/payments` is "payments". */
const refName = (ref: string) => ref.split(':').at(-1)!.split('/').at(-1)!;

function empty(name: string): FoundArea {
  return {
    key: keyOf(name),
    name: name.slice(0, 60),
    description: '',
    words: [],
    owners: [],
    repositories: [],
    paths: [],
    services: [],
  };
}

function keyOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+/, '').slice(0, 40).replace(/-+$/, '') || 'area';
}

function titled(name: string): string {
  const words = name.replace(/[-_.]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const joined = (a: string[], b: string[]) => [...new Set([...a, ...b])];
