// `npm run demo`: a company's workspace in the browser, with Earshot at work in it, and nothing to sign up for.
import { writeFileSync } from 'node:fs';
import { untilStopped } from '../commands/stop.ts';
import { StartFailure } from '../lib/failure.ts';
import { invitation, reported } from '../sandbox/company/tour.ts';
import { servePage } from '../sandbox/page/server.ts';
import { parseDemoArgs } from './options.ts';
import { peopleOf } from './people.ts';
import { watchHistory } from './progress.ts';
import { type Stage, setStage } from './stage.ts';
import { runTour } from './tour.ts';

export async function runDemo(args: string[]): Promise<number> {
  const options = parseDemoArgs(args);
  const stopped = untilStopped();
  const say = (line: string) => console.log(line);
  say('Starting a workspace of its own for Earshot: nothing leaves this machine.');
  const stage = await setStage(options.dataDir, options, say);
  try {
    const page = await openPage(stage, options.port);
    writeFileSync(stage.file, `${JSON.stringify(addresses(stage, page.url), null, 2)}\n`);
    await watchHistory(stage.earshot.deps, say);
    const code = options.tour
      ? await runTour(stage, say, stopped)
      : await stayOpen(stage, page.url, say, stopped);
    await page.stop();
    return code;
  } finally {
    await stage.close();
  }
}

async function stayOpen(
  stage: Stage,
  url: string,
  say: (line: string) => void,
  stopped: Promise<string>,
): Promise<number> {
  say('');
  say(`  Open ${url}`);
  say(`  ${invitation}`);
  say('');
  say(
    `Addresses and tokens for other clients: ${stage.file}. Ctrl-C stops; the next start goes on where this one ended.`,
  );
  await stopped;
  say('Stopping.');
  return 0;
}

/** Without a port of its own the page takes the next free one. */
async function openPage(stage: Stage, wanted: number) {
  const { slack, linear, jira } = stage;
  const options = {
    slackUrl: slack.url,
    linearUrl: linear.url,
    jiraUrl: jira.url,
    people: peopleOf(slack),
    feedbackChannel: 'customer-feedback',
    example: reported.text,
  };
  for (let port = wanted; port < wanted + 20; port++) {
    try {
      return await servePage({ ...options, port });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  throw new StartFailure(`The ports ${wanted} to ${wanted + 19} are all in use. Choose another with --port.`);
}

function addresses({ slack, linear, jira, earshot }: Stage, page: string) {
  const { apiUrl, signingSecret, botToken, appToken, botUserId, users, channels, teamId } = slack;
  return {
    page,
    slack: { apiUrl, signingSecret, botToken, appToken, botUserId, users, channels, teamId },
    linear: {
      apiUrl: linear.apiUrl,
      apiKey: linear.apiKey,
      webhookSecret: linear.webhookSecret,
      teams: linear.teams,
    },
    jira: {
      host: jira.host,
      email: jira.email,
      apiToken: jira.apiToken,
      webhookSecret: jira.webhookSecret,
      projects: jira.projects,
    },
    earshot: { http: earshot.url },
  };
}
