import { existsSync } from 'node:fs';
import { copyFile, cp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { addFiles } from '../../../src/vault/add-files.ts';
import { addSource } from '../../../src/vault/add-source.ts';
import { checkVaultNow, type CheckReport } from '../../../src/vault/check.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { itemHistory, listItems, searchItems } from '../../../src/vault/items.ts';
import { openVault, openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { renewRecoveryKey } from '../../../src/vault/passphrase.ts';
import { addNote } from '../../../src/vault/statements.ts';
import { vaultStatus } from '../../../src/vault/status.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';
import { plainPort } from '../../support/vault/at-every-step.ts';
import {
  codeOf,
  collect,
  filesBelow,
  noStop,
  passphrase,
  type VaultWorld,
} from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const contents: Readonly<Record<string, Buffer>> = {
  'essay.txt': Buffer.from('What was kept.'),
  'film.mp4': Buffer.alloc(700_000, 'frame'),
  'picture.png': Buffer.alloc(9_000, 'pixel'),
};

let older = '';
/** A vault with everything that has a file of its own; in `older` as it was before its last changes. */
const world = worlds(async (template) => {
  await template.using(async (vault) => {
    await addSource(vault, {
      type: 'moodle',
      name: 'College',
      settings: { url: 'http://127.0.0.1:1' },
      secret: 'token-one',
    });
    await template.add(vault, { 'essay.txt': contents['essay.txt'] ?? '' });
  });
  older = join(template.root, 'older');
  await cp(template.dir, older, { recursive: true });
  const { recoveryKey } = await renewRecoveryKey(template.place, { passphrase });
  template.recoveryWords = recoveryKey;
  await template.using(async (vault) => {
    await addSource(vault, {
      type: 'moodle',
      name: 'School',
      settings: { url: 'http://127.0.0.1:2' },
      secret: 'token-two',
    });
    await template.add(vault, contents);
    await addNote(vault, searchItems(vault, 'film')[0]?.id ?? '', 'Watch it again.');
  });
});

const opening = (at: VaultWorld) => ({
  ...at.place,
  port: plainPort(),
  unlock: { recoveryWords: at.recoveryWords },
});
const read = (at: VaultWorld): Promise<OpenVault> => at.track(openVault(opening(at)));
/** @param freshIndex true to hear the history alone: an index could hide what that lost */
const write = (at: VaultWorld, freshIndex = false): Promise<WritableVault> =>
  at.track(openVaultToWrite({ ...opening(at), freshIndex }));

/** Everything that the vault says, but for the bytes. */
function answers(vault: OpenVault): string {
  const items = listItems(vault);
  return JSON.stringify([
    items,
    items.map(({ id }) => itemHistory(vault, id)),
    searchItems(vault, 'film'),
    vault.index.statements.list('note'),
    vaultStatus(vault).sources,
  ]);
}

/** What reading each item's bytes ends with: `whole`, or the code. */
async function states(vault: OpenVault): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, sha256, size } of listItems(vault)) {
    if (sha256 === undefined || size === undefined) continue;
    const same = async (): Promise<void> => {
      const bytes = await collect(openContent(vault, { sha256, size }));
      if (contents[name]?.equals(bytes) !== true) throw new Error(`${name} is another file now`);
    };
    const code = await codeOf(same);
    found[name] = code === 'nothing' ? 'whole' : code;
  }
  return found;
}

const isBlob = (file: string): boolean => file.startsWith('blobs/');
const isLedger = (file: string): boolean => file.startsWith('ledger');
const isHeader = (file: string): boolean => file.startsWith('vault');

interface Harm {
  readonly name: string;
  /** Does it; false if this file cannot be harmed that way. @returns the files that are now other than they were */
  readonly to: (at: VaultWorld, file: string, files: readonly string[]) => Promise<readonly string[]>;
}

const flipAt = (name: string, place: (length: number) => number): Harm => ({
  name: `with a bit flipped ${name}`,
  to: async (at, file) => {
    const path = join(at.dir, file);
    const bytes = await readFile(path);
    if (bytes.length === 0) return [];
    const position = Math.min(bytes.length - 1, place(bytes.length));
    bytes.writeUInt8(bytes.readUInt8(position) ^ 0x10, position);
    await writeFile(path, bytes);
    return [file];
  },
});

