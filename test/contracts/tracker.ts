// What Earshot relies on of any tracker, as one suite: each adapter runs it against its stand-in server, on every fault.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Permanent } from '../../src/lib/failure.ts';
import type { CallFault, FaultPlan } from '../../src/sandbox/faults.ts';
import type {
  Ticket,
  TicketDraft,
  TicketLink,
  TicketState,
  Tracker,
  TrackerTarget,
} from '../../src/tracker/port.ts';

/** What the suite needs to know of one tracker and its stand-in. */
export type Bench = {
  tracker: Tracker;
  /** The same server with a token it does not know. */
  stranger: Tracker;
  target: TrackerTarget;
  faults: FaultPlan;
  /** The name of the call that makes a ticket, for the fault plan. */
  createCall: { method?: string; path: string };
  /** The name of the call that relates two tickets. */
  relateCall: { method?: string; path: string };
  /** Every call to the vendor's API. */
  anyCall: { path: string };
  /** Whether customers are kept as such. */
  knowsCustomers: boolean;
  /** What a person sees on the server, looked at past the adapter. */
  seen(title: string): {
    key: string;
    labels: string[];
    priority: string;
    links: string[];
    comments: string[];
    needs: number;
    /** Keys of tickets it is tied to, duplicates apart. */
    related: string[];
  }[];
  /** The text of a customer's wish of ours, where there are any. */
  wish(id: string): string | undefined;
  person: {
    writesBelow(key: string, text: string): Promise<void>;
    movesTo(key: string, state: Exclude<TicketState, 'missing'>): Promise<void>;
    deletes(key: string): Promise<void>;
    marksDuplicate(key: string, of: string): Promise<void>;
    comments(key: string, text: string): Promise<void>;
  };
  /** States this tracker can tell apart. */
  states: Exclude<TicketState, 'missing'>[];
  stop(): Promise<void>;
};

const everyFault: CallFault[] = [
  { kind: 'rateLimit', retryAfter: 0 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'resetBeforeCommit' },
  { kind: 'resetAfterCommit' },
  { kind: 'truncate' },
  { kind: 'hang', ms: 1500 },
];

/** How often a ticket's answer is lost after the server has made it; `LOST_ANSWERS=1000` is the long form. */
export const trials = Number(process.env.LOST_ANSWERS ?? 100);

