// One issue: what an engineer gets. Title, description, sources, customers, comments; a person can move it and comment.
import type { App } from '../app.ts';
import { fullMoment, relative, shortDate } from '../dates.ts';
import { type Child, h, type VNode } from '../dom.ts';
import { icon } from '../icons.ts';
import { openMenu } from '../menu.ts';
import { attachments, customers, issueButton, relatedIssues } from './issue-parts.ts';
import { label, personSign, prioritySign, stateSign } from './signs.ts';
import { commentOn, moveIssue } from './tracker.ts';
import type { TrackerIssue } from './tracker-state.ts';

export function issueView(app: App, issue: TrackerIssue): VNode {
  return h(
    'div',
    { key: `issue ${issue.id}`, class: 'issue-page' },
    h(
      'article',
      { class: 'issue', attrs: { 'aria-label': `${issue.key} ${issue.title}` } },
      notices(app, issue),
      h('h2', { class: 'issue-title' }, issue.title),
      properties(app, issue),
      h('div', { class: 'markdown issue-body' }, issue.body(app.text)),
      relatedIssues(app, issue),
      attachments(app, issue),
      customers(app, issue),
      comments(app, issue),
    ),
  );
}

function notices(app: App, issue: TrackerIssue): Child[] {
  const notice = (...content: Child[]) =>
    h('p', { class: 'issue-notice' }, icon('warning', 15), h('span', {}, content));
  const { duplicateOf } = issue;
  return [
    issue.trashed ? notice('This issue is in the trash.') : false,
    issue.archived ? notice('This issue is archived.') : false,
    duplicateOf ? notice('Duplicate of ', issueButton(app, duplicateOf)) : false,
  ];
}

function properties(app: App, issue: TrackerIssue): VNode {
  const move = (event: Event) =>
    openMenu(app, event, {
      key: `state ${issue.id}`,
      label: 'Move to',
      items: issue.moves.map((state) => ({
        label: [stateSign(state), ' ', state.name],
        note: state.id === issue.state.id ? 'now' : undefined,
        run: () => void moveIssue(app, issue, state),
      })),
    });
  return h(
    'div',
    { class: 'properties' },
    h(
      'button',
      {
        class: 'property property-button',
        attrs: {
          type: 'button',
          'aria-haspopup': 'menu',
          'aria-label': `State: ${issue.state.name}. Change`,
        },
        on: { click: move },
      },
      stateSign(issue.state),
      issue.state.name,
      icon('down', 12),
    ),
    h('span', { class: 'property' }, prioritySign(issue.priority), issue.priority.label),
    h('span', { class: 'property' }, personSign(issue.assignee, 18), issue.assignee?.name ?? 'Unassigned'),
    issue.project ? h('span', { class: 'property' }, icon('board', 14), issue.project) : false,
    issue.labels.map((one) => h('span', { key: one.name, class: 'property' }, label(one))),
    h('span', { class: 'property plain muted' }, `${issue.creator.name} · ${shortDate(issue.createdAt)}`),
  );
}

function comments(app: App, issue: TrackerIssue): VNode {
  return h(
    'section',
    { key: 'comments', class: 'issue-section' },
    h('h3', {}, 'Activity'),
    issue.comments.map((comment) =>
      h(
        'div',
        { key: comment.id, class: 'comment' },
        h(
          'div',
          { class: 'comment-head' },
          personSign(comment.author, 20),
          h('strong', {}, comment.author.name),
          h(
            'time',
            { class: 'muted small', attrs: { title: fullMoment(comment.at) } },
            relative(comment.at, app.now()),
          ),
          comment.edited ? h('span', { class: 'muted small' }, 'edited') : false,
        ),
        h('div', { class: 'markdown' }, comment.body(app.text)),
      ),
    ),
    commentField(app, issue),
  );
}

function commentField(app: App, issue: TrackerIssue): VNode {
  const { tracker } = app.state;
  return h(
    'div',
    { class: 'comment-field' },
    h('textarea', {
      class: 'field',
      attrs: { rows: 2, placeholder: 'Leave a comment…', 'aria-label': 'Comment' },
      prop: { value: tracker.comment },
      on: {
        input: (event) => {
          tracker.comment = (event.currentTarget as HTMLTextAreaElement).value;
          app.changed();
        },
        keydown: (event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void commentOn(app, issue);
        },
      },
    }),
    h(
      'button',
      {
        class: 'button button-primary',
        attrs: { type: 'button', disabled: !tracker.comment.trim() },
        on: { click: () => void commentOn(app, issue) },
      },
      'Comment',
    ),
  );
}