const harms: readonly Harm[] = [
  {
    name: 'deleted',
    to: async (at, file) => {
      await rm(join(at.dir, file));
      return [file];
    },
  },
  ...[0, 0.5, 0.99].map((share): Harm => ({
    name: `cut to ${share * 100} %`,
    to: async (at, file) => {
      const { length } = await readFile(join(at.dir, file));
      if (length === 0) return [];
      await truncate(join(at.dir, file), Math.floor(length * share));
      return [file];
    },
  })),
  flipAt('at its beginning', () => 2),
  flipAt('in its header', () => 40),
  flipAt('at a third', (length) => Math.floor(length / 3)),
  flipAt('in the middle', (length) => Math.floor(length / 2)),
  flipAt('at its end', (length) => length - 1),
  {
    name: 'swapped with the next file',
    to: async (at, file, files) => {
      const other = files[(files.indexOf(file) + 1) % files.length] ?? file;
      if ((await readFile(join(at.dir, file))).equals(await readFile(join(at.dir, other)))) return [];
      await rename(join(at.dir, file), join(at.root, 'aside'));
      await rename(join(at.dir, other), join(at.dir, file));
      await rename(join(at.root, 'aside'), join(at.dir, other));
      return [file, other];
    },
  },
  {
    name: 'replaced by an older copy of itself',
    to: async (at, file) => {
      const was = await readFile(join(older, file)).catch(() => undefined);
      if (was === undefined || was.equals(await readFile(join(at.dir, file)))) return [];
      await copyFile(join(older, file), join(at.dir, file));
      return [file];
    },
  },
];

describe('any one file of a vault', () => {
  let files: string[] = [];
  let before = '';
  let itemsOfBlob = new Map<string, readonly string[]>();

  beforeAll(async () => {
    const at = await world();
    files = await filesBelow(at.dir);
    expect(files.length).toBeGreaterThan(10);
    const vault = await read(at);
    before = answers(vault);
    itemsOfBlob = new Map(
      vault.index.blobs
        .files()
        .map(({ file }) => [
          file,
          vault.index.blobs.itemsOfFile(file).map((id) => vault.index.items.find(id)?.name ?? ''),
        ]),
    );
    expect(Object.values(await states(vault))).toEqual(['whole', 'whole', 'whole']);
    await at.close(vault);
    await at.remove();
  });

  it.each(harms.map((harm) => [harm.name, harm] as const))(
    '%s: the vault opens, and says what is damaged',
    async (_, harm) => {
      let tried = 0;
      for (const file of files) {
        const at = await world();
        try {
          const harmed = await harm.to(at, file, files);
          if (harmed.length === 0) continue;
          tried += 1;
          await expectSurvival(at, harmed);
        } catch (error) {
          throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
          });
        } finally {
          await at.remove();
        }
      }
      expect(tried).toBeGreaterThan(4);
    },
  );

  async function expectSurvival(at: VaultWorld, harmed: readonly string[]): Promise<void> {
    const lost = harmed.filter(isBlob).flatMap((file) => itemsOfBlob.get(basename(file, '.blob')) ?? []);
    const expectStates = async (vault: OpenVault): Promise<void> => {
      for (const [name, state] of Object.entries(await states(vault)))
        expect([name, state]).toEqual([
          name,
          lost.includes(name) ? expect.stringMatching(/^integrity\.blob-(?:missing|corrupt)$/) : 'whole',
        ]);
    };
    const reader = await read(at);
    expect(answers(reader)).toBe(before);
    await expectStates(reader);
    await at.close(reader);

    const writer = await write(at);
    expect(answers(writer)).toBe(before);
    expect(writer.ledger.logs()).toHaveLength(1);
    const found = await checkVaultNow(writer, { full: true, signal: noStop() });
    for (const file of harmed) expectNamed(file, found);
    expect(namesOf(writer, found)).toEqual([...new Set(lost)].sort());
    await expectStates(writer);
    const afterChecks = answers(writer);
    await at.close(writer);

    // What could be mended is mended: the next check finds only what is lost.
    const again = await write(at, true);
    expect(answers(again)).toBe(afterChecks);
    expect(again.findings.filter(({ code }) => code !== 'integrity.settings-damaged')).toEqual([]);
    const next = await checkVaultNow(again, { full: false, signal: noStop() });
    expect(
      next.damaged.filter(({ file }) => file !== 'settings.sealed' && file?.startsWith('blobs/') !== true),
    ).toEqual([]);
    await at.close(again);
  }

  function namesOf(vault: OpenVault, { damaged }: CheckReport): string[] {
    const ids = new Set(damaged.flatMap(({ items }) => items));
    return [...ids].map((id) => vault.index.items.find(id)?.name ?? id).sort();
  }

  /** The check names the file, and says what is wrong with it. */
  function expectNamed(file: string, { damaged, ok }: CheckReport): void {
    const codes = damaged.filter((each) => each.file === file).map(({ code }) => code);
    if (isBlob(file)) {
      expect(codes, `${file} is not named`).toEqual([
        expect.stringMatching(/^integrity\.blob-(?:missing|corrupt)$/),
      ]);
      expect(ok).toBe(false);
    } else if (isHeader(file)) {
      expect(codes).toContain('integrity.header-copy-damaged');
    } else if (isLedger(file)) {
      expect(codes, `${file} is not named`).not.toEqual([]);
      for (const code of codes) expect(code).toMatch(/^(?:integrity\.(?:ledger|entry|vault)|format\.)/);
    }
  }
});

