// A file of what customers said before comes in once, whole, and although its import is killed.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCustomer } from '../../src/customers/store.ts';
import { openDatabase } from '../../src/db/open.ts';
import { newId } from '../../src/lib/ids.ts';
import { run, start } from '../command.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { startWorld, until } from '../world.ts';

const folder = mkdtempSync(join(tmpdir(), 'earshot-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const heading = 'Ticket ID,Subject,Body,Created At,Requester Email,Account,Satisfaction,URL,Priority';
const tickets = [
  heading,
  '1,Slow export,"The export is slow,\nit takes ages",2026-11-03 10:00,jo@globex.test,,4/5,https://help.test/1,high',
  "2,,=cmd|' /C calc'!A0,13/11/2026 10:14,pia@initech.test,Initech,good,javascript:alert(1),low",
  '3,No text,,2026-11-03,x,,,,',
  '4,Bad date,Something,31/31/2026,x,,,,',
  '5,Short row',
  '6,Quote,"never closed,2026-11-03 10:00,a,b,c,d,e',
  '7,OK,Login fails <!channel>,05/11/2026 08:00,n/a,,,,',
].join('\n');

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await freshDatabase();
  env = { DATABASE_URL: database.url, EARSHOT_DATA_DIR: folder };
  const globex = { id: newId(), externalId: 'crm-1', name: 'Globex', domains: ['globex.test'] };
  await saveCustomer(database.db, { ...globex, updatedAt: new Date() });
});

async function count(table: string): Promise<number> {
  const [row] = await database.db.execute(sql.raw(`select count(*)::int as n from app.${table}`));
  return row!.n as number;
}

describe('a CSV file', () => {
  const path = file('Help desk 2026-11.csv', tickets);

  it('is shown first, with what was understood and what was rejected, and nothing is written', async () => {
    const { code, out } = await run(['import', path], env);
    expect(code).toBe(0);
    expect(out).toContain('source "help-desk"');
    expect(out).toMatch(/text +Body/);
    expect(out).toMatch(/not used +Priority/);
    expect(out).toContain('Dates with slashes are read day first');
    expect(out).toContain('7 lines: 3 items (3 new), 2 ratings, 4 rejected.');
    expect(out).toContain('Said from 2026-11-03 to 2026-11-13. Of customers Earshot knows: 1.');
    expect(out).toContain('Add --yes to import.');
    expect(await count('feedback')).toBe(0);
    expect(readFileSync(`${path}.rejected.csv`, 'utf8').split('\n')).toEqual([
      'line,reason,text',
      '5,"text: it has none.","3,No text,,2026-11-03,x,,,,"',
      '6,"saidAt: ""31/31/2026"" is no date that can be read.","4,Bad date,Something,31/31/2026,x,,,,"',
      '7,"It has 2 cells where the heading has 9.","5,Short row"',
      '8,"A quotation mark is opened and not closed.","6,Quote,""never closed,2026-11-03 10:00,a,b,c,d,e"',
      '',
    ]);
  });

  it('comes in with its customer, link, rating and time, and its words mention nobody', async () => {
    const { out } = await run(['import', path, '--yes'], env);
    expect(out).toContain('Imported: 3 items added, 0 changed, 0 known already.');
    const rows = await database.db.execute(sql`
      select f.source, f.source_key, f.title, f.link, f.said_at, f.captured_how, c.name, m.text, r.score
      from app.feedback f join app.message m on m.feedback_id = f.id
        left join app.customer c on c.id = f.customer_id left join app.rating r on r.feedback_id = f.id
      order by f.source_key`);
    expect([...rows]).toMatchObject([
      {
        source: 'help-desk',
        source_key: '1',
        title: 'Slow export',
        link: 'https://help.test/1',
        captured_how: 'import',
        name: 'Globex',
        text: 'The export is slow,\nit takes ages',
        score: 0.75,
      },
      { source_key: '2', link: null, name: null, text: "=cmd|' /C calc'!A0", score: 1 },
      { source_key: '7', text: 'Login fails &lt;!channel&gt;', score: null },
    ]);
  });

  it('adds nothing the second time, and only what is new from a longer file', async () => {
    expect((await run(['import', path, '--yes'], env)).out).toContain('there is nothing to add');
    const longer = file('Help desk 2026-12.csv', `${tickets}\n8,New,A new row,05/11/2026 09:00,a@b.test,,,,`);
    const { out } = await run(['import', longer, '--yes'], env);
    expect(out).toContain('Imported: 1 item added, 0 changed, 3 known already.');
    expect(await count('feedback')).toBe(4);
    const changed = file('Help desk 2026-13.csv', tickets.replace('Login fails', 'Login fails on Safari'));
    expect((await run(['import', changed, '--yes'], env)).out).toContain('0 items added, 1 changed');
  });

  it('takes its report away when nothing is rejected any more', async () => {
    const mended = file('mended.csv', `${heading}\n1,Hi,Words,2026-11-03,,,,,\n2,Hi,,2026-11-03,,,,,`);
    await run(['import', mended], env);
    expect(existsSync(`${mended}.rejected.csv`)).toBe(true);
    writeFileSync(mended, `${heading}\n1,Hi,Words,2026-11-03,,,,,`);
    await run(['import', mended], env);
    expect(existsSync(`${mended}.rejected.csv`)).toBe(false);
  });
});

