import type { Page } from 'playwright-core';

/** From now on the page may start no worker; after `refused` refusals it gets some that never answer. */
export function breakWorkers(page: Page, refused = Infinity): Promise<void> {
  return page.evaluate((refusals) => {
    const { Worker: real } = globalThis;
    let left = refusals;
    const broken = function (): EventTarget {
      left -= 1;
      if (left >= 0) throw new DOMException('Not here', 'SecurityError');
      return Object.assign(new EventTarget(), { postMessage: () => undefined, terminate: () => undefined });
    };
    Object.assign(globalThis, {
      Worker: broken,
      mendWorkers: () => Object.assign(globalThis, { Worker: real }),
    });
  }, refused);
}

/** The page may start workers again. */
export async function mendWorkers(page: Page): Promise<void> {
  await page.evaluate('void mendWorkers()');
}
