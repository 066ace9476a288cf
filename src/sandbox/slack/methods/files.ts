// files.*: the three steps of an external upload, and looking a file up.
import { z } from 'zod';
import { write } from '../compose.ts';
import { refuse } from '../core.ts';
import { fileShown, kindOf, mayOpen } from '../files.ts';
import { freshId } from '../ids.ts';
import { anyJson, json, method, text, whole } from '../method.ts';
import { channelJoined } from '../places.ts';
import { post, threadParent } from '../posting.ts';
import type { StoredFile } from '../world.ts';
import { authorOf } from './chat.ts';

const lookedAtMs = 400;

const getUploadUrl = method('files.getUploadURLExternal', {
  scopes: ['files:write'],
  args: { filename: text, length: whole, alt_text: text.optional(), snippet_type: text.optional() },
  run(core, caller, args) {
    if (args.length < 1) refuse('invalid_arguments', '[ERROR] length must be greater than 0');
    if (args.alt_text && args.alt_text.length > 1000) refuse('alt_txt_too_large');
    const file: StoredFile = {
      id: freshId('F'),
      name: args.filename,
      title: args.filename,
      ...kindOf(args.filename),
      size: args.length,
      user: caller.user.id,
      teamId: caller.user.teamId,
      created: Math.floor(core.now() / 1000),
      ...(args.alt_text ? { altText: args.alt_text } : {}),
      ...(args.snippet_type ? { snippetType: args.snippet_type } : {}),
      stage: 'announced',
      channels: [],
      base64: '',
    };
    core.world.files[file.id] = file;
    return { upload_url: `${core.origin()}/upload/v1/${file.id}`, file_id: file.id };
  },
});

const Uploads = z
  .array(
    z.strictObject({ id: z.string(), title: z.string().optional(), highlight_type: z.string().optional() }),
  )
  .min(1);

const completeUpload = method('files.completeUploadExternal', {
  scopes: ['files:write'],
  args: {
    files: json(Uploads),
    channel_id: text.optional(),
    channels: text.optional(),
    initial_comment: text.optional(),
    blocks: anyJson.optional(),
    thread_ts: text.optional(),
  },
  run(core, caller, args) {
    const files = args.files.map(({ id, title }) => {
      const file = core.world.files[id];
      if (!file || file.user !== caller.user.id) return refuse('file_not_found');
      if (file.stage !== 'uploaded')
        refuse(file.stage === 'announced' ? 'file_update_failed' : 'file_already_completed');
      return { file, title };
    });
    const places = (args.channel_id ?? args.channels ?? '').split(',').filter(Boolean);
    const channels = places.map((id) => channelJoined(core, caller, id));
    if (args.thread_ts && channels.length !== 1)
      refuse('invalid_arguments', '[ERROR] thread_ts needs one channel_id');
    if (args.thread_ts) threadParent(core, channels[0]!, args.thread_ts);
    const words =
      args.initial_comment || args.blocks
        ? write(core, caller.kind, { text: args.initial_comment ?? '', blocks: args.blocks })
        : { text: '', mentions: { users: [], usergroups: [], broadcast: [] } };
    // One that is shown nowhere yet is looked at in the background.
    const readyAt = channels.length === 0 ? { readyAt: core.now() + lookedAtMs } : {};
    for (const { file, title } of files)
      Object.assign(file, { stage: 'shared', ...readyAt, ...(title ? { title } : {}) });
    for (const channel of channels) {
      for (const { file } of files) file.channels.push(channel.id);
      post(core, channel, {
        ...words,
        ...authorOf(caller.user),
        subtype: 'file_share',
        fileIds: files.map(({ file }) => file.id),
        ...(args.thread_ts ? { threadTs: args.thread_ts } : {}),
      });
    }
    return { files: files.map(({ file }) => ({ ...fileShown(core, file), channels: file.channels })) };
  },
});

const info = method('files.info', {
  scopes: ['files:read'],
  args: {
    file: text,
    cursor: text.optional(),
    limit: whole.optional(),
    count: whole.optional(),
    page: whole.optional(),
  },
  run(core, caller, args) {
    const file = core.world.files[args.file];
    if (file?.stage !== 'shared' || !mayOpen(core, caller.user, file)) return refuse('file_not_found');
    return {
      file: { ...fileShown(core, file), channels: file.channels },
      comments: [],
      response_metadata: { next_cursor: '' },
    };
  },
});

const deleteFile = method('files.delete', {
  scopes: ['files:write'],
  args: { file: text },
  run(core, caller, args) {
    const file = core.world.files[args.file];
    if (!file) return refuse('file_not_found');
    if (file.user !== caller.user.id) refuse('cant_delete_file');
    delete core.world.files[args.file];
    for (const id of file.channels) core.changed({ type: 'file', channel: id });
    return {};
  },
});

export const files = [getUploadUrl, completeUpload, info, deleteFile];
