// Whatever people, apps and trackers write, the demo page shows it as text: no element, no script, no false link.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, openPage, startWorkspace, type Workspace } from './page-world.ts';

const attacks = [
  '<script>window.owned = 1</script>',
  '<img src=x onerror="window.owned = 1">',
  '"><svg onload=window.owned=1>',
  "';window.owned=1;//",
  '<a href="javascript:window.owned=1">click</a>',
  '<javascript:window.owned=1|click>',
  '<https://a.example" onmouseover="window.owned=1|click>',
  '<!date^1762776000^{date}^javascript:window.owned=1|x>',
  '`<iframe srcdoc="<script>parent.owned=1</script>">`',
  '```</pre><script>window.owned=1</script>```',
  '&lt;script&gt;window.owned=1&lt;/script&gt;',
  '\u202Egnp.exe\u202C \u200Bzero\u200Bwidth',
  '{{constructor.constructor("window.owned=1")()}}',
];
const all = attacks.join('\n');

describe.skipIf(!hasChromium)('hostile text on the demo page', () => {
  let workspace: Workspace;
  let browser: Browser;
  let page: Page;
  const violations: string[] = [];

  beforeAll(async () => {
    workspace = await startWorkspace();
    browser = await launchBrowser();
    page = await openPage(browser, workspace, 'priya');
    page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
    page.on('pageerror', (error) => violations.push(error.message));
    page.on('dialog', (dialog) => violations.push(dialog.message()));
  });
  afterAll(async () => {
    await browser?.close();
    await workspace?.stop();
  });

  const harmless = async () => {
    const found = await page.evaluate(() => ({
      owned: (window as unknown as { owned?: number }).owned,
      elements: document.querySelectorAll('body script, iframe, object, embed, base, form[action]').length,
      handlers: [...document.querySelectorAll('*')].flatMap((one) =>
        one.getAttributeNames().filter((name) => name.startsWith('on')),
      ),
      links: [...document.querySelectorAll('[href], [src]')]
        .flatMap((one) => [one.getAttribute('href'), one.getAttribute('src')])
        .filter((address) => /^\s*(javascript|vbscript|data:text)/i.test(address ?? '')),
      images: [...document.images].filter((one) => one.getAttribute('src') === 'x').length,
    }));
    expect(found).toEqual({ owned: undefined, elements: 0, handlers: [], links: [], images: 0 });
    expect(violations).toEqual([]);
  };
  const channel = () => workspace.slack.channels['customer-feedback']!;

  it('in a person’s message, as typed and as an app sends it', async () => {
    for (const text of attacks) {
      await page.locator('[data-composer=channel]').fill(text);
      await page.locator('[data-composer=channel]').press('Enter');
    }
    await workspace.app.client.chat.postMessage({ channel: channel(), text: `raw ${all}` });
    await page.locator('.message', { hasText: 'raw <script>' }).waitFor();
    expect(await page.locator('.message', { hasText: '<img src=x onerror=' }).count()).toBeGreaterThan(1);
    await harmless();
  });

  it('in blocks and attachments', async () => {
    const plain = (text: string) => ({ type: 'plain_text' as const, text: text.slice(0, 74) });
    await workspace.app.client.chat.postMessage({
      channel: channel(),
      text: 'blocks',
      blocks: [
        { type: 'header', text: plain(`h ${all}`) },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: all },
          fields: attacks.slice(0, 10).map((text) => ({ type: 'mrkdwn' as const, text })),
        },
        { type: 'context', elements: [{ type: 'mrkdwn', text: all }, plain(all)] },
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'look', text: plain(all), url: 'https://a.example/"><script>' },
          ],
        },
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: all },
                { type: 'link', url: 'javascript:window.owned=1', text: 'link' },
              ],
            },
          ],
        },
        {
          type: 'markdown',
          text: `${all}\n\n[x](javascript:window.owned=1) ![y](javascript:window.owned=1) <b>`,
        },
      ],
    });
    await workspace.app.client.chat.postMessage({
      channel: channel(),
      text: 'attached',
      attachments: [
        {
          fallback: all,
          title: all,
          title_link: 'https://a.example/',
          text: all,
          footer: all,
          author_name: all,
          color: 'red;background:url(//x)',
          fields: [{ title: all, value: all, short: true }],
        },
      ],
    });
    await page.locator('.attachment').last().waitFor();
    await harmless();
  });

  it('in names, topics and file names', async () => {
    const token = workspace.slack.users.priya!.token;
    const call = (method: string, args: Record<string, string>) =>
      fetch(`${workspace.slack.apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: new URLSearchParams(args),
      });
    await call('conversations.setTopic', {
      channel: channel(),
      topic: '<img src=x onerror="window.owned = 1">',
    });
    await page
      .getByLabel('Attach files')
      .first()
      .setInputFiles({
        name: '<img src=x onerror=alert(1)>.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('x'),
      });
    await page.locator('[data-composer=channel]').press('Enter');
    await page.locator('.file-card', { hasText: '<img src=x' }).waitFor();
    await harmless();
  });

  it('in tickets of both trackers', async () => {
    const act = (url: string, body: unknown) =>
      fetch(`${url}/sandbox/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await act(workspace.linear.url, {
      act: 'create',
      team: 'PAY',
      title: attacks[1],
      description: `${all}\n\n[x](javascript:window.owned=1)\n\n<details open ontoggle=window.owned=1>`,
    });
    await act(workspace.linear.url, { act: 'comment', issue: 'PAY-1', body: all });
    await act(workspace.jira.url, { act: 'create', project: 'SHOP', summary: attacks[1], description: all });
    await act(workspace.jira.url, { act: 'comment', issue: 'SHOP-1', text: all });
    await page.getByRole('button', { name: 'Issues', exact: true }).click();
    await page.locator('[data-issue=PAY-1]').click();
    await page.locator('.comment', { hasText: '<script>' }).waitFor();
    await harmless();
    await page.getByRole('button', { name: 'Back to all issues' }).click();
    await page.getByRole('button', { name: 'Jira' }).click();
    await page.locator('[data-issue=SHOP-1]').click();
    await page.locator('.comment', { hasText: '<script>' }).waitFor();
    await harmless();
  });

  it('and the page’s server hands out nothing outside its folders', async () => {
    for (const path of [
      '/browser/../server.ts',
      '/browser/%2e%2e/server.ts',
      '/browser/..%2fserver.ts',
      '/styles/../../../package.json',
      '/server.ts',
      '/browser/nothing.ts',
      '/browser/main.ts/x',
    ])
      expect((await fetch(workspace.page.url + path)).status).toBe(404);
    expect((await fetch(`${workspace.page.url}/browser/main.ts`)).headers.get('content-type')).toContain(
      'text/javascript',
    );
  });
});
