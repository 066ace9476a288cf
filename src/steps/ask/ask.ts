// Which of the stored words answer a question, and whether any do. Pure.
import { cutText } from '../../text/cut.ts';
import { stem } from '../../text/stem.ts';
import { contentOf } from '../../text/terms.ts';
import { dot, embedWords, type WordVectors, wordShare, wordVectors } from '../../text/vectors.ts';
import { wordsOf } from '../../text/words.ts';

export type Candidate = {
  findingId: string;
  themeId: string;
  /** The summary and the quotes: what is searched; the best one is shown. */
  words: string[];
  customerKey: string;
  customerName: string | null;
  saidAt: Date;
  link: string | null;
  themeTitle: string;
  /** How sure the index is that the question is about this theme, 0 to 1. */
  themeScore: number;
};

export type Excerpt = Omit<Candidate, 'words'> & {
  /** Counted from 1: what citations name. */
  n: number;
  text: string;
  relevance: number;
};

export type Found = { themeId: string; excerpts: Excerpt[] }[];

/** From here on an excerpt is about what was asked. */
const relevant = 0.65;
/**
 * From here on a whole theme is, whatever words it uses. On the demo's themes the right one of 16 questions reached .57 and
 * more, wrong ones .44 at most.
 */
const sureTheme = 0.5;
const mostThemes = 5;
const mostEach = 3;

/** Best themes first, in each the best words, one of each customer before anybody is heard twice. */
export function chooseExcerpts(topic: string, candidates: Candidate[]): Found {
  const asked = readTopic(topic);
  const rated = candidates
    .map((candidate) => ({ candidate, ...best(asked, candidate) }))
    .filter(({ relevance }) => relevance >= relevant);
  const byTheme = [...Map.groupBy(rated, ({ candidate }) => candidate.themeId)]
    .map(([themeId, rows]) => ({ themeId, rows: spread(rows) }))
    .sort((a, b) => weight(b.rows) - weight(a.rows) || (a.themeId < b.themeId ? -1 : 1))
    .slice(0, mostThemes);
  let n = 0;
  return byTheme.map(({ themeId, rows }) => ({
    themeId,
    excerpts: rows.slice(0, mostEach).map(({ candidate: { words: _words, ...rest }, text, relevance }) => {
      n += 1;
      return { ...rest, n, text: cutText(text, 300), relevance };
    }),
  }));
}

type Rated = { candidate: Candidate; text: string; relevance: number };

/** The best excerpt says how well a theme fits; several good ones say it louder. */
function weight(rows: Rated[]): number {
  return rows.slice(0, mostEach).reduce((sum, { relevance }, n) => sum + relevance / (n + 1), 0);
}

function spread(rows: Rated[]): Rated[] {
  const sorted = rows.toSorted(
    (a, b) => b.relevance - a.relevance || b.candidate.saidAt.getTime() - a.candidate.saidAt.getTime(),
  );
  const seen = new Set<string>();
  const [first, again]: [Rated[], Rated[]] = [[], []];
  for (const row of sorted) {
    (seen.has(row.candidate.customerKey) ? again : first).push(row);
    seen.add(row.candidate.customerKey);
  }
  return [...first, ...again];
}

type Topic = { words: { stem: string; vector: Float32Array | undefined; weight: number }[] };

/** Without a topic, as in "what do customers say?", everything fits. */
function readTopic(topic: string): Topic {
  const vectors = wordVectors();
  const words = contentOf(wordsOf(topic)).map((word) => ({
    stem: stem(word),
    vector: vectorOf(word, vectors),
    // A rare word says more of what is asked than a common one.
    weight: Math.min(1, -Math.log(wordShare(vectors.rankOf(word))) / 12),
  }));
  return { words };
}

function best(
  topic: Topic,
  { words, themeTitle, themeScore }: Candidate,
): { text: string; relevance: number } {
  if (topic.words.length === 0) return { text: words[1] ?? words[0] ?? '', relevance: 1 };
  const rated = words.map((text) => ({ text, relevance: covers(topic, `${text} ${themeTitle}`) }));
  const whole = covers(topic, `${words.join(' ')} ${themeTitle}`);
  const top = rated.reduce(
    (a, b) => (b.relevance > a.relevance ? b : a),
    rated[0] ?? { text: '', relevance: 0 },
  );
  const bySpeaking = Math.max(top.relevance, 0.9 * whole);
  const byTheme = themeScore >= sureTheme ? relevant + 0.3 * bySpeaking : 0;
  return { text: top.text, relevance: Math.max(bySpeaking, byTheme) };
}

/** How much of what is asked a text speaks of, 0 to 1: by the same word, or by one that means nearly the same. */
function covers({ words }: Topic, text: string): number {
  const vectors = wordVectors();
  const content = contentOf(wordsOf(text));
  const stems = new Set(content.map(stem));
  const others = content.map((word) => vectorOf(word, vectors)).filter((vector) => vector !== undefined);
  let sum = 0;
  let all = 0;
  for (const word of words) {
    all += word.weight;
    const near = word.vector ? Math.max(0, ...others.map((vector) => dot(word.vector!, vector))) : 0;
    const same = stems.has(word.stem) ? 1 : begins(word.stem, stems);
    sum += word.weight * Math.max(same, alike(near));
  }
  return all === 0 ? 0 : sum / all;
}

/** `Rundung` in `Rundungsdifferenzen`: languages that write compounds as one word. */
function begins(asked: string, stems: Set<string>): number {
  return asked.length >= 5 && [...stems].some((other) => other.startsWith(asked)) ? 0.9 : 0;
}

/** Two words that mean nearly the same have a cosine of .6 and more; below .45 they only move in the same circles. */
const alike = (cosine: number): number => (cosine <= 0.45 ? 0 : Math.min(0.9, (cosine - 0.45) * 3));

function vectorOf(word: string, vectors: WordVectors): Float32Array | undefined {
  const { vector, known } = embedWords([word], vectors);
  return known > 0 ? vector : undefined;
}
