// The demo page in a real browser: a person runs commands, presses buttons and fills in modals, against a real app.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { themeBlocks } from './page-blocks.ts';
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
  const field = () => page.locator('[data-composer=channel]');
  const message = (text: string) => page.locator('.main .message', { hasText: text });
  const write = async (text: string, to: Locator = field()) => {
    await to.fill(text);
    await to.press('Enter');
  };
  const feedback = () => workspace.slack.channels['customer-feedback']!;

  describe('the app', () => {
    it('answers a command to the person alone, and the answer can be dismissed', async () => {
      await open('priya');
      await field().pressSequentially('/ear');
      await page.getByRole('option', { name: /\/earshot/ }).waitFor();
      await field().press('Enter');
      await field().pressSequentially('hello');
      await field().press('Enter');
      const answer = page.locator('.ephemeral', { hasText: 'You said: hello' });
      await answer.getByText('Only visible to you').waitFor();
      await answer.getByRole('button', { name: 'Dismiss' }).click();
      await answer.waitFor({ state: 'detached' });
    });

    it('says so when a command is not answered', async () => {
      await open('priya');
      await write('/earshot silent');
      await page
        .locator('.toast', { hasText: '/earshot failed. The app did not answer within three seconds.' })
        .waitFor();
      expect(await field().inputValue()).toBe('');
    });

    it('sends a button press with its value and shows the changed message', async () => {
      await open('priya');
      await write('/earshot top');
      const answer = page.locator('.ephemeral', { hasText: 'Invoice export is slow' });
      await answer.getByRole('button', { name: 'Create ticket' }).click();
      await page.locator('.ephemeral', { hasText: 'Ticket made by @Priya Raman' }).waitFor();
      expect(workspace.app.heard.actions.at(-1)).toMatchObject({
        type: 'button',
        action_id: 'ticket',
        value: 'theme-1',
      });
    });

    it('asks before a button that wants to be confirmed', async () => {
      await open('sam');
      await workspace.app.client.chat.postMessage({
        channel: feedback(),
        text: 'theme',
        blocks: themeBlocks,
      });
      const before = workspace.app.heard.actions.length;
      await page.getByRole('button', { name: 'Not now' }).last().click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Keep' }).click();
      expect(workspace.app.heard.actions).toHaveLength(before);
      await page.getByRole('button', { name: 'Not now' }).last().click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Put off' }).click();
      await expect.poll(() => workspace.app.heard.actions.at(-1)).toMatchObject({ action_id: 'dismiss' });
    });

    it('uses menus: a select and an overflow', async () => {
      await open('sam');
      await workspace.app.client.chat.postMessage({
        channel: feedback(),
        text: 'theme',
        blocks: themeBlocks,
      });
      await page.locator('[data-action=area]').last().click();
      await page.getByRole('option', { name: 'Search' }).click();
      await expect
        .poll(() => workspace.app.heard.actions.at(-1))
        .toMatchObject({ selected_option: { value: 'search' } });
      await page.locator('[data-action=more]').last().click();
      await page.getByRole('menuitem', { name: 'Why this score?' }).click();
      await expect
        .poll(() => workspace.app.heard.actions.at(-1))
        .toMatchObject({ selected_option: { value: 'why' } });
    });

    it('shows a modal’s errors at their fields, then takes the corrected form', async () => {
      await open('priya');
      await write('/earshot log');
      const modal = page.getByRole('dialog', { name: 'Log feedback' });
      await modal.getByRole('button', { name: 'Save' }).click();
      await modal.getByRole('alert').waitFor();
      await modal.locator('[data-action=text]').fill('short');
      await modal.getByRole('button', { name: 'Save' }).click();
      await modal.getByText('Write at least ten characters.').waitFor();
      await modal.locator('[data-action=text]').fill('The export takes four minutes');
      await modal.locator('[data-action=customer]').click();
      await page.getByLabel('Search: Search customers').fill('glo');
      await page.getByRole('option', { name: 'Globex' }).click();
      await modal.locator('[data-action=areas]').click();
      await page.getByRole('option', { name: 'Payments' }).click();
      await page.getByRole('option', { name: 'Login' }).click();
      await page.keyboard.press('Escape');
      await modal.getByLabel('Severe').check();
      await modal.getByLabel('Churn risk').check();
      await modal.locator('[data-action=date]').fill('2026-11-09');
      await modal.getByRole('button', { name: 'Save' }).click();
      const next = page.getByRole('dialog', { name: 'Saved' });
      await next.getByText('It is on the list.').waitFor();
      expect(workspace.app.heard.submissions.at(-1)).toMatchObject({
        said: { text: { value: 'The export takes four minutes' } },
        who: { customer: { selected_option: { value: 'globex' } } },
        areas: { areas: { selected_options: [{ value: 'payments' }, { value: 'login' }] } },
        severity: { level: { selected_option: { value: 'severe' } } },
        flags: { flags: { selected_options: [{ value: 'churn' }] } },
        when: { date: { selected_date: '2026-11-09' } },
      });
      await next.getByRole('button', { name: 'Back' }).click();
      await modal.waitFor();
      await page.keyboard.press('Escape');
      await modal.waitFor({ state: 'detached' });
    });

    it('runs a message shortcut from the message’s menu', async () => {
      await open('priya');
      await message('exact words').hover();
      await message('exact words').getByLabel('More actions').click();
      await page.getByRole('menuitem', { name: /Create ticket/ }).click();
      const modal = page.getByRole('dialog', { name: 'Create ticket' });
      await modal.getByText('From a message.').waitFor();
      await modal.getByRole('button', { name: 'Close' }).click();
      await modal.waitFor({ state: 'detached' });
    });

    it('opens the app’s Home', async () => {
      await open('priya');
      await page.getByRole('navigation').getByRole('button', { name: 'Earshot' }).click();
      await page.locator('.home', { hasText: 'Good day, @Priya Raman' }).waitFor();
      await page.getByRole('tab', { name: 'About' }).click();
      await page.getByText('Earshot is connected by socket.').waitFor();
    });
  });

  describe('people', () => {
    it('shows each person only what they may see', async () => {
      await open('maya');
      expect(await page.locator('.side-item', { hasText: 'leads' }).count()).toBe(0);
      await page.getByRole('button', { name: /^Act as/ }).click();
      await page.getByRole('menuitemradio', { name: /Priya Raman/ }).click();
      await page.locator('.side-item', { hasText: 'leads' }).click();
      await page.getByText('This is the start of #leads').waitFor();
    });

    it('marks what was written elsewhere as unread until it is looked at', async () => {
      const say = (text: string) =>
        fetch(`${workspace.slack.apiUrl}chat.postMessage`, {
          method: 'POST',
          headers: { authorization: `Bearer ${workspace.slack.users.priya!.token}` },
          body: new URLSearchParams({ channel: workspace.slack.channels.leads!, text }),
        });
      await open('sam');
      const leads = (unread: string) => page.getByRole('button', { name: `leads${unread}`, exact: true });
      await say('first');
      await leads(', 1 unread').click();
      await leads('').waitFor();
      await page.locator('.side-item', { hasText: 'general' }).click();
      await say('second');
      await leads(', 1 unread').click();
      await page.locator('.new-line + .message', { hasText: 'second' }).waitFor();
      await leads('').waitFor();
    });
  });
});
