// `catalog import FILE`: areas from CODEOWNERS or Backstage, shown first, written when asked. `catalog check`, `catalog schema`.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { areasJsonSchema, parseAreas } from '../catalog/areas.ts';
import { findAreas } from '../catalog/import.ts';
import { mergeAreas } from '../catalog/merge.ts';
import { StartFailure } from '../lib/failure.ts';

type Print = (line: string) => void;

const usage = `Usage: npm run earshot -- catalog import FILE [--areas areas.yml] [--owner NAME=SLACK_ID]... [--write]
       npm run earshot -- catalog check [--areas areas.yml]
       npm run earshot -- catalog schema`;

export async function runCatalog(args: string[], print: Print = console.log): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      areas: { type: 'string' },
      owner: { type: 'string', multiple: true, default: [] },
      write: { type: 'boolean', default: false },
    },
  });
  const [what, ...files] = positionals;
  const areas = resolve(values.areas ?? process.cwd(), values.areas ? '' : 'areas.yml');
  if (what === 'schema' && files.length === 0) print(JSON.stringify(areasJsonSchema(), null, 2));
  else if (what === 'check' && files.length === 0) check(areas, print);
  else if (what === 'import' && files.length === 1)
    importAreas({ file: files[0]!, areas, owners: values.owner, write: values.write }, print);
  else throw new StartFailure(usage);
  return 0;
}

function check(areas: string, print: Print): void {
  const parsed = parseAreas(read(areas), basename(areas));
  if (!parsed.ok) throw new StartFailure(parsed.problems.join('\n'));
  print(`${basename(areas)} is fine: ${parsed.catalog.areas.length} areas.`);
}

type Import = { file: string; areas: string; owners: string[]; write: boolean };

function importAreas({ file, areas, owners, write }: Import, print: Print): void {
  const found = findAreas(read(file), file);
  for (const problem of found.problems) print(`${basename(file)} ${problem}`);
  if (found.areas.length === 0)
    throw new StartFailure(
      `${file} names no area. Give a CODEOWNERS file with teams, or a catalog-info.yaml with systems or components.`,
    );
  const before = existsSync(areas) ? read(areas) : '';
  if (before) check(areas, () => {});
  const merged = mergeAreas(before, found.areas, new Map(owners.map(ownerOf)));
  for (const line of merged.plan) print(line);
  for (const owner of merged.unmapped)
    print(`? ${owner} is nobody in Slack yet. Add --owner ${owner}=U… (or S… for a group).`);
  const parsed = parseAreas(merged.text, basename(areas));
  if (!parsed.ok) throw new StartFailure(['The result would be broken:', ...parsed.problems].join('\n'));
  if (!write) {
    print(`\n${merged.text}\nNothing was written. Add --write to change ${areas}.`);
    return;
  }
  // Earshot reads the file while it is running: it must never see half of it.
  writeFileSync(`${areas}.new`, merged.text);
  renameSync(`${areas}.new`, areas);
  print(`Wrote ${areas}: ${parsed.catalog.areas.length} areas.`);
}

function ownerOf(pair: string): [string, string] {
  const [, name, id] = /^(.+)=([UWS][A-Z0-9]+)$/.exec(pair) ?? [];
  if (!name || !id)
    throw new StartFailure(`--owner "${pair}" is not NAME=SLACK_ID, e.g. @shop/payments=S0123456789.`);
  return [name, id];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new StartFailure(`${file} cannot be read. Give the path of an existing file.`);
  }
}
