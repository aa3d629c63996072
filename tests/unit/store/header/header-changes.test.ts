import { beforeAll, describe, expect, it } from 'vitest';

import { encodeHex } from '../../../../src/base/bytes.ts';
import type { SecretKey } from '../../../../src/crypto/secret-key.ts';
import { verify } from '../../../../src/crypto/sign.ts';
import {
  changePassphrase,
  changeRecoveryKey,
  createHeader,
  refuseRolledBackHeader,
  rekeyHeader,
  unlockHeader,
} from '../../../../src/store/header/header-changes.ts';
import { judgeHeader } from '../../../../src/store/header/header-codec.ts';
import type { Header } from '../../../../src/store/header/header-schema.ts';
import type { VaultKeys } from '../../../../src/store/header/vault-keys.ts';
import {
  at,
  change,
  fieldsOf,
  inverted,
  makeHeader,
  passphrase,
  signedFile,
  type MadeHeader,
} from '../../../support/store/header-world.ts';

const hexOf = (key: SecretKey): string => key.use(encodeHex);
const later = '2027-01-01T00:00:00.000Z';

/** All that can be seen of the keys: two that look alike open the same things. */
function portrait(keys: VaultKeys): unknown {
  const digest = new Uint8Array(32).fill(7);
  return {
    vault: keys.vault,
    epoch: keys.epoch,
    root: hexOf(keys.rootSeed),
    plaintextId: keys.plaintextIdOf(digest, 5),
    entryKeys: hexOf(keys.entryKeys()),
    settings: hexOf(keys.settings()),
    index: hexOf(keys.index()),
    installation: hexOf(keys.installation()),
  };
}

let made: MadeHeader;
beforeAll(async () => {
  made = await makeHeader();
});

