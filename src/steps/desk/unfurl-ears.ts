// A link to a theme in a message shows the theme beneath it, wherever only our own people read.
import { mayRead } from '../../customers/access.ts';
import type { Deps } from '../../deps.ts';
import { button, count, type Screen, screen, section } from '../../text/screen.ts';
import type { Ears } from '../ears.ts';
import { meetChannel } from '../intake/channels.ts';
import { stateWords } from '../prioritize/blocks.ts';
import { scoreWords, type ThemeLine, themeName, titleWords } from '../prioritize/theme-line.ts';
import { findThemeByName } from '../theme/store.ts';
import { linesFor } from './lines.ts';
import { themeNumberIn } from './theme-link.ts';

export const unfurlEars: Ears = (app, deps) => {
  app.event('link_shared', async ({ event }) => {
    const { publicUrl } = deps.config.http;
    // A message that is still being written has no place yet.
    if (!publicUrl || event.channel === 'COMPOSER' || !(await mayShow(deps, event))) return;
    const shown: Record<string, { blocks: Screen['blocks'] }> = {};
    for (const { url } of event.links) {
      const number = themeNumberIn(url, publicUrl);
      const line = number === null ? undefined : await lineNamed(deps, number);
      if (line) shown[url] = { blocks: unfurlScreen(line).blocks };
    }
    if (Object.keys(shown).length === 0) return;
    await deps.slack.unfurl({ channel: event.channel, ts: event.message_ts }, shown);
  });
};

async function mayShow(deps: Deps, { channel, user }: { channel: string; user: string }): Promise<boolean> {
  if (!(await mayRead(deps, user)).allowed) return false;
  return (await meetChannel(deps, channel))?.shared === 'internal';
}

async function lineNamed(deps: Deps, number: number): Promise<ThemeLine | undefined> {
  const theme = await findThemeByName(deps.db, String(number));
  return theme && (await linesFor(deps, [theme.id]))[0];
}

/** Pure. */
export function unfurlScreen(theme: ThemeLine): Screen {
  const heard = `${count(theme.customers, 'customer')}, ${count(theme.reports, 'report')}`;
  const words = [scoreWords(theme), heard, stateWords(theme)].filter(Boolean).join(' · ');
  return screen(`${themeName(theme.number)} ${titleWords(theme)}`, [
    section(
      `*${themeName(theme.number)} ${titleWords(theme)}*\n${words}`,
      button('Details', 'theme', theme.id),
    ),
  ]);
}
