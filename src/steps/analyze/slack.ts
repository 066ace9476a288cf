// The listeners of analysis: a person says "not right", and which area, kind or severity it is.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { currentCatalog } from '../../catalog/catalog.ts';
import { mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { actionId } from '../../text/screen.ts';
import { notesOf } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { Correcting, CorrectionAnswer, correctCallback, correctedModal, correctionModal } from './blocks.ts';
import { type Change, changesIn } from './correct.ts';
import { findInForce, saveCorrections } from './store-corrections.ts';

export function analyzeEars(app: App, deps: Deps): void {
  app.action(actionId('not-right'), async ({ body, action, ack }) => {
    await ack();
    const findingId = z.looseObject({ value: z.uuid() }).safeParse(action).data?.value;
    if (!findingId || body.type !== 'block_actions' || !(await mayRead(deps, body.user.id)).allowed) return;
    await openForm(deps, { findingId, triggerId: body.trigger_id, origin: body.channel?.id ?? 'a modal' });
  });
  app.view(correctCallback, async ({ ack, body, view, context }) => {
    const { findingId, origin } = Correcting.parse(JSON.parse(view.private_metadata));
    const chosen = CorrectionAnswer.parse(view.state.values);
    const { happened, deliveryId } = notesOf(context);
    const before = (await mayRead(deps, body.user.id)).allowed && (await findInForce(deps.db, findingId));
    const changes = before ? changesIn(before, chosen) : [];
    const { areas } = await currentCatalog(deps);
    // The answer replaces the form; it comes within the three seconds, so it may wait for two short queries.
    await ack({ response_action: 'update', view: correctedModal(changes, areas) });
    if (before)
      happened.push(...(await correct(deps, before, { changes, by: body.user.id, origin, deliveryId })));
  });
}

async function openForm(
  deps: Deps,
  { findingId, triggerId, origin }: { findingId: string; triggerId: string; origin: string },
): Promise<void> {
  const finding = await findInForce(deps.db, findingId);
  if (!finding) return;
  const { areas } = await currentCatalog(deps);
  await deps.slack.openView(triggerId, correctionModal({ ...finding, findingId, origin }, areas));
}

type Correction = { changes: Change[]; by: string; origin: string; deliveryId: string };

async function correct(
  deps: Deps,
  finding: { id: string; feedbackId: string },
  { changes, by, origin, deliveryId }: Correction,
): Promise<Happened[]> {
  if (changes.length === 0) return [];
  const at = deps.now();
  await deps.db.transaction(async (tx) => {
    await saveCorrections(
      tx,
      changes.map(({ field, was, is }) => ({
        id: idFor('correction', deliveryId, field),
        feedbackId: finding.feedbackId,
        findingId: finding.id,
        field,
        was,
        is,
        by,
        at,
      })),
    );
    const what = `corrected ${changes.map(({ field, was, is }) => `${field} from ${was ?? 'none'} to ${is ?? 'none'}`).join(', ')}`;
    const subject = `feedback:${finding.feedbackId}`;
    await note(tx, { at, who: by, what, subject, origin, occasion: deliveryId });
  });
  return [{ what: 'corrected', feedbackId: finding.feedbackId, findingId: finding.id }];
}
