// Structured logs on stderr, one JSON object a line. Tokens and customers' text are never passed in.
import { type Logger, pino } from 'pino';

export type Log = Logger;

export function makeLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ['token', 'authorization', 'headers', '*.token', '*.headers'], censor: '[hidden]' },
      serializers: {
        err: (e: Error) => ({ name: e.name, message: e.message?.split('\n')[0], stack: e.stack }),
      },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    { write: (line: string) => void process.stderr.write(line) },
  );
}
