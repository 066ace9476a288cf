// Files: how they are shown, and where their bytes are.
import type { Core } from './core.ts';
import { maySee } from './places.ts';
import type { StoredFile, User } from './world.ts';

export function fileShown(core: Core, file: StoredFile): Record<string, unknown> {
  // What kind it is, Slack says when it has looked at it.
  const { mimetype, filetype, prettyType } = isReady(core, file)
    ? file
    : { mimetype: '', filetype: '', prettyType: '' };
  const base = `${core.origin()}/files-pri/${file.teamId}-${file.id}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype,
    filetype,
    pretty_type: prettyType,
    user: file.user,
    user_team: file.teamId,
    editable: false,
    size: file.size,
    mode: file.snippetType ? 'snippet' : 'hosted',
    is_external: false,
    external_type: '',
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${base}/${encodeURIComponent(file.name)}`,
    url_private_download: `${base}/download/${encodeURIComponent(file.name)}`,
    permalink: `${core.origin()}/files/${file.user}/${file.id}/${encodeURIComponent(file.name)}`,
    permalink_public: '',
    ...(file.altText ? { alt_txt: file.altText } : {}),
    has_rich_preview: false,
    file_access: 'visible',
  };
}

const kinds: Record<string, [mimetype: string, pretty: string]> = {
  png: ['image/png', 'PNG'],
  jpg: ['image/jpeg', 'JPEG'],
  jpeg: ['image/jpeg', 'JPEG'],
  gif: ['image/gif', 'GIF'],
  svg: ['image/svg+xml', 'SVG'],
  pdf: ['application/pdf', 'PDF'],
  txt: ['text/plain', 'Plain Text'],
  log: ['text/plain', 'Plain Text'],
  md: ['text/markdown', 'Markdown'],
  csv: ['text/csv', 'CSV'],
  json: ['application/json', 'JSON'],
  zip: ['application/zip', 'Zip'],
  mp4: ['video/mp4', 'MPEG 4 Video'],
};

export function kindOf(name: string): { filetype: string; mimetype: string; prettyType: string } {
  const filetype = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'binary';
  const [mimetype, prettyType] = kinds[filetype] ?? ['application/octet-stream', 'Binary'];
  return { filetype, mimetype, prettyType };
}

/** Whoever is in a channel it was shared to, and its owner. */
export function mayOpen(core: Core, user: User, file: StoredFile): boolean {
  if (file.user === user.id) return true;
  return file.channels.some((id) => {
    const channel = core.world.channels[id];
    return channel !== undefined && maySee(channel, user);
  });
}

export const isReady = (core: Core, file: StoredFile): boolean => core.now() >= (file.readyAt ?? 0);
