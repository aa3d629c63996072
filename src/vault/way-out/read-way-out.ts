import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';

import { encodeHex, equalBytes, parseBase64, parseHex, utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { verifyCheckpoint } from '../../ledger/checkpoint.ts';
import { encodeFields } from '../../ledger/entry.ts';
import { logIdOf, verifyLogCertificate } from '../../ledger/log-identity.ts';
import { MerkleTree } from '../../ledger/merkle-tree.ts';
import { systemCode } from '../../store/durable/system-errors.ts';
import { ledgerLineSchema, wayOutFileName, wayOutSchema, type LedgerLine, type WayOut } from './layout.ts';

/** Longer than any list of contents that a vault can have made. */
const longest = 512 * 1024 * 1024;

/** A folder that export-all made. */
export class WayOutFolder {
  readonly dir: string;
  readonly told: WayOut;
  readonly #hashes: HashPort;

  private constructor(dir: string, told: WayOut, hashes: HashPort) {
    this.dir = dir;
    this.told = told;
    this.#hashes = hashes;
  }

  /** Throws `input.path-missing`, `input.not-a-way-out`, `format.too-new`. */
  static async open(dir: string, hashes: HashPort): Promise<WayOutFolder> {
    const path = join(dir, wayOutFileName);
    const status = await stat(path).catch((thrown: unknown) => {
      if (systemCode(thrown) === 'ENOENT') return undefined;
      throw new VaultError('input.path-unreadable', {}, thrown);
    });
    if (status === undefined) {
      await stat(dir).catch((thrown: unknown) => {
        throw new VaultError('input.path-missing', {}, thrown);
      });
      throw new VaultError('input.not-a-way-out', { reason: 'not-whole' });
    }
    if (status.size > longest) throw new VaultError('input.not-a-way-out', { reason: 'too-large' });
    const value = parseJson(await readFile(path, 'utf8'));
    const { format, version } = typeof value === 'object' && value !== null ? asNamed(value) : {};
    if (format === 'evidence-vault-way-out' && typeof version === 'number' && version > 1)
      throw new VaultError('format.too-new', { version });
    const parsed = wayOutSchema.safeParse(value);
    if (!parsed.success) throw new VaultError('input.not-a-way-out', { reason: 'unreadable' });
    return new WayOutFolder(dir, parsed.data, hashes);
  }

  /** Absolute path of a file that the folder names; undefined for a name that leads out of it. */
  path(name: string): string | undefined {
    const path = resolve(this.dir, ...name.split('/'));
    return path.startsWith(`${resolve(this.dir)}${sep}`) ? path : undefined;
  }

  /** True if the file of a content is there and holds just that. */
  async holds({ file, sha256, size }: WayOut['contents'][number], signal: AbortSignal): Promise<boolean> {
    const path = this.path(file);
    if (path === undefined) return false;
    try {
      if ((await stat(path)).size !== size) return false;
      const hash = createHash('sha256');
      for await (const piece of createReadStream(path, { signal })) hash.update(piece as Uint8Array);
      return hash.digest('hex') === sha256;
    } catch (thrown) {
      throwIfCancelled(signal);
      if (systemCode(thrown) === 'ENOENT') return false;
      throw new VaultError('input.path-unreadable', {}, thrown);
    }
  }

  /**
   * The lines of a log in their order, each compared with its leaf. One that is not what its leaf stands for, or is no line at all, is undefined.
   * Throws `input.path-unreadable`, `internal.cancelled`.
   */
  async *lines(log: WayOut['logs'][number], signal: AbortSignal): AsyncGenerator<LedgerLine | undefined> {
    const path = this.path(log.file);
    if (path === undefined) return;
    try {
      for await (const text of createInterface({
        input: createReadStream(path, { signal }),
        crlfDelay: Infinity,
      })) {
        const parsed = ledgerLineSchema.safeParse(parseJson(text));
        yield parsed.success && this.#fits(parsed.data) ? parsed.data : undefined;
      }
    } catch (thrown) {
      throwIfCancelled(signal);
      if (systemCode(thrown) === 'ENOENT') return;
      throw new VaultError('input.path-unreadable', {}, thrown);
    }
  }

  /** Whether a log is the one that its checkpoint says: its key's, the vault's, and each leaf in its place. */
  async isWhole(log: WayOut['logs'][number], signal: AbortSignal): Promise<boolean> {
    const key = parseBase64(log.key);
    const { root, vault } = this.told;
    const isOurs =
      logIdOf(this.#hashes, key) === log.log &&
      verifyLogCertificate(parseBase64(root), vault, key, parseBase64(log.certificate));
    const leaves: Uint8Array[] = [];
    for await (const line of this.lines(log, signal)) {
      const { leaf, index } = line ?? { leaf: null, index: -1 };
      if (leaf === null || index !== leaves.length) return false;
      leaves.push(parseHex(leaf));
    }
    const checkpoint = isOurs ? findCheckpoint(log, key) : undefined;
    return (
      checkpoint?.size === leaves.length &&
      equalBytes(checkpoint.root, new MerkleTree(this.#hashes, leaves).root())
    );
  }

  #fits(line: LedgerLine): boolean {
    if (!('fields' in line)) return true;
    const { fields, salts, leaf } = line;
    const named = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
    try {
      const { leafHash } = encodeFields(
        this.#hashes,
        named.map(([name, value]) => ({
          name,
          salt: parseBase64(salts[name] ?? ''),
          value: utf8(encodeCanonicalJson(value)),
        })),
      );
      return encodeHex(leafHash) === leaf;
    } catch (thrown) {
      if (thrown instanceof VaultError) return false;
      throw thrown;
    }
  }
}

function findCheckpoint(log: WayOut['logs'][number], key: Uint8Array) {
  try {
    return verifyCheckpoint(log.checkpoint, log.log, key);
  } catch (thrown) {
    if (thrown instanceof VaultError) return undefined;
    throw thrown;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asNamed(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value));
}
