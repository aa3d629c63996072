import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeCanonicalJson } from '../../../src/base/canonical-json.ts';
import { concatBytes, encodeBase64, encodeHex } from '../../../src/base/bytes.ts';
import { sealRecord } from '../../../src/crypto/record-seal.ts';
import { SecretKey } from '../../../src/crypto/secret-key.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { keyRecordLength, keysHeaderLength } from '../../../src/ledger/keys-codec.ts';
import { certifyLog, logIdOf } from '../../../src/ledger/log-identity.ts';
import { parsePreamble, preambleLength } from '../../../src/ledger/preamble.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { readHeader } from '../../../src/store/header/header-files.ts';
import { readInstallation, writeInstallation } from '../../../src/store/installation.ts';
import { LogIdentity } from '../../../src/store/ledger-files/log-identity.ts';
import { mergeCopies, salvageSegment } from '../../../src/store/ledger-files/segment-salvage.ts';
import { healFile } from '../../../src/store/parity/heal-file.ts';
import { makeParity } from '../../../src/store/parity/make-parity.ts';
import { findWholeHead, readParityHead } from '../../../src/store/parity/parity-reading.ts';
import { mergeKeys } from '../../../src/store/repair/merge-keys.ts';
import { FolderTarget } from '../../../src/store/replica/folder-target.ts';
import { encodeReplicaFile, readReplicaFile } from '../../../src/store/replica/replica-file.ts';
import { findRestoreMarker, writeRestoreMarker } from '../../../src/store/restore-marker.ts';
import { writeSettings } from '../../../src/store/settings.ts';
import { SourceSecrets } from '../../../src/vault/source-secrets.ts';
import { wayOutFileName } from '../../../src/vault/way-out/layout.ts';
import { WayOutFolder } from '../../../src/vault/way-out/read-way-out.ts';
import { testKeys } from '../../support/store/test-keys.ts';
import { text, vectorsIn } from '../corpus.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { MemoryPort } from '../memory-port.ts';
import { jsonWords } from '../words.ts';

const keys = testKeys(2);
const { signal } = new AbortController();
const madeAt = '2026-11-22T09:30:00.000Z';
const settings = {
  secrets: { 's-1': 'a token' },
  paused: ['s-1'],
  stamping: { consent: 'on', authorities: ['https://tsa.test/'] },
  witnesses: [],
  replicas: [
    {
      type: 'folder',
      id: 'ab'.repeat(16),
      path: '/media/stick',
      schedule: { everyHours: 24, whenPluggedIn: true },
    },
  ],
  parity: true,
};

/** What `make` writes under a name of its own choice. */
async function written(make: (port: MemoryPort) => Promise<unknown>): Promise<Uint8Array[]> {
  const port = new MemoryPort({});
  await make(port);
  return [...port.files.values()];
}

const healed = Uint8Array.from({ length: 40_000 }, (_, at) => (at * 31) % 251);
let parity: Uint8Array | undefined;
const seededParity = async (): Promise<Uint8Array> => {
  const port = new MemoryPort({ file: healed });
  await makeParity(port, { file: 'file', parityFile: 'parity', vault: keys.vault });
  parity ??= port.files.get('parity') ?? new Uint8Array();
  return parity;
};

const pair = createKeyPair();
const log = logIdOf(nodeHashes, pair.publicKey);
const base64 = encodeBase64(pair.publicKey);
const wayOut = {
  ...{ format: 'evidence-vault-way-out', version: 1, app: 'x', madeAt, vault: keys.vault, root: base64 },
  ...{ practice: false, items: 1, versions: 1, missing: [], unreadable: [], contents: [] },
  logs: [
    {
      ...{ log, key: base64, file: 'log.jsonl', checkpoint: 'x', size: 1 },
      certificate: encodeBase64(
        keys.rootSeed.use((seed) => certifyLog(seed, keys.rootPublicKey, keys.vault, pair.publicKey)),
      ),
    },
  ],
};
const ledgerLine = { index: 0, leaf: 'ab'.repeat(32), fields: { kind: 'x' }, salts: { kind: base64 } };

