// What an issue rests on: other issues it is tied to, its links and the customers who ask for it.
import type { App } from '../app.ts';
import { h, safeAddress, type VNode } from '../dom.ts';
import { icon } from '../icons.ts';
import { linkView } from '../mrkdwn-view.ts';
import { openIssue } from './tracker.ts';
import type { TrackerIssue } from './tracker-state.ts';

export function relatedIssues(app: App, issue: TrackerIssue): VNode | false {
  if (issue.related.length === 0) return false;
  return h(
    'section',
    { key: 'related', class: 'issue-section' },
    h('h3', {}, `Linked issues (${issue.related.length})`),
    h(
      'ul',
      { class: 'link-cards' },
      issue.related.map(({ words, key }) =>
        h('li', { key }, icon('link', 16), h('span', {}, `${words} `, issueButton(app, key))),
      ),
    ),
  );
}

/** Leads to another issue of the same tracker. */
export function issueButton(app: App, key: string): VNode {
  const open = { click: () => openIssue(app, key) };
  return h('button', { class: 'link-button', attrs: { type: 'button' }, on: open }, key);
}

export function attachments(app: App, issue: TrackerIssue): VNode | false {
  if (issue.attachments.length === 0) return false;
  return h(
    'section',
    { key: 'attachments', class: 'issue-section' },
    h('h3', {}, `Links (${issue.attachments.length})`),
    h(
      'ul',
      { class: 'link-cards' },
      issue.attachments.map((one) =>
        h(
          'li',
          { key: one.id },
          icon('link', 16),
          h(
            'span',
            {},
            safeAddress(one.url) ? linkView(one.url, [one.title], app.text) : one.title,
            one.subtitle ? h('small', {}, one.subtitle) : false,
          ),
        ),
      ),
    ),
  );
}

export function customers(app: App, issue: TrackerIssue): VNode | false {
  if (issue.customers.length === 0) return false;
  const money = new Intl.NumberFormat(undefined, {
    notation: 'compact',
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: 1,
  });
  return h(
    'section',
    { key: 'customers', class: 'issue-section' },
    h('h3', {}, `Customer requests (${issue.customers.length})`),
    h(
      'ul',
      { class: 'link-cards' },
      issue.customers.map((one) =>
        h(
          'li',
          { key: one.id },
          icon('people', 16),
          h(
            'span',
            {},
            h('strong', {}, one.name),
            one.important ? h('span', { class: 'badge' }, 'Important') : false,
            h(
              'small',
              {},
              [one.tier, one.revenue === undefined ? undefined : `${money.format(one.revenue)} a year`]
                .filter(Boolean)
                .join(' · '),
            ),
            h('div', { class: 'markdown' }, one.body(app.text)),
          ),
        ),
      ),
    ),
  );
}
