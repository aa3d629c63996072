import { copyFile, cp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { injectedError } from '../../../src/store/durable/faulty-durable.ts';
import { SteppingPort, type Step } from '../../../src/store/durable/stepping-port.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { listItems, searchItems } from '../../../src/vault/items.ts';
import { openVault } from '../../../src/vault/open-vault.ts';
import { changePassphrase, recover, rekey, renewRecoveryKey } from '../../../src/vault/passphrase.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { codeOf, collect, entriesOf, passphrase, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const newPassphrase = 'another four plain words';
const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'What was kept before.' }));
});

async function expectEssay(vault: OpenVault): Promise<void> {
  const [essay] = searchItems(vault, 'essay');
  if (essay?.sha256 === undefined || essay.size === undefined) throw new Error('no essay');
  const bytes = await collect(openContent(vault, { sha256: essay.sha256, size: essay.size }));
  expect(bytes.toString()).toBe('What was kept before.');
}

const headers = ['vault.json', 'vault-copy.json'];
async function keepHeader(at: VaultWorld, folder: string): Promise<void> {
  for (const name of headers) await cp(join(at.dir, name), join(at.root, folder, name));
}
async function putBack(at: VaultWorld, folder: string): Promise<void> {
  for (const name of headers) await copyFile(join(at.root, folder, name), join(at.dir, name));
}
const byWords = (at: VaultWorld, recoveryWords: string): Promise<OpenVault> =>
  at.track(openVault({ ...at.place, unlock: { recoveryWords } }));

/** The disk is full at one write, counted from 1, and has room again after it. */
class RefusesWrites extends SteppingPort {
  #left: number;

  constructor(left: number) {
    super(new NodeDurable());
    this.#left = left;
  }

  protected override before({ name }: Step): Promise<void> {
    if (name === 'write') this.#left -= 1;
    return name === 'write' && this.#left === 0
      ? Promise.reject(injectedError('ENOSPC', name))
      : Promise.resolve();
  }
}

describe('changing what opens a vault', () => {
  it('opens with the new passphrase only, encrypts nothing again, and keeps the recovery key', async () => {
    const at = await world();
    await changePassphrase(at.place, { old: passphrase, new: newPassphrase });
    expect(await codeOf(at.read())).toBe('access.wrong-passphrase');
    await expectEssay(await at.read({}, newPassphrase));
    await expectEssay(await byWords(at, at.recoveryWords));
    const generations = (await entriesOf(await at.read({}, newPassphrase))).filter(
      ({ kind }) => kind === 'header-changed',
    );
    expect(generations.map(({ generation, reason }) => [generation, reason])).toEqual([
      [1, 'created'],
      [2, 'passphrase-changed'],
    ]);
  });

  it('opens with the recovery key whatever became of the passphrase', async () => {
    const at = await world();
    await recover(at.place, { recoveryWords: at.recoveryWords.toUpperCase(), newPassphrase });
    await expectEssay(await at.read({}, newPassphrase));
    expect(await codeOf(at.read())).toBe('access.wrong-passphrase');
  });

  it('tells a typo in the recovery key from the key of another vault', async () => {
    const at = await world();
    const words = at.recoveryWords.split(' ');
    const typo = [...words.slice(0, 11), 'zzz'].join(' ');
    const other =
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
    expect(await codeOf(recover(at.place, { recoveryWords: typo, newPassphrase }))).toBe(
      'input.recovery-key-typo',
    );
    expect(await codeOf(recover(at.place, { recoveryWords: other, newPassphrase }))).toBe(
      'access.wrong-recovery-key',
    );
    await expectEssay(await at.read());
  });

  it('takes no weak passphrase and changes nothing then', async () => {
    const at = await world();
    expect(await codeOf(changePassphrase(at.place, { old: passphrase, new: 'short' }))).toBe(
      'input.passphrase-weak',
    );
    await expectEssay(await at.read());
  });

  it('replaces a recovery key that was lost', async () => {
    const at = await world();
    const { recoveryKey } = await renewRecoveryKey(at.place, { passphrase });
    expect(recoveryKey).not.toBe(at.recoveryWords);
    expect(await codeOf(byWords(at, at.recoveryWords))).toBe('access.wrong-recovery-key');
    await expectEssay(await byWords(at, recoveryKey));
  });

  it('keeps new things from whoever has the old header after a rekey, and old things stay readable', async () => {
    const at = await world();
    await keepHeader(at, 'old');
    const { recoveryKey } = await rekey(at.place, { passphrase });
    await at.using(async (vault) => {
      await expectEssay(vault);
      await at.add(vault, { 'secret plan.txt': 'Only for the new key.' });
    });
    expect(await codeOf(byWords(at, at.recoveryWords))).toBe('access.wrong-recovery-key');
    await expectEssay(await byWords(at, recoveryKey));

    await putBack(at, 'old');
    // The thief has no memory of a newer header, and forgets what the ledger says of it.
    await rm(at.stateDir, { recursive: true });
    expect(await codeOf(at.read())).toBe('integrity.header-rolled-back');
    // Recovery with the old key would leave what came since unreadable for good, so it is refused, too.
    expect(await codeOf(recover(at.place, { recoveryWords: at.recoveryWords, newPassphrase }))).toBe(
      'integrity.header-rolled-back',
    );
  });

  it('calls nothing damaged where a rekey ended before all lay under the new key', async () => {
    for (let writes = 1, ended = false; !ended; writes += 1) {
      const at = await world();
      const code = await codeOf(rekey({ ...at.place, port: new RefusesWrites(writes) }, { passphrase }));
      expect(['storage.full', 'nothing']).toContain(code);
      await at.using(async (vault) => {
        expect(vault.findings.filter((one) => one.code !== 'integrity.header-copy-damaged')).toEqual([]);
        await expectEssay(vault);
      });
      ended = code === 'nothing';
    }
  });

  it('unlocks the header as it is once the lock is held, not as it was before', async () => {
    const at = await world();
    let reads = 0;
    const port = new NodeDurable();
    const findBytes = port.findBytes.bind(port);
    port.findBytes = async (path, limit) => {
      const bytes = await findBytes(path, limit);
      // Just after the first look somebody else changes the recovery key.
      if (path.endsWith('vault.json') && (reads += 1) === 1) await renewRecoveryKey(at.place, { passphrase });
      return bytes;
    };
    const vault = await at.write({ port });
    const newest = (await entriesOf(vault)).filter(({ kind }) => kind === 'header-changed').at(-1);
    expect(newest).toMatchObject({ generation: 2, reason: 'recovery-key-renewed' });
    expect(vault.findings).toEqual([]);
  });
});

