// Keeps the statements that come again and again prepared on their connections. Drizzle over this driver prepares none,
// and an unprepared one with parameters costs a second trip to the server and is parsed anew each time.
import type postgres from 'postgres';

type Unsafe = postgres.Sql['unsafe'];
type Client = { unsafe: Unsafe };

/** A statement is kept from its third time on; lists of varying length make texts that never come again. */
const keptFromUse = 3;
/** Each is kept on each connection, by the driver and by the server, as long as the connection lives. */
const mostKept = 500;
const mostWatched = 5_000;

/** Changes the client it is given, and returns it: in its transactions, too. */
export function keepStatements(sql: postgres.Sql): postgres.Sql {
  const isKept = regulars();
  prepareRegulars(sql, isKept);
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>;
  const inTransaction = (...args: unknown[]) => {
    const work = args.pop() as (tx: postgres.TransactionSql) => unknown;
    return begin(...args, (tx: postgres.TransactionSql) => {
      prepareRegulars(tx, isKept);
      return work(tx);
    });
  };
  return Object.assign(sql, { begin: inTransaction });
}

function prepareRegulars(client: Client, isKept: (text: string) => boolean): void {
  const plain = client.unsafe as (text: string, args?: unknown[], options?: object) => unknown;
  const unsafe = (text: string, args: unknown[] = [], options: object = {}) =>
    plain(text, args, args.length > 0 && isKept(text) ? { ...options, prepare: true } : options);
  client.unsafe = unsafe as Unsafe;
}

/** Says of each text whether it has come often enough. */
function regulars(): (text: string) => boolean {
  const kept = new Set<string>();
  const uses = new Map<string, number>();
  return (text) => {
    if (kept.has(text)) return true;
    if (kept.size >= mostKept) return false;
    const times = (uses.get(text) ?? 0) + 1;
    uses.set(text, times);
    if (times >= keptFromUse) {
      uses.delete(text);
      kept.add(text);
    } else if (uses.size > mostWatched) uses.clear();
    return times >= keptFromUse;
  };
}
