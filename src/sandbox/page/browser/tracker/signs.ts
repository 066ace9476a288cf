// Small signs of a tracker: state circles, priority bars, labels, people.
import { safeColour } from '../avatar.ts';
import { h, type VNode } from '../dom.ts';
import type { IssueState, Person, StateType, TrackerIssue } from './tracker-state.ts';

const filled: Record<StateType, number> = {
  triage: 0,
  backlog: 0,
  unstarted: 0,
  started: 0.5,
  completed: 1,
  canceled: 1,
  duplicate: 1,
};

/** A ring that fills as work goes on; dashed in the backlog, a check when done, a cross when given up. */
export function stateSign({ type, name, color }: IssueState, size = 16): VNode {
  const colour = safeColour(color);
  const inner = 2 * Math.PI * 3;
  const part = filled[type];
  return h(
    'svg',
    {
      class: `state-sign state-${type}`,
      attrs: { viewBox: '0 0 16 16', width: size, height: size, role: 'img', 'aria-label': name },
    },
    h('circle', {
      attrs: {
        cx: 8,
        cy: 8,
        r: 6.2,
        fill: part === 1 ? colour : 'none',
        stroke: colour,
        'stroke-width': 1.8,
        'stroke-dasharray': type === 'backlog' ? '2 1.9' : undefined,
      },
    }),
    part > 0 && part < 1
      ? h('circle', {
          attrs: {
            cx: 8,
            cy: 8,
            r: 3,
            fill: 'none',
            stroke: colour,
            'stroke-width': 6,
            'stroke-dasharray': `${inner * part} ${inner}`,
            transform: 'rotate(-90 8 8)',
          },
        })
      : false,
    type === 'completed' ? h('path', { class: 'state-mark', attrs: { d: 'M5.2 8.3l2 2 3.7-4.2' } }) : false,
    type === 'canceled' || type === 'duplicate'
      ? h('path', { class: 'state-mark', attrs: { d: 'M5.7 5.700l4.6 4.600M10.3 5.700l-4.6 4.6' } })
      : false,
  );
}

/** Three bars for low to high, a filled sign for urgent, dots for none. */
export function prioritySign({ level, label }: TrackerIssue['priority']): VNode {
  const attrs = { viewBox: '0 0 16 16', width: 16, height: 16, role: 'img', 'aria-label': label };
  if (level === 1)
    return h(
      'svg',
      { class: 'priority urgent', attrs },
      h('rect', { attrs: { x: 1.5, y: 1.5, width: 13, height: 13, rx: 3 } }),
      h('path', { class: 'state-mark', attrs: { d: 'M8 4.500v4.200M8 11.200v.2' } }),
    );
  const strength = level === 0 ? 0 : 5 - level;
  return h(
    'svg',
    { class: 'priority', attrs },
    [0, 1, 2].map((bar) =>
      h('rect', {
        class: bar < strength ? 'bar on' : 'bar',
        attrs:
          level === 0
            ? { x: 1.5 + bar * 5, y: 7.2, width: 3, height: 1.6, rx: 0.8 }
            : { x: 1.5 + bar * 5, y: 10 - bar * 3.5, width: 3, height: 4.5 + bar * 3.5, rx: 1 },
      }),
    ),
  );
}

export const label = ({ name, color }: { name: string; color: string }): VNode =>
  h('span', { key: name, class: 'label' }, h('i', { style: { background: safeColour(color) } }), name);

export function personSign(person: Person | undefined, size = 20): VNode {
  if (!person)
    return h('span', {
      class: 'nobody',
      attrs: { title: 'Nobody assigned', 'aria-label': 'Nobody assigned' },
    });
  const style = {
    width: `${size}px`,
    height: `${size}px`,
    'font-size': `${Math.round(size * 0.42)}px`,
    background: safeColour(person.color),
  };
  return h(
    'span',
    { class: 'avatar round', style, attrs: { title: person.name, role: 'img', 'aria-label': person.name } },
    person.initials,
  );
}
