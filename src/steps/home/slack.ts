// App Home's listeners: opening it, my areas' lists, my digest, my choices; and work rung again from the status.
import type { App } from '@slack/bolt';
import type { Deps } from '../../deps.ts';
import { answer } from '../desk/answer.ts';
import { onPress, type Pressed } from '../desk/press.ts';
import { savePreference } from '../desk/store.ts';
import { topPage } from '../desk/top.ts';
import { endPersonal, openPersonal } from '../digest/schedule-ears.ts';
import { notesOf } from '../ears.ts';
import { ringAgain } from './status.ts';

export function homeEars(app: App, deps: Deps): void {
  app.event('app_home_opened', async ({ event, context }) => {
    if (event.tab === 'home') notesOf(context).happened.push({ what: 'homeChanged', userId: event.user });
  });
  const everyone = { heldBy: 'everyone' as const };
  onPress(app, deps, { ...everyone, action: 'home-top', run: (pressed) => showTop(deps, pressed) });
  onPress(app, deps, { ...everyone, action: 'my-digest', run: (pressed) => openPersonal(deps, pressed) });
  onPress(app, deps, { ...everyone, action: 'my-digest-stop', run: (pressed) => endPersonal(deps, pressed) });
  onPress(app, deps, { ...everyone, action: 'my-questions', run: (pressed) => choose(deps, pressed) });
  onPress(app, deps, {
    heldBy: 'engineer',
    action: 'ring-again',
    run: (pressed) => ringAgain(deps, pressed),
  });
}

async function showTop(deps: Deps, { value, place, triggerId, deliveryId }: Pressed): Promise<[]> {
  await answer(deps, place, { deliveryId, triggerId, screen: await topPage(deps, 1, value) });
  return [];
}

async function choose(deps: Deps, { value, place }: Pressed): Promise<[]> {
  const choice = value === 'off' ? 'off' : 'on';
  await savePreference(deps.db, { userId: place.userId, what: 'questions', choice, at: deps.now() });
  return [];
}
