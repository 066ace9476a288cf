// What people do with tickets in the journeys: in Slack, in Linear's window, in Jira's.
import { hasEar, react, repliesIn, until, type World, write } from '../world.ts';

/** Somebody passes on what a customer said, Eva asks for its ticket; returns its key and the message's ts. */
export async function askForTicket(
  world: World,
  text: string,
  channel = 'feedback',
): Promise<{ ts: string; key: string; reply: string }> {
  const ts = await write(world, 'sam', channel, text);
  await until('an ear', () => hasEar(world, 'sam', channel, ts));
  await react(world, 'eva', channel, ts, 'ticket');
  const reply = await until('a reply with its ticket', async () =>
    (await repliesIn(world, 'eva', channel, ts)).find((m) => keyIn(m.text)),
  );
  return { ts, key: keyIn(reply.text)!, reply: reply.ts };
}

export const keyIn = (text: string): string | undefined => /\b[A-Z]{3,4}-\d+\b/.exec(text)?.[0];

type Acted = { ok: true; issue: { id: string; identifier: string; key: string; url: string } };

export const linearAct = (world: World, act: object): Promise<Acted> => acted(world.linear.url, act);
export const jiraAct = (world: World, act: object): Promise<Acted> => acted(world.jira.url, act);

async function acted(url: string, act: object): Promise<Acted> {
  const answer = await fetch(`${url}/sandbox/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
  const said = (await answer.json()) as Acted | { ok: false; error: string };
  if (!said.ok) throw new Error(said.error);
  return said;
}
