// What every screen is held against: Slack's own limits, and that no text of people or models acts.
import { expect } from 'vitest';

/** Every mrkdwn text in the blocks. */
export function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, text } = node as { type?: unknown; text?: unknown };
  if (type === 'mrkdwn' && typeof text === 'string') {
    expect(node).toMatchObject({ verbatim: true });
    return [text];
  }
  return Object.values(node).flatMap(textsIn);
}

/** Tokens that Slack acts upon, but for those our screens write themselves. */
export function activeIn(mrkdwn: string): string[] {
  const ours =
    /^<(?:!date\^\d+\^[^|<>]+\|[^|<>]+|@U012345|#C012345|!subteam\^S012345|https:\/\/(?:fernway\.slack\.com|linear\.app|x\.example)\/[^|<>]*\|[^|<>]*)>$/;
  return [...mrkdwn.matchAll(/<[^>]*>?/g)].map(([token]) => token).filter((token) => !ours.test(token));
}
