// Earshot as a process of its own that is killed and started again on the same port.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type EarshotProcess = {
  /** Resolves when it listens. One that ends before is started again, as a supervisor would. */
  start(): Promise<void>;
  /** SIGKILL; `afterMs`: a start that is killed before it is over. */
  kill(): Promise<void>;
  startAndKill(afterMs: number): Promise<void>;
  stop(): Promise<void>;
  /** How often it ended though nobody had killed it, with what it said. */
  died(): string[];
};

/** `logFile` gets all it says. */
export function earshotProcess(env: Record<string, string>, logFile: string): EarshotProcess {
  let child: ChildProcess | undefined;
  const died: string[] = [];
  const launch = () => {
    const log = openSync(logFile, 'a');
    const one = spawn(process.execPath, ['src/main.ts', 'start'], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', log],
    });
    closeSync(log);
    child = one;
    let said = '';
    one.stdout!.on('data', (data) => {
      said += data;
    });
    one.once('exit', (code, signal) => {
      if (child === one) died.push(`ended with ${code ?? signal}: ${lastWords(logFile)}`);
    });
    const isUp = async () => {
      for (; !said.includes('is listening'); await sleep(20)) if (hasEnded(one)) return false;
      return true;
    };
    return { isUp };
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const one = child;
    child = undefined;
    if (!one || hasEnded(one)) return;
    const gone = once(one, 'exit');
    one.kill(signal);
    await gone;
  };
  return {
    start: async () => {
      for (let tries = 1; !(await launch().isUp()); tries++) {
        if (tries === 20) throw new Error(`Earshot does not start: ${died.at(-1)}. See ${logFile}.`);
        await sleep(500);
      }
    },
    kill: () => end('SIGKILL'),
    startAndKill: async (afterMs) => {
      launch();
      await sleep(afterMs);
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    died: () => died,
  };
}

const lastWords = (logFile: string): string => readFileSync(logFile, 'utf8').trimEnd().slice(-2000);

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;
