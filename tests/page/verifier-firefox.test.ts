import { beforeEach, expect, it } from 'vitest';

import { describeBrowser } from './support/describe-browser.ts';
import { Firefox } from './support/firefox.ts';
import { OpenedPage } from './support/open-page.ts';
import { setStage } from './support/stage.ts';

describeBrowser('firefox', 'the verifier page in Firefox', (program) => {
  const stage = setStage(() => Firefox.start(program));

  beforeEach(async () => {
    await stage().browser.goTo(OpenedPage.address);
    stage().browser.asked.length = 0;
  });

  const outcomeOf = async (answer: string): Promise<unknown> => {
    const found = `document.querySelector('[data-answer=${answer}]')?.dataset.outcome`;
    await expect.poll(() => stage().browser.evaluate(found), { timeout: 30_000 }).toBeTypeOf('string');
    return stage().browser.evaluate(found);
  };

  it('gives a good bundle separate answers, and asks nobody', async () => {
    await stage().browser.setFiles('input[name=bundles]', [stage().samples.good]);
    expect(await outcomeOf('unchanged')).toBe('pass');
    expect(await outcomeOf('history')).toBe('pass');
    expect(await outcomeOf('sender')).toBe('not-checked');
    expect(stage().browser.asked).toEqual([]);
  });

  it('names the file that was changed', async () => {
    await stage().browser.setFiles('input[name=bundles]', [stage().samples.tampered]);
    expect(await outcomeOf('unchanged')).toBe('fail');
    expect(
      await stage().browser.evaluate(`document.querySelector('[data-answer=unchanged]').innerText`),
    ).toContain('data/evidence/unit-3-attempt-1-report.pdf');
    expect(stage().browser.asked).toEqual([]);
  });

  it('dates a bundle for a reader whose policy names the authority', async () => {
    await stage().browser.setFiles('input[name=bundles]', [stage().samples.stamped]);
    expect(await outcomeOf('time')).toBe('not-checked');
    await stage().browser.setFiles('input[name=policy]', [stage().samples.policy]);
    await expect
      .poll(() => stage().browser.evaluate(`document.querySelector('[data-answer=time]').dataset.outcome`), {
        timeout: 30_000,
      })
      .toBe('pass');
  });

  it('keeps what runs in it from fetching', async () => {
    const tried = await stage().browser.evaluate(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      fetch('http://127.0.0.1:9/').catch(() => undefined);
    })`);
    expect(tried).toBe('connect-src');
  });
});
