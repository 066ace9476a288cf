// The failures Earshot tells apart. Expected ones are returned values; these are thrown.
import { ZodError } from 'zod';

/**
 * Trying again cannot help until a person changes something. The message names the fix.
 * Only `queue/` turns it into BullMQ's UnrecoverableError.
 */
export class Permanent extends Error {
  override name = 'Permanent';
}

/**
 * An outside call whose effect is unknown: the request may have been carried out although no answer came.
 * It must be looked up before it is repeated.
 */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown';
}

/** A problem of configuration or of the machine that ends the process with one sentence and no stack trace. */
export class StartFailure extends Error {
  override name = 'StartFailure';
}

/** One line about anything thrown; never the object itself, which may carry query parameters or tokens. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 300);
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return `Unexpected shape: ${issue?.path.map(String).join('.') || 'the whole'} ${issue?.message}`.slice(
      0,
      300,
    );
  }
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `${error.message.split('\n')[0]?.slice(0, 300) ?? error.name}${code}`;
}
