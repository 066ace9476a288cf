// Linear's GraphQL schema, rebuilt from the installed SDK: once a version, then read from a cache beside node_modules.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, type GraphQLSchema } from 'graphql';

let loading: Promise<GraphQLSchema> | undefined;

/** The same object for every server in this process. */
export function linearSchema(): Promise<GraphQLSchema> {
  loading ??= loadSdl().then((sdl) => buildSchema(sdl, { assumeValid: true, noLocation: true }));
  return loading;
}

async function loadSdl(): Promise<string> {
  const dist = dirname(fileURLToPath(import.meta.resolve('@linear/sdk')));
  const version = versionIn(join(dist, '..', 'package.json'));
  const cache = join(dist, '..', '..', '..', '.cache', 'earshot', `linear-${version}.graphql`);
  const cached = readIfThere(cache);
  if (cached) return cached;
  const { typingsToSdl } = await import('./typings-to-sdl.ts');
  const sdl = typingsToSdl(typingsIn(dist));
  keep(cache, sdl);
  return sdl;
}

function versionIn(packageFile: string): string {
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
}

/** The file's name carries a hash that changes with each release; its content tells it apart. */
function typingsIn(dist: string): string {
  for (const name of readdirSync(dist).filter((name) => name.endsWith('.d.mts'))) {
    const text = readFileSync(join(dist, name), 'utf8');
    if (text.includes('type Scalars = {')) return text;
  }
  throw new Error(`No typings with the GraphQL scalars in ${dist}. Run "npm ci" again.`);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A read-only node_modules costs a rebuild at each start, nothing else. */
function keep(path: string, sdl: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, sdl);
    renameSync(`${path}.${process.pid}`, path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (!['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes(code ?? '')) throw error;
  }
}
