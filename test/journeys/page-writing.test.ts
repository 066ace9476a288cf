// The demo page in a real browser: a person writes, edits, replies and reacts, against the real servers.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, openPage, startWorkspace, type Workspace } from './page-world.ts';

const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

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

  describe('writing', () => {
    it('posts a message, shows the ear when the app adds it, and moves the guide on', async () => {
      await open('maya');
      await page
        .getByText('You are Maya from Acme. Write in #customer-feedback what annoys you, then watch.')
        .waitFor();
      await write('What annoys me: 3 < 4 & "quotes" <b>not bold</b> @Priya Raman');
      const posted = message('What annoys me');
      await posted.getByRole('button', { name: '@Priya Raman' }).waitFor();
      expect(await posted.locator('.message-text').textContent()).toBe(
        'What annoys me: 3 < 4 & "quotes" <b>not bold</b> @Priya Raman',
      );
      await posted.locator('[data-reaction=ear]').waitFor();
      expect(await field().inputValue()).toBe('');
      await page.getByRole('button', { name: 'Become Priya' }).click();
      await page.getByText('press 🎫 to make the ticket').waitFor();
    });

    it('breaks the line with Shift+Enter and sends with Enter', async () => {
      await open('sam');
      await field().pressSequentially('first');
      await field().press('Shift+Enter');
      await field().pressSequentially('second');
      await field().press('Enter');
      await message('firstsecond').locator('br').waitFor({ state: 'attached' });
    });

    it('completes a name, an emoji and a channel while one types', async () => {
      await open('sam');
      await field().pressSequentially('hi @may');
      await page.getByRole('option', { name: /Maya Chen/ }).waitFor();
      await field().press('Enter');
      await field().pressSequentially('look :tick');
      await field().press('Tab');
      await field().pressSequentially('in #gen');
      await field().press('Enter');
      expect(await field().inputValue()).toBe('hi @Maya Chen look :ticket: in #general ');
      await field().press('Enter');
      await message('look').getByRole('button', { name: '#general' }).waitFor();
    });

    it('edits and deletes one’s own message', async () => {
      await open('sam');
      await write('with a tpyo');
      await message('with a tpyo').waitFor();
      await field().press('ArrowUp');
      await page.getByLabel('Edit message').fill('without a typo');
      await page.getByLabel('Edit message').press('Enter');
      await message('without a typo').getByText('(edited)').waitFor();
      await message('without a typo').hover();
      await message('without a typo').getByLabel('More actions').click();
      await page.getByRole('menuitem', { name: 'Delete message' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
      await message('without a typo').waitFor({ state: 'detached' });
    });

    it('uploads a picture and shows it', async () => {
      await open('sam');
      const png = Buffer.from(onePixel, 'base64');
      await page
        .getByLabel('Attach files')
        .first()
        .setInputFiles({ name: 'chart.png', mimeType: 'image/png', buffer: png });
      await write('the chart');
      const image = message('the chart').locator('.file-image img');
      await image.waitFor();
      await page.waitForFunction(() => [...document.images].every((one) => one.complete));
      expect(await image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(1);
    });

    it('shows a file of the workspace in an image block', async () => {
      await open('sam');
      const { client } = workspace.app;
      const bytes = Buffer.from(onePixel, 'base64');
      const uploaded = await client.files.uploadV2({ filename: 'chart.png', file: bytes });
      const { files } = uploaded as unknown as { files: { files: { id: string }[] }[] };
      const blocks = [
        {
          type: 'image' as const,
          slack_file: { id: files[0]!.files[0]!.id },
          alt_text: 'The chart of the week',
        },
      ];
      await expect
        .poll(
          () =>
            client.chat.postMessage({ channel: feedback(), text: 'The digest', blocks }).then(
              ({ ok }) => ok,
              () => false,
            ),
          { timeout: 15_000 },
        )
        .toBe(true);
      const image = page.getByRole('img', { name: 'The chart of the week' });
      await image.waitFor();
      await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(1);
    });

    it('says why a message was not accepted and gives the text back', async () => {
      await open('priya');
      await write('x'.repeat(40_001));
      await page.locator('.toast', { hasText: 'This message is too long' }).waitFor();
      expect(await field().inputValue()).toHaveLength(40_001);
    });
  });

  describe('threads and reactions', () => {
    it('replies in a thread beside the channel', async () => {
      await open('priya');
      await write('A thread starts here');
      await message('A thread starts here').hover();
      await message('A thread starts here').getByRole('button', { name: 'Reply in thread' }).click();
      await write('and goes on', page.locator('[data-composer=thread]'));
      await page.locator('.thread .message', { hasText: 'and goes on' }).waitFor();
      await message('A thread starts here').getByRole('button', { name: '1 reply, open thread' }).waitFor();
      await page.getByRole('button', { name: 'Close thread' }).click();
      await expect.poll(() => page.locator('.thread').count()).toBe(0);
      expect(await message('and goes on').count()).toBe(0);
    });

    it('adds a reaction through the searchable picker and takes it back', async () => {
      await open('priya');
      await write('React to me');
      await message('React to me').hover();
      await message('React to me')
        .getByRole('toolbar')
        .getByRole('button', { name: 'Add a reaction' })
        .click();
      await page.getByLabel('Search emoji').fill('siren');
      await page.getByLabel('Search emoji').press('Enter');
      const chip = message('React to me').locator('[data-reaction=rotating_light]');
      await chip.waitFor();
      expect(await chip.getAttribute('aria-pressed')).toBe('true');
      await chip.click();
      await chip.waitFor({ state: 'detached' });
    });

    it('shows what others do at once', async () => {
      await open('maya');
      const posted = await workspace.app.client.chat.postMessage({
        channel: feedback(),
        text: 'Live from the app',
      });
      await message('Live from the app').waitFor();
      await workspace.app.client.chat.update({
        channel: feedback(),
        ts: posted.ts!,
        text: 'Live, and changed',
      });
      await message('Live, and changed').waitFor();
      await workspace.app.client.chat.delete({ channel: feedback(), ts: posted.ts! });
      await message('Live, and changed').waitFor({ state: 'detached' });
    });
  });
});
