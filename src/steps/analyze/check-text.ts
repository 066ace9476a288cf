// What a model writes for people: one plain line without links, mentions, markup or hidden characters. Pure.
import { cutText, oneLine } from '../../text/cut.ts';
import { withoutAddresses, withoutInvisible } from '../../text/mrkdwn-inert.ts';

/** May be empty: then nothing was left that can be shown. */
export function plainLine(raw: string, limit: number): string {
  // Bounded before any work, however much came.
  let shown = raw.slice(0, 8 * limit);
  for (let round = 0; round < 6; round += 1) {
    const cleaned = cleanedOnce(shown);
    if (cleaned === shown) return cutText(shown, limit);
    shown = cleaned;
  }
  // Nested so that each removal makes something new: no honest sentence is.
  return cutText(oneLine(shown.replace(/[^\p{L}\p{N}\p{M} .,;!?()'-]/gu, ' ')), limit);
}

function cleanedOnce(text: string): string {
  const bare = withoutAddresses(withoutTags(decoded(withoutInvisible(text))))
    .replace(/(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}_])/gu, '')
    .replace(/(?<![\p{L}\p{N}])#(?=\p{L})/gu, '');
  return oneLine(withoutMarks(bare));
}

/** Nothing in it links, mentions, formats or hides: what `plainLine` promises, for quotes that must stay verbatim. */
export function isPlain(text: string): boolean {
  return oneLine(decoded(text)) === plainLine(text, Math.max(text.length, 1));
}

/** Twice: `&amp;lt;` must not become a bracket at the next reader's. */
function decoded(text: string): string {
  let now = text;
  for (let i = 0; i < 2; i += 1)
    now = now.replace(
      /&(lt|gt|amp|quot|apos|#x?[0-9a-f]{1,6});/gi,
      (whole, name: string) => entity(name) ?? whole,
    );
  return withoutInvisible(now);
}

function entity(name: string): string | undefined {
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  if (!name.startsWith('#')) return named[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** Slack's tokens, HTML, and markdown's links and images; a label stays, where it leads does not. */
function withoutTags(text: string): string {
  return text
    .replace(/!?\[([^[\]\n]{0,300})\]\([^()\n]{0,2000}\)/g, '$1')
    .replace(/!?\[([^[\]\n]{0,300})\]\[[^[\]\n]{0,100}\]/g, '$1')
    .replace(/<(?:https?:|mailto:|tel:)[^<>|\n]{0,2000}\|([^<>\n]{0,300})>/gi, '$1')
    .replace(/<[!@#][^<>\n]{0,300}>/g, ' ')
    .replace(/<!--[^\n]{0,2000}?-->/g, ' ')
    .replace(/<\/?[a-z][^<>\n]{0,1000}>/gi, ' ')
    .replace(/<(?=[\p{L}!@#/?])/gu, '');
}

function withoutMarks(text: string): string {
  return text
    .replaceAll('`', "'")
    .replace(/\*\*|__|~~/g, '')
    .replace(/^[ \t]{0,10}(?:#{1,6}\s|>|[*+-]\s|={3,}|-{3,})[ \t]{0,10}/gm, '')
    .replace(/(?<![\p{L}\p{N}])[*_~]{1,3}(?=\S)/gu, '')
    .replace(/(?<=\S)[*_~]{1,3}(?![\p{L}\p{N}])/gu, '');
}
