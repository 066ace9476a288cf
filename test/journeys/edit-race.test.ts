// A message and its edit often arrive within a moment, and two workers hear them at once.
import { expect, it } from 'vitest';
import { hearEdit } from '../../src/steps/intake/change.ts';
import { hearMessage } from '../../src/steps/intake/hear.ts';
import { findMessage } from '../../src/steps/intake/store.ts';
import { startWorld } from '../world.ts';

const world = await startWorld();

it('ends with the last words, whoever is first', async () => {
  const { deps } = world.earshot;
  const channel = world.channel('feedback');
  const base = Math.floor(Date.now() / 1000) - 10_000;
  const texts: (string | undefined)[] = [];
  for (let n = 0; n < 40; n++) {
    const ts = `${base + n * 200}.000100`;
    const said = {
      ...{
        channel,
        ts,
        user: world.user('sam'),
        files: [],
        reactions: [],
        blocks: [],
        attachments: [],
        replyCount: 0,
        raw: {},
      },
      text: `Globex: the CSV export of report ${n} is empty.`,
    };
    const edited = { ...said, text: `${said.text} Since Monday.`, editedTs: `${base + n * 200}.000200` };
    const both = [() => hearMessage(deps, said, { how: 'channel' }), () => hearEdit(deps, edited)];
    await Promise.all((n % 2 === 0 ? both : both.reverse()).map((hear) => hear()));
    texts.push((await findMessage(deps.db, `${channel}:${ts}`))?.text);
  }
  expect(texts).toEqual(texts.map((_, n) => `Globex: the CSV export of report ${n} is empty. Since Monday.`));
}, 60_000);
