// What the doctor found: in order, worth knowing, or to be put right. Every failure names its fix.
import { reasonOf } from '../lib/failure.ts';

export type Finding =
  | { kind: 'ok' | 'note'; says: string }
  /** `fix`: what a person does about it. */
  | { kind: 'fail'; says: string; fix: string };

export type Examined = { part: string; findings: Finding[] };

export const ok = (says: string): Finding => ({ kind: 'ok', says });
export const note = (says: string): Finding => ({ kind: 'note', says });
export const fail = (says: string, fix: string): Finding => ({ kind: 'fail', says, fix });

/** A part that cannot be examined is a finding, too. `fix` for when the error itself does not name one. */
export async function examine(
  part: string,
  look: () => Promise<Finding[]>,
  fix = 'Look at the network between here and there.',
): Promise<Examined> {
  try {
    return { part, findings: await look() };
  } catch (error) {
    const { says, named } = split(reasonOf(error));
    return { part, findings: [fail(says, named || fix)] };
  }
}

/** Errors of ours say what is wrong in their first sentence and the fix in the rest. */
function split(reason: string): { says: string; named: string } {
  const end = /[.!?]\s+(?=\p{Lu})/u.exec(reason);
  return end
    ? { says: reason.slice(0, end.index + 1), named: reason.slice(end.index + end[0].length) }
    : { says: reason, named: '' };
}

const marks = { ok: 'ok  ', note: 'note', fail: 'FAIL' };

/** As text for a terminal, ending in one line that sums up. */
export function report(examined: Examined[]): string {
  const parts = examined.map(({ part, findings }) =>
    [
      part,
      ...findings.flatMap((finding) => [
        `  ${marks[finding.kind]}  ${finding.says}`,
        ...(finding.kind === 'fail' ? [`        ${finding.fix}`] : []),
      ]),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n\n${summary(examined)}`;
}

function summary(examined: Examined[]): string {
  const all = examined.flatMap(({ findings }) => findings);
  const count = (kind: Finding['kind']) => all.filter((finding) => finding.kind === kind).length;
  const failed = count('fail');
  const verdict = failed === 0 ? 'Nothing to put right.' : `${failed} to put right.`;
  return `${verdict} ${count('ok')} checks in order, ${count('note')} worth knowing.`;
}

export const isWell = (examined: Examined[]): boolean =>
  examined.every(({ findings }) => findings.every(({ kind }) => kind !== 'fail'));

/** `3 minutes ago` */
export function ago(at: Date, now: Date): string {
  const minutes = Math.round((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 90) return `${minutes} minute${minutes === 1 ? '' : 's'} ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}
