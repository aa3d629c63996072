import { homedir } from 'node:os';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { encodeBase64, encodeHex, parseBase64 } from '../../../src/base/bytes.ts';
import { SecretKey } from '../../../src/crypto/secret-key.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import {
  installationFile,
  readInstallation,
  stateFolder,
  writeInstallation,
  type InstallationState,
} from '../../../src/store/installation.ts';
import type { VaultKeys } from '../../../src/store/header/vault-keys.ts';
import { everyStep } from '../../support/store/every-step.ts';
import { testKeys } from '../../support/store/test-keys.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const port = new NodeDurable();
const keys = testKeys(2);
const log = '0123456789abcdef0123456789abcdef';
const pair = createKeyPair();

function stateAt(size: number, generation = 1): Omit<InstallationState, 'publicKey'> {
  const head = { log, size, root: size.toString(16).padStart(64, '0') };
  return { log, seed: SecretKey.adopt(pair.seed.slice()), head, generation };
}

async function read(file: string, by: VaultKeys = keys): Promise<unknown> {
  const state = await readInstallation(port, file, by);
  return state === undefined ? undefined : { ...state, seed: state.seed.use(encodeHex) };
}

function seen(size: number, generation = 1): unknown {
  const { head } = stateAt(size);
  return { log, publicKey: pair.publicKey, seed: encodeHex(pair.seed), head, generation };
}

describe('what a computer remembers of a vault', () => {
  it('is nothing at first, and then what was written', async () => {
    const file = installationFile(await newFolder(), keys.vault, '/home/sam/vault');
    expect(await read(file)).toBeUndefined();
    await writeInstallation(port, file, keys, stateAt(3));
    expect(await read(file)).toEqual(seen(3));
    await writeInstallation(port, file, keys, stateAt(5, 2));
    expect(await read(file)).toEqual(seen(5, 2));
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(Buffer.from(pair.seed).toString('base64'));
    expect(JSON.parse(text)).toMatchObject({ format: 'evidence-vault-installation', version: 1, epoch: 2 });
  });

  it('has a file for each vault and each place', () => {
    const files = [
      installationFile('/state', keys.vault, '/a'),
      installationFile('/state', keys.vault, '/b'),
      installationFile('/state', testKeys().vault, '/a'),
    ];
    expect(new Set(files).size).toBe(3);
    expect(installationFile('/state', keys.vault, '/a')).toBe(files[0]);
  });

  it('is as good as lost when it is damaged, or of another vault', async () => {
    const file = installationFile(await newFolder(), keys.vault, '/a');
    await writeInstallation(port, file, keys, stateAt(3));
    const text = await readFile(file, 'utf8');
    const json = JSON.parse(text) as { seed: string; vault: string };
    const otherSeed = encodeBase64(parseBase64(json.seed).map((byte) => byte ^ 1));
    for (const spoilt of [
      '',
      '{',
      '[]',
      text.slice(0, 50),
      text.replace(json.seed, otherSeed),
      text.replace(json.seed, 'AAAA'),
      text.replaceAll(log, 'f'.repeat(32)),
      text.replace(json.vault, testKeys().vault),
    ]) {
      await writeFile(file, spoilt);
      expect(await read(file), spoilt).toBeUndefined();
    }
    await writeFile(file, text);
    expect(await read(file)).toEqual(seen(3));
    expect(await read(file, testKeys(2))).toBeUndefined();
  });

  it('shows that the header was put back, if it was sealed in an epoch the header does not know', async () => {
    const file = installationFile(await newFolder(), keys.vault, '/a');
    await writeInstallation(port, file, keys, stateAt(3));
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"epoch":2', '"epoch":3'));
    await expect(read(file)).rejects.toMatchObject({ code: 'integrity.header-rolled-back' });
  });

  it('is not read by an older version', async () => {
    const file = installationFile(await newFolder(), keys.vault, '/a');
    await writeInstallation(port, file, keys, stateAt(3));
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"version":1', '"version":2').replace('"seed":', '"seeds":'));
    await expect(read(file)).rejects.toMatchObject({ code: 'format.too-new' });
  });

  it('is the old state or the new one after a failure at any step, and the new one once written', async () => {
    const before = await newFolder();
    await writeInstallation(port, installationFile(before, keys.vault, '/a'), keys, stateAt(3));
    await everyStep(
      before,
      (disk, folder) => writeInstallation(disk, installationFile(folder, keys.vault, '/a'), keys, stateAt(5)),
      async (folder, { done, story }) => {
        const found = await read(installationFile(folder, keys.vault, '/a'));
        expect(done ? [seen(5)] : [seen(3), seen(5)], story).toContainEqual(found);
      },
    );
  });

  it('is none or whole after a failure at any step of its first writing, folders and all', async () => {
    const fileIn = (folder: string): string => installationFile(join(folder, 'deep', 'er'), keys.vault, '/a');
    const steps = await everyStep(
      await newFolder(),
      (disk, folder) => writeInstallation(disk, fileIn(folder), keys, stateAt(5)),
      async (folder, { done, story }) => {
        const found = await read(fileIn(folder));
        expect(done ? [seen(5)] : [undefined, seen(5)], story).toContainEqual(found);
      },
    );
    expect(steps).toBe(3 * 2 + 6);
  });
});

describe('where it is remembered', () => {
  it.each([
    ['linux', {}, join(homedir(), '.local', 'state', 'evidence-vault')],
    ['linux', { XDG_STATE_HOME: '/state' }, join('/state', 'evidence-vault')],
    ['linux', { XDG_STATE_HOME: 'relative' }, join(homedir(), '.local', 'state', 'evidence-vault')],
    ['darwin', {}, join(homedir(), 'Library', 'Application Support', 'Evidence Vault')],
    ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'Evidence Vault')],
    ['win32', {}, join(homedir(), 'AppData', 'Local', 'Evidence Vault')],
    ['win32', { EVIDENCE_VAULT_STATE_DIR: '/chosen', LOCALAPPDATA: '/local' }, '/chosen'],
    ['linux', { EVIDENCE_VAULT_STATE_DIR: '/chosen', XDG_STATE_HOME: '/state' }, '/chosen'],
    [
      'darwin',
      { EVIDENCE_VAULT_STATE_DIR: '' },
      join(homedir(), 'Library', 'Application Support', 'Evidence Vault'),
    ],
  ] as const)('on %s with %j is %s', (platform, environment, folder) => {
    expect(stateFolder(environment, platform)).toBe(folder);
  });
});
