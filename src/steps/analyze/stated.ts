// A person who wrote feedback down may have said how bad it is; no analysis says otherwise. Pure.
import type { Analysis, Severity } from './analysis.ts';

/** Applies to everything the item says; the reason is shown under "Why?". */
export function withStatedSeverity(analysis: Analysis, stated: Severity | null): Analysis {
  if (!analysis.feedback || !stated) return analysis;
  const because = `${stated}: set by the person who wrote it down`;
  const findings = analysis.findings.map((finding) => ({
    ...finding,
    severity: stated,
    because: [
      because,
      ...finding.because.filter((line) => !/^(low|medium|high|critical)\b/i.test(line)),
    ].slice(0, 8),
  }));
  return { ...analysis, findings };
}