describe('a new header', () => {
  it('opens with its passphrase and with its recovery words, to the same keys', async () => {
    const byPassphrase = await unlockHeader(made.header, { passphrase });
    const byWords = await unlockHeader(made.header, {
      recoveryWords: `  ${made.recoveryWords.toUpperCase().replaceAll(' ', ' \n ')}`,
    });
    expect(portrait(byPassphrase)).toEqual(portrait(made.keys));
    expect(portrait(byWords)).toEqual(portrait(made.keys));
  });

  it('gives every purpose its own key', () => {
    const {
      vault: _vault,
      epoch: _epoch,
      plaintextId: _id,
      ...keys
    } = portrait(made.keys) as Record<string, string>;
    expect(new Set(Object.values(keys)).size).toBe(5);
  });

  it('takes a passphrase however its letters are composed', async () => {
    const composed = await createHeader('caf\u00e9 noir!', false, change);
    const keys = await unlockHeader(composed.header, { passphrase: 'cafe\u0301 noir!' });
    expect(keys.vault).toBe(composed.keys.vault);
  });

  it.each(['', 'short', '7 chars', 'ﬁﬁﬁ'])('refuses the weak passphrase "%s"', async (weak) => {
    await expect(createHeader(weak, false, change)).rejects.toMatchObject({ code: 'input.passphrase-weak' });
  });

  it('refuses a derivation outside the limits', async () => {
    const light = { at, argon2: { memoryKiB: 8, passes: 1 } };
    await expect(createHeader(passphrase, false, light)).rejects.toMatchObject({
      code: 'format.unsafe-parameters',
    });
  });

  it('says if it is of the practice provider', async () => {
    expect((await makeHeader(true)).header.practice).toBe(true);
  });

  it('can be given up while its passphrase is worked on', async () => {
    const cancelled = createHeader(passphrase, false, { ...change, signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

describe('what does not open a header', () => {
  it.each([
    [{ passphrase: 'correct horse batterz' }, 'access.wrong-passphrase'],
    [{ passphrase: '' }, 'input.passphrase-missing'],
    [{ recoveryWords: 'abandon '.repeat(11) + 'about' }, 'access.wrong-recovery-key'],
    [{ recoveryWords: 'abandon '.repeat(12) }, 'input.recovery-key-typo'],
    [{ recoveryWords: 'abandon' }, 'input.recovery-key-typo'],
  ])('%j is told apart as %s', async (secret, code) => {
    await expect(unlockHeader(made.header, secret)).rejects.toMatchObject({ code });
  });

  it('is never taken for damage, nor damage for a wrong passphrase: the signature is looked at first', async () => {
    const secrets = inverted(made.header.secrets);
    const spoilt = judgeHeader(signedFile(made.keys, { ...fieldsOf(made.header), secrets }));
    if (spoilt.verdict !== 'good') throw new Error('its signature holds');
    await expect(unlockHeader(spoilt.header, { passphrase })).rejects.toMatchObject({
      code: 'integrity.header-damaged',
    });
    await expect(unlockHeader(spoilt.header, { passphrase: 'something else' })).rejects.toMatchObject({
      code: 'access.wrong-passphrase',
    });
  });

  it('is a slot or secrets of another vault', async () => {
    const other = await makeHeader();
    const transplanted: Header = { ...made.header, slots: other.header.slots };
    await expect(unlockHeader(transplanted, { passphrase })).rejects.toMatchObject({
      code: 'access.wrong-passphrase',
    });
  });
});

describe('a changed passphrase', () => {
  it('opens the same keys; the old one does not; the recovery words still do', async () => {
    const next = await changePassphrase(made.header, 'a new passphrase', {
      ...change,
      at: later,
      unlock: { passphrase },
    });
    expect(judgeHeader(next.bytes)).toEqual({ verdict: 'good', header: next });
    expect(next).toMatchObject({ generation: 2, created: later, epoch: 1, vault: made.header.vault });
    expect(portrait(await unlockHeader(next, { passphrase: 'a new passphrase' }))).toEqual(
      portrait(made.keys),
    );
    await expect(unlockHeader(next, { passphrase })).rejects.toMatchObject({
      code: 'access.wrong-passphrase',
    });
    const words = { recoveryWords: made.recoveryWords };
    expect(portrait(await unlockHeader(next, words))).toEqual(portrait(made.keys));
  });

  it('needs what opens the vault now, and a strong enough successor', async () => {
    const wrong = changePassphrase(made.header, 'a new passphrase', {
      ...change,
      unlock: { passphrase: 'not the one' },
    });
    await expect(wrong).rejects.toMatchObject({ code: 'access.wrong-passphrase' });
    const weak = changePassphrase(made.header, 'weak', { ...change, unlock: { passphrase } });
    await expect(weak).rejects.toMatchObject({ code: 'input.passphrase-weak' });
  });

  it('keeps what a later version put into the header', async () => {
    const judged = judgeHeader(signedFile(made.keys, { ...fieldsOf(made.header), colour: 'green' }));
    if (judged.verdict !== 'good') throw new Error('its signature holds');
    const next = await changePassphrase(judged.header, 'a new passphrase', {
      ...change,
      unlock: { passphrase },
    });
    expect(fieldsOf(next)).toMatchObject({ colour: 'green', generation: 2 });
  });
});

describe('an older header put back', () => {
  it('is refused by its generation, and mended with the recovery words by a newer one', async () => {
    expect(() => {
      refuseRolledBackHeader(made.header, [0, 1]);
    }).not.toThrow();
    expect(() => {
      refuseRolledBackHeader(made.header, [2, 0]);
    }).toThrow(expect.objectContaining({ code: 'integrity.header-rolled-back' }));
    const mended = await changePassphrase(made.header, 'after the roll-back', {
      ...change,
      unlock: { recoveryWords: made.recoveryWords },
      newerThan: 2,
    });
    expect(mended.generation).toBe(3);
    expect(() => {
      refuseRolledBackHeader(mended, [2]);
    }).not.toThrow();
  });
});

describe('a new recovery key', () => {
  it('replaces the old one and leaves the passphrase', async () => {
    const next = await changeRecoveryKey(made.header, { ...change, unlock: { passphrase } });
    expect(next.recoveryWords).not.toBe(made.recoveryWords);
    const words = { recoveryWords: next.recoveryWords };
    expect(portrait(await unlockHeader(next.header, words))).toEqual(portrait(made.keys));
    expect(portrait(await unlockHeader(next.header, { passphrase }))).toEqual(portrait(made.keys));
    await expect(unlockHeader(next.header, { recoveryWords: made.recoveryWords })).rejects.toMatchObject({
      code: 'access.wrong-recovery-key',
    });
  });
});

describe('rekeying', () => {
  it('begins an epoch that the old header cannot open, and keeps the ones before', async () => {
    const next = await rekeyHeader(made.header, passphrase, { ...change, unlock: { passphrase } });
    expect(judgeHeader(next.header.bytes)).toEqual({ verdict: 'good', header: next.header });
    expect(next.header).toMatchObject({ generation: 2, epoch: 2, vault: made.header.vault });
    const keys = await unlockHeader(next.header, { passphrase });
    const old = await unlockHeader(made.header, { passphrase });
    expect(keys.epoch).toBe(2);
    expect(hexOf(keys.entryKeys(1))).toBe(hexOf(old.entryKeys(1)));
    expect(hexOf(keys.entryKeys())).not.toBe(hexOf(old.entryKeys()));
    expect(() => old.entryKeys(2)).toThrow(expect.objectContaining({ code: 'integrity.header-rolled-back' }));
    expect(keys.plaintextIdOf(new Uint8Array(32), 1)).toBe(old.plaintextIdOf(new Uint8Array(32), 1));
    const words = { recoveryWords: next.recoveryWords };
    expect(portrait(await unlockHeader(next.header, words))).toEqual(portrait(keys));
    await expect(unlockHeader(next.header, { recoveryWords: made.recoveryWords })).rejects.toMatchObject({
      code: 'access.wrong-recovery-key',
    });
  });
});

describe('the keys of an open vault', () => {
  it('sign as the root, and serve nothing once destroyed', async () => {
    const keys = await unlockHeader(made.header, { passphrase });
    const message = new Uint8Array([1, 2, 3]);
    expect(verify(keys.rootPublicKey, message, keys.signAsRoot(message))).toBe(true);
    const entryKeys = keys.entryKeys();
    keys.destroy();
    const locked = expect.objectContaining({ code: 'access.locked' });
    expect(() => keys.signAsRoot(message)).toThrow(locked);
    expect(() => keys.plaintextIdOf(new Uint8Array(32), 1)).toThrow(locked);
    expect(() => keys.settings()).toThrow(locked);
    expect(() => hexOf(entryKeys)).toThrow(locked);
    expect(() => hexOf(keys.entryKeys())).toThrow(locked);
  });
});