export function trackerContract(name: string, start: () => Promise<Bench>): void {
  describe(name, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await start();
    });
    afterEach(() => bench.faults.clear());
    afterAll(() => bench.stop());

    const draft = (over: Partial<TicketDraft> = {}) => draftFor(bench, over);

    test('a ticket has everything its draft has', async () => {
      const it = draft({ target: { ...bench.target, labels: ['customer-feedback', 'Bug'] } });
      const ticket = await bench.tracker.create(it);
      expect(ticket).toMatchObject({ title: it.title, archived: false, duplicateOf: undefined });
      expect(ticket.body).toContain('Three customers cannot pay.');
      expect(ticket.url).toContain(ticket.key);
      const seen = bench.seen(it.title);
      expect(seen).toHaveLength(1);
      expect(seen[0]).toMatchObject({ key: ticket.key, priority: 'High', links: [it.links[0]!.url] });
      expect(seen[0]!.labels).toEqual(expect.arrayContaining(['customer-feedback', 'Bug']));
    });

    test('the same draft makes one ticket: again, at the same time, and with links that were missing', async () => {
      const it = draft();
      const [first, second] = await Promise.all([settled(bench.tracker, it), settled(bench.tracker, it)]);
      const link = { url: 'https://slack.example/archives/C1/p2', title: 'Another' };
      const third = await bench.tracker.create({ ...it, links: [...it.links, link] });
      expect(new Set([first.externalId, second.externalId, third.externalId]).size).toBe(1);
      expect(bench.seen(it.title).map((ticket) => ticket.links.length)).toEqual([2]);
    });

    test('a label that does not exist is made once, also by two at the same time', async () => {
      const target = { ...bench.target, labels: [`new-${randomUUID().slice(0, 8)}`] };
      const [a, b] = [draft({ target }), draft({ target })];
      await Promise.all([settled(bench.tracker, a), settled(bench.tracker, b)]);
      for (const ticket of [...bench.seen(a.title), ...bench.seen(b.title)])
        expect(ticket.labels.filter((label) => label === target.labels[0])).toHaveLength(1);
    });

    test.each(everyFault.map((fault) => [describeFault(fault), fault] as const))(
      'after %s on any call there is one ticket in the end',
      async (_, fault) => {
        for (let nth = 1; nth <= 3; nth += 1) {
          bench.faults.add({ match: { ...bench.anyCall, nth }, fault, times: 1 });
          const it = draft();
          const ticket = await settled(bench.tracker, it);
          expect(bench.seen(it.title).map((seen) => [seen.key, seen.links.length])).toEqual([
            [ticket.key, 1],
          ]);
          bench.faults.clear();
        }
      },
    );

    test(`an answer lost after the ticket was made, ${trials} times: no ticket twice`, {
      timeout: 60_000 + trials * 1500,
    }, async () => {
      const figures = await loseAnswers(name, bench, trials);
      expect(figures).toMatchObject({ duplicates: 0, missing: 0 });
      expect(figures.answersLost).toBeGreaterThanOrEqual(trials);
    });

    test('a storm of mixed faults leaves one of everything', { timeout: 120_000 }, async () => {
      const storm: CallFault[] = everyFault.filter((fault) => fault.kind !== 'hang');
      for (const [seed, fault] of storm.entries())
        bench.faults.add({ match: { ...bench.anyCall, probability: 0.04, seed: seed + 1 }, fault });
      const live = async () => {
        const it = draft();
        const comment = { id: randomUUID(), markdown: 'Two more reports.' };
        const ticket = await settled(bench.tracker, it);
        for (let n = 0; n < 2; n += 1)
          await patiently(() => bench.tracker.comment(ticket.externalId, comment));
        const seen = bench.seen(it.title);
        expect(seen.map((one) => [one.links.length, one.comments.length])).toEqual([[1, 1]]);
      };
      for (let n = 0; n < 4; n += 1) await Promise.all([live(), live(), live(), live(), live()]);
    });

    test('is found by our id, by its key and by its own id; what is not there is undefined', async () => {
      const it = draft();
      const ticket = await bench.tracker.create(it);
      expect(await bench.tracker.findByOurId(it.id, it.target)).toMatchObject({ key: ticket.key });
      expect(await bench.tracker.get(ticket.key)).toMatchObject({ externalId: ticket.externalId });
      expect(await bench.tracker.get(ticket.externalId)).toMatchObject({ key: ticket.key });
      expect(await bench.tracker.get(`${bench.target.team}-99999`)).toBeUndefined();
      expect(await bench.tracker.findByOurId(randomUUID(), bench.target)).toBeUndefined();
    });

    test('our block is replaced, and every word by a person stays', async () => {
      const ticket = await bench.tracker.create(draft());
      const put = (markdown: string) =>
        bench.tracker.putBlock(ticket.externalId, { name: 'impact', markdown });
      await put('Impact **51**, 3 customers');
      await bench.person.writesBelow(ticket.key, 'Repro: rotate the phone twice.');
      await put('Impact **64**, 5 customers\n\n- acme\n- umbrella');
      await put('Impact **64**, 5 customers\n\n- acme\n- umbrella');
      const { body } = (await bench.tracker.get(ticket.key))!;
      expect(body).toContain('Three customers cannot pay.');
      expect(body).toContain('Repro: rotate the phone twice.');
      expect(body).toMatch(/Impact .{0,2}64/);
      expect(body).not.toContain('51');
      expect(body.match(/Earshot keeps the part/g)).toHaveLength(1);
    });

    test('what we wrote is taken out line by line, and every word by a person stays', async () => {
      const link = {
        url: 'https://slack.example/archives/C1/p9',
        title: 'Acme, 9 Mar',
        subtitle: 'it freezes',
      };
      const it = draft({
        title: `Acme cannot pay ${randomUUID()}`,
        body: 'Acme cannot pay.\n\n> It freezes for Acme\n\n- another line',
        links: [link],
      });
      const ticket = await bench.tracker.create(it);
      const block = { name: 'impact (T-1)', markdown: 'Impact **51**\n\n- Acme: “it freezes”\n- umbrella' };
      await bench.tracker.putBlock(ticket.externalId, block);
      await bench.person.writesBelow(ticket.key, 'I have called Acme.');
      const need = { id: randomUUID(), markdown: '> It freezes for Acme', important: false };
      const customer = { externalId: 'crm-9', name: 'Acme', domains: ['acme-nine.example'] };
      await bench.tracker.putCustomerNeed(ticket.externalId, { ...need, customer });
      const title = it.title.replace('Acme', 'Somebody');
      const rewrite = {
        title: () => title,
        line: (line: string, place: string) =>
          place === 'our part' || !line.includes('called') ? line.replaceAll('Acme', '[erased]') : line,
        link: (one: TicketLink) =>
          one.url === link.url && one.subtitle === link.subtitle ? ('remove' as const) : ('keep' as const),
        needs: [
          { id: need.id, fate: 'remove' as const },
          { id: randomUUID(), fate: 'rewrite' as const },
        ],
      };
      const seen = await bench.tracker.rewrite(ticket.externalId, rewrite);
      expect(await bench.tracker.rewrite(ticket.externalId, rewrite)).toMatchObject({ body: seen?.body });
      expect(seen?.title).toBe(title);
      expect(seen?.body).toContain('I have called Acme.');
      expect(seen?.body.replace('I have called Acme.', '')).not.toContain('Acme');
      expect(seen?.body).toContain('It freezes for [erased]');
      expect(seen?.body).toMatch(/another line.*Impact .{0,2}51.*umbrella.*Earshot keeps the part/s);
      expect(bench.seen(title)).toMatchObject([{ links: [], needs: 0 }]);
      expect(await bench.tracker.rewrite('00000000-0000-4000-8000-000000000000', rewrite)).toBeUndefined();
    });

    test("a customer's wish is rewritten where somebody else's words are in it", async () => {
      const ticket = await bench.tracker.create(draft());
      const need = { id: randomUUID(), markdown: '> It freezes for Jo', important: false };
      const customer = { externalId: 'crm-10', name: 'Hooli', domains: ['hooli-ten.example'] };
      await bench.tracker.putCustomerNeed(ticket.externalId, { ...need, customer });
      await bench.tracker.rewrite(ticket.externalId, {
        title: (title) => title,
        line: (line) => line.replace('Jo', '[erased]'),
        link: () => 'keep',
        needs: [{ id: need.id, fate: 'rewrite' }],
      });
      if (bench.knowsCustomers) expect(bench.wish(need.id)).toBe('> It freezes for [erased]');
      else expect(bench.wish(need.id)).toBeUndefined();
    });

    test('links and comments with the same address or id are there once', async () => {
      const it = draft({ links: [] });
      const ticket = await bench.tracker.create(it);
      const link = { url: 'https://slack.example/archives/C1/p3', title: 'A message' };
      await bench.tracker.putLink(ticket.externalId, link);
      await bench.tracker.putLink(ticket.externalId, { ...link, title: 'The same message' });
      const id = randomUUID();
      await bench.tracker.comment(ticket.externalId, { id, markdown: 'One' });
      await bench.tracker.comment(ticket.externalId, { id, markdown: 'One' });
      const [seen] = bench.seen(it.title);
      expect([seen?.links.length, seen?.comments.length]).toEqual([1, 1]);
    });

    describe('two tickets are related', () => {
      const two = async () => {
        const drafts = [draft({ links: [] }), draft({ links: [] })] as const;
        const [a, b] = [await bench.tracker.create(drafts[0]), await bench.tracker.create(drafts[1])];
        const related = () => drafts.map(({ title }) => bench.seen(title)[0]?.related);
        return { a, b, related };
      };

      test('once, and seen from both, however often and from whichever side it is asked', async () => {
        const { a, b, related } = await two();
        const relate = (from: Ticket, to: Ticket) => bench.tracker.relate(from.externalId, to.externalId);
        for (const [from, to] of [
          [a, b],
          [a, b],
          [b, a],
        ] as const)
          expect(await relate(from, to)).toEqual({ kind: 'related' });
        expect(related()).toEqual([[b.key], [a.key]]);
        expect((await bench.tracker.get(a.externalId))?.duplicateOf).toBeUndefined();
      });

      test('once by two at the same time', async () => {
        const { a, b, related } = await two();
        const relate = () => patiently(() => bench.tracker.relate(a.externalId, b.externalId));
        await Promise.all([relate(), relate(), relate()]);
        expect(related()).toEqual([[b.key], [a.key]]);
      });

      test('not again where people have tied them already', async () => {
        const { a, b, related } = await two();
        await bench.person.marksDuplicate(a.key, b.key);
        expect(await bench.tracker.relate(b.externalId, a.externalId)).toEqual({ kind: 'related' });
        expect(related()).toEqual([[], []]);
      });

      test('not when the other one is gone or never was, and it says why', async () => {
        const { a, b, related } = await two();
        await bench.person.deletes(b.key);
        for (const other of [b.externalId, '00000000-0000-4000-8000-000000000000'])
          expect(await bench.tracker.relate(a.externalId, other)).toMatchObject({
            kind: 'impossible',
            because: expect.stringMatching(/\w/),
          });
        expect(related()[0]).toEqual([]);
      });

      test.each(everyFault.map((fault) => [describeFault(fault), fault] as const))(
        'once after %s on its first call, and on the one that relates them',
        async (_, fault) => {
          for (const match of [{ ...bench.anyCall, nth: 1 }, bench.relateCall]) {
            const { a, b, related } = await two();
            bench.faults.add({ match, fault, times: 1 });
            const relate = () => bench.tracker.relate(a.externalId, b.externalId);
            expect(await patiently(relate)).toEqual({ kind: 'related' });
            expect(await patiently(relate)).toEqual({ kind: 'related' });
            expect(related()).toEqual([[b.key], [a.key]]);
            bench.faults.clear();
          }
        },
      );

      test('once, and known to be so, though every answer to it is lost', async () => {
        const { a, b, related } = await two();
        bench.faults.add({ match: bench.relateCall, fault: { kind: 'resetAfterCommit' } });
        const relate = () => bench.tracker.relate(a.externalId, b.externalId);
        expect(await patiently(relate)).toEqual({ kind: 'related' });
        expect(bench.faults.list()[0]!.hits).toBeGreaterThan(0);
        expect(related()).toEqual([[b.key], [a.key]]);
      });
    });

    test('what people write on it is read, oldest first, from a moment on', async () => {
      const { externalId, key } = await bench.tracker.create(draft());
      expect(await bench.tracker.comments(externalId, new Date(0))).toEqual([]);
      await bench.person.comments(key, 'Is it *only* iOS?');
      await new Promise((resolve) => setTimeout(resolve, 5));
      await bench.person.comments(key, 'No.');
      const [first, second] = await bench.tracker.comments(externalId, new Date(0));
      expect([first?.markdown, second?.markdown]).toEqual([expect.stringContaining('only'), 'No.']);
      expect(first).toMatchObject({ by: expect.stringMatching(/\S/), url: expect.stringContaining(key) });
      expect(await bench.tracker.comments(externalId, first!.at)).toEqual([second]);
    });

    test("a customer's wish is recorded once, or not at all where there are no customers", async () => {
      const it = draft();
      const ticket = await bench.tracker.create(it);
      const customer = {
        externalId: 'crm-7',
        name: 'Acme',
        domains: ['acme.example'],
        annualRevenue: 50_000.4,
        tier: 'Gold',
      };
      const need = { id: randomUUID(), customer, markdown: 'Blocks our checkout.', important: true };
      await bench.tracker.putCustomerNeed(ticket.externalId, need);
      await bench.tracker.putCustomerNeed(ticket.externalId, need);
      expect(bench.seen(it.title)[0]?.needs).toBe(bench.knowsCustomers ? 1 : 0);
    });

    test('its state is told by type, whatever the team calls it', async () => {
      const ticket = await bench.tracker.create(draft());
      for (const state of bench.states) {
        await bench.person.movesTo(ticket.key, state);
        expect((await bench.tracker.get(ticket.key))?.state, state).toBe(state);
      }
    });

    test('when work began and ended is told', async () => {
      const ticket = await bench.tracker.create(draft());
      await bench.person.movesTo(ticket.key, 'started');
      await bench.person.movesTo(ticket.key, 'completed');
      const done = await bench.tracker.get(ticket.key);
      expect(done?.completedAt).toBeInstanceOf(Date);
    });

    test('a deleted ticket is missing, and is not made a second time by itself', async () => {
      const it = draft();
      const ticket = await bench.tracker.create(it);
      await bench.person.deletes(ticket.key);
      expect(await bench.tracker.get(ticket.key)).toBeUndefined();
    });

    test('a duplicate names its canonical ticket', async () => {
      const [copy, canonical] = [await bench.tracker.create(draft()), await bench.tracker.create(draft())];
      await bench.person.marksDuplicate(copy.key, canonical.key);
      expect((await bench.tracker.get(copy.key))?.duplicateOf).toBe(canonical.externalId);
    });

    test('existing tickets are found by words', async () => {
      const word = `zebra${Date.now()}`;
      const ticket = await bench.tracker.create(draft({ title: `The ${word} export is empty` }));
      const found = await patientlyUntil(
        () => bench.tracker.search(`${word} export empty`, bench.target, 5),
        (tickets) => tickets.length > 0,
      );
      expect(found[0]?.key).toBe(ticket.key);
    });

    test('its keys and addresses are read out of text', async () => {
      const ticket = await bench.tracker.create(draft());
      expect(bench.tracker.keyIn(`see ${ticket.url}?x=1 please`)).toBe(ticket.key);
      expect(bench.tracker.keyIn(`same as ${ticket.key}, I think`)).toBe(ticket.key);
      expect(bench.tracker.keyIn('nothing here')).toBeUndefined();
    });

    test('every name of a target is checked, and each problem says its fix', async () => {
      expect(await bench.tracker.check([bench.target])).toEqual([]);
      const wrong = await bench.tracker.check([
        { ...bench.target, team: 'NOPE' },
        { ...bench.target, assignee: 'nobody@northwind.example' },
      ]);
      expect(wrong.map((problem) => problem.what).join('\n')).toMatch(/NOPE[\s\S]*nobody@northwind\.example/);
      for (const problem of wrong) expect(problem.fix).toMatch(/areas\.yml/);
    });

    test('a target that does not exist is a permanent failure that says its fix', async () => {
      const failure = bench.tracker.create(draft({ target: { ...bench.target, team: 'NOPE' } }));
      await expect(failure).rejects.toBeInstanceOf(Permanent);
      await expect(failure).rejects.toThrow(/areas\.yml/);
    });

    test('a token that is not accepted is a permanent failure that says its fix', async () => {
      const failure = bench.stranger.create(draft());
      await expect(failure).rejects.toBeInstanceOf(Permanent);
      await expect(failure).rejects.toThrow(/Make a new/);
    });

    test('odd texts arrive whole: emoji, right to left, long titles, markup of other tools', async () => {
      const body = 'Ünïcödé 👩‍👩‍👧 مرحبا <!channel> {code} h1. _x_ [a|b] \\ `tick`';
      const it = draft({ title: `${'👩‍👩‍👧 long '.repeat(60)}end`, body });
      const ticket = await bench.tracker.create(it);
      expect(ticket.title.length).toBeLessThanOrEqual(512);
      expect(ticket.title.isWellFormed()).toBe(true);
      expect(ticket.body).toContain('مرحبا <!channel>');
    });
  });
}