it('reads JSON lines in the form of the endpoint, and others by their columns', async () => {
  const own = {
    id: 'a',
    text: 'Own form',
    saidAt: '2026-11-01T00:00:00Z',
    customer: { externalId: 'crm-1' },
  };
  const other = {
    uuid: 'b',
    body: 'Other form',
    created_at: 1_795_428_000,
    user: { email: 'x@globex.test' },
  };
  const lines = (...all: object[]) => all.map((line) => JSON.stringify(line)).join('\n');
  const inOwnForm = file('own.jsonl', lines(own));
  expect((await run(['import', inOwnForm, '--source', 'both', '--yes'], env)).out).toContain('1 item added');
  const path = file('other.jsonl', lines(other, { uuid: 'c' }));
  const { out } = await run(['import', path, '--source', 'both', '--yes'], env);
  expect(out).toContain('2 lines: 1 item (1 new), 1 rejected.');
  const rows = await database.db.execute(sql`
    select f.source_key, c.name from app.feedback f left join app.customer c on c.id = f.customer_id
    where source = 'both' order by 1`);
  expect([...rows]).toEqual([
    { source_key: 'a', name: 'Globex' },
    { source_key: 'b', name: 'Globex' },
  ]);
});

it.each([
  [['import'], 'Name one file'],
  [['import', '/no/such/file.csv'], 'Cannot read /no/such/file.csv'],
  [['import', file('a.csv', 'x,y\n1,2\n')], 'No column looks like what was said. Name it: --map text=COLUMN'],
  [['import', file('b.csv', 'text,y\n1,2\n')], 'No column looks like a date'],
  [['import', file('c.csv', 'text,date\n1,2\n'), '--map', 'words=text'], 'There is no field "words"'],
  [['import', file('d.csv', 'text,date\n1,2\n'), '--dates', 'ymd'], '--dates knows dmy'],
  [['import', file('e.csv', 'text,date\n1,2\n'), '--source', 'Slack'], 'the name of a source'],
  [['import', file('f.csv', 'text,date\n1,2\n'), '--encoding', 'ebcdic'], '--encoding knows utf-8'],
  [['import', file('g.zip', 'PK\u0003\u0004 broken')], 'SLACK_BOT_TOKEN is not set'],
  [['import', file('h.csv', 'text,date\n1,2\n'), '--bogus'], 'bogus'],
])('says in one sentence what is wrong: %j', async (args, why) => {
  const { code, errors } = await run(args, env);
  expect(code).toBeGreaterThan(0);
  expect(errors).toContain(why);
  expect(errors).not.toContain('    at ');
});

it('goes on where it was killed, and ends with every item once', { timeout: 120_000 }, async () => {
  const lines = 12_000;
  const path = file(
    'big.csv',
    [
      'id,text,date',
      ...Array.from({ length: lines }, (_, i) => `${i},"Report ${i}: the page is blank",2026-10-01`),
    ].join('\n'),
  );
  const done = async () => {
    const [row] = await database.db.execute(sql`select done from app.import_run where source = 'big'`);
    return (row?.done as number | undefined) ?? 0;
  };
  const marks: number[] = [];
  for (const share of [0.15, 0.4, 0.7]) {
    const { child, ran } = start(['import', path, '--yes'], env);
    await until(`${share} of it is done`, async () => (await done()) > lines * share, 60_000);
    child.kill('SIGKILL');
    await ran;
    marks.push(await done());
    const [row] = await database.db.execute(sql`
      select count(*)::int n, (select count(*)::int from app.message m where m.key like 'big:%') as messages
      from app.feedback where source = 'big'`);
    expect(row).toEqual({ n: marks.at(-1), messages: marks.at(-1) });
  }
  expect(marks.every((mark) => mark < lines)).toBe(true);
  const { out } = await run(['import', path, '--yes'], env);
  expect(out).toContain(`Imported: ${lines.toLocaleString('en')} items added, 0 changed`);
  expect(out).toContain(`It went on after ${marks.at(-1)!.toLocaleString('en')} that were done before.`);
  const [row] = await database.db.execute(sql`
    select count(*)::int n, count(distinct source_key)::int as keys from app.feedback where source = 'big'`);
  expect(row).toEqual({ n: lines, keys: lines });
});

it('joins the built-in database of an Earshot that runs', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-import-data-'));
  const running = await openDatabase({ databaseUrl: undefined, dataDir });
  try {
    const path = file('beside.csv', 'id,text,date\n1,Beside a running one,2026-11-01\n');
    const { out, code, errors } = await run(['import', path, '--yes'], { EARSHOT_DATA_DIR: dataDir });
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out).toContain('The Earshot that is running reads them now');
    const [row] = await running.connection.db.execute(sql`select count(*)::int n from app.feedback`);
    expect(row!.n).toBe(1);
  } finally {
    await running.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

it('is read, grouped and scored by the Earshot that runs', { timeout: 120_000 }, async () => {
  const world = await startWorld();
  const { db, config } = world.earshot.deps;
  const lines = Array.from(
    { length: 40 },
    (_, i) =>
      `${i},"The card form freezes at the expiry date in checkout, again (${i}).",2026-11-0${1 + (i % 9)},u${i}@c${i % 8}.test`,
  );
  const path = file('checkout.csv', ['id,text,date,email', ...lines].join('\n'));
  const { code } = await run(['import', path, '--yes'], { DATABASE_URL: config.databaseUrl! });
  expect(code).toBe(0);
  await until(
    'all of them read, and their theme scored',
    async () => {
      const [row] = await db.execute(sql`
        select (select count(*) from app.analysis where superseded_at is null)::int as read,
          (select max(customers) from app.score where superseded_at is null) as customers`);
      return row!.read === 40 && Number(row!.customers) > 10;
    },
    90_000,
  );
});
