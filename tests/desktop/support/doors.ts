import type { Page } from 'playwright-core';

/** Waits until the page shows this route. */
export const at = (page: Page, route: string): Promise<void> =>
  page.waitForURL((url) => url.hash.split('?')[0] === `#${route}`, { timeout: 60_000 });

/** Looks around in a practice vault, from Welcome. */
export async function lookAround(page: Page): Promise<void> {
  await page
    .getByText(/look around/iu)
    .first()
    .click();
  await page.waitForURL(/#\/home/u, { timeout: 120_000 });
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

export const type = (page: Page, label: string, text: string): Promise<void> =>
  page.getByLabel(label, { exact: true }).fill(text);

/** The twelve words that are being shown. */
export async function shownWords(page: Page): Promise<string[]> {
  const cells = page.getByRole('list', { name: 'Your recovery key: twelve words' }).getByRole('listitem');
  await cells.first().waitFor();
  return (await cells.allInnerTexts()).map((text) => text.replaceAll(/[^a-z]/gu, ''));
}

/** Types the words that are asked back. */
export async function answerWords(page: Page, words: readonly string[]): Promise<void> {
  await page
    .getByText(/^Word \d+$/u)
    .first()
    .waitFor();
  for (const field of await page.getByRole('textbox').all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
    await field.fill(words[Number(label.replace('Word ', '')) - 1] ?? '');
  }
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await at(page, '/unlock');
  await type(page, 'Passphrase', passphrase);
  await button(page, 'Unlock').click();
}
