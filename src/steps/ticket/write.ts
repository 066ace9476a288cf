// Lets the model write the ticket's words, where there is one. Whatever goes wrong, the ticket is assembled from data.
import { customerNames, withoutNames } from '../../customers/names-in-text.ts';
import type { Deps } from '../../deps.ts';
import { Permanent, reasonOf } from '../../lib/failure.ts';
import { AnswerRejected, ModelUnavailable } from '../../llm/port.ts';
import { redact } from '../../text/redact.ts';
import { speaksToReader } from '../analyze/injection.ts';
import type { ReportRow } from '../theme/store.ts';
import type { DraftData, Written } from './draft-data.ts';
import { checkWritten, type TicketFacts, ticketQuestion } from './prompt.ts';

export async function writeStory(deps: Deps, data: DraftData, reports: ReportRow[]): Promise<Written | null> {
  if (!deps.model) return null;
  const bare = withoutNames(await customerNames(deps));
  const facts = factsFor(data, reports, bare);
  if (facts.reports.length === 0 || speaksToReader(data.theme.title)) return null;
  try {
    const { value, model } = await deps.model.ask(ticketQuestion(facts));
    return checkWritten(value, facts, { bare, by: model }) ?? null;
  } catch (error) {
    const answered = error instanceof ModelUnavailable || error instanceof AnswerRejected;
    if (!answered && !(error instanceof Permanent)) throw error;
    deps.log.info({ reason: reasonOf(error) }, 'a ticket was written without the model');
    return null;
  }
}

/** Nothing leaves that names a customer or a secret, or that tries to instruct its reader. */
function factsFor(data: DraftData, reports: ReportRow[], bare: (text: string) => string): TicketFacts {
  const clean = (text: string) => redact(bare(text)).text;
  return {
    title: clean(data.theme.title),
    kind: data.kind,
    area: data.area?.name ?? null,
    code: data.area?.code ?? [],
    affects: data.affects,
    causes: data.causes.map(({ says }) => clean(says)).filter((says) => !speaksToReader(says)),
    reports: reports
      .map(({ summary, quotes }) => [summary, ...quotes].join(' '))
      .filter((said) => !speaksToReader(said))
      .map(clean),
  };
}
