// How texts of people, dates and links are written in a ticket.
import { cutText, oneLine } from '../../text/cut.ts';
import { inertMarkdown, withoutInvisible } from '../../text/mrkdwn-inert.ts';

/** On one line, meaning only itself. */
export function plain(text: string, limit: number): string {
  return inertMarkdown(cutText(oneLine(withoutInvisible(text)), limit));
}

export function quoteMarkdown(text: string, limit: number): string {
  const shown = cutText(
    withoutInvisible(text)
      .trim()
      .replace(/\n{2,}/g, '\n'),
    limit,
  );
  return inertMarkdown(shown)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** `9 Mar 2026`, in UTC: a ticket has no reader's time zone. */
export function day(at: Date): string {
  const format = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(at);
}

/** Safe inside a markdown link's brackets. */
export const isAddress = (link: string | null): link is string =>
  link !== null && /^https?:\/\/[^\s<>()[\]]+$/.test(link);
