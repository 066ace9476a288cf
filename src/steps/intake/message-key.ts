// What names a Slack message among ours, and when it was said. Pure.
import type { SlackMessage } from '../../slack/port.ts';

export const keyOf = (at: { channel: string; ts: string }) => `${at.channel}:${at.ts}`;
export const timeOf = (ts: string) => new Date(Number(ts) * 1000);
export const isReply = (m: SlackMessage) => m.threadTs !== undefined && m.threadTs !== m.ts;
