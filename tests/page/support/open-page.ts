import { pathToFileURL } from 'node:url';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { builtVerifier } from '../../../electron/tooling/build-verifier.ts';

/** The verifier page, opened from disk as somebody does with a double click. */
export class OpenedPage {
  readonly page: Page;
  /** Addresses of all that was asked for, but for pieces of the page itself (blob: and data:). */
  readonly asked: string[] = [];
  /** What the page complained of, a breach of its own policy among them. */
  readonly troubles: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('request', (request) => {
      if (!/^(?:blob|data):/u.test(request.url())) this.asked.push(request.url());
    });
    page.on('pageerror', (error) => this.troubles.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.troubles.push(message.text());
    });
  }

  static readonly address = pathToFileURL(builtVerifier).href;

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenedPage> {
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
    const opened = new OpenedPage(await context.newPage());
    opened.page.setDefaultTimeout(20_000);
    await opened.page.goto(OpenedPage.address);
    await opened.page.getByRole('heading', { name: 'Check evidence' }).waitFor();
    return opened;
  }

  bring(...files: readonly string[]): Promise<void> {
    return this.page.setInputFiles('input[name=bundles]', files);
  }

  /** Waits for an answer of the report that is shown, and says how it came out: `pass`, `fail` or `not-checked`. */
  async outcome(answer: string): Promise<string | null> {
    return this.page.locator(`[data-answer=${answer}]`).getAttribute('data-outcome');
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
