// How somebody's file is understood: its columns, its dates, its numbers, its broken lines.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { duration, progressLine } from '../../src/commands/import-progress.ts';
import { guessColumns, readMapping } from '../../src/files/columns.ts';
import { amountIn } from '../../src/files/numbers.ts';
import { openRecords } from '../../src/files/records.ts';
import { sourceNamedBy } from '../../src/steps/intake/import.ts';
import { feedRecordOf, usualColumns, type Wording } from '../../src/steps/intake/import-map.ts';
import { whenIn } from '../../src/steps/intake/import-when.ts';

const folder = mkdtempSync(join(tmpdir(), 'earshot-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string | Buffer, options: Parameters<typeof openRecords>[1] = {}) {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content);
  const file = await openRecords(path, options);
  const records = [];
  for await (const some of file.read()) records.push(...some);
  return { file, records };
}

const shown = (records: Awaited<ReturnType<typeof read>>['records']) =>
  records.map((r) => (r.kind === 'record' ? [r.line, ...r.fields.values()] : [r.line, r.reason]));

describe('a CSV file', () => {
  it.each([
    [
      'plain',
      'a,b\n1,2\n3,4\n',
      [
        [2, '1', '2'],
        [3, '3', '4'],
      ],
    ],
    ['without a last line break', 'a,b\n1,2', [[2, '1', '2']]],
    ['with Windows line breaks', 'a,b\r\n1,2\r\n', [[2, '1', '2']]],
    [
      'with old Mac line breaks',
      'a,b\r1,2\r3,4\r',
      [
        [2, '1', '2'],
        [3, '3', '4'],
      ],
    ],
    ['with a byte order mark', '\ufeffa,b\n1,2\n', [[2, '1', '2']]],
    ['with semicolons', 'a;b\n1;2,5\n', [[2, '1', '2,5']]],
    ['with tabs', 'a\tb\n1\t2\n', [[2, '1', '2']]],
    [
      'with a cell over several lines',
      'a,b\n1,"x\ny"\n3,4\n',
      [
        [2, '1', 'x\ny'],
        [4, '3', '4'],
      ],
    ],
    ['with doubled quotes', 'a,b\n1,"he said ""no"""\n', [[2, '1', 'he said "no"']]],
    ['with quotes inside a plain cell', 'a,b\n1,he said "no" twice\n', [[2, '1', 'he said "no" twice']]],
    [
      'with inches',
      'a,b\n1,5" screen\n2,6" screen\n3,x\n',
      [
        [2, '1', '5" screen'],
        [3, '2', '6" screen'],
        [4, '3', 'x'],
      ],
    ],
    [
      'with empty lines',
      'a,b\n\n1,2\n\n\n3,4\n',
      [
        [3, '1', '2'],
        [6, '3', '4'],
      ],
    ],
    ['with trailing commas', 'a,b\n1,2,,\n', [[2, '1', '2']]],
    ['with NUL', 'a,b\n1,x\u0000y\n', [[2, '1', 'xy']]],
  ])('%s is read', async (_what, content, expected) => {
    expect(shown((await read(content)).records)).toEqual(expected);
  });

  it('loses one line to an unclosed quote, not the rest of the file', async () => {
    const rest = Array.from({ length: 3000 }, (_, i) => `${i},ok`);
    const { records } = await read(['a,b', '1,"never closed', ...rest].join('\n'));
    expect(records[0]).toMatchObject({
      kind: 'broken',
      line: 2,
      reason: 'A quotation mark is opened and not closed.',
    });
    expect(records.filter((r) => r.kind === 'record')).toHaveLength(3000);
    expect(records.at(-1)).toMatchObject({ line: 3002 });
  });

  it('tells an unclosed quote from the good quotes after it by the number of cells', async () => {
    const { records } = await read('a,b\n1,"x\n2,"good"\n3,"also, good"\n');
    expect(shown(records)).toEqual([
      [2, 'A quotation mark is opened and not closed.'],
      [3, '2', 'good'],
      [4, '3', 'also, good'],
    ]);
  });

  it('refuses a line with too few or too many cells, and one without end', async () => {
    const { records } = await read(`a,b\n1\n1,2,3\n1,${'z'.repeat(4_100_000)}\n5,6\n`);
    expect(shown(records)).toEqual([
      [2, 'It has 1 cells where the heading has 2.'],
      [3, 'It has 3 cells where the heading has 2.'],
      [4, 'The line is too long.'],
      [5, '5', '6'],
    ]);
  });

  it('gives nameless and doubled columns a name, and takes __proto__ for one', async () => {
    const { file, records } = await read('__proto__,a,a,\n1,2,3,4\n');
    expect(file.columns).toEqual(['__proto__', 'a', 'a (2)', 'column 4']);
    expect(shown(records)).toEqual([[2, '1', '2', '3', '4']]);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('refuses the lines whose bytes are not UTF-8 and reads them when it is told how', async () => {
    const bytes = Buffer.from('a,b\n1,M\u00fcller\n2,ok\n', 'latin1');
    expect(shown((await read(bytes)).records)).toMatchObject([
      [2, expect.stringContaining('not UTF-8')],
      [3, '2', 'ok'],
    ]);
    expect(shown((await read(bytes, { encoding: 'windows-1252' })).records)[0]).toEqual([2, '1', 'Müller']);
  });

  it('reads what Excel calls Unicode text', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a\tb\n1\tMüller\n', 'utf16le')]);
    expect(shown((await read(bytes)).records)).toEqual([[2, '1', 'Müller']]);
  });

  it.each([
    ['', 'is empty'],
    ['[{"a":1}]', 'one JSON list'],
    ['\u0000\u0001\u0002', 'no text file'],
  ])('says what is wrong with %j', async (content, why) => {
    await expect(read(content)).rejects.toThrow(why);
  });
});

describe('a JSONL file', () => {
  it('gives nested fields a name, and loses only its broken lines', async () => {
    const lines = [
      '{"id":1,"user":{"email":"a@b.test"},"tags":["x","y"],"deep":[{"no":1}]}',
      '{broken',
      '[1]',
      '"x"',
      '',
      '{"id":2}',
    ];
    const { file, records } = await read(lines.join('\n'));
    expect(file.columns).toEqual(['id', 'user.email', 'tags']);
    expect(shown(records)).toEqual([
      [1, '1', 'a@b.test', 'x, y'],
      [2, 'The line is not JSON.'],
      [3, 'The line is no JSON object.'],
      [4, 'The line is no JSON object.'],
      [6, '2'],
    ]);
  });
});

describe('columns', () => {
  it('are guessed by their names', () => {
    const columns = [
      'Ticket ID',
      'Subject',
      'Description',
      'Created At',
      'Requester Email',
      'Organization',
      'Status',
    ];
    expect(guessColumns(columns, usualColumns)).toEqual({
      id: 'Ticket ID',
      title: 'Subject',
      text: 'Description',
      saidAt: 'Created At',
      email: 'Requester Email',
      customer: 'Organization',
    });
  });

  it('are as a person says, and a guess can be taken away', () => {
    const columns = ['Body', 'What they wrote', 'When', 'Account'];
    expect(
      readMapping('text=What they wrote, saidAt=when,customer=', { columns, usual: usualColumns }),
    ).toEqual({
      text: 'What they wrote',
      saidAt: 'When',
    });
  });

  it.each([
    ['words=Body', 'There is no field "words"'],
    ['text=Bodies', 'no column "Bodies"'],
    ['text', 'Write field=column'],
  ])('%s is refused with the fix', (map, why) => {
    expect(() => readMapping(map, { columns: ['Body'], usual: usualColumns })).toThrow(why);
  });
});

describe('a date', () => {
  const utc = { order: undefined, timeZone: 'UTC' } as const;
  it.each([
    ['2026-11-03', '2026-11-03T00:00:00.000Z'],
    ['2026-11-03 14:05', '2026-11-03T14:05:00.000Z'],
    ['2026-11-03T14:05:06.789Z', '2026-11-03T14:05:06.000Z'],
    ['2026-11-03T14:05:06+02:00', '2026-11-03T12:05:06.000Z'],
    ['2026/11/03 2:05 PM', '2026-11-03T14:05:00.000Z'],
    ['13/11/2026 10:14', '2026-11-13T10:14:00.000Z'],
    ['11/13/2026 10:14', '2026-11-13T10:14:00.000Z'],
    ['03.11.2026', '2026-11-03T00:00:00.000Z'],
    ['11/11/26', '2026-11-11T00:00:00.000Z'],
    ['Nov 3, 2026 12:30 AM', '2026-11-03T00:30:00.000Z'],
    ['November 3rd, 2026 at 9:05 pm', '2026-11-03T21:05:00.000Z'],
    ['Mon, 23 Nov 2026 10:14:00 +0100', '2026-11-23T09:14:00.000Z'],
    ['23 Nov 2026', '2026-11-23T00:00:00.000Z'],
    ['1795428000', '2026-11-23T10:00:00.000Z'],
    ['1795428000000', '2026-11-23T10:00:00.000Z'],
    ['46349.5', '2026-11-23T12:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(whenIn(text, utc)).toEqual({ kind: 'at', at: new Date(iso) });
  });

  it('without a zone is of the configured one, in winter and in summer', () => {
    const berlin = { order: undefined, timeZone: 'Europe/Berlin' } as const;
    expect(whenIn('2026-11-03 10:00', berlin)).toMatchObject({ at: new Date('2026-11-03T09:00:00Z') });
    expect(whenIn('2026-07-03 10:00', berlin)).toMatchObject({ at: new Date('2026-07-03T08:00:00Z') });
  });

  it('that could be two is refused until somebody says the order', () => {
    expect(whenIn('03/11/2026', utc)).toMatchObject({ why: expect.stringContaining('may be two dates') });
    expect(whenIn('03/11/2026', { ...utc, order: 'dmy' })).toMatchObject({ at: new Date('2026-11-03') });
    expect(whenIn('03/11/2026', { ...utc, order: 'mdy' })).toMatchObject({ at: new Date('2026-03-11') });
  });

  it.each([
    '',
    'yesterday',
    '31/02/2026',
    '2026-13-01',
    '2026-02-30',
    '99/99/2026',
    '2026-11-03 25:00',
    '1',
    '0001-01-01',
    '1e9',
  ])('%s is none', (text) => {
    expect(whenIn(text, utc).kind).toBe('refused');
  });
});

describe('a line', () => {
  const wording: Wording = {
    source: 'file',
    mapping: { text: 'Text', saidAt: 'Date', email: 'Mail', link: 'Link', csat: 'Csat', nps: 'Nps' },
    reading: { order: undefined, timeZone: 'UTC' },
    saidAt: undefined,
    now: new Date('2026-11-23T10:00:00Z'),
  };
  const line = (fields: Record<string, string>) =>
    feedRecordOf(
      {
        kind: 'record',
        line: 7,
        fields: new Map(Object.entries({ Date: '2026-11-03', ...fields })),
        raw: 'raw',
      },
      wording,
    );

  it('without an id is named by what it says: again the same, otherwise another', () => {
    const key = (text: string) =>
      (line({ Text: text }) as { news: { item: { key: string } }[] }).news[0]!.item.key;
    expect(key('Slow')).toBe(key('Slow'));
    expect(key('Slow')).not.toBe(key('Slower'));
  });

  it('keeps its words when the rest of it cannot be used', () => {
    expect(line({ Text: 'Slow', Mail: 'n/a', Link: 'javascript:alert(1)', Csat: 'maybe' })).toMatchObject({
      kind: 'news',
      news: [{ kind: 'said', item: { author: { name: 'n/a' }, link: undefined } }],
    });
  });

  it.each([
    [{ Text: '' }, 'text: it has none.'],
    [{ Text: 'x', Date: '' }, 'saidAt: it has none.'],
    [{ Text: 'x', Date: '2030-01-01' }, 'saidAt: lies in the future.'],
  ])('%j is rejected: %s', (fields, reason) => {
    expect(line(fields)).toEqual({ kind: 'rejected', line: 7, raw: 'raw', reason });
  });

  it.each([
    [{ Csat: '4/5' }, 0.75],
    [{ Csat: 'good' }, 1],
    [{ Nps: '9' }, 0.9],
  ])('%j alone is a rating of %d', (fields, score) => {
    expect(line(fields)).toMatchObject({ news: [{ kind: 'rated', rating: { score, itemKey: undefined } }] });
  });

  it('shows its mrkdwn as it is and mentions nobody', () => {
    expect(line({ Text: '<!channel> *now* <https://evil.test|ok>' })).toMatchObject({
      news: [{ item: { messages: [{ text: '&lt;!channel&gt; *now* &lt;https://evil.test|ok&gt;' }] } }],
    });
  });
});

it.each([
  ['48000', 48_000, undefined],
  ['48,000.50', 48_000.5, undefined],
  ['€48.000,50', 48_000.5, 'EUR'],
  ['$1,234,567', 1_234_567, 'USD'],
  ['1 200 EUR', 1200, 'EUR'],
  ["CHF 12'500.5", 12_500.5, 'CHF'],
])('the amount %s is %d %s', (text, value, currency) => {
  expect(amountIn(text)).toEqual({ kind: 'amount', value, currency });
});

it.each(['48.000', '1,200', 'a lot', '-5', '', '1e9'])('the amount %j is refused', (text) => {
  expect(amountIn(text).kind).toBe('refused');
});

it.each([
  ['/tmp/Zendesk export 2026-11.csv', 'zendesk-export'],
  ['tickets.jsonl', 'tickets'],
  ['2026.csv', 'import'],
  ['Slack.csv', 'import'],
  ['Rückmeldungen.csv', 'ruckmeldungen'],
])('%s is of the source %s', (path, name) => {
  expect(sourceNamedBy(path)).toBe(name);
});

it('tells how far it is, how fast, and how long it takes', () => {
  const at = { what: 'Importing', unit: 'line', done: 12_300, share: 0.34, ms: 5000 };
  expect(progressLine(at)).toBe(
    'Importing ███████░░░░░░░░░░░░░ 34 % · 12,300 lines · 2,460 a second · 10 s left',
  );
  expect(progressLine({ ...at, done: 0, share: 0, ms: 0 })).toBe(
    'Importing ░░░░░░░░░░░░░░░░░░░░ 0 % · 0 lines · 0 a second',
  );
  expect([89_000, 120_000, 7_200_000].map(duration)).toEqual(['89 s', '2 min', '2.0 h']);
});
