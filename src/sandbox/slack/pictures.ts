// Pictures in blocks that are files of the workspace: Slack takes images that are ready and that the poster may open.
import { type Core, refuse } from './core.ts';
import { isReady, mayOpen } from './files.ts';
import type { Channel, StoredFile, User } from './world.ts';

type Named = { file: { id?: string; url?: string }; place: string };

/** Throws invalid_blocks in Slack's words. */
export function refuseStrangePictures(core: Core, poster: User, blocks: unknown): void {
  const strange = picturesIn(blocks).filter((one) => !isUsable(core, poster, fileOf(core, one)));
  if (strange.length > 0)
    refuse(
      'invalid_blocks',
      ...strange.map(({ place }) => `[ERROR] invalid slack file [json-pointer:${place}]`),
    );
}

/** Whoever sees the message sees its pictures. */
export function sharePictures(core: Core, channel: Channel, blocks: unknown): void {
  for (const one of picturesIn(blocks)) {
    const file = fileOf(core, one);
    if (file && !file.channels.includes(channel.id)) file.channels.push(channel.id);
  }
}

function isUsable(core: Core, poster: User, file: StoredFile | undefined): boolean {
  const isPicture = /^image\/(png|jpeg|gif)$/.test(file?.mimetype ?? '');
  return file?.stage === 'shared' && isPicture && isReady(core, file) && mayOpen(core, poster, file);
}

function fileOf(core: Core, { file }: Named): StoredFile | undefined {
  return core.world.files[
    file.id ?? /\/(?:files-pri\/\w+-|files\/\w+\/)(F\w+)/.exec(file.url ?? '')?.[1] ?? ''
  ];
}

function picturesIn(node: unknown, place = '/blocks'): Named[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'slack_file' ? [{ file: value, place: `${place}/${key}` }] : picturesIn(value, `${place}/${key}`),
  );
}
