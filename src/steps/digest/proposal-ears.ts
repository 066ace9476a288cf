// A person answers what the nightly review proposed.
import { customerNames, withoutNames } from '../../customers/names-in-text.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { answer, plainScreen } from '../desk/answer.ts';
import { carryOut, deciderOf, report } from '../desk/decide.ts';
import { mergeConfirmModal } from '../desk/decide-modals.ts';
import { onPress, type Pressed } from '../desk/press.ts';
import type { Ears } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { ticketsOfMerge } from '../theme/decide.ts';
import { splitTheme } from '../theme/split.ts';
import { findDecision } from '../theme/store-decisions.ts';
import { findNewestReports } from '../theme/store-reports.ts';
import { findProposal, type ProposalRow } from '../theme/store-review.ts';
import { titleOf } from '../theme/title.ts';
import { findTicketOfTheme } from '../ticket/store.ts';
import { closeProposal, themeLines } from './proposals.ts';

const held = { heldBy: 'engineer' as const };

export const proposalEars: Ears = (app, deps) => {
  onPress(app, deps, { ...held, action: 'merge-yes', run: (pressed) => openMerge(deps, pressed) });
  onPress(app, deps, { ...held, action: 'split-yes', run: (pressed) => split(deps, pressed) });
  for (const action of ['merge-no', 'split-no'])
    onPress(app, deps, { ...held, action, run: (pressed) => sayNo(deps, pressed) });
};

/** The same form as for a merge by hand: it says first what happens to the tickets, and can be left. */
async function openMerge(deps: Deps, pressed: Pressed): Promise<[]> {
  const proposal = await openProposal(deps, pressed);
  if (!proposal) return [];
  const [into, from] = await themeLines(deps, [proposal.themeId, proposal.otherId]);
  if (!into || !from) return toldGone(deps, pressed);
  const tickets = ticketsOfMerge(
    await findTicketOfTheme(deps.db, from.id),
    await findTicketOfTheme(deps.db, into.id),
  );
  await deps.slack.openView(
    pressed.triggerId,
    mergeConfirmModal({ from, into, tickets, place: pressed.place }),
  );
  return [];
}

async function split(deps: Deps, pressed: Pressed): Promise<Happened[]> {
  const proposal = await openProposal(deps, pressed);
  if (!proposal) return [];
  const { themeId, findingIds } = proposal;
  const bare = withoutNames(await customerNames(deps));
  const reports = (await findNewestReports(deps.db, [themeId], 200)).filter(({ findingId }) =>
    findingIds.includes(findingId),
  );
  const title = titleOf(reports.map(({ summary }) => bare(summary)))?.title ?? 'Split off';
  const newThemeId = idFor('theme', 'split', pressed.deliveryId);
  const outcome = await carryOut(deps, pressed, (tx, decider) =>
    splitTheme(deps, tx, { ...decider, themeId, newThemeId, findingIds, title }),
  );
  if (outcome.kind === 'done') {
    // A second try of the same press did nothing: what the first one did is told.
    const words = (await findDecision(deps.db, deciderOf(deps, pressed).id))?.says ?? outcome.says;
    await closeProposal(deps, proposal, { decision: 'yes', by: pressed.place.userId, words });
  }
  return report(deps, pressed, outcome);
}

async function sayNo(deps: Deps, pressed: Pressed): Promise<[]> {
  const proposal = await openProposal(deps, pressed);
  const by = pressed.place.userId;
  if (proposal)
    await closeProposal(deps, proposal, { decision: 'no', by, words: 'said no. It is not proposed again.' });
  return [];
}

async function openProposal(deps: Deps, pressed: Pressed): Promise<ProposalRow | undefined> {
  const proposal = await findProposal(deps.db, pressed.value);
  if (proposal && !proposal.decidedAt) return proposal;
  await toldGone(deps, pressed);
  return undefined;
}

async function toldGone(deps: Deps, { place, deliveryId }: Pressed): Promise<[]> {
  await answer(deps, place, {
    deliveryId,
    screen: plainScreen('That was decided or has changed meanwhile.'),
  });
  return [];
}
