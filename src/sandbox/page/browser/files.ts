// Files in messages: pictures large, everything else as a card.
import type { WireFile } from '../../slack/wire.ts';
import type { App } from './app.ts';
import { withToken } from './blocks/image.ts';
import { h, type VNode } from './dom.ts';
import { icon } from './icons.ts';

const shownImages = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml']);

export function fileView(app: App, file: WireFile): VNode {
  const address = withToken(file.url_private, app.api.token);
  const link = { href: address, target: '_blank', rel: 'noopener noreferrer' };
  if (!shownImages.has(file.mimetype)) return card(file, link);
  return h(
    'figure',
    { class: 'file-image', key: file.id },
    h('figcaption', {}, file.title || file.name),
    h(
      'a',
      { attrs: { ...link, 'aria-label': `Open ${file.title || file.name}` } },
      h('img', { attrs: { src: address, alt: file.alt_txt ?? file.title ?? file.name } }),
    ),
  );
}

function card(file: WireFile, link: { href: string }): VNode {
  return h(
    'a',
    { class: 'file-card', key: file.id, attrs: { ...link, download: file.name } },
    h('span', { class: 'file-sign' }, icon('file', 22)),
    h(
      'span',
      {},
      h('strong', {}, file.title || file.name),
      h('small', {}, `${file.filetype.toUpperCase()} · ${sizeText(file.size)}`),
    ),
  );
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
