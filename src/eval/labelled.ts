// The file an evaluation reads: one JSON object a line, with what people said about each text.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StartFailure } from '../lib/failure.ts';

const Labelled = z
  .object({
    id: z.union([z.string(), z.number()]).transform(String),
    text: z.string(),
    label: z.union([z.string(), z.number()]).transform(String).optional(),
    labels: z.array(z.string()).optional(),
    group: z.string().optional(),
    stars: z.number().optional(),
    dups: z.array(z.union([z.string(), z.number()]).transform(String)).optional(),
    created_at: z.string().optional(),
  })
  .transform(({ created_at, ...rest }) => ({ ...rest, createdAt: created_at }));
export type Labelled = z.infer<typeof Labelled>;

/** Items in the order people wrote them: by `created_at` where every item has one, else as the file has them. */
export function readLabelled(file: string): Labelled[] {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    throw new StartFailure(
      `${file} cannot be read. Give the path of a JSONL file with id, text and label on each line.`,
    );
  }
  const items = content
    .split('\n')
    .flatMap((line, at) => (line.trim() === '' ? [] : [parsed(line, at + 1, file)]));
  if (items.length === 0)
    throw new StartFailure(`${file} holds no line. Each line is one JSON object with id and text.`);
  return inTime(items);
}

function parsed(line: string, at: number, file: string): Labelled {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new StartFailure(`${file} line ${at} is no JSON. Each line is one JSON object with id and text.`);
  }
  const result = Labelled.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new StartFailure(`${file} line ${at}: ${issue?.path.join('.') || 'the object'} ${issue?.message}.`);
}

function inTime(items: Labelled[]): Labelled[] {
  if (!items.every((item) => item.createdAt)) return items;
  return items
    .map((item, at) => ({ item, at, time: Date.parse(item.createdAt!) }))
    .sort((a, b) => a.time - b.time || a.at - b.at)
    .map(({ item }) => item);
}

/** The one label of an item; undefined when it has none. */
export function labelOf(item: Labelled): string | undefined {
  return item.label ?? item.labels?.[0];
}

/** Shuffled the same way for the same seed. Source: Fisher–Yates over mulberry32. */
export function shuffled<T>(list: T[], seed: number): T[] {
  const out = [...list];
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
