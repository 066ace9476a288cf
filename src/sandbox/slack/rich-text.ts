// What Slack's own client adds to the text a person writes: the same as a rich_text block.
const piece =
  /<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>|<#(C[A-Z0-9]+)(?:\|[^<>]*)?>|<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>|<!(here|channel|everyone)(?:\|[^<>]*)?>|<((?:https?:\/\/|mailto:)[^\s<>|]+)(?:\|([^<>]*))?>|:([a-z0-9_+'-]+):/g;

export function richTextOf(text: string): unknown[] {
  const elements: unknown[] = [];
  let end = 0;
  const plain = (words: string) => {
    if (words) elements.push({ type: 'text', text: unescaped(words) });
  };
  for (const match of text.matchAll(piece)) {
    plain(text.slice(end, match.index));
    elements.push(elementOf(match));
    end = match.index + match[0].length;
  }
  plain(text.slice(end));
  return [{ type: 'rich_text', block_id: 'rt', elements: [{ type: 'rich_text_section', elements }] }];
}

function elementOf([, user, channel, group, range, url, label, emoji]: RegExpMatchArray): unknown {
  if (user) return { type: 'user', user_id: user };
  if (channel) return { type: 'channel', channel_id: channel };
  if (group) return { type: 'usergroup', usergroup_id: group };
  if (range) return { type: 'broadcast', range };
  if (url) return { type: 'link', url: unescaped(url), ...(label ? { text: unescaped(label) } : {}) };
  return { type: 'emoji', name: emoji };
}

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
