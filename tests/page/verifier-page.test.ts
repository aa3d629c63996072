import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Browser, type Download } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

import { describeBrowser } from './support/describe-browser.ts';
import { OpenedPage } from './support/open-page.ts';
import { noteText, writeSampleBundles, type SampleBundles } from './support/sample-bundles.ts';

describeBrowser('chromium', 'the verifier page in Chromium', (program) => {
  let folder: string;
  let samples: SampleBundles;
  let browser: Browser;
  let opened: OpenedPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-vault-page-'));
    samples = await writeSampleBundles(folder);
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    opened = await OpenedPage.open(browser);
  });
  afterEach(async () => {
    // Whatever was tried: nothing was asked for but the page itself, and it kept to its own policy.
    expect(opened.asked).toEqual([OpenedPage.address]);
    expect(opened.troubles).toEqual([]);
    await opened.close();
  });

  const button = (name: string | RegExp) => opened.page.getByRole('button', { name });
  const download = async (act: () => Promise<void>): Promise<Download> => {
    const [saved] = await Promise.all([opened.page.waitForEvent('download'), act()]);
    return saved;
  };
  const textOf = async (saved: Download) => readFile(await saved.path(), 'utf8');

  it('gives a good bundle separate answers, and takes nobody’s word for whom it is from', async () => {
    await opened.bring(samples.good);
    expect(await opened.outcome('unchanged')).toBe('pass');
    expect(await opened.outcome('history')).toBe('pass');
    for (const answer of ['time', 'origin', 'sender'])
      expect(await opened.outcome(answer)).toBe('not-checked');
    expect(await opened.page.locator('[data-answer=sender]').innerText()).toContain(
      'read out their key words',
    );
    expect(await opened.page.getByText('Unchanged does not mean true').count()).toBe(1);
  });

  it('names the file that was changed, and shows nothing of it', async () => {
    await opened.bring(samples.tampered);
    expect(await opened.outcome('unchanged')).toBe('fail');
    expect(await opened.page.locator('[data-answer=unchanged]').innerText()).toContain(
      'data/evidence/unit-3-attempt-1-report.pdf',
    );
    const broken = opened.page.locator('tr[data-standing=none]');
    expect(await broken.count()).toBe(1);
    expect(await broken.getByRole('button').count()).toBe(0);
  });

  it('refuses what is no plain bundle without opening it', async () => {
    await opened.bring(samples.hostile);
    expect(await opened.outcome('unchanged')).toBe('fail');
    expect(await opened.page.locator('.report').innerText()).toContain('could not be read as a bundle');
    expect(await opened.page.locator('.report-items').count()).toBe(0);
  });

  it('tells the right key from another, and from what is no key', async () => {
    await opened.bring(samples.good);
    const field = opened.page.getByLabel('The key that you expect');
    await field.fill(samples.vaultId);
    await button('Check again').click();
    await opened.page.locator('[data-answer=sender][data-outcome=pass]').waitFor();
    expect(await field.inputValue()).toBe(samples.vaultId);
    await field.fill('ab'.repeat(32));
    await button('Check again').click();
    await opened.page.locator('[data-answer=sender][data-outcome=fail]').waitFor();
    await field.fill('no key');
    await button('Check again').click();
    await opened.page.getByText('That is not a key.').waitFor();
  });

  it('takes the second fingerprint when it is asked to', async () => {
    await opened.page.getByText('Take the second fingerprint').click();
    await button('Use this').click();
    await opened.bring(samples.good);
    await opened.page.getByText('Details for experts').click();
    expect(await opened.page.getByRole('row', { name: /^integrity-sha512 Holds/u }).count()).toBe(1);
  });

  it('lists many, each with answers of its own, and leads to each report and back', async () => {
    await opened.bring(samples.good, samples.tampered, samples.hostile, samples.noZip);
    await opened.page.getByText('4 files checked. 1 with nothing wrong, 3 with').first().waitFor();
    const standings = await opened.page
      .locator('.verifier-table tbody tr')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.standing));
    expect(standings).toEqual(['open', 'fail', 'unread', 'unread']);
    await button('Look at tampered.zip').click();
    expect(await opened.outcome('unchanged')).toBe('fail');
    await button('Back to all files').click();
    await button('Look at sam.zip').click();
    expect(await opened.outcome('unchanged')).toBe('pass');
    await button('Back to all files').click();
    const saved = await download(() => button('Save all as JSON').click());
    const reports: unknown = JSON.parse(await textOf(saved));
    expect(reports).toMatchObject([
      { file: 'sam.zip', verdict: 'incomplete' },
      { file: 'tampered.zip', verdict: 'fail' },
      { file: 'hostile.zip', verdict: 'fail' },
      { file: 'letter.zip', verdict: 'fail' },
    ]);
  });

  it('takes files that are dropped on it', async () => {
    const bytes = [...(await readFile(samples.good))];
    await opened.page.evaluate((content) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([new Uint8Array(content)], 'dropped.zip'));
      document.body.dispatchEvent(
        new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: dropped }),
      );
    }, bytes);
    expect(await opened.outcome('unchanged')).toBe('pass');
    expect(await opened.page.locator('.report-file').innerText()).toBe('dropped.zip');
  });

  it('saves the report as the document that the command line prints', async () => {
    await opened.bring(samples.tampered);
    await opened.outcome('unchanged');
    const saved = await download(() => button('Save as JSON').click());
    expect(saved.suggestedFilename()).toBe('tampered.zip.report.json');
    const report: unknown = JSON.parse(await textOf(saved));
    expect(report).toMatchObject({ file: 'tampered.zip', ok: false, verdict: 'fail' });
    expect(report).toHaveProperty('checks');
  });

  it('opens a policy, says what is in it, and gives back the same; it refuses what is none', async () => {
    const policy = `${JSON.stringify({
      format: 'evidence-vault-policy',
      version: 1,
      name: 'Board of Northfield',
      authorities: [],
      witnesses: [],
      vaults: [{ name: 'Sam', key: samples.vaultId }],
    })}\n`;
    const [good, bad] = [join(folder, 'policy.json'), join(folder, 'no-policy.json')];
    await writeFile(good, policy);
    await writeFile(bad, '{"format":"evidence-vault-policy","version":1,"everybody":true}');
    await opened.page.getByText('this page takes nobody’s word').waitFor();
    await opened.page.setInputFiles('input[name=policy]', good);
    await opened.page.getByText('Board of Northfield').waitFor();
    expect(await opened.page.locator('.verifier-policy').innerText()).toContain(
      'policy.json · 0 time authorities · 0 witnesses · 1 vault',
    );
    await opened.page.setInputFiles('input[name=policy]', bad);
    await opened.page.getByText('not a policy that this page can read').waitFor();
    expect(await opened.page.getByText('Board of Northfield').count()).toBe(1);
    expect(
      await textOf(
        await download(() =>
          opened.page.locator('.verifier-policy-part').getByRole('button', { name: 'Save a copy' }).click(),
        ),
      ),
    ).toBe(policy);
    await button('Put it away').click();
    await opened.page.getByText('this page takes nobody’s word').waitFor();
  });

  it('shows pictures and plain text, and only lets anything else be saved', async () => {
    await opened.bring(samples.good);
    await button('Look at Notes.txt').click();
    expect(await opened.page.locator('.verifier-text').innerText()).toBe(noteText);
    await button('Close').click();
    await button('Look at Photo.png').click();
    const picture = opened.page.getByRole('img', { name: 'Picture: Photo.png' });
    await expect
      .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth), { timeout: 20_000 })
      .toBe(40);
    const address = await picture.getAttribute('src');
    await opened.page.evaluate(() => {
      const revoke = URL.revokeObjectURL.bind(URL);
      URL.revokeObjectURL = (given) => {
        document.body.dataset.revoked = given;
        revoke(given);
      };
    });
    await button('Close').click();
    await expect
      .poll(() => opened.page.evaluate(() => document.body.dataset.revoked), { timeout: 20_000 })
      .toBe(address);
    await button('Look at Disguised.png').click();
    await opened.page.getByText('could not be shown').waitFor();
    await button('Close').click();
    expect(await button('Look at Report.pdf').count()).toBe(0);
    const saved = await download(() => button('Save a copy of Report.pdf').first().click());
    expect(await textOf(saved)).toBe('%PDF-1.7 report of attempt 1');
    expect(saved.suggestedFilename()).toBe('unit-3-attempt-1-report.pdf');
  });

  it('dates a bundle only for a reader whose policy names the authority', async () => {
    await opened.bring(samples.stamped);
    expect(await opened.outcome('time')).toBe('not-checked');
    await opened.page.setInputFiles('input[name=policy]', samples.policy);
    await opened.page.locator('[data-answer=time][data-outcome=pass]').waitFor();
    await button('Put it away').click();
    await opened.page.locator('[data-answer=time][data-outcome=not-checked]').waitFor();
  });

  it('opens a locked bundle with the reader’s own key, and not without', async () => {
    await opened.bring(samples.locked);
    expect(await opened.outcome('unchanged')).toBe('not-checked');
    expect(await opened.page.locator('[data-answer=unchanged]').innerText()).toContain(
      'This bundle is locked',
    );
    await opened.page.setInputFiles('input[name=identities]', samples.noZip);
    await opened.page.getByText('There is no key in that file').waitFor();
    await opened.page.setInputFiles('input[name=identities]', samples.key);
    await opened.page.getByText('1 key is open.').waitFor();
    await opened.page.locator('[data-answer=unchanged][data-outcome=pass]').waitFor();
    await button('Look at Notes.txt').click();
    expect(await opened.page.locator('.verifier-text').innerText()).toBe(noteText);
    await button('Close').click();
    await button('Forget it').click();
    await opened.page.locator('[data-answer=unchanged][data-outcome=not-checked]').waitFor();
  });

  it('says so if a bundle is gone when it is wanted again', async () => {
    const path = join(folder, 'fleeting.zip');
    await writeFile(path, await readFile(samples.good));
    await opened.bring(path);
    await opened.outcome('unchanged');
    await rm(path);
    await button('Look at Notes.txt').click();
    await opened.page.getByText('The bundle can no longer be read').waitFor();
  });

  it('says so where no check can be started, and checks once one can', async () => {
    await opened.page.evaluate(() => {
      const { Worker: real } = globalThis;
      Object.assign(globalThis, {
        Worker: function () {
          Object.assign(globalThis, { Worker: real });
          throw new DOMException('Not here', 'SecurityError');
        },
      });
    });
    await opened.bring(samples.good);
    await opened.page.getByText('This browser could not start the check').waitFor();
    await opened.bring(samples.tampered);
    await opened.page.locator('tr[data-standing=fail]').waitFor();
  });

  it('can connect to nothing, whatever ran in it', async () => {
    const tried = await opened.page.evaluate(async () => {
      const breaches: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        breaches.push(effectiveDirective),
      );
      await fetch('http://127.0.0.1:9/').catch(() => undefined);
      const image = new Image();
      image.src = 'http://127.0.0.1:9/picture.png';
      const frame = document.createElement('iframe');
      frame.src = 'http://127.0.0.1:9/';
      document.body.append(frame);
      navigator.sendBeacon('http://127.0.0.1:9/');
      const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      document.body.append(script);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { breaches: [...new Set(breaches)].sort(), ran: 'ran' in globalThis };
    });
    expect(tried.ran).toBe(false);
    expect(tried.breaches).toEqual(['connect-src', 'frame-src', 'img-src', 'script-src-elem']);
    opened.troubles.length = 0;
    opened.asked.length = 1;
  });
});
