// Images in blocks: from the workspace's own files, or by address.
import { h, type VNode } from '../dom.ts';
import type { BlockContext } from './block-context.ts';

type Pictured = { [field: string]: unknown; image_url?: unknown; slack_file?: unknown; alt_text?: unknown };

export function image(pictured: Pictured, context: BlockContext): VNode {
  const alt = `${pictured.alt_text ?? ''}`;
  return h('img', {
    class: 'block-image',
    attrs: { src: addressOf(pictured, context), alt, title: alt, loading: 'lazy' },
  });
}

function addressOf({ image_url, slack_file }: Pictured, { app }: BlockContext): string | undefined {
  if (image_url) return `${image_url}`;
  const file = slack_file as { id?: string; url?: string } | undefined;
  if (!file) return undefined;
  // The page and the workspace's server are at different addresses.
  const url = file.url ?? `${app.state.bootstrap.slackUrl}/files-pri/${file.id}/picture`;
  return withToken(url, app.api.token);
}

/** The files' server wants to know who asks; an <img> can say so only in the address. */
export function withToken(url: string, token: string): string {
  const address = new URL(url);
  address.searchParams.set('token', token);
  return address.href;
}
