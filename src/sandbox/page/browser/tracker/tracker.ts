// Opens and closes the tracker pane, keeps its issues true, and does what a person does there.
import { type App, attempt, failureText } from '../app.ts';
import { remember } from '../navigate.ts';
import type { State } from '../state.ts';
import { jiraSource } from './jira-source.ts';
import { linearSource } from './linear-source.ts';
import type { IssueState, TrackerIssue, TrackerKind, TrackerSource, TrackerState } from './tracker-state.ts';

export const closedTracker = (): TrackerState => ({
  open: false,
  kind: 'linear',
  layout: 'board',
  issue: undefined,
  team: undefined,
  content: {},
  failure: {},
  comment: '',
});

const sources = new Map<TrackerKind, TrackerSource>();

/** Starts reading every tracker there is; they are small, and links to their issues need them. */
export function startTrackers(app: App): void {
  const { linearUrl, jiraUrl } = app.state.bootstrap;
  for (const source of [linearSource(linearUrl), ...(jiraUrl ? [jiraSource(jiraUrl)] : [])]) {
    sources.set(source.kind, source);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void load(app, source), 80);
    };
    source.listen(soon);
    void load(app, source);
  }
}

async function load(app: App, source: TrackerSource): Promise<void> {
  const { tracker } = app.state;
  try {
    tracker.content[source.kind] = await source.load();
    delete tracker.failure[source.kind];
  } catch (error) {
    tracker.failure[source.kind] = failureText(error);
  }
  app.changed();
}

/** Below this window width there is room for one pane beside the conversation, and a thread comes first. */
const roomForTwo = 1480;

export const trackerIsInView = ({ tracker, thread, width }: State): boolean =>
  tracker.open && (width >= roomForTwo || !thread);

export function toggleTracker(app: App): void {
  if (trackerIsInView(app.state)) closeTracker(app);
  else openTracker(app);
}

export function openTracker(app: App, issue?: string): void {
  app.state.tracker.open = true;
  app.state.menuOpen = false;
  app.state.tracker.issue = issue ?? app.state.tracker.issue;
  if (!trackerIsInView(app.state)) app.state.thread = undefined;
  noteLook(app);
  remember(app.state);
  app.changed();
}

export function closeTracker(app: App): void {
  app.state.tracker.open = false;
  remember(app.state);
  app.changed();
}

export function openIssue(app: App, key: string | undefined): void {
  const { tracker } = app.state;
  tracker.issue = key;
  tracker.comment = '';
  noteLook(app);
  remember(app.state);
  app.changed();
}

export function chooseTracker(app: App, kind: TrackerKind): void {
  Object.assign(app.state.tracker, { kind, issue: undefined, team: undefined, comment: '' });
  remember(app.state);
  app.changed();
}

/** The guide goes on once the visitor has seen where the ticket is. */
function noteLook(app: App): void {
  app.state.guide = { ...app.state.guide, looked: true };
}

/** True when the address is an issue of a tracker here, and it is now shown. */
export function openIssueAddress(app: App, url: string): boolean {
  for (const [kind, content] of Object.entries(app.state.tracker.content)) {
    const issue = content.issues.find(
      (one) => one.url === url || url.startsWith(`${one.url}/`) || url.startsWith(`${one.url}#`),
    );
    if (!issue) continue;
    app.state.tracker.kind = kind as TrackerKind;
    openTracker(app, issue.key);
    return true;
  }
  return false;
}

export async function moveIssue(app: App, issue: TrackerIssue, state: IssueState): Promise<void> {
  await work(app, (source, by) => source.move(issue, state, by));
}

export async function commentOn(app: App, issue: TrackerIssue): Promise<void> {
  const text = app.state.tracker.comment.trim();
  if (!text) return;
  app.state.tracker.comment = '';
  const sent = await work(app, (source, by) => source.comment(issue, text, by));
  if (!sent) app.state.tracker.comment = text;
  app.changed();
}

async function work(
  app: App,
  change: (source: TrackerSource, by: string) => Promise<void>,
): Promise<boolean> {
  const source = sources.get(app.state.tracker.kind);
  if (!source) return false;
  const done = await attempt(app, () => change(source, app.state.workspace?.me.email ?? ''));
  await load(app, source);
  return done;
}
