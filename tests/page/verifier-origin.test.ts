import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { utf8 } from '../../src/base/bytes.ts';
import {
  credentialCaptures,
  mailCaptures,
  stampedWith,
  type Capture,
} from '../support/bundle/origin-vault.ts';
import { did } from '../support/credentials/judge.ts';
import { sampleBadge } from '../support/credentials/sample-credentials.ts';
import { createTestKey, signWithProof } from '../support/credentials/sign.ts';
import { marked, rsaKey, signed } from '../support/mail/signing.ts';
import { describeBrowser } from './support/describe-browser.ts';
import { OpenedPage } from './support/open-page.ts';
import { setChromiumStage } from './support/stage.ts';

/** Both sources count their items from nought. */
function renamed({ item, record, ...rest }: Capture): Capture {
  const other = JSON.parse(JSON.stringify(record).replaceAll('i-000', 'i-100'));
  return { ...rest, item: item.replace('i-000', 'i-100'), record: other };
}

describeBrowser('chromium', 'where items come from, on the verifier page in Chromium', (program) => {
  const stage = setChromiumStage(program);
  let opened: OpenedPage;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-vault-origin-'));
    opened = await OpenedPage.open(stage().browser);
  });
  afterEach(async () => {
    // Keys and lists of words are in the page and the policy: nothing was asked for.
    expect(opened.asked).toEqual([OpenedPage.address]);
    expect(opened.troubles).toEqual([]);
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are signed by the provider, and from its mail domain, by the keys of the reader’s policy alone', async () => {
    const key = createTestKey('P-256');
    const badge = await signWithProof(sampleBadge(did), key, { verificationMethod: `${did}#key-1` });
    const mailKey = rsaKey();
    const mail = await signed(marked, mailKey);
    const captures = [
      ...(await credentialCaptures({ bytes: utf8(JSON.stringify(badge)) })),
      ...(
        await mailCaptures(Buffer.from(mail, 'latin1'), { 'k1._domainkey.college.test': mailKey.record })
      ).map(renamed),
    ];
    const { bundle, policy } = await stampedWith(captures);
    await writeFile(join(folder, 'bundle.zip'), bundle);
    await writeFile(
      join(folder, 'policy.json'),
      JSON.stringify({
        ...policy,
        issuers: [{ name: 'Riverside College', id: did, keys: [key.multibase] }],
        dkimKeys: [
          { domain: 'college.test', selector: 'k1', key: /p=(.*)$/.exec(mailKey.record)?.[1] ?? '' },
        ],
      }),
    );
    await opened.bring(join(folder, 'bundle.zip'));
    expect(await opened.outcome('origin')).toBe('not-checked');
    expect(await opened.page.locator('tr[data-standing=signed], tr[data-standing=from]').count()).toBe(0);
    await opened.page.setInputFiles('input[name=policy]', join(folder, 'policy.json'));
    const row = opened.page.locator('tr[data-standing=signed]').first();
    await row.waitFor();
    expect(await row.innerText()).toContain('By Riverside College.');
    expect(await opened.page.locator('tr[data-standing=from]').first().innerText()).toContain(
      'By college.test.',
    );
    expect(await opened.page.locator('[data-answer=origin]').innerText()).toContain('signed by a provider');
    expect(await opened.page.getByText('It does not show who did the work').count()).toBe(1);
  });
});