/** What lies in a vault's folder, in its second copies and beside them, as a damaged disk or another program leaves it. */
export const filesOfAVault: readonly FuzzTarget[] = [
  {
    name: 'settings',
    corpus: () =>
      written((port) => writeSettings(port, '/v', keys, { generation: 3, value: settings })).then(
        (sealed) => [...sealed, ...vectorsIn('vaults', 'settings.sealed')],
      ),
    words: ['\x89EVSETT\n'],
    read: (bytes) => SourceSecrets.open(new MemoryPort({ '/v/settings.sealed': bytes }), '/v', keys),
    share: 0.3,
  },
  {
    // What was sealed as something else: only with the vault's own keys, by a later version of the program.
    name: 'settings-inside',
    corpus: () => [text(encodeCanonicalJson(settings)), text('{}'), text('{"stamping":{}}')],
    words: [...jsonWords, '"replicas":[', '"witnesses":[', '"type":"webdav"'],
    read: async (bytes) => {
      const head = (await seededSettings()).subarray(0, preambleLength + 8);
      const { epoch } = parsePreamble(head, 'SETT');
      const sealed = keys.settings(epoch).use((key) => sealRecord(key, bytes, head));
      const port = new MemoryPort({ '/v/settings.sealed': concatBytes(head, sealed) });
      const { secrets } = await SourceSecrets.open(port, '/v', keys);
      await secrets.pause('s-2', true);
    },
    share: 0.05,
  },
  {
    name: 'header-files',
    corpus: () => vectorsIn('vaults', 'vault.json'),
    words: jsonWords,
    read: async (bytes) => {
      const [good] = vectorsIn('vaults', 'vault.json');
      await readHeader(new MemoryPort({ '/v/vault.json': bytes, '/v/vault-copy.json': good ?? bytes }), '/v');
    },
    share: 0.05,
  },
  {
    name: 'installation',
    corpus: () => {
      const seed = SecretKey.adopt(pair.seed.slice());
      const state = { log, seed, head: { log, size: 4, root: 'ab'.repeat(32) }, generation: 2 };
      return written((port) => writeInstallation(port, '/state/installations/a.json', keys, state));
    },
    words: [...jsonWords, '"epoch":2', '"epoch":9', '"version":2'],
    read: async (bytes) => {
      const found = await readInstallation(new MemoryPort({ '/a.json': bytes }), '/a.json', keys);
      found?.seed.destroy();
    },
    share: 0.3,
  },
  {
    name: 'replica-file',
    corpus: () => [encodeReplicaFile({ vault: keys.vault, replica: 'cd'.repeat(16), created: madeAt })],
    words: [...jsonWords, '"format":"evidence-vault-replica"'],
    read: (bytes) =>
      readReplicaFile(new FolderTarget({ port: new MemoryPort({ '/c/replica.json': bytes }), folder: '/c' })),
    share: 0.5,
  },
  {
    name: 'restore-state',
    corpus: () => written((port) => writeRestoreMarker(port, '/v', { vault: keys.vault, began: madeAt })),
    words: [...jsonWords, '"format":"evidence-vault-restore"'],
    read: (bytes) => findRestoreMarker(new MemoryPort({ '/v/restore.json': bytes }), '/v'),
    share: 0.5,
  },
  {
    name: 'parity-files',
    corpus: async () => [await seededParity()],
    words: ['\x89EVPARI\n'],
    read: async (bytes) => {
      const damaged = healed.slice();
      damaged.fill(0, 5000, 9200);
      const port = new MemoryPort({ parity: bytes, file: damaged });
      const file = await port.openForReading('parity');
      if (file === undefined) throw new Error('the file is gone');
      await readParityHead(file);
      await findWholeHead(file);
      const task = { file: 'file', parityFile: 'parity', out: 'out', vault: keys.vault };
      const healing = await healFile(port, task);
      // It heals byte for byte or not at all; only who writes a whole new head can have meant another file.
      if (!healing.healed && port.files.has('out')) throw new Error('left a file that it did not heal');
      if (healing.healed && digest(port.files.get('out')) !== healing.sha256)
        throw new Error('healed to something else');
    },
    share: 0.02,
  },
  {
    name: 'keys-and-copies',
    corpus: () => [...vectorsIn('vaults', '.keys'), ...vectorsIn('vaults', '.segment')],
    words: ['\x89EVKEYS\n', '\x89EVSEGM\n', '\0\0\0\0\0\0\0\0'],
    read: (bytes) => {
      const other = bytes.slice().reverse();
      const place = { epoch: 1, number: 1, firstIndex: 0 };
      const merged = mergeKeys(keys.vault, place, 8, { locals: [bytes, other], others: [other] }, () => true);
      if (merged.length !== keysHeaderLength + 8 * keyRecordLength) throw new Error('not whole records');
      const identity = new LogIdentity(nodeHashes, keys.vault, keys.rootPublicKey, 'ab'.repeat(16));
      const both = mergeCopies(identity, bytes, other, 0);
      const logPublicKey = keys.rootPublicKey;
      salvageSegment(identity, both, 0, { firstIndex: 0, endIndex: undefined, frontier: [], logPublicKey });
    },
    share: 0.1,
  },
  {
    name: 'way-out',
    corpus: () => [text(JSON.stringify(wayOut)), text(JSON.stringify(ledgerLine))],
    words: [...jsonWords, '\n', '"code":"x"', '"withheld":"blob-stored"'],
    read: async (bytes) => {
      const dir = mkdtempSync(join(tmpdir(), 'fuzz-'));
      try {
        writeFileSync(join(dir, 'log.jsonl'), bytes);
        writeFileSync(join(dir, wayOutFileName), JSON.stringify(wayOut));
        const good = await WayOutFolder.open(dir, nodeHashes);
        for (const log of good.told.logs) await good.isWhole(log, signal);
        writeFileSync(join(dir, wayOutFileName), bytes);
        await WayOutFolder.open(dir, nodeHashes);
      } finally {
        rmSync(dir, { recursive: true });
      }
    },
    share: 0.02,
  },
];

let kept: Uint8Array | undefined;
async function seededSettings(): Promise<Uint8Array> {
  kept ??= (await written((port) => writeSettings(port, '/v', keys, { generation: 3, value: settings })))[0];
  return kept ?? new Uint8Array();
}

const digest = (bytes: Uint8Array = new Uint8Array()): string => encodeHex(nodeHashes.sha256(bytes));
