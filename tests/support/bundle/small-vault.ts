import type { JsonObject } from '../../../src/base/json.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { createKeyPair, sign } from '../../../src/crypto/sign.ts';
import type { BundleEntry, BundleInput, MissingItem } from '../../../src/bundle/bundle-input.ts';
import { digestsOf } from '../../../src/bundle/digests-of.ts';
import { disclosesByDefault } from '../../../src/bundle/default-disclosure.ts';
import type { Digests } from '../../../src/evidence/digests.ts';
import { signCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { decodeEntry, encodeEntry, type EncodedEntry } from '../../../src/ledger/entry.ts';
import { certifyLog, logIdOf } from '../../../src/ledger/log-identity.ts';
import { MerkleTree } from '../../../src/ledger/merkle-tree.ts';
import { vaultIdOf } from '../../../src/ledger/vault-id.ts';

export const at = '2026-11-20T10:15:30.000Z';
const madeAt = '2026-11-21T09:30:00.000Z';

/** One log of a vault in memory: real keys, real entries, a real tree. */
export class SmallLog {
  readonly keys;
  readonly id: string;
  readonly entries: EncodedEntry[] = [];
  readonly fields: JsonObject[] = [];

  constructor(seed: number) {
    this.keys = createKeyPair(new Uint8Array(32).fill(seed));
    this.id = logIdOf(hashes, this.keys.publicKey);
  }

  append(fields: JsonObject): number {
    this.entries.push(encodeEntry(hashes, fields));
    this.fields.push(fields);
    return this.entries.length - 1;
  }

  get tree(): MerkleTree {
    return new MerkleTree(
      hashes,
      this.entries.map(({ leafHash }) => leafHash),
    );
  }

  get checkpoint(): string {
    const { id: log, keys, tree } = this;
    return signCheckpoint({ log, ...keys, size: tree.size, root: tree.root() });
  }
}

function plainDigests({ size, sha256, sha512, crc32 }: Digests): JsonObject {
  return { size, sha256, sha512, crc32 };
}

export interface CapturedInput {
  readonly item: string;
  readonly kind: string;
  readonly name: string;
  readonly record: JsonObject;
  readonly bytes?: Uint8Array;
  readonly version?: number;
  readonly attempt?: number;
  /** Where it came from, in the vault's own words. */
  readonly address?: string;
}

/** A whole small vault: root key, one log (or more), contents by digest. */
export class SmallVault {
  readonly root;
  readonly id: string;
  readonly logs: SmallLog[] = [];
  readonly contents = new Map<string, Uint8Array>();
  readonly practice: boolean;

  constructor(seed = 1, practice = false) {
    this.root = createKeyPair(new Uint8Array(32).fill(seed));
    this.id = vaultIdOf(hashes, this.root.publicKey);
    this.practice = practice;
    this.addLog(seed + 100);
  }

  get log(): SmallLog {
    const [first] = this.logs;
    if (first === undefined) throw new Error('no log');
    return first;
  }

  addLog(seed: number): SmallLog {
    const log = new SmallLog(seed);
    this.logs.push(log);
    log.append({
      kind: 'log-opened',
      at,
      log: log.id,
      practice: this.practice,
      heads: [],
      app: 'evidence-vault/0.1.0',
    });
    return log;
  }

  state(id: string, kind: string, record: JsonObject, log = this.log): number {
    return log.append({ kind: 'record-stated', at, id, 'record-kind': kind, ...prefixed(record) });
  }

  capture(input: CapturedInput, log = this.log): number {
    const content = input.bytes === undefined ? undefined : digestsOf(hashes, input.bytes);
    if (input.bytes !== undefined && content !== undefined) this.contents.set(content.sha256, input.bytes);
    return log.append({
      kind: 'item-captured',
      at,
      item: input.item,
      source: 's-0000000001',
      key: `secret-key-of-${input.item}`,
      name: input.name,
      'record-kind': input.kind,
      version: input.version ?? 1,
      text: 'words for search',
      provenance: {
        method: 'download',
        received: at,
        app: 'evidence-vault/0.1.0',
        timeZone: 'Europe/London',
        ...(input.address === undefined ? {} : { address: input.address }),
      },
      ...(content === undefined ? {} : { content: plainDigests(content), 'media-type': 'application/pdf' }),
      ...(input.attempt === undefined
        ? {}
        : { chain: { chain: 'c', number: input.attempt, sequence: input.attempt, previous: null } }),
      ...prefixed(input.record),
    });
  }

  /** Every entry of every log as a bundle's input, opened as an export opens them by default. */
  input(changes: Partial<BundleInput> = {}, missing: readonly MissingItem[] = []): BundleInput {
    const { root, id, practice } = this;
    return {
      bundleId: 'b-0123456789',
      madeAt,
      app: 'evidence-vault/0.1.0',
      practice,
      vault: { id, rootPublicKey: root.publicKey },
      sign: (bytes) => sign(root.seed, root.publicKey, bytes),
      logs: this.logs.map((log) => ({
        log: log.id,
        publicKey: log.keys.publicKey,
        certificate: certifyLog(root.seed, root.publicKey, id, log.keys.publicKey),
        checkpoint: log.checkpoint,
        size: log.entries.length,
      })),
      entries: this.logs.flatMap((log) => entriesOf(log)),
      missing,
      ...changes,
    };
  }
}

function entriesOf(log: SmallLog): BundleEntry[] {
  const { tree } = log;
  return log.entries.map((entry, index) => {
    const fields = log.fields[index] ?? {};
    return {
      log: log.id,
      index,
      ...decoded(entry.bytes),
      discloses: disclosesByDefault(fields),
      proof: tree.inclusionProof(index),
      withContent: fields.content !== undefined,
    };
  });
}

function decoded(bytes: Uint8Array): Pick<BundleEntry, 'fields' | 'values'> {
  const { fields, values } = decodeEntry(hashes, bytes);
  return { fields, values };
}

function prefixed(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`record.${name}`, value]));
}
