// What `npm run demo` is told on the command line.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartFailure } from '../lib/failure.ts';

export type DemoOptions = { tour: boolean; fresh: boolean; port: number; dataDir: string };

export function parseDemoArgs(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      tour: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      port: { type: 'string', default: '4400' },
      data: { type: 'string', default: '.earshot/demo' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new StartFailure(`--port takes a number from 0 to 65535; "${values.port}" is none.`);
  return { tour: values.tour, fresh: values.fresh, port, dataDir: resolve(values.data) };
}
