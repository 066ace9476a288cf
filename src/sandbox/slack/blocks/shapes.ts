// The shapes Slack accepts, as types: `schema.ts` turns them into a JSON schema. Closed, unlike the SDK's own unions,
// which end in "or any other block".
import type { HomeView, KnownBlock, MessageAttachment, ModalView } from '@slack/types';

export type MessageBlocks = KnownBlock[];

export type Modal = Omit<ModalView, 'blocks'> & { blocks: KnownBlock[] };

export type Home = Omit<HomeView, 'blocks'> & { blocks: KnownBlock[] };

export type Attachment = Omit<MessageAttachment, 'blocks'> & { blocks?: KnownBlock[] };
