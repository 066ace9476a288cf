// How fast deliveries are taken, and how soon they are acknowledged, beside a bare Bolt app that only acknowledges. Ours
// are in the inbox before the acknowledgement: the rows are counted. `--hang`: while every upstream hangs.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { type SlackStandIn, startSlack } from '../src/sandbox/slack/server.ts';
import type { Transport } from '../test/line.ts';
import { type App, countSaved, startBare, startEarshot } from './intake-apps.ts';
import { measureHang } from './intake-hang.ts';
import { asFastAsTaken, atPace, describe, makeEvents, type Size, type Taken } from './intake-load.ts';

const areas = readFileSync(new URL('./loop-areas.yml', import.meta.url), 'utf8');
const manifest: unknown = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'));

/** `--n` events as fast as they are taken, `--at-once` on their way; `--rate` a second for `--seconds`; `--transport`. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      n: { type: 'string', default: '3000' },
      seed: { type: 'string', default: '1' },
      rate: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '20' },
      'at-once': { type: 'string', default: '32' },
      transport: { type: 'string' },
      hang: { type: 'boolean', default: false },
    },
  });
  const [n, seed, rate, seconds] = [values.n, values.seed, values.rate, values.seconds].map(Number);
  const size: Size = {
    n: n!,
    seed: seed!,
    rate: rate!,
    seconds: seconds!,
    atOnce: Number(values['at-once']),
  };
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  console.log(
    `${JSON.stringify(size)}, ${machine}; the client, the stand-ins and PostgreSQL share the machine.`,
  );
  const transports = (['http', 'socket'] as const).filter(
    (one) => !values.transport || values.transport === one,
  );
  const results: object[] = [];
  for (const transport of transports)
    if (values.hang) results.push(await measureHang(transport, size, manifest));
    else results.push(...(await compare(transport, size)));
  console.log(JSON.stringify({ bench: 'intake', hang: values.hang, ...size, machine, results }));
}

/** `door`: a process with the role `bot` alone. `whole`: one process that also works on what it takes. */
const kinds = {
  'bare Bolt': (slack: SlackStandIn, transport: Transport): Promise<App> => startBare(slack, transport),
  'Earshot, door': (slack: SlackStandIn, transport: Transport): Promise<App> =>
    startEarshot(slack, transport, { settings: { EARSHOT_ROLES: 'bot' }, areas }),
  'Earshot, whole': (slack: SlackStandIn, transport: Transport): Promise<App> =>
    startEarshot(slack, transport, { settings: {}, areas }),
};

async function compare(transport: Transport, size: Size) {
  const results: object[] = [];
  for (const [app, start] of Object.entries(kinds)) {
    const paced = await measure(start, transport, { size, how: 'paced' });
    const full = await measure(start, transport, { size, how: 'full' });
    console.log(`${transport}, ${app}`);
    console.log(`  ${size.rate} events/s        ${describe(paced)}`);
    console.log(`  ${full.eventsPerSecond} accepted/s     ${describe(full)}`);
    results.push({ transport, app, paced, full });
  }
  return results;
}

type Start = (slack: SlackStandIn, transport: Transport) => Promise<App>;

async function measure(
  start: Start,
  transport: Transport,
  { size, how }: { size: Size; how: 'paced' | 'full' },
): Promise<Taken & { saved?: number }> {
  const { n, seed, rate, seconds, atOnce } = size;
  const slack = await startSlack({ app: { manifest } });
  const app = await start(slack, transport);
  try {
    await asFastAsTaken(app.send, makeEvents(slack, { n: 300, seed: seed + 1_000, pointAt: [] }), 8);
    const events = makeEvents(slack, { n: how === 'full' ? n : rate * seconds, seed, pointAt: [] });
    const taken =
      how === 'full' ? await asFastAsTaken(app.send, events, atOnce) : await atPace(app.send, events, rate);
    return { ...taken, ...(app.db && { saved: await countSaved(app.db, events) }) };
  } finally {
    await app.stop();
    await slack.stop();
  }
}
