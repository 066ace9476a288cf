// Takes out of trackers what Earshot wrote there. What people wrote on a ticket is theirs: the asker is told of it.
import type { ErasureSubject } from '../db/tables/intake.ts';
import type { Deps } from '../deps.ts';
import { Permanent, reasonOf } from '../lib/failure.ts';
import type { TicketLeft } from '../steps/desk/erase-view.ts';
import { findTheme } from '../steps/theme/store.ts';
import { needIdOf } from '../steps/ticket/keep-job.ts';
import { findTicket, type TicketRow } from '../steps/ticket/store.ts';
import { noteRewritten } from '../steps/ticket/store-erase.ts';
import { type Eraser, foldedWords } from '../text/forget.ts';
import type { Ticket, TicketRewrite } from '../tracker/port.ts';
import { eraserFor } from './recognise.ts';

/** Returns every ticket there is, with what is left to people. Every call may be repeated. */
export async function eraseAtTrackers(deps: Deps, subject: ErasureSubject): Promise<TicketLeft[]> {
  const left: TicketLeft[] = [];
  for (const { id, written } of subject.tickets ?? []) {
    const row = await findTicket(deps.db, id);
    if (row?.externalId) left.push(await eraseTicket(deps, row, { subject, written }));
  }
  return left;
}

/** One that was marked as a duplicate still says what we wrote, beside the one it goes on as. */
async function eraseTicket(deps: Deps, row: TicketRow, what: ToErase): Promise<TicketLeft> {
  const eraser = eraserFor(what.subject);
  const needs = row.evidence?.needs ?? [];
  const dropped = needs.filter((customerId) => customerId === what.subject.customerId);
  const how = {
    ...ownTexts(eraser, { written: what.written, titleNow: (await findTheme(deps.db, row.themeId))?.title }),
    link: ownLinks(eraser, { theirs: what.subject.links ?? [], ours: row.evidence?.links ?? [] }),
    needs: needs.map((customerId) => ({
      id: needIdOf(row.id, customerId),
      fate: dropped.includes(customerId) ? ('remove' as const) : ('rewrite' as const),
    })),
  };
  const own = await rewriteOne(deps, row, { externalId: row.externalId!, eraser, how });
  const canonical =
    row.canonicalId && (await rewriteOne(deps, row, { externalId: row.canonicalId, eraser, how }));
  const tried = canonical ? [canonical, own] : [own];
  const seen = tried.flatMap(({ ticket }) => ticket ?? []);
  // Where the one that is shown could not be read, what was known of it stays.
  if (tried[0]!.shown.left !== 'all') await noteRewritten(deps.db, row.id, { seen, eraser, needs: dropped });
  return worst(tried).shown;
}

type ToErase = { subject: ErasureSubject; written: string };
type Rewritten = { ticket: Ticket | undefined; shown: TicketLeft };

async function rewriteOne(
  deps: Deps,
  row: TicketRow,
  { externalId, eraser, how }: { externalId: string; eraser: Eraser; how: TicketRewrite },
): Promise<Rewritten> {
  const shown = { key: row.key ?? '', url: row.url ?? '' };
  const refused: Rewritten = { ticket: undefined, shown: { ...shown, left: 'all' } };
  const tracker = deps.trackers[row.tracker];
  if (!tracker) return refused;
  try {
    const ticket = await tracker.rewrite(externalId, how);
    if (!ticket) return { ticket, shown: { ...shown, left: 'nothing' } };
    const left = isClean(eraser, ticket) ? 'nothing' : 'words of people';
    return { ticket, shown: { key: ticket.key, url: eraser.text(ticket.url), left } };
  } catch (error) {
    // Without access it stays: a person can take it out.
    if (!(error instanceof Permanent)) throw error;
    deps.log.warn({ ticket: row.id, reason: reasonOf(error) }, 'a ticket could not be rid of words');
    return refused;
  }
}

/** Of the same, the first. */
function worst(tried: Rewritten[]): Rewritten {
  const order: TicketLeft['left'][] = ['all', 'words of people', 'nothing'];
  return tried.toSorted((a, b) => order.indexOf(a.shown.left) - order.indexOf(b.shown.left))[0]!;
}

/** A line is ours when it stands in a part we keep, or as we wrote it. `titleNow`: what its theme is called since. */
function ownTexts(
  eraser: Eraser,
  { written, titleNow }: { written: string; titleNow: string | undefined },
): Pick<TicketRewrite, 'title' | 'line'> {
  const ours = ` ${foldedWords(written).join(' ')} `;
  const isOurs = (line: string) => ours.includes(` ${foldedWords(line).join(' ')} `);
  return {
    title: (title) => {
      const clean = eraser.text(title);
      return clean === title || !isOurs(title) ? title : (titleNow ?? clean);
    },
    line: (line, place) => {
      const clean = eraser.text(line);
      return clean === line || place === 'our part' || isOurs(line) ? clean : line;
    },
  };
}

/** A link to what they said goes; so does one of ours to what somebody else said of them. */
function ownLinks(
  eraser: Eraser,
  { theirs, ours }: { theirs: string[]; ours: string[] },
): TicketRewrite['link'] {
  return ({ url, title, subtitle }) => {
    const texts = { title, subtitle };
    const saysIt = JSON.stringify(eraser.value(texts)) !== JSON.stringify(texts);
    return theirs.includes(url) || (ours.includes(url) && saysIt) ? 'remove' : 'keep';
  };
}

const isClean = (eraser: Eraser, { title, body }: Ticket) =>
  [title, body].every((text) => eraser.text(text) === text);