describe('what the computer remembers of a vault', () => {
  const harms: Readonly<Record<string, (file: string) => Promise<void>>> = {
    deleted: (file) => rm(file),
    emptied: (file) => truncate(file, 0),
    'cut in the middle': (file) => truncate(file, 200),
    'made something else': (file) => writeFile(file, '{"format":"evidence-vault-installation","version":1}'),
    'another vault’s': async (file) =>
      writeFile(file, (await readFile(file, 'utf8')).replace(/"vault":"../, '"vault":"00')),
  };
  it.each(Object.entries(harms))('may be %s: a new log begins, and everything is there', async (_, harm) => {
    const at = await world();
    const first = await read(at);
    const before = answers(first);
    await at.close(first);
    await harm(at.installationFile);
    const reader = await read(at);
    expect(answers(reader)).toBe(before);
    await at.close(reader);
    const writer = await write(at);
    expect(writer.ledger.logs()).toHaveLength(2);
    expect(answers(writer)).toBe(before);
    await addNote(writer, searchItems(writer, 'essay')[0]?.id ?? '', 'It goes on.');
    await at.close(writer);
    expect((await write(at)).ledger.logs()).toHaveLength(2);
  });

  it('may be of a newer version: then it is not touched', async () => {
    const at = await world();
    const text = await readFile(at.installationFile, 'utf8');
    await writeFile(at.installationFile, text.replace('"version":1', '"version":2'));
    expect(await codeOf(write(at))).toBe('format.too-new');
    expect(await readFile(at.installationFile, 'utf8')).toContain('"version":2');
  });
});

describe('a content that was damaged', () => {
  const clip = Buffer.alloc(400_000, 'another frame');
  const add = async (at: VaultWorld, vault: WritableVault): Promise<string> => {
    const path = join(at.root, 'files', 'clip.mp4');
    if (!existsSync(path)) await at.file('clip.mp4', clip);
    const { items } = await addFiles(vault, [path], { signal: noStop() });
    return items[0]?.outcome ?? 'none';
  };
  const stateOf = (vault: OpenVault): Promise<string> =>
    codeOf(async () => {
      const { sha256 = '', size = 0 } = searchItems(vault, 'clip')[0] ?? {};
      expect((await collect(openContent(vault, { sha256, size }))).equals(clip)).toBe(true);
    });
  const blobOf = (vault: OpenVault): string => {
    const { sha256 = '', size = 0 } = searchItems(vault, 'clip')[0] ?? {};
    const [part] = vault.index.blobs.allByDigest(sha256, size)[0]?.parts ?? [];
    return join(vault.dir, 'blobs', '0000', `${part?.file ?? ''}.blob`);
  };
  const damaged = async (vault: WritableVault, full: boolean): Promise<readonly string[]> =>
    (await checkVaultNow(vault, { full, signal: noStop() })).damaged.map(({ code }) => code);

  it('is whole again once its blob is missing and the file is added again', async () => {
    const at = await world();
    const vault = await write(at);
    expect(await add(at, vault)).toBe('captured');
    await rm(blobOf(vault));
    expect(await stateOf(vault)).toBe('integrity.blob-missing');
    expect(await damaged(vault, false)).toEqual(['integrity.blob-missing']);
    expect(await add(at, vault)).toBe('unchanged');
    expect(await stateOf(vault)).toBe('nothing');
    expect(await damaged(vault, true)).toEqual([]);
  });

  it('is whole again once a full check found it corrupt and the file is added again', async () => {
    const at = await world();
    const vault = await write(at);
    await add(at, vault);
    const bytes = await readFile(blobOf(vault));
    bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
    await writeFile(blobOf(vault), bytes);
    expect(await damaged(vault, true)).toEqual(['integrity.blob-corrupt']);
    // A fast check does not see it, and does not make it forgotten.
    expect(await damaged(vault, false)).toEqual([]);
    expect(await add(at, vault)).toBe('unchanged');
    expect(await stateOf(vault)).toBe('nothing');
    await at.close(vault);
    const again = await write(at);
    expect(await stateOf(again)).toBe('nothing');
    // Once is enough: after that it is known again.
    const { size } = again.writer.head();
    expect(await add(at, again)).toBe('unchanged');
    expect(again.writer.head().size).toBe(size + 1);
    expect(await damaged(again, true)).toEqual([]);
  });
});
