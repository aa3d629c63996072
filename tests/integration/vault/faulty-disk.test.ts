import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readHeader } from '../../../src/store/header/header-files.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { createVault } from '../../../src/vault/create-vault.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { listItems } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { recover, rekey } from '../../../src/vault/passphrase.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { addUnit } from '../../../src/vault/statements.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';
import { atEveryStep, plainPort, type Acknowledged } from '../../support/vault/at-every-step.ts';
import {
  collect,
  entriesOf,
  codeOf,
  noStop,
  passphrase,
  temporaryRoot,
  VaultWorld,
} from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';

const before = { 'essay.txt': 'What was kept before.', 'picture.png': Buffer.alloc(3000, 7) };
const large = randomBytes(3_000_000);
const newPassphrase = 'another four plain words';

const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, before));
});

/** Opened with the recovery key, which needs no slow derivation. */
function openWith(at: VaultWorld, port?: DurablePort): Promise<WritableVault> {
  return at.track(
    openVaultToWrite({
      ...at.place,
      port: port ?? plainPort(),
      unlock: { recoveryWords: at.recoveryWords },
    }),
  );
}

async function contentsOf(vault: OpenVault): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const { name, sha256, size } of listItems(vault)) {
    if (sha256 === undefined || size === undefined) continue;
    found.set(name, await collect(openContent(vault, { sha256, size })));
  }
  return found;
}

/** Opens the vault and finds everything promised, byte for byte. */
async function expectKept(
  at: VaultWorld,
  acknowledged: Acknowledged,
  added: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<void> {
  const vault = await openWith(at);
  const found = await contentsOf(vault);
  for (const [name, bytes] of Object.entries({ ...before, ...added })) {
    const content = found.get(name);
    if (content === undefined && !(name in before) && !acknowledged.has(name)) continue;
    expect(content?.equals(Buffer.from(bytes)), `${name} is not as it was`).toBe(true);
  }
  // And it goes on: what comes next is kept.
  await at.add(vault, { 'afterwards.txt': 'Life goes on.' });
  expect((await contentsOf(vault)).get('afterwards.txt')?.toString()).toBe('Life goes on.');
  await at.close(vault);
}

/** What a new vault would find in its way. */
async function leftIn(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch(() => []);
  const own = ['README.txt', 'README.txt.new', 'lock.db', 'lock.json', 'vault-copy.json.new'];
  return names.filter((name) => !own.includes(name));
}

describe('a disk that fails at any step', () => {
  it('makes a vault wholly or not at all', async () => {
    let tried = 0;
    const steps = await atEveryStep({
      prepare: async () => new VaultWorld(await temporaryRoot(), '', ''),
      every: 3,
      act: async (at, port) => {
        const { vault } = await createVault({ ...at.place, port, passphrase });
        await at.track(Promise.resolve(vault));
        await at.close(vault);
      },
      check: async (at, _acknowledged, what) => {
        tried += 1;
        const there = (await codeOf(readHeader(plainPort(), at.dir))) === 'nothing';
        // After an error nothing stands in the way of the next try; after a kill the vault may be there, and then it is whole.
        if (!what.includes('kill')) {
          expect(there).toBe(false);
          expect(await readdir(join(at.stateDir, 'installations')).catch(() => [])).toEqual([]);
        }
        if (there) await at.close(await at.write({ port: plainPort() }));
        else if (tried % 5 === 0) await (await createVault({ ...at.place, passphrase })).vault.close();
        else expect(await leftIn(at.dir)).toEqual([]);
      },
    });
    expect(steps).toBeGreaterThan(20);
  });

  it('keeps every file that it said was added', async () => {
    const added = { 'note.txt': 'A small one.', 'film.mp4': large };
    const steps = await atEveryStep({
      prepare: world,
      act: async (at, port, acknowledged) => {
        const paths = [];
        for (const [name, bytes] of Object.entries(added)) paths.push(await at.file(name, bytes));
        const vault = await openWith(at, port);
        const onItem = ({ name, outcome }: { name: string; outcome: string }): void => {
          if (outcome === 'captured') acknowledged.add(name);
        };
        await addFiles(vault, paths, { signal: noStop(), onItem });
        await at.close(vault);
      },
      check: (at, acknowledged) => expectKept(at, acknowledged, added),
    });
    expect(steps).toBeGreaterThan(30);
  });

  it('opens with the old passphrase or with the new one while that is changed', async () => {
    await atEveryStep({
      prepare: world,
      since: /vault-copy\.json/,
      act: async (at, port, acknowledged) => {
        // Opened by the recovery key, since the test has to be quick; a changed passphrase takes the same way.
        await recover({ ...at.place, port }, { recoveryWords: at.recoveryWords, newPassphrase });
        acknowledged.add(newPassphrase);
      },
      check: async (at, acknowledged) => {
        await expectKept(at, acknowledged);
        const now = acknowledged.has(newPassphrase) ? [newPassphrase] : [newPassphrase, passphrase];
        const codes = [];
        for (const words of now)
          codes.push(await codeOf(async () => at.close(await at.read({ port: plainPort() }, words))));
        expect(codes).toContain('nothing');
      },
    });
  });

  it('opens with the old header or with the new one while the vault is rekeyed', async () => {
    await atEveryStep({
      prepare: world,
      since: /vault-copy\.json/,
      every: 3,
      act: async (at, port, acknowledged) => {
        const { recoveryKey } = await rekey({ ...at.place, port }, { passphrase });
        acknowledged.add('rekeyed');
        at.recoveryWords = recoveryKey;
      },
      check: async (at, acknowledged) => {
        const vault = await at.write({ port: plainPort() });
        if (acknowledged.has('rekeyed')) expect(vault.keys.epoch).toBe(2);
        expect([...(await contentsOf(vault)).keys()].sort()).toEqual(Object.keys(before).sort());
        await at.add(vault, { 'afterwards.txt': 'Life goes on.' });
        await at.close(vault);
      },
    });
  });

  it('keeps what the learner stated and that a bundle was made, once it said so', async () => {
    await atEveryStep({
      prepare: world,
      since: /^write .*keys$/,
      act: async (at, port, acknowledged) => {
        const vault = await openWith(at, port);
        await addUnit(vault, { reference: 'A/502/0812', title: 'Safety' });
        acknowledged.add('unit');
        await mkdir(join(at.root, 'out'), { recursive: true });
        const { bundle } = await exportBundle(vault, {
          out: join(at.root, 'out', 'b.zip'),
          signal: noStop(),
        });
        acknowledged.add(bundle);
        await at.close(vault);
      },
      check: async (at, acknowledged) => {
        const vault = await openWith(at);
        const { statements } = vault.index;
        if (acknowledged.has('unit')) expect(statements.list('unit')).toHaveLength(1);
        const told = (await entriesOf(vault)).map(({ bundle }) => bundle);
        for (const bundle of acknowledged) if (bundle !== 'unit') expect(told).toContain(bundle);
        await at.close(vault);
        await expectKept(at, acknowledged);
      },
    });
  });
});
