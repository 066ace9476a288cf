// A permalink of Slack's, read: which message of which channel. Pure.

export type MessagePlace = { channel: string; ts: string; threadTs?: string | undefined };

/** Of any Slack address, as people paste it: bare, in angle brackets, with or without the thread. */
export function placeIn(link: string): (MessagePlace & { host: string }) | undefined {
  const address = /https?:\/\/[^\s<>|]+/.exec(link.replaceAll('&amp;', '&'))?.[0];
  if (!address || !URL.canParse(address)) return undefined;
  const { host, pathname, searchParams } = new URL(address);
  const [, channel, seconds, rest] = /^\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})\/?$/.exec(pathname) ?? [];
  if (!channel) return undefined;
  const threadTs = searchParams.get('thread_ts');
  const inThread = threadTs && /^\d{10}\.\d{6}$/.test(threadTs) ? { threadTs } : {};
  return { host, channel, ts: `${seconds}.${rest}`, ...inThread };
}

/** Only of our own workspace: another's channel would be a stranger to us. */
export function messageIn(link: string, workspaceUrl: string): MessagePlace | undefined {
  const place = placeIn(link);
  if (!place || !URL.canParse(workspaceUrl) || place.host !== new URL(workspaceUrl).host) return undefined;
  const { channel, ts, threadTs } = place;
  return { channel, ts, threadTs };
}
