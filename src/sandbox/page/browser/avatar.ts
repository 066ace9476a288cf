// Faces: initials on the person's colour; Earshot has its ear, other apps a robot.
import type { WireUser } from '../../slack/wire.ts';
import { h, type VNode } from './dom.ts';
import { type IconName, icon } from './icons.ts';

type Face = Pick<WireUser, 'initials' | 'colour' | 'is_bot' | 'real_name'>;

export function avatar(user: Face | undefined, size: number): VNode {
  const box = { width: `${size}px`, height: `${size}px`, 'font-size': `${Math.round(size * 0.4)}px` };
  if (user?.is_bot) {
    const sign: IconName = user.real_name === 'Earshot' ? 'ear' : 'bot';
    return h(
      'span',
      { class: 'avatar avatar-app', style: box, attrs: hidden },
      icon(sign, Math.round(size * 0.64)),
    );
  }
  const style = { ...box, background: safeColour(user?.colour) };
  return h('span', { class: 'avatar', style, attrs: hidden }, user?.initials ?? '?');
}

const hidden = { 'aria-hidden': 'true' };

/** Only a colour can get into a style. */
export const safeColour = (colour: string | undefined): string =>
  /^#[0-9a-f]{6}$/i.test(colour ?? '') ? colour! : '#6b7280';
