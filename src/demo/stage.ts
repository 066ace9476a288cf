// The demo's stage: the stand-in servers with the demo company, and the whole of Earshot against them.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Config, parseConfig } from '../config.ts';
import { saveCustomer } from '../customers/store.ts';
import type { Deps } from '../deps.ts';
import { StartFailure } from '../lib/failure.ts';
import { idFor } from '../lib/ids.ts';
import { type Running, startEarshot } from '../roles/start.ts';
import { areasFile } from '../sandbox/company/areas.ts';
import {
  companyJira,
  companyLinear,
  companySeed,
  digestChannel,
  engineers,
  formerIssues,
  listensIn,
} from '../sandbox/company/company.ts';
import { customers } from '../sandbox/company/customers.ts';
import { type JiraStandIn, startJira } from '../sandbox/jira/server.ts';
import { type LinearStandIn, startLinear } from '../sandbox/linear/server.ts';
import { type SlackStandIn, startSlack } from '../sandbox/slack/server.ts';

export type Stage = {
  slack: SlackStandIn;
  linear: LinearStandIn;
  jira: JiraStandIn;
  earshot: Running;
  /** Where every address, token, secret and id is written. */
  file: string;
  close: () => Promise<void>;
};

type Ports = { slack?: number; linear?: number; jira?: number };

/** State lives in `dataDir` and survives a restart; `fresh` throws it away first. */
export async function setStage(
  dataDir: string,
  { fresh }: { fresh: boolean },
  say: (line: string) => void,
): Promise<Stage> {
  if (fresh) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const before = portsBefore(dataDir);
  const manifest: unknown = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));
  const slack = await onPort(before.slack, (port) =>
    startSlack({
      port,
      app: { manifest },
      seed: companySeed(new Date()),
      stateFile: join(dataDir, 'slack.json'),
    }),
  );
  const linear = await onPort(before.linear, (port) =>
    startLinear({ port, seed: companyLinear, stateFile: join(dataDir, 'linear.json') }),
  );
  const jira = await onPort(before.jira, (port) =>
    startJira({ port, seed: companyJira, stateFile: join(dataDir, 'jira.json') }),
  );
  const standIns = { slack, linear, jira };
  const config = configFor(dataDir, standIns);
  const stop = () => Promise.all([slack.stop(), linear.stop(), jira.stop()]);
  try {
    const earshot = await startEarshot(config, say, (deps) => saveCustomers(deps, slack));
    await makeFormerIssues(standIns);
    linear.sendWebhooksTo(`${earshot.url}/webhooks/linear`);
    jira.sendWebhooksTo(`${earshot.url}/webhooks/jira`);
    const close = async () => {
      await earshot.close();
      await stop();
    };
    return { ...standIns, earshot, file: join(dataDir, 'sandbox.json'), close };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the trackers hold from before; on a stage that was used already it is there. */
async function makeFormerIssues(stage: Pick<Stage, 'linear' | 'jira'>): Promise<void> {
  if (stage.linear.seq() > 0 || stage.jira.seq() > 0) return;
  for (const { in: tracker, act } of formerIssues) {
    const body = JSON.stringify(act);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${stage[tracker].url}/sandbox/act`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`The demo's ${tracker} refused an issue: ${await answer.text()}`);
  }
}

/** The same addresses as last time, so that links stay good; another port when that one is taken. */
async function onPort<T>(wanted: number | undefined, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(wanted ?? 0);
  } catch (error) {
    if (wanted && error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return start(0);
    throw error;
  }
}

function portsBefore(dataDir: string): Ports {
  const file = join(dataDir, 'sandbox.json');
  if (!existsSync(file)) return {};
  try {
    const { slack, linear, jira } = JSON.parse(readFileSync(file, 'utf8'));
    return {
      slack: portOf(slack.apiUrl),
      linear: portOf(linear.apiUrl),
      ...(jira ? { jira: portOf(jira.host) } : {}),
    };
  } catch {
    throw new StartFailure(`${file} is damaged. Start over with "npm run demo -- --fresh".`);
  }
}

const portOf = (url: string) => Number(new URL(url).port);

function configFor(
  dataDir: string,
  { slack, linear, jira }: Pick<Stage, 'slack' | 'linear' | 'jira'>,
): Config {
  const areas = join(dataDir, 'areas.yml');
  if (!existsSync(areas))
    writeFileSync(
      areas,
      areasFile((handle) => slackIdOf(slack, handle)),
    );
  return parseConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    LINEAR_API_KEY: linear.apiKey,
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_WEBHOOK_SECRET: linear.webhookSecret,
    JIRA_HOST: jira.host,
    JIRA_EMAIL: jira.email!,
    JIRA_API_TOKEN: jira.apiToken,
    JIRA_WEBHOOK_SECRET: jira.webhookSecret,
    EARSHOT_DATA_DIR: join(dataDir, 'earshot'),
    EARSHOT_AREAS: areas,
    EARSHOT_FEEDBACK_CHANNELS: listensIn.join(','),
    EARSHOT_DIGEST_CHANNEL: digestChannel,
    EARSHOT_TIME_ZONE: 'Europe/Berlin',
    EARSHOT_ENGINEERS: engineers.map((handle) => slackIdOf(slack, handle)).join(','),
    EARSHOT_EMPLOYEE_DOMAINS: 'fernway.example',
    EARSHOT_PORT: '0',
    LOG_LEVEL: 'error',
  });
}

/** Of a person or a user group. */
function slackIdOf(slack: SlackStandIn, handle: string): string {
  const id = slack.users[handle]?.id ?? slack.state.usergroups.find((group) => group.handle === handle)?.id;
  if (!id) throw new Error(`The demo company has nobody called ${handle}.`);
  return id;
}

async function saveCustomers(deps: Deps, slack: SlackStandIn): Promise<void> {
  for (const { slackTeam, slackChannels = [], owner, ...customer } of customers) {
    const team = slack.state.otherTeams.find((other) => other.domain === slackTeam);
    await saveCustomer(deps.db, {
      ...customer,
      id: idFor('customer', customer.externalId),
      owner: slackIdOf(slack, owner),
      slackTeamIds: team ? [team.id] : [],
      slackChannelIds: slackChannels.map((name) => slack.channels[name]!),
      updatedAt: deps.now(),
    });
  }
}
