// Who else said it? Join, start, or start and ask. Pure.

export type Match = { themeId: string; score: number };

export type Placement =
  | { kind: 'join'; themeId: string; match: number | null; because: string }
  | { kind: 'start'; because: string; ask: Match[] };

export type Alike = {
  /** Best first. */
  matches: Match[];
  thresholds: { join: number; ask: number };
  /** Where an earlier reading of the same words stood: a small edit does not move an item. */
  previous: string | undefined;
  /** A model's choice among the candidates it was shown. */
  hint: { themeId: string | null; confidence: number } | undefined;
};

/** An edited item stays where it is unless it has drifted this far below the joining threshold. */
const inertia = 0.1;
const sureHint = 0.6;

export function placeInTheme({ matches, thresholds, previous, hint }: Alike): Placement {
  const stays = matches.find((m) => m.themeId === previous && m.score >= thresholds.join - inertia);
  if (stays) return join(stays, 'it was there before the edit');
  if (hint && hint.confidence >= sureHint) {
    const chosen = matches.find((m) => m.themeId === hint.themeId);
    if (chosen) return join(chosen, 'the model found it to be the same problem');
    if (hint.themeId === null) return { kind: 'start', because: 'the model found nothing alike', ask: [] };
  }
  const best = matches[0];
  if (best && best.score >= thresholds.join) return join(best, 'its words are close to this theme');
  const near = matches.filter((m) => m.score >= thresholds.ask).slice(0, 3);
  return {
    kind: 'start',
    because: near.length > 0 ? 'only roughly alike to others' : 'nothing alike',
    ask: near,
  };
}

function join(match: Match, why: string): Placement {
  return { kind: 'join', themeId: match.themeId, match: match.score, because: why };
}
