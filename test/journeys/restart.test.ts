// A real process, killed with SIGKILL in the middle, again and again: everything still happens, exactly once.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { count, react, repliesIn, seenBy, startWorld, until, write } from '../world.ts';

let child: ChildProcess | undefined;

afterAll(() => child?.kill('SIGKILL'));

it('loses nothing and doubles nothing over five kills', async () => {
  const world = await startWorld();
  await world.earshot.close();
  const run = async () => {
    child = spawn(process.execPath, ['src/main.ts', 'start'], {
      env: { PATH: process.env.PATH, ...world.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve, reject) => {
      child!.stdout!.on('data', (data) => String(data).includes('is listening') && resolve());
      child!.once('exit', (code) => reject(new Error(`the process ended by itself with ${code}`)));
    });
  };
  const kill = async () => {
    child!.removeAllListeners('exit');
    const gone = once(child!, 'exit');
    child!.kill('SIGKILL');
    await gone;
    await new Promise((resolve) => setTimeout(resolve, 100));
  };

  const complaints = [
    'Globex: the card form freezes at the expiry date, nobody can pay.',
    'Initech: the CSV export of the monthly report is empty.',
    'Hooli: push notifications on Android arrive hours late.',
    'Umbrella: refunds by card are declined with error 402.',
    'Acme: the PDF report cuts off the last column.',
  ];
  const written: string[] = [];
  for (const [n, text] of complaints.entries()) {
    await run();
    const ts = await write(world, 'sam', 'feedback', text);
    await react(world, 'eva', 'feedback', ts, 'ticket');
    written.push(ts);
    await new Promise((resolve) => setTimeout(resolve, 150 * n));
    await kill();
  }
  await run();
  for (const ts of written)
    await until(
      'a reply with its ticket',
      async () => (await repliesIn(world, 'eva', 'feedback', ts)).length > 0,
      90_000,
    );

  const messages = await seenBy(world, 'eva', 'feedback');
  for (const ts of written) {
    expect(await repliesIn(world, 'eva', 'feedback', ts)).toHaveLength(1);
    const ears = messages.find((m) => m.ts === ts)!.reactions?.find((r) => r.name === 'ear');
    expect(ears?.users).toHaveLength(1);
  }
  const { issues } = world.linear.state();
  expect(new Set(issues.map((issue) => issue.title)).size).toBe(issues.length);
  expect(issues.length).toBe(await count(world, 'ticket'));
  child!.removeAllListeners('exit');
  const stopped = once(child!, 'exit');
  child!.kill('SIGTERM');
  expect((await stopped)[0]).toBe(0);
}, 180_000);
