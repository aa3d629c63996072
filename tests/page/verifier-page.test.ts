import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Download } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { describeBrowser } from './support/describe-browser.ts';
import { OpenedPage } from './support/open-page.ts';
import { breakWorkers, mendWorkers } from './support/break-workers.ts';
import { noteText } from './support/sample-bundles.ts';
import { setChromiumStage } from './support/stage.ts';

describeBrowser('chromium', 'the verifier page in Chromium', (program) => {
  const stage = setChromiumStage(program);
  let opened: OpenedPage;

  beforeEach(async () => {
    opened = await OpenedPage.open(stage().browser);
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
    await opened.bring(stage().samples.good);
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
    await opened.bring(stage().samples.tampered);
    expect(await opened.outcome('unchanged')).toBe('fail');
    expect(await opened.page.locator('[data-answer=unchanged]').innerText()).toContain(
      'data/evidence/unit-3-attempt-1-report.pdf',
    );
    const broken = opened.page.locator('tr[data-standing=none]');
    expect(await broken.count()).toBe(1);
    expect(await broken.getByRole('button').count()).toBe(0);
  });

  it('refuses what is no plain bundle without opening it', async () => {
    await opened.bring(stage().samples.hostile);
    expect(await opened.outcome('unchanged')).toBe('fail');
    expect(await opened.page.locator('.report').innerText()).toContain('could not be read as a bundle');
    expect(await opened.page.locator('.report-items').count()).toBe(0);
  });

  it('tells the right key from another, and from what is no key', async () => {
    await opened.bring(stage().samples.good);
    const field = opened.page.getByLabel('The key that you expect');
    await field.fill(stage().samples.vaultId);
    await button('Check again').click();
    await opened.page.locator('[data-answer=sender][data-outcome=pass]').waitFor();
    expect(await field.inputValue()).toBe(stage().samples.vaultId);
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
    await opened.bring(stage().samples.good);
    await opened.page.getByText('Details for experts').click();
    expect(await opened.page.getByRole('row', { name: /^integrity-sha512 Holds/u }).count()).toBe(1);
  });

  it('lists many, each with answers of its own, and leads to each report and back', async () => {
    await opened.bring(
      stage().samples.good,
      stage().samples.tampered,
      stage().samples.hostile,
      stage().samples.noZip,
    );
    await opened.page
      .getByText(
        '4 files done. 1 with nothing wrong, 1 with something that does not hold, 0 locked, 2 that could not',
      )
      .first()
      .waitFor();
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

  it('says of an export in parts which are here, and counts the attempts in all of them', async () => {
    const [first = '', second = ''] = stage().samples.parts;
    await opened.bring(first, stage().samples.good);
    await opened.page.getByText('1 of 2 parts are among these files').waitFor();
    await opened.page.locator('[data-set=not-checked]').waitFor();
    await opened.bring(second);
    await opened.page.getByText('2 of 2 parts are among these files').waitFor();
    await opened.page.locator('[data-set=pass]').getByText('All 3 recorded attempts').waitFor();
  });

  it('takes files that are dropped on it', async () => {
    const bytes = [...(await readFile(stage().samples.good))];
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
    await opened.bring(stage().samples.tampered);
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
      vaults: [{ name: 'Sam', key: stage().samples.vaultId }],
    })}\n`;
    const [good, bad] = [join(stage().folder, 'policy.json'), join(stage().folder, 'no-policy.json')];
    await writeFile(good, policy);
    await writeFile(bad, '{"format":"evidence-vault-policy","version":1,"everybody":true}');
    await opened.page.getByText('this page takes nobody’s word').waitFor();
    await opened.page.setInputFiles('input[name=policy]', good);
    await opened.page.getByText('Board of Northfield').waitFor();
    expect(await opened.page.locator('.verifier-policy').innerText()).toContain('policy.json · 1 vault');
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
    await opened.bring(stage().samples.good);
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
    await opened.page.getByText('This file could not be shown').waitFor();
    await button('Close').click();
    expect(await opened.page.getByText('with the same care').count()).toBe(0);
    expect(await button('Look at Report.pdf').count()).toBe(0);
    const saved = await download(() => button('Save a copy of Report.pdf').first().click());
    expect(await textOf(saved)).toBe('%PDF-1.7 report of attempt 1');
    expect(saved.suggestedFilename()).toBe('unit-3-attempt-1-report.pdf');
    await opened.page.getByText('with the same care').waitFor();
  });

  it('dates a bundle only for a reader whose policy names the authority', async () => {
    await opened.bring(stage().samples.stamped);
    expect(await opened.outcome('time')).toBe('not-checked');
    await opened.page.setInputFiles('input[name=policy]', stage().samples.policy);
    await opened.page.locator('[data-answer=time][data-outcome=pass]').waitFor();
    await button('Put it away').click();
    await opened.page.locator('[data-answer=time][data-outcome=not-checked]').waitFor();
  });

  it('opens a locked bundle with the reader’s own key, and not without', async () => {
    await opened.bring(stage().samples.locked);
    expect(await opened.outcome('unchanged')).toBe('not-checked');
    expect(
      await opened.page
        .getByText(/This bundle is locked|wrong above/u)
        .filter({ visible: true })
        .count(),
    ).toBe(1);
    // A letter of it is another.
    const mistyped = join(stage().folder, 'mistyped.txt');
    await writeFile(mistyped, (await readFile(stage().samples.key, 'utf8')).replace(/.(?=\r\n$)/u, 'B'));
    await opened.page.setInputFiles('input[name=identities]', mistyped);
    await opened.page.getByText('That file is not a list of keys').waitFor();
    expect(await opened.page.getByText('key is open.').count()).toBe(0);
    await opened.page.setInputFiles('input[name=identities]', stage().samples.key);
    await opened.page.getByText('1 key is open.').waitFor();
    await opened.page.locator('[data-answer=unchanged][data-outcome=pass]').waitFor();
    await button('Look at Notes.txt').click();
    expect(await opened.page.locator('.verifier-text').innerText()).toBe(noteText);
    await button('Close').click();
    await opened.page.setInputFiles('input[name=identities]', stage().samples.noZip);
    await opened.page.getByText('That file is not a list of keys').waitFor();
    expect(await opened.page.getByText('1 key is open.').count()).toBe(1);
    await button('Forget it').click();
    await opened.page.locator('[data-answer=unchanged][data-outcome=not-checked]').waitFor();
  });

  it('says so if a bundle is gone when it is wanted again', async () => {
    const path = join(stage().folder, 'fleeting.zip');
    await writeFile(path, await readFile(stage().samples.good));
    await opened.bring(path);
    await opened.outcome('unchanged');
    await rm(path);
    await button('Look at Notes.txt').click();
    await opened.page.getByText('The bundle can no longer be read').waitFor();
  });

  it('does not call a bundle gone that the browser could not read', async () => {
    await opened.bring(stage().samples.good);
    await opened.outcome('unchanged');
    await breakWorkers(opened.page);
    await button('Look at Notes.txt').click();
    await opened.page.getByText('This browser could not read the bundle').waitFor();
  });

  it('says of a file that went away before it was read that it could not be read', async () => {
    const path = join(stage().folder, 'fleeting.txt');
    await writeFile(path, await readFile(stage().samples.key));
    // Between the choice and the reading.
    await opened.page.evaluate(() => {
      Blob.prototype.text = () => Promise.reject(new DOMException('It went away', 'NotReadableError'));
    });
    await opened.page.setInputFiles('input[name=identities]', path);
    await opened.page.getByText('That file could not be read').waitFor();
  });

  it('counts and saves the files that failed and that were stopped as what they are', async () => {
    await breakWorkers(opened.page, 1);
    await opened.bring(stage().samples.good, stage().samples.tampered);
    await opened.page.locator('tr[data-standing=failed]').waitFor();
    await button('Cancel').click();
    await opened.page.getByText(/0 with something that does not hold, .*, 2 that could not be/u).waitFor();
    const saved = await download(() => button('Save all as JSON').click());
    const reports: unknown = JSON.parse(await textOf(saved));
    expect(reports).toEqual([
      {
        file: 'sam.zip',
        error: { code: 'worker', message: expect.stringContaining('could not start the check') as string },
      },
      {
        file: 'tampered.zip',
        error: { code: 'stopped', message: expect.stringMatching(/^You stopped/u) as string },
      },
    ]);
  });

  it('leaves text that is dragged to the browser', async () => {
    const isTaken = await opened.page.evaluate(() => {
      const dragged = new DataTransfer();
      dragged.setData('text/plain', 'ab');
      return ['dragover', 'drop'].map(
        (type) =>
          !document.body.dispatchEvent(
            new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: dragged }),
          ),
      );
    });
    expect(isTaken).toEqual([false, false]);
  });

  it('says so where no check can be started, and checks once one can', async () => {
    await breakWorkers(opened.page);
    await opened.bring(stage().samples.good);
    await opened.page.getByText('This browser could not start the check').waitFor();
    await mendWorkers(opened.page);
    await opened.bring(stage().samples.tampered);
    await opened.page.locator('tr[data-standing=fail]').waitFor();
  });

  it('keeps what runs in it from fetching, sending and loading', async () => {
    const heard: (string | undefined)[] = [];
    const server = createServer((request, answer) => {
      heard.push(request.url);
      answer.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const breaches = await opened.page.evaluate(async (outside) => {
      const during = async (attempt: () => unknown): Promise<string> => {
        const breach = new Promise<string>((resolve) => {
          document.addEventListener(
            'securitypolicyviolation',
            ({ effectiveDirective }) => resolve(effectiveDirective),
            { once: true },
          );
          setTimeout(() => resolve('none'), 5_000);
        });
        await attempt();
        return breach;
      };
      const put = (tag: string, content: object) =>
        document.body.append(Object.assign(document.createElement(tag), content));
      const inWorker = `
        addEventListener('securitypolicyviolation', ({ effectiveDirective }) => postMessage(effectiveDirective));
        fetch('${outside}/worker').then(() => postMessage('none'), () => undefined);`;
      return {
        fetch: await during(() => fetch(`${outside}/fetch`).catch(() => undefined)),
        beacon: await during(() => navigator.sendBeacon(`${outside}/beacon`)),
        picture: await during(() => put('img', { src: `${outside}/picture.png` })),
        frame: await during(() => put('iframe', { src: `${outside}/frame` })),
        script: await during(() => put('script', { textContent: 'globalThis.ran = true' })),
        worker: await new Promise<unknown>((resolve) => {
          const worker = new Worker(URL.createObjectURL(new Blob([inWorker])));
          worker.addEventListener('message', ({ data }) => resolve(data));
        }),
        ran: 'ran' in globalThis,
      };
    }, address);
    server.close();
    expect(breaches).toEqual({
      fetch: 'connect-src',
      beacon: 'connect-src',
      picture: 'img-src',
      frame: 'frame-src',
      script: 'script-src-elem',
      worker: 'connect-src',
      ran: false,
    });
    expect(heard).toEqual([]);
    opened.troubles.length = 0;
    opened.asked.length = 1;
  });
});
