// Line icons, drawn for this page on a 20 x 20 grid.
import { h, type VNode } from './dom.ts';

const paths = {
  hash: 'M7.5 3 5.5 17M14.5 3l-2 14M3.5 7.5h14M2.5 12.5h14',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  shared: 'M8 6.5H6.5a3.5 3.5 0 0 0 0 7H8M12 6.5h1.5a3.5 3.5 0 0 1 0 7H12M7.5 10h5',
  smile:
    'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM6.8 11.6c.6 1.5 1.8 2.3 3.2 2.3s2.6-.8 3.2-2.3M7.5 7.6v.8M12.5 7.6v.8',
  smilePlus:
    'M12 3.2A7.2 7.2 0 1 0 16.8 9M6.6 12c.7 1.4 1.8 2.1 3.1 2.1s2.4-.7 3.1-2.1M7.4 8v.8M12 8v.8M16.3 1.8v5M13.8 4.3h5',
  reply: 'M3 4.5h14v9.5H9l-3.5 3v-3H3zM6.5 8h7M6.5 10.8h4.5',
  more: 'M10 4.2v.1M10 10v.1M10 15.8v.1',
  close: 'M5 5l10 10M15 5 5 15',
  down: 'M5 7.5l5 5 5-5',
  right: 'M7.5 5l5 5-5 5',
  left: 'M12.5 5l-5 5 5 5',
  up: 'M5 12.5l5-5 5 5',
  send: 'M3.5 4.2 17 10 3.5 15.8l1.6-5.8zM5.1 10H11',
  plus: 'M10 4v12M4 10h12',
  paperclip:
    'M15.5 9.2 9.7 15a3.3 3.3 0 0 1-4.7-4.7l6.4-6.3a2.2 2.2 0 0 1 3.1 3.1l-6.2 6.2a1.1 1.1 0 0 1-1.6-1.6l5.3-5.2',
  at: 'M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm0 0v1.3a2 2 0 0 0 4 .2V10a7 7 0 1 0-2.8 5.6',
  bold: 'M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z',
  italic: 'M8.5 4h6M5.5 16h6M11.5 4l-3 12',
  strike:
    'M3.5 10h13M13.6 6.6C13.2 5 12 4 10 4 7.9 4 6.5 5.1 6.5 6.7c0 .7.3 1.3.9 1.8M6.3 13.2c.4 1.8 1.7 2.8 3.8 2.8 2.2 0 3.6-1.1 3.6-2.7 0-.5-.1-.9-.3-1.3',
  code: 'M7 6l-4 4 4 4M13 6l4 4-4 4',
  link: 'M8.5 11.5a3 3 0 0 0 4.3.2l2.7-2.7a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3-.2L4.5 11a3 3 0 0 0 4.3 4.3l.9-.9',
  eye: 'M2.5 10S5.2 4.8 10 4.8 17.5 10 17.5 10 14.8 15.2 10 15.2 2.5 10 2.5 10Zm9.8 0a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0Z',
  bolt: 'M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z',
  pencil: 'M4 16l.7-3.3L13.3 4l2.7 2.7-8.7 8.6zM11.5 5.8l2.7 2.7',
  trash: 'M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.3 8.5v5M11.7 8.5v5',
  check: 'M4 10.5l4 4 8-9',
  warning: 'M10 3 18 16.5H2zM10 8v4M10 14.2v.1',
  search: 'M14 9a5 5 0 1 1-10 0 5 5 0 0 1 10 0Zm-1.5 3.5L17 17',
  board: 'M3.5 4h3.5v12H3.5zM8.8 4h3.5v8H8.8zM14 4h3v10h-3z',
  list: 'M3.5 5.5h.1M3.5 10h.1M3.5 14.5h.1M7 5.5h10M7 10h10M7 14.5h10',
  home: 'M3.5 9.5 10 4l6.5 5.5V16.5h-4.3v-4h-4.400v4H3.5z',
  apps: 'M4 4h5v5H4zM11 4h5v5h-5zM4 11h5v5H4zM11 11h5v5h-5z',
  people:
    'M10 7a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM3 15.5c.3-2.7 2-4.3 4.5-4.3s4.2 1.6 4.5 4.3zM13 9.3a2.2 2.2 0 1 0-1.2-4M14 11.400c1.7.3 2.8 1.7 3 4.1h-2.5',
  file: 'M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4.2l2.8 1.8',
  external: 'M8 4.5H4v11.5h11.5V12M11.5 3.5h5v5M16.5 3.5 9.5 10.5',
  panel: 'M3 4h14v12H3zM12 4v12',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3M16.3 3v3.3H13',
  comment: 'M3.5 4.5h13v9H9.5l-3 2.8v-2.8h-3z',
  bars: 'M4 12.5v3M10 8.5v7M16 4.5v11',
  bot: 'M4 7.5h12v8.5H4zM10 7.5V4.5M7.5 11v1M12.5 11v1M2.5 10.5v2.5M17.5 10.5v2.5',
} as const;
export type IconName = keyof typeof paths;

export function icon(name: IconName, size = 18): VNode {
  return h(
    'svg',
    {
      class: 'icon',
      attrs: { viewBox: '0 0 20 20', width: size, height: size, 'aria-hidden': 'true', focusable: 'false' },
    },
    h('path', { attrs: { d: paths[name] } }),
  );
}
