// Writing: what chat.postMessage, chat.update, an upload or a response_url puts into a message, checked as Slack does.
import { checkAttachments, checkMessageBlocks } from './blocks/check.ts';
import { type Caller, type Core, refuse } from './core.ts';
import { mentionsIn } from './mentions.ts';
import { richTextOf } from './rich-text.ts';
import { normalise } from './text.ts';
import type { Message, MessageMetadata } from './world.ts';

export type Content = {
  text?: string | undefined;
  blocks?: unknown;
  attachments?: unknown;
  metadata?: unknown;
  mrkdwn?: boolean | undefined;
  link_names?: boolean | undefined;
};

/** FACTS: 4,000 characters is what Slack advises, and chat.update enforces; people's own limit is far higher. */
const longestText = { bot: 4000, user: 40_000 };

type Written = Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata' | 'mentions' | 'mrkdwn'>;

/** Throws no_text, msg_too_long, invalid_blocks_format, invalid_blocks, invalid_attachments or invalid_metadata_…. */
export function write(core: Core, author: Caller['kind'], content: Content): Written {
  const blocks = content.blocks === undefined ? undefined : blocksIn(core, content.blocks);
  const attachments =
    content.attachments === undefined ? undefined : attachmentsIn(core, content.attachments);
  const raw = content.text ?? '';
  if (raw.trim() === '' && !blocks?.length && !attachments?.length) refuse('no_text');
  if ([...raw].length > longestText[author === 'user' ? 'user' : 'bot']) refuse('msg_too_long');
  const text = normalise(raw, core.world, { linkNames: content.link_names ?? false });
  const own = author === 'user' && !blocks ? { blocks: richTextOf(text) } : {};
  return {
    text,
    ...(blocks?.length ? { blocks } : own),
    ...(attachments?.length ? { attachments } : {}),
    ...(content.metadata === undefined ? {} : { metadata: metadataIn(content.metadata) }),
    ...(content.mrkdwn === false ? { mrkdwn: false as const } : {}),
    mentions: mentionsIn({ text, ...(blocks ? { blocks } : {}), ...(attachments ? { attachments } : {}) }),
  };
}

function blocksIn(core: Core, given: unknown): unknown[] {
  const blocks = fromJson(given, 'invalid_blocks_format');
  if (!Array.isArray(blocks)) return refuse('invalid_blocks_format');
  const problems = checkMessageBlocks(core.shapes, blocks);
  if (problems.length > 0) refuse('invalid_blocks', ...problems);
  return blocks.map((block, i) => ({ ...block, block_id: block.block_id ?? blockId(i) }));
}

function attachmentsIn(core: Core, given: unknown): unknown[] {
  const attachments = fromJson(given, 'invalid_attachments');
  if (!Array.isArray(attachments)) return refuse('invalid_attachments');
  const problems = checkAttachments(core.shapes, attachments);
  if (problems.length > 0) refuse('invalid_attachments', ...problems);
  return attachments.map((attachment, i) => ({ id: i + 1, ...attachment }));
}

/** About 16 KB, as FACTS has it. */
function metadataIn(given: unknown): MessageMetadata {
  const metadata = fromJson(given, 'invalid_metadata_format') as Partial<MessageMetadata> | null;
  if (typeof metadata !== 'object' || metadata === null) return refuse('invalid_metadata_format');
  const { event_type, event_payload, ...rest } = metadata;
  if (typeof event_type !== 'string' || typeof event_payload !== 'object' || event_payload === null)
    return refuse(
      'invalid_metadata_format',
      '[ERROR] event_type (string) and event_payload (object) are required',
    );
  const unknown = Object.keys(rest);
  if (unknown.length > 0) refuse('invalid_metadata_format', `[ERROR] unknown field: ${unknown.join(', ')}`);
  if (JSON.stringify(metadata).length > 16_000) refuse('metadata_too_large');
  return { event_type, event_payload };
}

export function fromJson(given: unknown, error: string): unknown {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(given);
  } catch {
    return refuse(error);
  }
}

/** Slack names the blocks that have no block_id. */
export const blockId = (i: number): string => `b${i}${Math.random().toString(36).slice(2, 6)}`;
