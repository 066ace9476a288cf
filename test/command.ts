// The command line as a person uses it: a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

export type Ran = { code: number | null; out: string; errors: string };

/** Nothing of this process's environment but PATH is passed on. */
export function start(
  args: string[],
  env: Record<string, string>,
): { child: ChildProcess; ran: Promise<Ran> } {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran = new Promise<Ran>((resolve) => {
    let out = '';
    let errors = '';
    child.stdout!.on('data', (text) => {
      out += text;
    });
    child.stderr!.on('data', (text) => {
      errors += text;
    });
    child.on('close', (code) => resolve({ code, out, errors }));
  });
  return { child, ran };
}

export function run(args: string[], env: Record<string, string>): Promise<Ran> {
  return start(args, env).ran;
}
