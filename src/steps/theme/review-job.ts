// The job of the nightly review: compares what changed lately, and writes down what people might want to merge or split.
import { z } from 'zod';
import { customerNames, withoutNames } from '../../customers/names-in-text.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import type { Job } from '../../queue/port.ts';
import { languageOf } from '../../text/language.ts';
import { likenesses } from '../analyze/lessons.ts';
import type { Happened } from '../happened.ts';
import { matchThemes } from './live-index.ts';
import { mergesAmong, type Neighbours, splitOf } from './review.ts';
import { endOutdated, findChangedThemes, findMemberTexts, saveProposal } from './store-review.ts';

const lookBackMs = 8 * 86_400_000;
const mostThemes = 400;
const speakForTheme = 12;
const splitFrom = 60;

export const review: Job<Record<string, never>, Happened[]> = {
  name: 'review',
  payload: z.object({}).strict() as z.ZodType<Record<string, never>>,
  key: () => 'review',
  concurrency: 1,
  run: async (deps) => {
    await endOutdated(deps.db, deps.now());
    const since = new Date(deps.now().getTime() - lookBackMs);
    const themes = await findChangedThemes(deps.db, since, mostThemes);
    await proposeMerges(deps, themes);
    for (const theme of themes) await proposeSplit(deps, theme.id);
    return [];
  },
};

type Changed = { id: string; areaKey: string | null; startedAt: Date };

async function proposeMerges(deps: Deps, themes: Changed[]): Promise<void> {
  const known = new Map(themes.map((theme) => [theme.id, theme]));
  const towards = new Map<string, Map<string, number>>();
  for (const theme of themes) towards.set(theme.id, await scoresTowards(deps, theme));
  const pairs: Neighbours[] = [];
  for (const [oneId, scores] of towards)
    for (const [otherId, toOther] of scores) {
      const toOne = towards.get(otherId)?.get(oneId);
      // Seen from both sides each pair would come twice; a theme that did not change lately is not looked at.
      if (toOne === undefined || oneId > otherId) continue;
      const sameArea = known.get(oneId)!.areaKey === known.get(otherId)!.areaKey;
      pairs.push({ oneId, otherId, toOther, toOne, sameArea });
    }
  const isOlder = (a: string, b: string) => known.get(a)!.startedAt <= known.get(b)!.startedAt;
  for (const { keepId, goesId, score } of mergesAmong(pairs, isOlder))
    await saveProposal(deps.db, {
      id: idFor('proposal', 'merge', ...[keepId, goesId].sort()),
      kind: 'merge',
      themeId: keepId,
      otherId: goesId,
      score,
      because: `their reports are ${Math.round(score * 100)} % alike, both ways`,
      proposedAt: deps.now(),
    });
}

/** Mean score of a theme's newest reports towards each other theme. */
async function scoresTowards(deps: Deps, { id, areaKey }: Changed): Promise<Map<string, number>> {
  const texts = await findMemberTexts(deps.db, id, speakForTheme);
  const sums = new Map<string, number>();
  for (const { text } of texts)
    for (const match of await matchThemes(deps, deps.db, { text, k: 10, areaKey }))
      if (match.themeId !== id) sums.set(match.themeId, (sums.get(match.themeId) ?? 0) + match.score);
  return new Map([...sums].map(([other, sum]) => [other, sum / texts.length]));
}

async function proposeSplit(deps: Deps, themeId: string): Promise<void> {
  const members = await findMemberTexts(deps.db, themeId, splitFrom);
  const bare = withoutNames(await customerNames(deps));
  const texts = members.map(({ text }) => bare(text));
  const found = splitOf(
    likenesses(texts),
    texts.map((text) => languageOf(text).code),
  );
  if (!found) return;
  const findingIds = found.leave.map((at) => members[at]!.findingId);
  await saveProposal(deps.db, {
    // Named by its oldest report, so that the idea stays the same while reports come in.
    id: idFor('proposal', 'split', themeId, findingIds.at(-1)!),
    kind: 'split',
    themeId,
    findingIds,
    score: found.score,
    because: `${findingIds.length} of its reports are alike, and hardly like the others`,
    proposedAt: deps.now(),
  });
}
