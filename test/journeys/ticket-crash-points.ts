// Where a process can be killed while it makes a ticket, each point by its name: at a call to the outside, before it
// arrives or after it was carried out; and at a commit, before it or after it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';

export type Moment = 'before' | 'after';

type Call = { name: string; matches: (path: string, body: string) => boolean };

const graphql = (name: string, operation: RegExp): Call => ({
  name,
  matches: (path, body) => path === '/graphql' && operation.test(body),
});
const rest = (name: string, method: string, path: RegExp): Call => ({
  name,
  matches: (asked) => path.test(asked.replace(`${method} `, '')) && asked.startsWith(method),
});

export const linearCalls = [
  graphql('search', /searchIssues/),
  graphql('issueCreate', /issueCreate/),
  graphql('attachmentCreate', /attachmentCreate/),
  graphql('customerUpsert', /customerUpsert/),
  graphql('customerNeedCreate', /customerNeedCreate/),
];
export const jiraCalls = [
  rest('search', 'POST', /\/search\/jql/),
  rest('createIssue', 'POST', /\/rest\/api\/3\/issue$/),
  rest('remoteLink', 'POST', /\/remotelink/),
];
/** Made for a follow-up alone. */
export const relateCalls = {
  linear: graphql('issueRelationCreate', /issueRelationCreate/),
  jira: rest('issueLink', 'POST', /\/rest\/api\/3\/issueLink$/),
};
export const slackCalls: Call[] = [
  { name: 'chat.postMessage', matches: (path) => path.endsWith('/chat.postMessage') },
];

export const commits = {
  'the wish is granted': ['wish', 'old.ticket_id is null and new.ticket_id is not null'],
  'what exists was looked for': ['ticket', 'old.likely is null and new.likely is not null'],
  'the draft is frozen': ['ticket', 'old.draft is null and new.draft is not null'],
  'the answer is kept': ['ticket', 'old.external_id is null and new.external_id is not null'],
  'the reply is announced': ['post', 'old.attempted_at is null and new.attempted_at is not null'],
  'the reply is confirmed': ['post', 'old.ts is null and new.ts is not null'],
  'the wish is answered': ['wish', 'old.answered_at is null and new.answered_at is not null'],
  'the evidence is kept': ['ticket', 'old.evidence_at is null and new.evidence_at is not null'],
} as const;

export type Tripwire = { hit: Promise<void>; disarm: () => Promise<void> };

/**
 * Stands between the process and a server. Armed, it has `kill` end the process at the nth matching call: `before`
 * forwards nothing, `after` forwards the call, waits for the server's whole answer, and passes none of it on.
 */
export async function proxyTo(target: string) {
  let armed: { call: Call; moment: Moment; nth: number; seen: number; kill: () => void } | undefined;
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const path = request.url ?? '/';
    const trap = armed;
    const isHit =
      trap &&
      (trap.call.matches(path, body) || trap.call.matches(`${request.method} ${path}`, body)) &&
      ++trap.seen === trap.nth;
    if (isHit && trap.moment === 'before') return trap.kill();
    const answer = await fetch(new URL(path, target), {
      method: request.method ?? 'GET',
      headers: forwarded(request),
      ...(body ? { body } : {}),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (isHit) return trap.kill();
    return respond(response, answer, bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm(call: Call, moment: Moment, nth: number, kill: () => void) {
      armed = { call, moment, nth, seen: 0, kill };
    },
    disarm() {
      armed = undefined;
    },
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function forwarded({ headers }: IncomingMessage): Record<string, string> {
  const own = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding'];
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      own.includes(name) || value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

function respond(response: ServerResponse, answer: Response, bytes: Buffer): void {
  const headers = Object.fromEntries(
    [...answer.headers].filter(
      ([name]) => !['content-length', 'transfer-encoding', 'content-encoding'].includes(name),
    ),
  );
  response.writeHead(answer.status, headers).end(bytes);
}

/**
 * Holds each commit of one kind open, by a constraint trigger that waits for a lock of ours. When the process waits
 * there it is killed; then its backend is ended (`before`: nothing was committed) or let go (`after`: all was).
 */
export async function holdCommits(databaseUrl: string) {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  const gate = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await sql`create or replace function app.hold_here() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_lock_shared(4711);
      perform pg_advisory_unlock_shared(4711);
      return null;
    end $$`;
  return {
    async arm(
      name: keyof typeof commits | readonly [table: string, when: string],
      moment: Moment,
      kill: () => Promise<void>,
    ): Promise<Tripwire> {
      const [table, when] = typeof name === 'string' ? commits[name] : name;
      await gate`select pg_advisory_lock(4711)`;
      await sql.unsafe(
        `create constraint trigger hold_here after update on app.${table} deferrable initially deferred
         for each row when (${when}) execute function app.hold_here()`,
      );
      let open = true;
      const letGo = async () => {
        if (open) await gate`select pg_advisory_unlock(4711)`;
        open = false;
        await sql.unsafe(`drop trigger if exists hold_here on app.${table}`);
      };
      const hit = (async () => {
        const pid = await waiting(sql, () => open);
        if (pid === undefined) return;
        await kill();
        if (moment === 'before') await sql`select pg_terminate_backend(${pid})`;
        await letGo();
        await gone(sql, pid);
      })();
      return { hit, disarm: letGo };
    },
    async stop() {
      await sql.end();
      await gate.end();
    },
  };
}

async function waiting(sql: postgres.Sql, goOn: () => boolean): Promise<number | undefined> {
  while (goOn()) {
    const [row] =
      await sql`select pid from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`;
    if (row) return Number(row.pid);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return undefined;
}

/** Its last statement may still be on its way to the end. */
async function gone(sql: postgres.Sql, pid: number): Promise<void> {
  for (let n = 0; n < 400; n += 1) {
    const [row] = await sql`select 1 from pg_stat_activity where pid = ${pid}`;
    if (!row) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
