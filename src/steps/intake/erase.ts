// Forgetting somebody: what they are known by, how it is recognised when it comes back, and how a text is rid of it. Pure.
import { createHash } from 'node:crypto';
import type { ErasureSubject } from '../../db/tables/intake.ts';
import type { Forgotten } from '../../text/forget.ts';

/** Whom a late message may belong to. */
export type Traces = {
  authorKeys: string[];
  emails: string[];
  teamId?: string | undefined;
  channelId?: string | undefined;
  text: string;
};

export type Erasure = { id: string; fingerprints: string[] };

/** Hashes that say whether something belongs to the erased one, and nothing else. `id` is the erasure's. */
export function fingerprintsOf(id: string, subject: ErasureSubject): string[] {
  const { authorKeys, domains, teamIds, channelIds, names } = subject;
  const marks = [
    ...authorKeys.map((key) => `author:${key.toLowerCase()}`),
    ...domains.map((domain) => `domain:${domain.toLowerCase()}`),
    ...teamIds.map((team) => `team:${team}`),
    ...channelIds.map((channel) => `channel:${channel}`),
    ...names.map(folded).filter(isTelling).map(nameMark),
  ];
  return [...new Set(marks.map((mark) => hashed(id, mark)))];
}

/** How many words a name has stands before its hash, so that only as many words are looked at together. */
const nameMark = (name: string) => `name:${name.split(' ').length}:${name}`;

/** Names are held against as many words of the text as they have themselves. */
export function belongsTo({ id, fingerprints }: Erasure, traces: Traces): boolean {
  const known = new Set(fingerprints);
  const is = (mark: string) => known.has(hashed(id, mark));
  const domains = traces.emails.flatMap((email) => domainsOf(email));
  return (
    traces.authorKeys.some((key) => is(`author:${key.toLowerCase()}`)) ||
    traces.emails.some((email) => is(`author:${email.toLowerCase()}`)) ||
    domains.some((domain) => is(`domain:${domain}`)) ||
    (traces.teamId !== undefined && is(`team:${traces.teamId}`)) ||
    (traces.channelId !== undefined && is(`channel:${traces.channelId}`)) ||
    runsOf(traces.text, longestName).some((words) => is(nameMark(words)))
  );
}

const longestName = 6;

/** One word that is written small may be an ordinary one. */
function runsOf(text: string, most: number): string[] {
  const words = [...text.normalize('NFKC').matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word).slice(0, 400);
  const runs = new Set<string>();
  for (let i = 0; i < words.length; i++)
    for (let n = 1; n <= most && i + n <= words.length; n++) {
      const run = words.slice(i, i + n).join(' ');
      if (n > 1 || run !== run.toLowerCase() || !/^\p{Ll}+$/u.test(run)) runs.add(run.toLowerCase());
    }
  return [...runs].filter(isTelling);
}

/** `a.b.acme.test` is at `b.acme.test` and at `acme.test`, too. */
function domainsOf(email: string): string[] {
  const parts = (email.toLowerCase().split('@')[1] ?? '').split('.');
  return parts.slice(0, -1).map((_, i) => parts.slice(i).join('.'));
}

const isTelling = (name: string) => name.length >= 3;

function hashed(id: string, mark: string): string {
  return createHash('sha256').update(`${id} ${mark}`).digest('hex').slice(0, 32);
}

/** What every text of ours is rid of. */
export function forgottenOf(subject: ErasureSubject): Forgotten {
  return { ...identityOf(subject), words: subject.words ?? [], others: subject.others };
}

/** What the words of others are rid of. */
export function identityOf({ names, domains, authorKeys }: ErasureSubject): Forgotten {
  const marks = authorKeys.filter((key) => key.includes('@') || /^[UW][A-Z0-9]{6,}$/.test(key));
  return { names, domains, marks, words: [] };
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
