// The data of the embedded PostgreSQL: made once, kept under one password, never touched by another major version.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { reasonOf, StartFailure } from '../../lib/failure.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/** `home` belongs to the account: `data` and `password` are in it. */
type Plan = {
  home: string;
  account: Account;
  binaries: Binaries;
  settings: Record<string, string>;
  progress: (line: string) => void;
};

/**
 * PostgreSQL is started inside its data directory and told "here", so that it needs no way through the folders
 * above, which may be closed to its user (root's home is).
 */
export const here = process.platform === 'linux' ? '/proc/self/cwd' : '.';

/** All the server gets to know of our environment: none of our secrets, not the machine's locale. */
export const serverEnvironment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin' };

/** Returns the password of the database user `earshot`. */
export async function prepareCluster(plan: Plan): Promise<string> {
  if (existsSync(join(plan.home, 'data'))) {
    checkVersion(plan);
    ownAgain(plan);
    return readPassword(plan.home);
  }
  plan.progress(`Preparing the built-in PostgreSQL in ${plan.home} (once, a few seconds).`);
  return makeCluster(plan);
}

function checkVersion({ home, binaries }: Plan): void {
  const file = join(home, 'data', 'PG_VERSION');
  if (!existsSync(file))
    throw new StartFailure(
      `${join(home, 'data')} holds no PostgreSQL data (PG_VERSION is missing). Restore it from a backup, or move it away to start empty.`,
    );
  const major = readFileSync(file, 'utf8').trim();
  if (major !== String(binaries.major))
    throw new StartFailure(
      `The data in ${home} is of PostgreSQL ${major}, this Earshot brings PostgreSQL ${binaries.major}. Save it with the Earshot that made it (pg_dump), move the folder away and load it into this one, or set DATABASE_URL to a PostgreSQL ${major}.`,
    );
}

/** After a restore or a `chown -R root` the files are root's, which PostgreSQL refuses. */
function ownAgain({ home, account }: Plan): void {
  if (process.getuid!() !== 0 || statSync(join(home, 'data')).uid === account.uid) return;
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), account.uid, account.gid);
  chownSync(home, account.uid, account.gid);
  chmodSync(join(home, 'data'), 0o700);
}

function readPassword(home: string): string {
  try {
    return readFileSync(join(home, 'password'), 'utf8').trim();
  } catch (error) {
    throw new StartFailure(
      `Cannot read the password of the database in ${home}: ${reasonOf(error)}. Start Earshot as the user who made it, or restore the file from a backup.`,
    );
  }
}

/** Under another name first: a start that is killed here leaves no half-made cluster behind. */
async function makeCluster(plan: Plan): Promise<string> {
  const { home, account } = plan;
  const password = randomBytes(24).toString('base64url');
  const draft = join(home, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'password'), `${password}\n`, { mode: 0o600 });
  for (const file of [home, draft, join(home, 'password')]) chownSync(file, account.uid, account.gid);
  const problem = (await initdb(draft, 'C.UTF-8', plan)) && (await initdb(draft, 'C', plan));
  if (problem) throw cannotPrepare(problem);
  renameSync(draft, join(home, 'data'));
  return password;
}

/** Order and case rules from inside PostgreSQL, by Unicode: the same on every machine. */
const initdbArguments = [
  `--pgdata=${here}`,
  '--pwfile=../password',
  '--username=earshot',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
];

/**
 * Resolves to what went wrong, if anything did. `letters` is the locale that tells pg_trgm which characters are
 * letters; where the system has no C.UTF-8, plain C still works and knows the ASCII ones.
 */
function initdb(
  draft: string,
  letters: string,
  { account, binaries, settings }: Plan,
): Promise<string | undefined> {
  const unsafe = settings.fsync === 'off' ? ['--no-sync'] : [];
  const child = spawn(binaries.initdb, [...initdbArguments, `--lc-ctype=${letters}`, ...unsafe], {
    cwd: draft,
    env: serverEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...account.switch,
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(reasonOf(error)));
    child.on('close', (code) => resolve(code === 0 ? undefined : said.trim()));
  });
}

function cannotPrepare(reason: string): StartFailure {
  const fix = /user does not exist/.test(reason)
    ? 'PostgreSQL needs its user listed in /etc/passwd: start Earshot as a listed user'
    : /ENOENT|cannot open shared object/.test(reason)
      ? "The programs need glibc and this system's C library is another one, or files are missing: use a Debian-based image or run npm ci again"
      : 'Free the cause and start again';
  return new StartFailure(`Cannot prepare the built-in PostgreSQL: ${reason}. ${fix}, or set DATABASE_URL.`);
}
