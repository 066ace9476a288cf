// Attachments: unfurled links and the older message format that support tools still post.
import type { WireMessage } from '../../slack/wire.ts';
import type { App } from './app.ts';
import { safeColour } from './avatar.ts';
import { blocks } from './blocks/blocks.ts';
import { image } from './blocks/image.ts';
import { type Child, h, type VNode } from './dom.ts';
import { unescapeText } from './mrkdwn.ts';
import { linkView, mrkdwn } from './mrkdwn-view.ts';

type Field = { title?: string; value?: string; short?: boolean };
type Attachment = {
  color?: string;
  pretext?: string;
  author_name?: string;
  author_link?: string;
  title?: string;
  title_link?: string;
  text?: string;
  fallback?: string;
  footer?: string;
  service_name?: string;
  image_url?: string;
  thumb_url?: string;
  fields?: Field[];
  blocks?: unknown[];
};

export function attachmentView(app: App, raw: unknown, message: WireMessage): VNode {
  const it = raw as Attachment;
  const colour = it.color?.startsWith('#') ? it.color : it.color && `#${it.color}`;
  const named = { good: '#2f9e6e', warning: '#d99a1c', danger: '#cf3d4f' }[it.color ?? ''];
  const surface = { kind: 'message', channel: message.channel, ts: message.ts } as const;
  return h(
    'div',
    { class: 'attachment' },
    it.pretext ? h('div', { class: 'pretext' }, mrkdwn(it.pretext, app.text)) : false,
    h(
      'div',
      {
        class: 'attachment-body',
        style: { 'border-left-color': named ?? (colour ? safeColour(colour) : 'var(--line-strong)') },
      },
      it.blocks?.length ? blocks(it.blocks, { app, surface }) : classic(app, it),
    ),
  );
}

function classic(app: App, it: Attachment): Child[] {
  const link = (label: string | undefined, url: string | undefined, kind: string): Child =>
    label &&
    h('div', { class: kind }, url ? linkView(url, [unescapeText(label)], app.text) : unescapeText(label));
  const nothing = !it.title && !it.text && !it.fields?.length && !it.author_name;
  return [
    link(it.service_name ?? it.author_name, it.author_link, 'attachment-author'),
    link(it.title, it.title_link, 'attachment-title'),
    it.text ? h('div', {}, mrkdwn(it.text, app.text)) : false,
    nothing && it.fallback ? unescapeText(it.fallback) : false,
    it.fields?.length
      ? h(
          'div',
          { class: 'attachment-fields' },
          it.fields.map((field) => fieldView(app, field)),
        )
      : false,
    (it.image_url ?? it.thumb_url)
      ? image(
          { image_url: it.image_url ?? it.thumb_url, alt_text: it.fallback ?? it.title },
          { app, surface: { kind: 'still' } },
        )
      : false,
    it.footer ? h('div', { class: 'muted small' }, unescapeText(it.footer)) : false,
  ];
}

const fieldView = (app: App, field: Field) =>
  h(
    'div',
    { class: field.short ? 'field-half' : 'field-whole' },
    h('strong', {}, unescapeText(field.title ?? '')),
    mrkdwn(field.value ?? '', app.text),
  );
