import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { describeBrowser } from './support/describe-browser.ts';
import { Firefox } from './support/firefox.ts';
import { OpenedPage } from './support/open-page.ts';
import { writeSampleBundles, type SampleBundles } from './support/sample-bundles.ts';

describeBrowser('firefox', 'the verifier page in Firefox', (program) => {
  let folder: string;
  let samples: SampleBundles;
  let firefox: Firefox;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-vault-page-'));
    samples = await writeSampleBundles(folder);
    firefox = await Firefox.start(program);
  });
  afterAll(async () => {
    await firefox.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await firefox.goTo(OpenedPage.address);
    firefox.asked.length = 0;
  });

  const outcomeOf = async (answer: string): Promise<unknown> => {
    const found = `document.querySelector('[data-answer=${answer}]')?.dataset.outcome`;
    await expect.poll(() => firefox.evaluate(found), { timeout: 30_000 }).toBeTypeOf('string');
    return firefox.evaluate(found);
  };

  it('gives a good bundle separate answers, and asks nobody', async () => {
    await firefox.setFiles('input[name=bundles]', [samples.good]);
    expect(await outcomeOf('unchanged')).toBe('pass');
    expect(await outcomeOf('history')).toBe('pass');
    expect(await outcomeOf('sender')).toBe('not-checked');
    expect(firefox.asked).toEqual([]);
  });

  it('names the file that was changed', async () => {
    await firefox.setFiles('input[name=bundles]', [samples.tampered]);
    expect(await outcomeOf('unchanged')).toBe('fail');
    expect(await firefox.evaluate(`document.querySelector('[data-answer=unchanged]').innerText`)).toContain(
      'data/evidence/unit-3-attempt-1-report.pdf',
    );
    expect(firefox.asked).toEqual([]);
  });

  it('dates a bundle for a reader whose policy names the authority', async () => {
    await firefox.setFiles('input[name=bundles]', [samples.stamped]);
    expect(await outcomeOf('time')).toBe('not-checked');
    await firefox.setFiles('input[name=policy]', [samples.policy]);
    await expect
      .poll(() => firefox.evaluate(`document.querySelector('[data-answer=time]').dataset.outcome`), {
        timeout: 30_000,
      })
      .toBe('pass');
  });

  it('can connect to nothing', async () => {
    const tried = await firefox.evaluate(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      fetch('http://127.0.0.1:9/').catch(() => undefined);
    })`);
    expect(tried).toBe('connect-src');
  });
});
