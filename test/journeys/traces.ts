// Looks for traces of somebody in everything there is: every column of every table, and everything of ours in Slack and
// Linear.
import { sql } from 'drizzle-orm';
import type { World } from '../world.ts';

/** `schema.table.column` of every place that holds any of these words, in whatever case. The queue's schema, too. */
export async function tracesInDatabase({ db }: World, words: string[]): Promise<string[]> {
  const like = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const columns = await db.execute<{ s: string; t: string; c: string; type: string }>(sql`
    select c.table_schema as s, c.table_name as t, c.column_name as c, c.data_type as type
    from information_schema.columns c join information_schema.tables using (table_schema, table_name)
    where c.table_schema in ('app', 'bullmq') and table_type = 'BASE TABLE'`);
  if (!columns.some(({ s }) => s === 'bullmq') || columns.length < 200)
    throw new Error(`Only ${columns.length} columns were found: is that the whole database?`);
  const found: string[] = [];
  for (const { s, t, c, type } of columns) {
    const text = type === 'bytea' ? `encode("${c}", 'escape')` : `"${c}"::text`;
    const [row] = await db.execute(
      sql`select count(*)::int as n from ${sql.raw(`"${s}"."${t}"`)} where ${sql.raw(text)} ilike any(${sql.param(like)}::text[])`,
    );
    if (Number(row?.n) > 0) found.push(`${s}.${t}.${c}`);
  }
  return found.sort();
}

/** What Earshot wrote in Slack, anywhere, and what it drew on App Home, that holds any of these words. */
export function tracesInSlack({ slack }: World, words: string[]): string[] {
  const { state, botUserId } = slack;
  const all = Object.values(state.messages).flat();
  const ours = all.filter(({ user }) => user === botUserId);
  if (ours.length === 0) throw new Error('Earshot wrote nothing in Slack: there is nothing to look at.');
  const homes = Object.values(state.homes).map((id) => state.views[id]);
  return [...ours, ...homes].map((one) => JSON.stringify(one)).filter((text) => holdsAny(text, words));
}

/** Whatever is in Linear's issues, their links and customers' wishes. */
export function tracesInLinear({ linear }: World, words: string[]): string[] {
  const { issues } = linear.state();
  if (issues.length === 0) throw new Error('There is no issue in Linear to look at.');
  return issues.map((issue) => JSON.stringify(issue)).filter((text) => holdsAny(text, words));
}

const holdsAny = (text: string, words: string[]) =>
  words.some((word) => text.toLowerCase().includes(word.toLowerCase()));
