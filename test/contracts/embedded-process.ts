// A process that keeps the built-in PostgreSQL of a folder running, for tests that kill it.
import { startEmbedded } from '../../src/db/embedded.ts';

const server = await startEmbedded(process.argv[2] ?? '');
process.once('SIGTERM', async () => {
  await server.stop();
  process.exit(0);
});
// The server alone keeps no process alive.
setInterval(() => {}, 60_000);
process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid() })}\n`);
