// "Log feedback": the modal in which a person writes down what a customer said, and what it asks back. Pure.
import type { View } from '@slack/types';
import { z } from 'zod';
import type { Customer } from '../../customers/store.ts';
import { cutText } from '../../text/cut.ts';
import { actionId, mrkdwn } from '../../text/screen.ts';

export const logCallback = actionId('log');
export const customerAction = actionId('log-customer');

const severityWords = {
  low: 'Low: a wish, a question, cosmetics',
  medium: 'Medium: harder than it should be',
  high: 'High: an important task fails',
  critical: 'Critical: work is stopped, or money or data is lost',
} as const;

/** Where the answer goes after the modal: the command's own address, if it was opened by the command. */
export const LogOrigin = z.object({ responseUrl: z.string().optional(), channel: z.string().optional() });
export type LogOrigin = z.infer<typeof LogOrigin>;

export function logModal(origin: LogOrigin, said = ''): View {
  return {
    type: 'modal',
    callback_id: logCallback,
    private_metadata: JSON.stringify(origin),
    title: { type: 'plain_text', text: 'Log feedback' },
    submit: { type: 'plain_text', text: 'Log it' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: 'said',
        label: { type: 'plain_text', text: 'What was said' },
        hint: { type: 'plain_text', text: 'In the customer’s own words where you can.' },
        element: {
          type: 'plain_text_input',
          action_id: 'said',
          multiline: true,
          max_length: 3000,
          ...(said ? { initial_value: cutText(said, 3000) } : {}),
        },
      },
      {
        type: 'input',
        block_id: 'customer',
        optional: true,
        label: { type: 'plain_text', text: 'Customer' },
        element: {
          type: 'external_select',
          action_id: customerAction,
          min_query_length: 0,
          placeholder: { type: 'plain_text', text: 'Type a name' },
        },
      },
      {
        type: 'input',
        block_id: 'severity',
        optional: true,
        label: { type: 'plain_text', text: 'How bad is it?' },
        element: {
          type: 'static_select',
          action_id: 'severity',
          options: (['critical', 'high', 'medium', 'low'] as const).map((value) => ({
            text: { type: 'plain_text' as const, text: severityWords[value] },
            value,
          })),
        },
      },
      {
        type: 'input',
        block_id: 'link',
        optional: true,
        label: { type: 'plain_text', text: 'Where it was said' },
        hint: {
          type: 'plain_text',
          text: 'A link to the mail, ticket or call. A link to a Slack message captures that message with it.',
        },
        element: { type: 'url_text_input', action_id: 'link' },
      },
      {
        type: 'context',
        elements: [mrkdwn('It is read, grouped and scored like everything else that is heard.')],
      },
    ],
  };
}

const chosen = z.object({ selected_option: z.object({ value: z.string() }).nullish() }).optional();

/** What the modal's `view.state.values` holds. */
const LogValues = z.object({
  said: z.object({ said: z.object({ value: z.string().nullish() }) }),
  customer: z.object({ [customerAction]: chosen }).optional(),
  severity: z.object({ severity: chosen }).optional(),
  link: z.object({ link: z.object({ value: z.string().nullish() }).optional() }).optional(),
});

export type Logged = {
  said: string;
  customer: { kind: 'known'; id: string } | { kind: 'named'; name: string } | undefined;
  severity: 'low' | 'medium' | 'high' | 'critical' | undefined;
  link: string | undefined;
};

/** Errors by field, each with its fix. */
export type LogReading = { ok: true; logged: Logged } | { ok: false; errors: Record<string, string> };

export function readLog(values: unknown): LogReading {
  const read = LogValues.parse(values);
  const said = (read.said.said.value ?? '').trim();
  const link = (read.link?.link?.value ?? '').trim() || undefined;
  const errors: Record<string, string> = {};
  if (!/[\p{L}\p{N}]/u.test(said)) errors.said = 'Write down what the customer said.';
  if (link && !isWebAddress(link)) errors.link = 'Give the whole address, beginning with https://.';
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const value = read.customer?.[customerAction]?.selected_option?.value;
  return { ok: true, logged: { said, customer: customerIn(value), severity: severityIn(read), link } };
}

function isWebAddress(link: string): boolean {
  return /^https?:\/\/[^\s<>|]+$/i.test(link) && URL.canParse(link);
}

function customerIn(value: string | undefined): Logged['customer'] {
  if (!value) return undefined;
  return value.startsWith(namedMark)
    ? { kind: 'named', name: value.slice(namedMark.length) }
    : { kind: 'known', id: value };
}

function severityIn({ severity }: z.infer<typeof LogValues>): Logged['severity'] {
  return z.enum(['low', 'medium', 'high', 'critical']).safeParse(severity?.severity?.selected_option?.value)
    .data;
}

const namedMark = 'name:';
const mostShown = 20;

type Option = { text: { type: 'plain_text'; text: string }; value: string };

/** Those whose name or domain begins with what is typed, then those that hold it; last the words as they were typed. */
export function customerOptions(
  customers: Pick<Customer, 'id' | 'name' | 'domains'>[],
  typed: string,
): Option[] {
  const words = typed.trim().toLowerCase();
  const rank = ({ name, domains }: Pick<Customer, 'name' | 'domains'>): number => {
    const all = [name, ...domains].map((text) => text.toLowerCase());
    if (all.some((text) => text.startsWith(words))) return 0;
    return all.some((text) => text.includes(words)) ? 1 : 2;
  };
  const found = customers
    .map((customer) => ({ customer, rank: rank(customer) }))
    .filter((one) => one.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.customer.name.localeCompare(b.customer.name))
    .slice(0, mostShown)
    .map(({ customer }) => option(customer.name, customer.id));
  const isKnown = customers.some(({ name }) => name.toLowerCase() === words);
  if (!words || isKnown) return found;
  const name = cutText(typed.trim(), 100);
  return [...found, option(`${name} (not in the list of customers)`, `${namedMark}${name}`)];
}

function option(text: string, value: string): Option {
  return { text: { type: 'plain_text', text: cutText(text, 75) || '…' }, value };
}
