// All issues of a tracker: as columns by state, or as a list.
import type { App } from '../app.ts';
import { shortDate } from '../dates.ts';
import { h, type VNode } from '../dom.ts';
import { label, personSign, prioritySign, stateSign } from './signs.ts';
import { openIssue } from './tracker.ts';
import type { IssueState, StateType, TrackerContent, TrackerIssue } from './tracker-state.ts';

type Column = { state: IssueState; issues: TrackerIssue[] };

/** Columns of all teams are joined by the state's name; empty ones of the finished kinds are left out. Pure. */
function columnsOf(content: TrackerContent, team: string | undefined): Column[] {
  const teams = content.teams.filter((one) => !team || one.id === team);
  const columns = new Map<string, Column>();
  for (const state of teams.flatMap((one) => one.states)) {
    const key = `${state.type} ${state.name}`;
    if (!columns.has(key)) columns.set(key, { state, issues: [] });
  }
  for (const issue of content.issues) {
    if (issue.archived || issue.trashed || (team && issue.team.id !== team)) continue;
    columns.get(`${issue.state.type} ${issue.state.name}`)?.issues.push(issue);
  }
  return [...columns.values()]
    .filter(
      ({ state, issues }) => issues.length > 0 || !['canceled', 'duplicate', 'triage'].includes(state.type),
    )
    .sort((a, b) => order.indexOf(a.state.type) - order.indexOf(b.state.type));
}

const order: StateType[] = [
  'triage',
  'backlog',
  'unstarted',
  'started',
  'completed',
  'canceled',
  'duplicate',
];

export function boardView(app: App, content: TrackerContent): VNode {
  const columns = columnsOf(content, app.state.tracker.team);
  return h(
    'div',
    { key: 'board', class: 'board', attrs: { tabindex: 0, role: 'region', 'aria-label': 'Board' } },
    columns.map(({ state, issues }) =>
      h(
        'section',
        {
          key: `${state.type} ${state.name}`,
          class: 'column',
          attrs: { 'aria-label': `${state.name}, ${issues.length} issues` },
        },
        h(
          'h3',
          { class: 'column-head' },
          stateSign(state),
          state.name,
          h('span', { class: 'muted' }, issues.length),
        ),
        h(
          'div',
          { class: 'cards' },
          issues.map((issue) => card(app, issue)),
        ),
      ),
    ),
  );
}

function card(app: App, issue: TrackerIssue): VNode {
  return h(
    'button',
    {
      key: issue.id,
      class: 'card',
      attrs: { type: 'button', 'data-issue': issue.key },
      on: { click: () => openIssue(app, issue.key) },
    },
    h(
      'span',
      { class: 'card-top' },
      h('span', { class: 'issue-key' }, issue.key),
      personSign(issue.assignee, 18),
    ),
    h('span', { class: 'card-title' }, issue.title),
    h('span', { class: 'card-foot' }, prioritySign(issue.priority), issue.labels.slice(0, 3).map(label)),
  );
}

export function listView(app: App, content: TrackerContent): VNode {
  const columns = columnsOf(content, app.state.tracker.team).filter(({ issues }) => issues.length > 0);
  return h(
    'div',
    { key: 'list', class: 'issue-list' },
    columns.map(({ state, issues }) =>
      h(
        'section',
        {
          key: `${state.type} ${state.name}`,
          attrs: { 'aria-label': `${state.name}, ${issues.length} issues` },
        },
        h(
          'h3',
          { class: 'list-head' },
          stateSign(state),
          state.name,
          h('span', { class: 'muted' }, issues.length),
        ),
        issues.map((issue) => line(app, issue)),
      ),
    ),
  );
}

function line(app: App, issue: TrackerIssue): VNode {
  return h(
    'button',
    {
      key: issue.id,
      class: 'issue-line',
      attrs: { type: 'button', 'data-issue': issue.key },
      on: { click: () => openIssue(app, issue.key) },
    },
    prioritySign(issue.priority),
    h('span', { class: 'issue-key' }, issue.key),
    h('span', { class: 'line-title' }, issue.title),
    h('span', { class: 'line-labels' }, issue.labels.slice(0, 2).map(label)),
    personSign(issue.assignee, 20),
    h('span', { class: 'muted small line-date' }, shortDate(issue.createdAt)),
  );
}
