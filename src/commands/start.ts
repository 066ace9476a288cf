// `start`: one process with the roles it was asked to play, until it is told to stop.
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { untilStopped } from './stop.ts';

export async function runStart(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { roles: { type: 'string' } } });
  const config = readConfig(values.roles ? { EARSHOT_ROLES: values.roles } : {});
  const stopped = untilStopped();
  // Loaded after the settings were read: what is wrong with them is said at once.
  const { startEarshot } = await import('../roles/start.ts');
  const running = await startEarshot(config, (line) => console.log(line));
  console.log(
    `Earshot is listening (${config.roles.join(', ')})${running.url ? ` at ${running.url}` : ''}. Ctrl-C stops it.`,
  );
  const signal = await stopped;
  console.log(`Stopping after ${signal}: finishing what is being worked on.`);
  await running.close();
  return 0;
}
