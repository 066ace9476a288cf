// The demo page's second pane and its bearing: trackers, lost connection, keyboard, names for screen readers.
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSlack } from '../../src/sandbox/slack/server.ts';
import { makeJira } from '../../src/tracker/jira.ts';
import { makeLinear } from '../../src/tracker/linear.ts';
import { manifest } from './page-app.ts';
import { slackSeed, ticketText } from './page-company.ts';
import { hasChromium, launchBrowser, openPage, startWorkspace, type Workspace } from './page-world.ts';

describe.skipIf(!hasChromium)('the demo page', () => {
  let workspace: Workspace;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    workspace = await startWorkspace();
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await page?.context().close();
  });
  afterAll(async () => {
    await browser?.close();
    await workspace?.stop();
  });

  const open = async (as: string, hash = '') => {
    page = await openPage(browser, workspace, as, hash);
  };
  const inLinear = (body: unknown) =>
    fetch(`${workspace.linear.url}/sandbox/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const issue = (key: string) => workspace.linear.state().issues.find((one) => one.identifier === key);

  describe('trackers', () => {
    it('shows an issue as soon as it is made; a person moves it and comments', async () => {
      await open('priya', '&tracker=linear/');
      await page.getByText('No issue yet.').waitFor();
      await inLinear({
        act: 'create',
        team: 'PAY',
        title: 'Invoice export takes four minutes',
        description: ticketText,
      });
      await page.locator('[data-issue=PAY-1]').click();
      const article = page.getByRole('article');
      await article.getByRole('heading', { name: 'Who and how many' }).waitFor();
      expect(await article.locator('td', { hasText: '$120,000' }).count()).toBe(1);
      expect(await article.locator('li.task input').nth(1).isChecked()).toBe(true);
      expect(await article.locator('img').count()).toBe(0);
      await article.getByRole('button', { name: /^State/ }).click();
      await page.getByRole('menuitem', { name: 'In Progress' }).click();
      await article.getByRole('button', { name: 'State: In Progress. Change' }).waitFor();
      await article.getByLabel('Comment').fill('On it, *today*');
      await article.getByRole('button', { name: 'Comment' }).click();
      await article.locator('.comment em', { hasText: 'today' }).waitFor();
      expect(issue('PAY-1')).toMatchObject({
        stateName: 'In Progress',
        comments: [{ body: 'On it, *today*' }],
      });
      await page.getByRole('button', { name: 'Back to all issues' }).click();
      await page.getByRole('region', { name: 'Board' }).getByLabel('In Progress, 1 issues').waitFor();
      await page.getByRole('button', { name: 'List' }).click();
      await page.locator('.issue-line', { hasText: 'PAY-1' }).waitFor();
    });

    it('opens an issue from its link in a message', async () => {
      await inLinear({ act: 'create', team: 'SRC', title: 'Search only finds exact words' });
      await open('priya');
      const { url } = issue('SRC-1')!;
      await workspace.app.client.chat.postMessage({
        channel: workspace.slack.channels['customer-feedback']!,
        text: `Made <${url}|SRC-1>`,
      });
      await page.getByRole('link', { name: 'SRC-1' }).click();
      await page.getByRole('article', { name: /SRC-1/ }).waitFor();
    });

    it('takes a thread’s place where there is no room for both', async () => {
      await open('priya');
      await page.locator('.thread-summary').first().click();
      await page.locator('.thread').waitFor();
      await page.getByRole('button', { name: 'Issues', exact: true }).click();
      await page.locator('.tracker').waitFor();
      expect(await page.locator('.thread').count()).toBe(0);
      await page.setViewportSize({ width: 1700, height: 800 });
      await page.locator('.thread-summary').first().click();
      await page.locator('.thread').waitFor();
      expect(await page.locator('.tracker').count()).toBe(1);
    });

    it('shows Jira beside Linear and moves its issues by the workflow', async () => {
      const make = {
        act: 'create',
        project: 'SHOP',
        summary: 'Cart forgets its items',
        description: 'Empty after login',
      };
      await fetch(`${workspace.jira.url}/sandbox/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(make),
      });
      await open('priya', '&tracker=jira/SHOP-1');
      await page.getByRole('article').getByText('Empty after login').waitFor();
      await page.getByRole('button', { name: /^State/ }).click();
      await page.getByRole('menuitem', { name: 'In Progress' }).click();
      await page.getByRole('button', { name: 'State: In Progress. Change' }).waitFor();
      expect(workspace.jira.state().issues[0]).toMatchObject({ status: { name: 'In Progress' } });
    });
  });

  it.each(['linear', 'jira'] as const)(
    'shows what an issue in %s is related to, and leads there',
    async (kind) => {
      const tracker = kind === 'linear' ? makeLinear(workspace.linear) : makeJira(workspace.jira);
      const target = { tracker: kind, team: kind === 'linear' ? 'SRC' : 'OPS', labels: [] };
      const make = (title: string) =>
        tracker.create({ id: randomUUID(), target, title, body: 'Words.', priority: 'none', links: [] });
      const [first, second] = [await make('Receipts come twice'), await make('Receipts come twice again')];
      await tracker.relate(second.externalId, first.externalId);
      await open('priya', `&tracker=${kind}/${second.key}`);
      const linked = page.locator('.issue-section', { hasText: 'Linked issues (1)' });
      await linked.getByText(/relate/).waitFor();
      await linked.getByRole('button', { name: first.key }).click();
      await page.getByRole('article', { name: first.key }).waitFor();
      await linked.getByRole('button', { name: second.key }).waitFor();
      const alone = await (await fetch(first.url)).text();
      expect(alone).toContain(`>${second.key}</a>`);
    },
  );

  it('shows one pane at a time in a narrow window', async () => {
    await open('priya');
    await page.setViewportSize({ width: 400, height: 800 });
    const channels = page.getByRole('navigation', { name: 'Channels and people' });
    const menu = page.getByRole('button', { name: 'Channels and people' });
    const issues = page.getByRole('button', { name: 'Issues', exact: true });
    const writing = page.getByRole('textbox', { name: /^Message/ });
    await writing.waitFor();
    expect(await channels.isVisible()).toBe(false);
    await issues.click();
    await writing.waitFor({ state: 'hidden' });
    await menu.click();
    await channels.getByRole('button', { name: 'general' }).click();
    await page.getByRole('textbox', { name: 'Message #general' }).waitFor();
    expect(await channels.isVisible()).toBe(false);
    expect(await issues.getAttribute('aria-pressed')).toBe('false');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
  });

  it('says that the connection is lost, and goes on by itself when it is back', async () => {
    const port = Number(new URL(workspace.slack.url).port);
    await open('maya');
    await workspace.slack.stop();
    await page.getByText('Connection lost. Reconnecting…').waitFor();
    await page.locator('[data-composer=channel]').fill('into the void');
    await page.locator('[data-composer=channel]').press('Enter');
    await page.locator('.toast', { hasText: 'cannot be reached' }).waitFor();
    expect(await page.locator('[data-composer=channel]').inputValue()).toBe('into the void');
    const again = await startSlack({ port, seed: slackSeed, app: { manifest } });
    await page.getByText('Connection lost. Reconnecting…').waitFor({ state: 'detached' });
    await page.locator('[data-composer=channel]').press('Enter');
    await page.locator('.message', { hasText: 'into the void' }).waitFor();
    await page.context().close();
    await again.stop();
    await workspace.app.stop();
    workspace = await startWorkspace();
  });

  it('can be used from the keyboard', async () => {
    await open('priya');
    await page.getByRole('list', { name: 'Messages in customer-feedback' }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('t');
    await page.locator('.thread').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.thread').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Act as/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    expect(
      await page.getByRole('button', { name: /^Act as/ }).evaluate((one) => one === document.activeElement),
    ).toBe(true);
  });

  it('gives every control a name and every picture a text', async () => {
    await open('priya', '&tracker=linear/');
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, a, input, textarea, select, img, [role=img]')]
        .filter((one) => {
          const label =
            one.getAttribute('aria-label') ?? one.getAttribute('aria-labelledby') ?? one.getAttribute('alt');
          return !(label ?? one.textContent)?.trim();
        })
        .map((one) => one.outerHTML.slice(0, 120)),
    );
    expect(nameless).toEqual([]);
  });

  it.each([1000, 1280, 1720])('needs no sideways scrolling at %i pixels', async (width) => {
    await open('priya', '&tracker=linear/');
    await page.setViewportSize({ width, height: 700 });
    await page.locator('.thread-summary').first().click();
    await page.locator('.thread').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const main = await page.locator('.main').boundingBox();
    expect(main!.width).toBeGreaterThan(300);
  });
});
