// How well a ranking or a choice agrees with the truth.

/** Share of queries whose truth is among the first k. `places`: 0-based place of the first right answer, -1 for none. */
export function recallAt(places: number[], k: number): number {
  return share(places.filter((place) => place >= 0 && place < k).length, places.length);
}

/** Chance that a new item's best match scores lower than an old one's. Source: Mann–Whitney, ties count half. */
export function noveltyAuc(newScores: number[], oldScores: number[]): number {
  if (newScores.length === 0 || oldScores.length === 0) return Number.NaN;
  const all = [
    ...newScores.map((score) => ({ score, isOld: 0 })),
    ...oldScores.map((score) => ({ score, isOld: 1 })),
  ];
  all.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let i = 0; i < all.length; ) {
    let end = i;
    while (end < all.length && all[end]!.score === all[i]!.score) end++;
    for (let j = i; j < end; j++) if (all[j]!.isOld) ranks += (i + end + 1) / 2;
    i = end;
  }
  const olds = oldScores.length;
  return (ranks - (olds * (olds + 1)) / 2) / (olds * newScores.length);
}

/** Average precision of one ranking: `hits` are the 0-based places of right answers, `relevant` how many exist. */
export function averagePrecision(hits: number[], relevant: number): number {
  const sum = [...hits].sort((a, b) => a - b).reduce((total, place, i) => total + (i + 1) / (place + 1), 0);
  return share(sum, relevant);
}

/** `said` best first; its first is the choice. */
export function choiceMetrics(answers: { gold: string; said: string[] }[]) {
  const right = answers.filter(({ gold, said }) => said[0] === gold).length;
  const near = answers.filter(({ gold, said }) => said.slice(0, 3).includes(gold)).length;
  return {
    accuracy: share(right, answers.length),
    top3: share(near, answers.length),
    macroF1: macroF1(answers.map(({ gold, said }) => ({ gold, said: said[0] ?? '' }))),
  };
}

/** Mean of the classes' F1, over the classes of the truth. */
export function macroF1(answers: { gold: string; said: string }[]): number {
  const classes = [...new Set(answers.map(({ gold }) => gold))];
  const scores = classes.map((name) => {
    const both = answers.filter((answer) => answer.gold === name && answer.said === name).length;
    const said = answers.filter((answer) => answer.said === name).length;
    const gold = answers.filter((answer) => answer.gold === name).length;
    return (2 * both) / (said + gold);
  });
  return share(
    scores.reduce((a, b) => a + b, 0),
    scores.length,
  );
}

const share = (part: number, whole: number) => (whole === 0 ? Number.NaN : part / whole);
