// Slack's side of forgetting: the command and its confirmation. Held by those who decide.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { note } from '../../audit/audit.ts';
import { mayDecide } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { idFor } from '../../lib/ids.ts';
import { said } from '../../text/screen.ts';
import { notesOf, type Subcommand } from '../ears.ts';
import { fingerprintsOf } from '../intake/erase.ts';
import { saveErasure } from '../intake/store-erasure.ts';
import { findAlike, findCandidates, subjectOf } from './erase-find.ts';
import { EraseAnswer, eraseCallback, eraseModal, erasingView } from './erase-view.ts';

export function eraseEars(app: App, deps: Deps): void {
  app.view(eraseCallback, async ({ ack, body, view, context }) => {
    const access = await mayDecide(deps, body.user.id);
    if (!access.allowed) return ack({ response_action: 'errors', errors: { whom: access.because } });
    const value = EraseAnswer.parse(view.state.values).whom.whom.selected_option.value;
    const { origin } = z.object({ origin: z.string() }).parse(JSON.parse(view.private_metadata));
    const asked = await askToErase(deps, { value, by: body.user.id, origin, viewId: view.id });
    if (!asked) return ack({ response_action: 'errors', errors: { whom: 'They are not known any more.' } });
    await ack({ response_action: 'update', view: erasingView(asked.name) });
    notesOf(context).happened.push({ what: 'erasureAsked', erasureId: asked.id });
  });
}

type Asked = { value: string; by: string; origin: string; viewId: string };

/** The audit line says that somebody was erased and by whom; not who it was. */
async function askToErase(
  deps: Deps,
  { value, by, origin, viewId }: Asked,
): Promise<{ id: string; name: string } | undefined> {
  const subject = await subjectOf(deps, value);
  if (!subject) return undefined;
  const id = idFor('erasure', viewId);
  const askedAt = deps.now();
  await deps.db.transaction(async (tx) => {
    const fingerprints = fingerprintsOf(id, subject);
    await saveErasure(tx, { id, askedBy: by, askedAt, origin, subject, fingerprints });
    const what = `asked to erase a ${subject.kind}`;
    await note(tx, { at: askedAt, who: by, what, subject: `erasure:${id}`, origin, occasion: viewId });
  });
  return { id, name: subject.name };
}

export const eraseCommands: Subcommand[] = [
  {
    name: 'erase',
    usage: '<customer or person>',
    about: 'forget what somebody said and who they are, for good',
    heldBy: 'engineer',
    run: async (deps, { rest, triggerId, responseUrl, channelId }) => {
      const found = await findCandidates(deps, rest);
      if (found.length > 0) await deps.slack.openView(triggerId, eraseModal(found, channelId));
      else await deps.slack.respond(responseUrl, { text: await unknownText(deps, rest) });
      return [];
    },
  },
];

async function unknownText(deps: Deps, typed: string): Promise<string> {
  if (!typed)
    return 'Whom? Give a customer or a person: `/earshot erase Acme`, `/earshot erase jo@acme.com`, `/earshot erase @jo`.';
  const alike = (await findAlike(deps, typed)).map((name) => `“${said(name, 60)}”`);
  const meant = alike.length > 0 ? ` Did you mean ${alike.join(' or ')}?` : '';
  return `Nobody is known as “${said(typed, 60)}”.${meant} Give a customer's name, domain or id, or a person's address, full name or mention.`;
}
