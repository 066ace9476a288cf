// What the nightly review proposes, put to people in the digest's channel: at most five a day, nothing moves without a yes.
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { Permanent } from '../../lib/failure.ts';
import { idFor } from '../../lib/ids.ts';
import { say } from '../../posts/post.ts';
import { findPost } from '../../posts/store.ts';
import type { Job } from '../../queue/port.ts';
import { button, count, mention, quoted, type Screen, said, screen, section } from '../../text/screen.ts';
import { linesOf } from '../desk/lines.ts';
import type { Happened } from '../happened.ts';
import { type ThemeLine, themeName } from '../prioritize/theme-line.ts';
import { findThemes } from '../theme/store.ts';
import { findNewestReports } from '../theme/store-reports.ts';
import {
  countPutSince,
  decideProposal,
  findMergedSince,
  findUnputProposals,
  markPut,
  type ProposalRow,
} from '../theme/store-review.ts';
import { findSchedules } from './store.ts';

const mostADay = 5;
const dayMs = 86_400_000;

/** By the clock, in the morning. Without a digest's channel they wait. */
export const putProposals: Job<Record<string, never>, Happened[]> = {
  name: 'put-proposals',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'proposals',
  concurrency: 1,
  run: async (deps) => {
    const at = deps.now();
    await closeAnswered(deps);
    const channel = (await findSchedules(deps.db)).find(({ person }) => !person)?.channel;
    const put = await countPutSince(deps.db, new Date(at.getTime() - dayMs / 2));
    if (!channel || put >= mostADay) return [];
    for (const proposal of await findUnputProposals(deps.db, mostADay - put)) {
      const shown = await proposalScreen(deps, proposal);
      if (shown) await say(deps, { ...postOf(proposal.id), channel, ...shown });
      await markPut(deps.db, [proposal.id], at);
    }
    return [];
  },
};

const postOf = (id: string) => ({ id: idFor('proposal-post', id), what: `proposal:${id}` });

/**
 * Somebody merged a theme, by the question's own form or by hand: what was asked about it needs no answer any more.
 * Without a theme: all that is still asked, should the one right after the merge have been lost.
 */
export async function closeAnswered(deps: Deps, themeId?: string): Promise<void> {
  // One question may have been answered by several merges: the last one is told.
  const merges = (await findMergedSince(deps.db, themeId)).toReversed();
  for (const { proposal, by, says, from, into } of new Map(merges.map((m) => [m.proposal.id, m])).values()) {
    const pair = [proposal.themeId, proposal.otherId];
    const decision = pair.includes(from) && pair.includes(into) ? 'yes' : 'outdated';
    await closeProposal(deps, proposal, { decision, by, words: `${said(says, 300)}.` });
  }
}

/** `by`: a Slack user id. */
type Answer = { decision: 'yes' | 'no' | 'outdated'; by: string; words: string };

/** Shown first, which may be repeated: once it counts as decided, nobody would come back to the buttons. */
export async function closeProposal(
  deps: Deps,
  proposal: ProposalRow,
  { decision, by, words }: Answer,
): Promise<void> {
  try {
    await showDecided(deps, proposal, by, words);
  } catch (error) {
    // What Slack refuses for good, as in an archived channel, has no buttons that anybody could press.
    if (!(error instanceof Permanent)) throw error;
    deps.log.warn({ proposal: proposal.id, reason: error.message }, 'an answered question cannot be edited');
  }
  await decideProposal(deps.db, proposal.id, { decision, decidedBy: by, decidedAt: deps.now() });
}

/** In place of the question. */
async function showDecided(deps: Deps, proposal: ProposalRow, by: string, words: string): Promise<void> {
  const post = await findPost(deps.db, postOf(proposal.id).id);
  if (!post?.ts) return;
  const asked = (await proposalScreen(deps, proposal))?.blocks ?? [];
  const text = `${mention(by)} ${words}`;
  const blocks = [...asked.filter(({ type }) => type !== 'actions'), section(text)];
  await say(deps, { ...postOf(proposal.id), channel: post.channel, ...screen(text, blocks) });
}

/** Undefined when one of the themes is gone. */
async function proposalScreen(deps: Deps, proposal: ProposalRow): Promise<Screen | undefined> {
  const lines = await themeLines(deps, [proposal.themeId, proposal.otherId]);
  const [keep, goes] = lines;
  if (!keep) return undefined;
  if (proposal.kind === 'merge') return goes && mergeScreen(proposal, keep, goes);
  const reports = await findNewestReports(deps.db, [keep.id], 60);
  const leave = reports.filter(({ findingId }) => proposal.findingIds.includes(findingId));
  return splitScreen(
    proposal,
    keep,
    leave.map(({ summary }) => summary),
  );
}

/** In the order given; merged ones are left out. */
export async function themeLines(deps: Deps, ids: (string | null)[]): Promise<ThemeLine[]> {
  const themes = await findThemes(
    deps.db,
    ids.filter((id) => id !== null),
  );
  const living = ids.flatMap((id) => themes.filter((theme) => theme.id === id && !theme.mergedInto));
  return linesOf(
    deps,
    living.map((theme) => ({ theme, score: undefined })),
  );
}

const shownTheme = (line: ThemeLine) =>
  `${themeName(line.number)} *${said(line.title, 90)}* (${count(line.reports, 'report')})`;

function mergeScreen({ id, because }: ProposalRow, keep: ThemeLine, goes: ThemeLine): Screen {
  const tickets = [keep, goes].filter(({ ticket }) => ticket).length;
  const about =
    tickets === 2 ? ' Both have tickets: what becomes of them is asked before anything happens.' : '';
  const text = `Are these two themes one? ${said(because, 200)}.${about}`;
  return screen(`Are ${themeName(keep.number)} and ${themeName(goes.number)} one theme?`, [
    section(`${text}\n• ${shownTheme(keep)}\n• ${shownTheme(goes)}`),
    {
      type: 'actions',
      elements: [button('Merge …', 'merge-yes', id), button('They differ', 'merge-no', id)],
    },
  ]);
}

function splitScreen({ id, because }: ProposalRow, theme: ThemeLine, leave: string[]): Screen {
  const text = `Is ${shownTheme(theme)} two things? ${said(because, 200)}:`;
  const shown = leave.slice(0, 4).map((summary) => quoted(summary, 160));
  return screen(`Is ${themeName(theme.number)} two things?`, [
    section([text, ...shown].join('\n')),
    {
      type: 'actions',
      elements: [button('Split them off', 'split-yes', id), button('It is one', 'split-no', id)],
    },
  ]);
}
