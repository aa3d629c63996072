import { beforeAll, describe, expect, it } from 'vitest';

import { createAgeKeyPair, type AgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { encrypt } from '../../support/bundle/encrypt.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

let mine: AgeKeyPair;
let bundle: Uint8Array;
let sealed: Uint8Array;
beforeAll(async () => {
  mine = await createAgeKeyPair();
  bundle = await makeBundle(samsVault());
  sealed = await encrypt(bundle, [mine.recipient]);
});

describe('an encrypted bundle', () => {
  it('is judged as the bundle inside it, with one of its keys', async () => {
    const { encrypted, ...inside } = await verifyBytes(sealed, { identities: [mine.identity], full: true });
    expect(encrypted).toBe(true);
    expect(inside).toEqual(await verifyBytes(bundle, { full: true }));
  });

  it('is not checked, and no error, without a key', async () => {
    const report = await verifyBytes(sealed);
    expect(report).toMatchObject({
      ok: true,
      verdict: 'incomplete',
      encrypted: true,
      bundle: null,
      signer: null,
    });
    expect(checkOf(report, 'zip')).toMatchObject({ result: 'not-checked', code: 'encrypted-not-opened' });
    expect(report.checks.filter(({ result }) => result !== 'not-checked')).toEqual([]);
  });

  it('is not checked with somebody else’s key, and says so', async () => {
    const { identity } = await createAgeKeyPair();
    const report = await verifyBytes(sealed, { identities: [identity] });
    expect(report).toMatchObject({ ok: true, verdict: 'incomplete' });
    expect(checkOf(report, 'zip')).toMatchObject({ result: 'not-checked', code: 'encrypted-for-others' });
  });

  it('fails if it was altered or cut off anywhere, and nothing that it seemed to say counts', async () => {
    const identities = [mine.identity];
    const places = [sealed.indexOf(10, 160) + 10, Math.floor(sealed.length / 2), sealed.length - 1];
    for (const at of places) {
      const changed = sealed.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      const report = await verifyBytes(changed, { identities });
      expect(report).toMatchObject({ ok: false, verdict: 'fail', signer: null, items: [] });
      expect(checkOf(report, 'zip')).toMatchObject({ result: 'fail', code: 'encrypted-altered' });
    }
    for (const cut of [1, 100, sealed.length - 250]) {
      const report = await verifyBytes(sealed.subarray(0, -cut), { identities });
      expect(checkOf(report, 'zip')).toMatchObject({ result: 'fail', code: 'encrypted-altered' });
    }
  });

  it('fails if its outside is not age’s', async () => {
    const report = await verifyBytes(new TextEncoder().encode('age-encryption.org/v9\nand so on\n'));
    expect(checkOf(report, 'zip')).toMatchObject({ result: 'fail', code: 'encrypted-malformed' });
  });

  it('that holds no bundle is judged by what it holds', async () => {
    const letter = await encrypt(new TextEncoder().encode('Dear assessor'), [mine.recipient]);
    const report = await verifyBytes(letter, { identities: [mine.identity] });
    expect(checkOf(report, 'zip')).toMatchObject({ result: 'fail', code: 'zip-not-a-zip' });
  });
});
