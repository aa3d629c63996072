import type { Page } from 'playwright-core';

/** What the element that has the page's focus is called. */
export async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : undefined;
    return (label ?? focused?.getAttribute('aria-label') ?? focused?.textContent ?? '').trim();
  });
}

/**
 * Presses Tab until what has the focus is called so, as somebody without a pointer does; gives its name.
 * Throws if sixty presses do not lead there.
 */
export async function pressUntil(page: Page, name: string | RegExp): Promise<string> {
  const met: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const called = await focusedName(page);
    if (typeof name === 'string' ? called === name : name.test(called)) return called;
    met.push(called.slice(0, 40));
  }
  throw new Error(`Tab never came to ${String(name)}, but to: ${met.join(' | ')}`);
}
