// Why a database cannot be used, said so that the reader knows which part of DATABASE_URL to look at.
import { reasonOf } from '../lib/failure.ts';

/** One sentence with the host and the fix; never the password. */
export function unreachable(url: string, error: unknown): string {
  const { host, database, user } = partsOf(url);
  const code = codeOf(error);
  const fix = fixes[code]?.({ host, database, user });
  return fix
    ? `Cannot use the database at ${host}: ${fix}`
    : `Cannot use the database at ${host}: ${reasonOf(error)}. Check DATABASE_URL and that the server runs.`;
}

type Parts = { host: string; database: string; user: string };

const fixes: Record<string, (parts: Parts) => string> = {
  ECONNREFUSED: () => 'nothing listens there. Start PostgreSQL, or correct host and port in DATABASE_URL.',
  ENOTFOUND: () => 'there is no such host. Correct it in DATABASE_URL.',
  EAI_AGAIN: () => 'its name cannot be looked up. Check DNS, or the host in DATABASE_URL.',
  EHOSTUNREACH: () => 'no route leads there. Check the network, or the host in DATABASE_URL.',
  CONNECT_TIMEOUT: () => 'it does not answer. Check the firewall and the host in DATABASE_URL.',
  '28P01': ({ user }) => `it refuses the password of "${user}". Correct it in DATABASE_URL.`,
  '28000': ({ user }) =>
    `it does not let "${user}" in from here. Correct the user in DATABASE_URL, add "?sslmode=require" if it wants TLS, or allow this machine in pg_hba.conf.`,
  '3D000': ({ database }) =>
    `it has no database "${database}". Make it (createdb ${database}), or correct DATABASE_URL.`,
  '53300': () => 'it has no connection left. Raise max_connections, or stop other clients.',
};

function partsOf(url: string): Parts {
  const { hostname, port, pathname, username } = new URL(url);
  return {
    host: `${hostname}:${port || 5432}`,
    database: decodeURIComponent(pathname.slice(1)) || 'postgres',
    user: decodeURIComponent(username) || 'postgres',
  };
}

/** A name with several addresses fails with one error for all of them, which has no code of its own in some versions. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
