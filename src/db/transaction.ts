// A transaction ends with its connection. The driver alone lets its work go on: when the connection is back, what was
// left to be written is written by itself, outside of any transaction or, worse, inside somebody else's.
import { setImmediate as aTurn } from 'node:timers/promises';
import type postgres from 'postgres';

/** `over`: why nothing may be asked through it any more. */
type Life = { over?: unknown };

type Work = (tx: postgres.TransactionSql) => unknown;

/** Changes `begin` of this client, and returns it: a transaction whose connection was lost rejects, and asks nothing more. */
export function endWithConnection(sql: postgres.Sql): postgres.Sql {
  const begin = sql.begin.bind(sql) as (work: Work) => Promise<unknown>;
  const guarded = (work: Work) => {
    const life: Life = {};
    const done = begin((tx) => settleAlive(life, () => work(living(tx, life))));
    done.catch((error) => {
      life.over = error;
    });
    return done;
  };
  return Object.assign(sql, { begin: guarded });
}

/**
 * Of work whose connection was lost the driver is told nothing: it has rejected the transaction by itself, and would
 * send a ROLLBACK to whoever has that connection now. The loss is known a turn after the query that suffered it.
 */
async function settleAlive(life: Life, work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    await aTurn();
    if (life.over) return new Promise(() => {});
    throw error;
  }
}

function living(tx: postgres.TransactionSql, life: Life): postgres.TransactionSql {
  const asked = (target: object, method: unknown, args: unknown[]) => {
    if (life.over) throw life.over;
    return Reflect.apply(method as () => unknown, target, args);
  };
  return new Proxy(tx, {
    apply: (target, _self, args) => asked(target, target, args),
    get: (target, name) => {
      const own = Reflect.get(target, name);
      if (name === 'unsafe') return (...args: unknown[]) => asked(target, own, args);
      if (name === 'savepoint')
        return (work: Work) =>
          asked(target, own, [
            (inner: postgres.TransactionSql) => settleAlive(life, () => work(living(inner, life))),
          ]);
      return own;
    },
  });
}
