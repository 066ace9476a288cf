// Which emoji means what, and how a company gives them other names.

export const defaultReactions = {
  capture: 'ear',
  looking: 'eyes',
  ticket: 'ticket',
  notFeedback: 'no_bell',
  severe: 'rotating_light',
  link: 'link',
};

/** By meaning, without colons. */
export type Reactions = typeof defaultReactions;

const pairsIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** `ticket=jira,capture=pushpin` changes what it names and keeps the rest. */
export function reactionNames(text: string): Reactions {
  const named = { ...defaultReactions };
  for (const pair of pairsIn(text)) {
    const [meaning, name] = pair.split('=');
    if (meaning && name && meaning in named) named[meaning as keyof Reactions] = name.replaceAll(':', '');
  }
  return named;
}

const meanings = Object.keys(defaultReactions);
const wellFormed = new RegExp(`^(${meanings.join('|')})=:?[a-z0-9_+'-]+:?$`);

/** The pairs that are none, each with the fix. */
export function reactionProblems(text: string): string[] {
  return pairsIn(text)
    .filter((pair) => !wellFormed.test(pair))
    .map((pair) => `has "${pair}". Write meaning=emoji with one of ${meanings.join(', ')}.`);
}
