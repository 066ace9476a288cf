// The words an analysis reads: what the customer's side said in an item, as plain text. Pure.
import { plainText } from '../../text/mrkdwn.ts';

type Said = { part: 'voice' | 'context'; text: string; files: { name: string }[] };

/** Long pastes (logs, mails) are cut: the beginning says what it is about. */
const longest = 12_000;

export function wordsOf(messages: Said[], title: string | null): string {
  const said = messages
    .filter((message) => message.part === 'voice')
    .map(({ text, files }) =>
      [plainText(text), ...files.map((file) => `(file: ${file.name})`)].filter(Boolean).join('\n'),
    );
  return [title ?? '', ...said].filter(Boolean).join('\n\n').slice(0, longest);
}
