// Whether to go on after a dry run: --yes says so, a person at a terminal is asked, anybody else only gets to read.
import { createInterface } from 'node:readline/promises';

export type Consent = 'go' | 'stop' | 'only a dry run';

export async function askConsent(question: string, { yes }: { yes: boolean | undefined }): Promise<Consent> {
  if (yes) return 'go';
  if (!process.stdin.isTTY || !process.stdout.isTTY) return 'only a dry run';
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim()) ? 'go' : 'stop';
  } finally {
    terminal.close();
  }
}
