// Date, time, and date-and-time pickers: the browser's own, which speak the reader's language.
import { h, type VNode } from '../dom.ts';
import { type Element, type ElementContext, enter, heldBy, labelled } from './block-context.ts';

export function datepicker(element: Element, context: ElementContext): VNode {
  const held = heldBy(context, element);
  const value = held ? held.selected_date : element.initial_date;
  return field(element, context, {
    type: 'date',
    value: `${value ?? ''}`,
    put: (text) => enter(context, element, { selected_date: text || null }),
  });
}

export function timepicker(element: Element, context: ElementContext): VNode {
  const held = heldBy(context, element);
  const value = held ? held.selected_time : element.initial_time;
  return field(element, context, {
    type: 'time',
    value: `${value ?? ''}`,
    put: (text) => enter(context, element, { selected_time: text || null }),
  });
}

export function datetimepicker(element: Element, context: ElementContext): VNode {
  const held = heldBy(context, element);
  const value = held ? held.selected_date_time : element.initial_date_time;
  return field(element, context, {
    type: 'datetime-local',
    value: value ? localMinute(Number(value)) : '',
    put: (text) =>
      enter(context, element, {
        selected_date_time: text ? Math.round(new Date(text).getTime() / 1000) : null,
      }),
  });
}

/** Seconds since 1970 as `2026-11-10T09:30` in the reader's zone. */
function localMinute(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (number: number) => `${number}`.padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

type Field = { type: string; value: string; put: (text: string) => void };

function field(element: Element, context: ElementContext, { type, value, put }: Field): VNode {
  return h('input', {
    class: 'field field-short',
    attrs: {
      type,
      'data-action': element.action_id,
      disabled: context.surface.kind === 'still',
      ...labelled(context, type === 'time' ? 'Time' : 'Date'),
    },
    prop: { value },
    on: { change: (event) => put((event.currentTarget as HTMLInputElement).value) },
  });
}
