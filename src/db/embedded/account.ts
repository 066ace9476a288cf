// Who runs PostgreSQL. It refuses to be root, so a root Earshot lends it another user; anybody else runs it as himself.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { StartFailure } from '../../lib/failure.ts';

/** `switch` is what `spawn` needs to become this user, empty when that is who we are. */
export type Account = {
  uid: number;
  gid: number;
  switch: { uid: number; gid: number } | Record<never, never>;
};

/** An existing cluster keeps its owner, whatever users the machine got since. */
export function accountFor(home: string): Account {
  if (process.platform === 'win32')
    throw new StartFailure(
      'The built-in PostgreSQL does not run on Windows. Use WSL, or set DATABASE_URL to a PostgreSQL of yours.',
    );
  const uid = process.getuid!();
  const gid = process.getgid!();
  const owner = statSync(home, { throwIfNoEntry: false });
  if (uid === 0) return lentAccount(owner?.uid ? owner : undefined);
  if (owner && owner.uid !== uid)
    throw new StartFailure(
      `The database in ${home} belongs to another user (uid ${owner.uid}). Start Earshot as the user who made it (root, if it was root), or give the data directory to this one: chown -R ${uid} on it.`,
    );
  return { uid, gid, switch: {} };
}

function lentAccount(owner: { uid: number; gid: number } | undefined): Account {
  if (process.platform !== 'linux')
    throw new StartFailure(
      'The built-in PostgreSQL does not run for root here. Start Earshot as an ordinary user, or set DATABASE_URL.',
    );
  const { uid, gid } = owner ?? lendable(passwd()) ?? created();
  return { uid, gid, switch: { uid, gid } };
}

/** Pure: the user of `/etc/passwd` that PostgreSQL may run as. initdb wants one that is listed there. */
export function lendable(passwdText: string): { uid: number; gid: number } | undefined {
  const users = passwdText.split('\n').map((line) => line.split(':'));
  const found = ['postgres', 'earshot', 'nobody']
    .map((name) => users.find((fields) => fields[0] === name && Number(fields[2]) > 0))
    .find(Boolean);
  return found && { uid: Number(found[2]), gid: Number(found[3]) };
}

function passwd(): string {
  return readFileSync('/etc/passwd', 'utf8');
}

function created(): { uid: number; gid: number } {
  try {
    execFileSync('useradd', ['--system', '--no-create-home', 'earshot'], { stdio: 'ignore' });
    const account = lendable(passwd());
    if (account) return account;
  } catch {
    // No useradd here, or it may not: the fix below is the same.
  }
  throw new StartFailure(
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody" to run it as. Add one, start Earshot as an ordinary user, or set DATABASE_URL.',
  );
}
