// Starts the stand-in servers, the page, the test app and a browser; each test file has its own.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startJira } from '../../src/sandbox/jira/server.ts';
import { startLinear } from '../../src/sandbox/linear/server.ts';
import type { PagePerson } from '../../src/sandbox/page/bootstrap.ts';
import { servePage } from '../../src/sandbox/page/server.ts';
import { startSlack } from '../../src/sandbox/slack/server.ts';
import { manifest, startApp } from './page-app.ts';
import { linearSeed, slackSeed } from './page-company.ts';

const executablePath = '/usr/bin/chromium';

/** Where there is no browser these tests are skipped, but for CI, which must have one. */
export const hasChromium = existsSync(executablePath);
if (!hasChromium && process.env.EARSHOT_REQUIRE_CHROMIUM === '1')
  throw new Error(`There is no ${executablePath}. Install Debian's package "chromium".`);

export async function startWorkspace() {
  const slack = await startSlack({ seed: slackSeed, app: { manifest } });
  const linear = await startLinear({ seed: linearSeed });
  const jira = await startJira();
  const person = (handle: string, name: string, role: PagePerson['role'], company?: string): PagePerson => ({
    ...slack.users[handle]!,
    name,
    role,
    company,
  });
  const page = await servePage({
    slackUrl: slack.apiUrl,
    linearUrl: linear.apiUrl,
    jiraUrl: jira.url,
    people: [
      person('maya', 'Maya Chen', 'customer', 'Acme'),
      person('priya', 'Priya Raman', 'engineer'),
      person('sam', 'Sam Okoye', 'support'),
      person('gil', 'Gil Moreau', 'guest'),
    ],
    feedbackChannel: 'customer-feedback',
  });
  const app = await startApp(slack);
  const stop = async () => {
    await app.stop();
    await page.stop();
    await slack.stop();
    await linear.stop();
    await jira.stop();
  };
  return { slack, linear, jira, page, app, stop };
}
export type Workspace = Awaited<ReturnType<typeof startWorkspace>>;

/** Without the flags against background traffic Chromium talks to the network of its maker. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** Opens the page as one of the people; fails the test on any error the page logs. */
export async function openPage(
  browser: Browser,
  workspace: Workspace,
  as = 'maya',
  hash = '',
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${workspace.page.url}/#as=${workspace.slack.users[as]!.id}${hash}`);
  await page.locator('.message').first().waitFor();
  return page;
}