/** Every answer to the making of a ticket is lost, ten at a time; each is asked for until there is one. */
export async function loseAnswers(tracker: string, bench: Bench, trials: number) {
  bench.faults.add({ match: bench.createCall, fault: { kind: 'resetAfterCommit' } });
  const started = Date.now();
  const drafts = Array.from({ length: trials }, () => draftFor(bench, { links: [] }));
  for (let n = 0; n < trials; n += 10)
    await Promise.all(drafts.slice(n, n + 10).map((it) => settled(bench.tracker, it)));
  const made = drafts.map((it) => bench.seen(it.title).length);
  const figures = {
    ...{ tracker, trials, answersLost: bench.faults.list()[0]!.hits },
    duplicates: made.filter((count) => count > 1).length,
    missing: made.filter((count) => count === 0).length,
    seconds: Math.round((Date.now() - started) / 1000),
  };
  console.log(JSON.stringify(figures));
  return figures;
}

function draftFor(bench: Bench, over: Partial<TicketDraft>): TicketDraft {
  return {
    id: randomUUID(),
    target: bench.target,
    title: `Card form freezes ${randomUUID()}`,
    body: 'Three customers cannot pay.\n\n- on iOS 19\n- since Tuesday',
    priority: 'high',
    links: [
      { url: 'https://slack.example/archives/C1/p1', title: 'Message from Acme', subtitle: '#feedback' },
    ],
    ...over,
  };
}

/** What the queue does: again until it is done, unless it is hopeless. */
function settled(tracker: Tracker, draft: TicketDraft): Promise<Ticket> {
  return patiently(() => tracker.create(draft));
}

async function patiently<T>(work: () => Promise<T>, tries = 25): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Permanent || tries === 1) throw error;
    return patiently(work, tries - 1);
  }
}

async function patientlyUntil<T>(work: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (let n = 0; ; n += 1) {
    const value = await work();
    if (good(value) || n === 40) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function describeFault(fault: CallFault): string {
  return fault.kind === 'status' ? `HTTP ${fault.status}` : fault.kind;
}
