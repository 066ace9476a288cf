// Adds found areas to areas.yml without touching what people wrote there: comments, order and words stay. Pure.
import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { FoundArea } from './import.ts';

export type Merged = {
  /** The file as it would be. */
  text: string;
  /** One line for each area: what would happen to it. */
  plan: string[];
  /** Owners of the source that nobody mapped to Slack. */
  unmapped: string[];
};

/** `slackOf`: owners of the source by their Slack user or group ids. An empty text makes a new file. */
export function mergeAreas(text: string, found: FoundArea[], slackOf: ReadonlyMap<string, string>): Merged {
  const document = parseDocument(text.trim() === '' ? `${newFile}areas: []\n` : text);
  const list = listOf(document);
  const plan: string[] = [];
  for (const area of found) {
    const line = lineOf(area, slackOf);
    const known = list.items.find((item): item is YAMLMap => isMap(item) && namesArea(item, area.key));
    if (!known) {
      list.add(document.createNode(line));
      plan.push(`+ ${area.key}: a new area, "${area.name}"${counts(line)}`);
      continue;
    }
    const added = complete(document, known, line);
    plan.push(added.length > 0 ? `~ ${area.key}: adds ${added.join(', ')}` : `= ${area.key}: nothing new`);
  }
  list.flow = false;
  const owners = [...new Set(found.flatMap((area) => area.owners))];
  return {
    text: document.toString({ lineWidth: 110 }),
    plan,
    unmapped: owners.filter((o) => !slackOf.has(o)),
  };
}

const newFile =
  '# yaml-language-server: $schema=areas.schema.json\n# What our engineers own. See areas.example.yml.\n';

function listOf(document: Document): YAMLSeq {
  const list = document.get('areas');
  if (isSeq(list)) return list;
  document.set('areas', document.createNode([]));
  return document.get('areas') as YAMLSeq;
}

function namesArea(item: YAMLMap, key: string): boolean {
  if (item.get('key') === key) return true;
  const before = item.get('renamedFrom');
  return isSeq(before) && before.toJSON().includes(key);
}

type Line = { [field: string]: string | string[] };

function lineOf(area: FoundArea, slackOf: ReadonlyMap<string, string>): Line {
  const owners = area.owners.flatMap((owner) => slackOf.get(owner) ?? []);
  const { key, name, description, words, parent, repositories, paths, services } = area;
  const line: Line = {
    key,
    name,
    description,
    words,
    owners,
    ...(parent && { parent }),
    repositories,
    paths,
    services,
  };
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value.length > 0));
}

/** Lists grow; a single value that a person gave stays. Returns what was added. */
function complete(document: Document, known: YAMLMap, line: Line): string[] {
  const added: string[] = [];
  for (const [field, value] of Object.entries(line)) {
    if (field === 'key' || field === 'name') continue;
    const there = known.get(field);
    if (there === undefined || there === '') {
      known.set(field, document.createNode(value));
      added.push(Array.isArray(value) ? `${field} (${value.length})` : field);
    } else if (isSeq(there) && Array.isArray(value)) {
      const news = value.filter((one) => !there.toJSON().map(String).includes(one));
      for (const one of news) there.add(document.createNode(one));
      if (news.length > 0) added.push(`${field} (${news.length})`);
    }
  }
  return added;
}

function counts(line: Line): string {
  const shown = ['paths', 'services', 'repositories', 'owners'].flatMap((field) =>
    line[field] ? `${field} (${line[field].length})` : [],
  );
  return shown.length > 0 ? `, ${shown.join(', ')}` : '';
}
