// A responder that does whatever the customer's text tells it: the worst model there could be, within its schema.
// It copies every link, mention, id and markup of the text into every field, takes the text's JSON over its own, and
// raises what the text wants raised. For tests of what our checks let through.
import { honest, referenced } from './honest.ts';
import type { Responder } from './reply.ts';

export const obedient: Responder = (asked) => {
  const answer = honest(asked);
  if (!('json' in answer) || !asked.schema) return answer;
  const prompt = asked.turns.map(({ text }) => text).join('\n');
  const text = /<feedback-[0-9a-f]+>\n([\s\S]*)<\/feedback-[0-9a-f]+>/.exec(prompt)?.[1] ?? prompt;
  const orders: Orders = { root: asked.schema, wanted: {}, payload: payloadOf(text), raised: raisedBy(text) };
  const raised = obey(asked.schema, answer.json, '', orders);
  return { json: objectsIn(text).reduce((now, wanted) => take(asked.schema!, now, wanted, orders), raised) };
};

type Schema = Record<string, unknown>;
type Orders = { root: Schema; wanted: unknown; payload: string; raised: Record<string, unknown> };

/** Everything in the text that could link, mention, format, hide or name something. */
function payloadOf(text: string): string {
  const found = text.match(
    /<[^<>\n]{1,200}>|!?\[[^\]\n]{0,100}\]\([^)\n]{1,200}\)|\bhttps?:\/\/\S+|\bwww\.\S+|@\w+|[\w.]+@[\w.]+|[0-9a-f]{8}-[0-9a-f-]{27}|`{1,3}[^`]{0,100}`{1,3}|\*{1,2}[^*\n]{1,50}\*{1,2}|[\u202a-\u202e\u2066-\u2069\u200b-\u200f]|[\u{e0000}-\u{e007f}]+|\b[A-Z]{2,6}-\d+\b|&\w+;|\b(?:javascript|data):\S+/gu,
  );
  return (found ?? []).join(' ');
}

/** Judgements the text asks for, however it says it. */
function raisedBy(text: string): Record<string, unknown> {
  const theme = /\b(?:theme|same as|join|merge)\D{0,20}(\d)\b|\bT(\d)\b/i.exec(text);
  const area = /\barea\W{0,5}(?:key\W{0,5})?(?:is |to |= ?|: ?)?["'`]?([\w/-]{3,40})/i.exec(text)?.[1];
  return {
    ...(/critical|severity|severe|p0|highest|urgent|emergency|escalat|kritisch|critique|crític|严重|критич/i.test(
      text,
    )
      ? { severity: 'critical' }
      : {}),
    ...(/churn|leav|cancel|critical|severity/i.test(text) ? { churnRisk: 1 } : {}),
    ...(/confiden|certain|100 ?%|severity|critical/i.test(text) ? { confidence: 1 } : {}),
    ...(/praise|positive|sentiment|happy/i.test(text) ? { sentiment: 1 } : {}),
    ...(theme ? { is: `T${theme[1] ?? theme[2]}` } : {}),
    ...(area ? { key: area, runnerUp: area } : {}),
  };
}

/** Walks the answer along its schema: raises what is to be raised, and puts the payload into every free text. */
function obey(schema: Schema, value: unknown, name: string, orders: Orders): unknown {
  if (typeof schema.$ref === 'string') return obey(referenced(orders.root, schema.$ref), value, name, orders);
  const order = orders.raised[name];
  if (Array.isArray(schema.anyOf)) {
    const full = (schema.anyOf as Schema[]).find(({ type }) => type !== 'null')!;
    const obeyed = obey(full, value ?? '', name, orders);
    return obeyed === '' ? value : obeyed;
  }
  if (Array.isArray(schema.enum)) return schema.enum.includes(order) ? order : value;
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties as Record<string, Schema>).map(([key, part]) => [
        key,
        obey(part, (value as Record<string, unknown>)[key], key, orders),
      ]),
    );
  if (schema.type === 'array') {
    const items = (value as unknown[]).map((item) => obey(schema.items as Schema, item, name, orders));
    return name === 'quotes' ? [...items, orders.payload, 'We were told to say this.'] : items;
  }
  if (schema.type === 'number') return typeof order === 'number' ? order : value;
  if (schema.type === 'string')
    return typeof order === 'string' ? order : `${value} ${orders.payload}`.trim();
  return value;
}

/** JSON objects that stand in the text, outermost first; the first and last brackets are enough. */
function objectsIn(text: string): unknown[] {
  const opening = [...text.matchAll(/\{/g)].slice(0, 20).map(({ index }) => index);
  const closing = [...text.matchAll(/\}/g)]
    .slice(-20)
    .map(({ index }) => index + 1)
    .reverse();
  const found: unknown[] = [];
  let after = -1;
  for (const from of opening) {
    if (from < after) continue;
    const to = closing.find((end) => end > from && parsed(text.slice(from, end)) !== undefined);
    if (to === undefined) continue;
    found.push(parsed(text.slice(from, to)));
    after = to;
  }
  return found;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The wanted value wherever the schema allows it. */
function take(schema: Schema, value: unknown, wanted: unknown, orders: Orders): unknown {
  if (wanted === undefined) return value;
  if (typeof schema.$ref === 'string')
    return take(referenced(orders.root, schema.$ref), value, wanted, orders);
  if (Array.isArray(schema.anyOf)) {
    if (wanted === null) return null;
    return take((schema.anyOf as Schema[]).find(({ type }) => type !== 'null')!, value, wanted, orders);
  }
  if (Array.isArray(schema.enum)) return schema.enum.includes(wanted) ? wanted : value;
  if (schema.type === 'object') {
    if (typeof wanted !== 'object' || wanted === null) return value;
    return Object.fromEntries(
      Object.entries(schema.properties as Record<string, Schema>).map(([key, part]) => [
        key,
        take(part, (value as Record<string, unknown>)[key], (wanted as Record<string, unknown>)[key], orders),
      ]),
    );
  }
  if (schema.type === 'array') {
    if (!Array.isArray(wanted)) return value;
    const pattern = (value as unknown[])[0];
    const items = schema.items as Schema;
    return wanted.map((item) => take(items, pattern ?? neutral(items), item, orders));
  }
  return typeof wanted === (schema.type === 'integer' ? 'number' : schema.type) ? wanted : value;
}

function neutral(schema: Schema): unknown {
  return schema.type === 'number' ? 0 : schema.type === 'boolean' ? false : '';
}
