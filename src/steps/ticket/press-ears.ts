// A button of a ticket was pressed: who, where, and may they?
import type { App, BlockAction } from '@slack/bolt';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { actionId } from '../../text/screen.ts';
import { notesOf } from '../ears.ts';
import type { Happened } from '../happened.ts';
import { type Asked, isAllowed } from './ask.ts';

/** The pressed button's value goes to `run`, when the person may. */
export function onPress(
  app: App,
  deps: Deps,
  action: string | RegExp,
  run: (asked: Asked, value: string, body: BlockAction) => Promise<Happened[]>,
): void {
  app.action(
    typeof action === 'string' ? actionId(action) : action,
    async ({ body, action: used, context, ack }) => {
      await ack();
      const value = z.looseObject({ value: z.string() }).safeParse(used).data?.value;
      if (body.type !== 'block_actions' || !value) return;
      const { happened, deliveryId } = notesOf(context);
      const channel = body.channel?.id ?? (await deps.slack.openDm(body.user.id));
      const threadTs = body.message?.thread_ts ?? body.message?.ts ?? null;
      const asked = { by: body.user.id, channel, threadTs, occasion: deliveryId };
      if (await isAllowed(deps, asked)) happened.push(...(await run(asked, value, body)));
    },
  );
}
