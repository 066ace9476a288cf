// Runs after `npm install` and `npm ci`. The driver postgres 3.4.9 writes to a socket that is gone when the server went
// away: it ends the whole process from a timer, where nobody can catch the error, or keeps half a message that spoils the
// next connection. Here it rejects the query instead, and forgets what was waiting to be written. And a connection that is
// lost in its first moment, while it reads the server's types, fails the query it was opened for instead of the process.
// https://github.com/porsager/postgres/issues/1208. To be dropped with the first release that has the fix; the test
// test/contracts/database-outage.test.ts says whether it does. Plain JavaScript, for whatever Node npm runs on.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const file = new URL('../node_modules/postgres/src/connection.js', import.meta.url);

const changes = [
  {
    before: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`,
    after: `  function nextWrite(fn) {
    if (socket === null) {
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return false
    }
    const x = socket.write(chunk, fn)`,
  },
  {
    before: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    after: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
  },
  {
    before: '        return fetchArrayTypes()\n',
    after: '        return fetchArrayTypes().catch(error)\n',
  },
];

try {
  mend();
} catch (error) {
  // An install does not fail for this: Earshot runs without it, until the database goes away at a bad moment.
  console.warn(`The driver "postgres" was not mended (${error.message}). See scripts/mend-postgres.mjs.`);
}

function mend() {
  const text = readFileSync(file, 'utf8');
  const open = changes.filter(({ after }) => !text.includes(after));
  if (open.length === 0) return;
  if (open.some(({ before }) => text.split(before).length !== 2)) throw new Error('it is not version 3.4.9');
  // Another file in its place: installs may share theirs, and nobody finds it half-written.
  const draft = new URL('./connection.js.mended', file);
  writeFileSync(
    draft,
    open.reduce((whole, { before, after }) => whole.replace(before, after), text),
  );
  renameSync(draft, file);
}