describe('an old header put back', () => {
  it('is refused with the old passphrase, and the recovery key leads on', async () => {
    const at = await world();
    await keepHeader(at, 'old');
    await changePassphrase(at.place, { old: passphrase, new: newPassphrase });
    await putBack(at, 'old');
    expect(await codeOf(at.read())).toBe('integrity.header-rolled-back');
    expect(await codeOf(at.write())).toBe('integrity.header-rolled-back');
    expect(await codeOf(changePassphrase(at.place, { old: passphrase, new: 'yet another passphrase' }))).toBe(
      'integrity.header-rolled-back',
    );
    await recover(at.place, { recoveryWords: at.recoveryWords, newPassphrase: 'and now a third one' });
    await expectEssay(await at.read({}, 'and now a third one'));
    expect(await codeOf(at.read())).toBe('access.wrong-passphrase');
  });

  it('is refused by what the computer remembers even if the ledger was put back with it', async () => {
    const at = await world();
    await cp(at.dir, join(at.root, 'old'), { recursive: true });
    await changePassphrase(at.place, { old: passphrase, new: newPassphrase });
    await rm(at.dir, { recursive: true });
    await cp(join(at.root, 'old'), at.dir, { recursive: true });
    expect(await codeOf(at.read())).toBe('integrity.header-rolled-back');
    expect(await codeOf(at.write())).toBe('integrity.header-rolled-back');
  });

  it('is refused by the ledger where the computer remembers nothing', async () => {
    const at = await world();
    await keepHeader(at, 'old');
    await changePassphrase(at.place, { old: passphrase, new: newPassphrase });
    await putBack(at, 'old');
    await rm(at.stateDir, { recursive: true });
    await rm(join(at.dir, 'index'), { recursive: true });
    expect(await codeOf(at.read())).toBe('integrity.header-rolled-back');
    expect(await codeOf(at.write())).toBe('integrity.header-rolled-back');
  });

  it('in one of the two copies is mended from the other', async () => {
    const at = await world();
    await keepHeader(at, 'old');
    await changePassphrase(at.place, { old: passphrase, new: newPassphrase });
    await copyFile(join(at.root, 'old', 'vault.json'), join(at.dir, 'vault.json'));
    expect(await codeOf(at.read())).toBe('access.wrong-passphrase');
    const vault = await at.write({}, newPassphrase);
    expect(vault.findings).toEqual([
      { code: 'integrity.header-copy-damaged', file: 'vault.json', mended: true },
    ]);
    expect(listItems(vault)).toHaveLength(1);
  });
});
