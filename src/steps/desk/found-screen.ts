// Several themes, or none, fit what was typed. Pure.
import { button, context, type Screen, said, screen, section } from '../../text/screen.ts';
import { type ThemeLine, themeName, titleWords } from '../prioritize/theme-line.ts';

export function foundScreen(typed: string, themes: ThemeLine[]): Screen {
  if (themes.length === 0) {
    const none = typed
      ? `No theme is called "${said(typed, 80)}".`
      : 'Which theme? Write its number, its ticket, or words of its name.';
    return screen(none, [section(none), ...context('`/earshot top` lists them with their numbers.')]);
  }
  const lead = `Themes with "${said(typed, 80)}" in their names:`;
  return screen(lead, [
    section(lead),
    ...themes.map((theme) =>
      section(`${themeName(theme.number)} ${titleWords(theme)}`, button('Details', 'theme', theme.id)),
    ),
  ]);
}
