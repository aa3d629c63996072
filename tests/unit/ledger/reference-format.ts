/**
 * FORMAT.md written a second time, plainly and without a line of src/: what the vectors in tests/vectors are made with, and
 * so a proof that the page says enough to write a reader. OpenSSL does what it can; HChaCha20 is written out.
 */
import {
  createCipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign as signWithKey,
} from 'node:crypto';
import { crc32 as zlibCrc32 } from 'node:zlib';

export const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
export const hmac = (key: Uint8Array, message: Uint8Array): Buffer =>
  createHmac('sha256', key).update(message).digest();
const hkdf = (ikm: Uint8Array, info: string): Buffer => Buffer.from(hkdfSync('sha256', ikm, '', info, 32));
export const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
export const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
export const filled = (length: number, value: number): Buffer => Buffer.alloc(length, value);

export function u(bits: 8 | 16 | 32 | 64, value: number): Buffer {
  return Buffer.from(value.toString(16).padStart(bits / 4, '0'), 'hex');
}

const crc32 = (bytes: Uint8Array): Buffer => u(32, zlibCrc32(bytes));

/** HChaCha20 (draft-irtf-cfrg-xchacha section 2.2). */
function hchacha20(key: Uint8Array, input: Uint8Array): Buffer {
  const words = Buffer.concat([ascii('expand 32-byte k'), key, input]);
  const state = Uint32Array.from({ length: 16 }, (_, index) => words.readUInt32LE(4 * index));
  const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
  const at = (index: number): number => state[index] ?? 0;
  const step = (a: number, b: number, d: number, by: number): void => {
    state[a] = at(a) + at(b);
    state[d] = rotate(at(d) ^ at(a), by);
  };
  const quarter = (a: number, b: number, c: number, d: number): void => {
    step(a, b, d, 16);
    step(c, d, b, 12);
    step(a, b, d, 8);
    step(c, d, b, 7);
  };
  for (let round = 0; round < 10; round += 1) {
    for (const column of [0, 1, 2, 3]) quarter(column, column + 4, column + 8, column + 12);
    for (const n of [0, 1, 2, 3]) quarter(n, 4 + ((n + 1) % 4), 8 + ((n + 2) % 4), 12 + ((n + 3) % 4));
  }
  const out = Buffer.alloc(32);
  [0, 1, 2, 3, 12, 13, 14, 15].forEach((word, index) => out.writeUInt32LE(at(word), 4 * index));
  return out;
}

/** XChaCha20-Poly1305-IETF: `ciphertext || tag`. */
function xchacha(key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, plaintext: Uint8Array): Buffer {
  const subkey = hchacha20(key, nonce.subarray(0, 16));
  const inner = Buffer.concat([filled(4, 0), nonce.subarray(16)]);
  const cipher = createCipheriv('chacha20-poly1305', subkey, inner, { authTagLength: 16 });
  cipher.setAAD(ad, { plaintextLength: plaintext.length });
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function aesGcm(key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAAD(ad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

export interface Signer {
  readonly seed: Buffer;
  readonly publicKey: Buffer;
  sign(message: Uint8Array): Buffer;
}

/** An Ed25519 key of a seed, by the fixed beginning of its PKCS #8 form (RFC 8410). */
export function signer(seed: Buffer): Signer {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { seed, publicKey, sign: (message) => signWithKey(null, message, key) };
}

export const vaultId = (root: Signer): Buffer =>
  sha256(ascii('evidence-vault vault-id v1\0'), root.publicKey);
export const logId = (log: Signer): Buffer =>
  sha256(ascii('evidence-vault log-id v1\0'), log.publicKey).subarray(0, 16);
export const certificate = (root: Signer, log: Signer): Buffer =>
  root.sign(Buffer.concat([ascii('evidence-vault log-certificate v1\0'), vaultId(root), log.publicKey]));

export interface PlainField {
  readonly name: string;
  readonly salt: Buffer;
  /** Canonical JSON. */
  readonly value: string;
}

const named = (name: string): Buffer => Buffer.concat([u(8, name.length), ascii(name)]);

export const commitment = ({ name, salt, value }: PlainField): Buffer =>
  sha256(ascii('evidence-vault field v1\0'), named(name), salt, utf8(value));

/** @param fields in byte order of their names */
export function entry(fields: readonly PlainField[]): { bytes: Buffer; leafHash: Buffer } {
  const bytes = fields.map(({ name, salt, value }) =>
    Buffer.concat([named(name), salt, u(32, utf8(value).length), utf8(value)]),
  );
  const leaf = fields.map((field) => Buffer.concat([named(field.name), commitment(field)]));
  const count = u(16, fields.length);
  return {
    bytes: Buffer.concat([count, ...bytes]),
    leafHash: sha256(u(8, 0), ascii('evidence-vault leaf v1\0'), count, ...leaf),
  };
}

/** RFC 6962 section 2.1, by its own words. */
export function treeRoot(leaves: readonly Uint8Array[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return Buffer.from(first);
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return sha256(u(8, 1), treeRoot(leaves.slice(0, k)), treeRoot(leaves.slice(k)));
}

/** RFC 6962 section 2.1.1: PATH(m, D[n]). */
export function treePath(m: number, leaves: readonly Uint8Array[]): Buffer[] {
  if (leaves.length <= 1) return [];
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return m < k
    ? [...treePath(m, leaves.slice(0, k)), treeRoot(leaves.slice(k))]
    : [...treePath(m - k, leaves.slice(k)), treeRoot(leaves.slice(0, k))];
}

/** RFC 6962 section 2.1.2: SUBPROOF(m, D[n], b). */
export function treeSubproof(m: number, leaves: readonly Uint8Array[], whole = true): Buffer[] {
  if (m === leaves.length) return whole ? [] : [treeRoot(leaves)];
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return m <= k
    ? [...treeSubproof(m, leaves.slice(0, k), whole), treeRoot(leaves.slice(k))]
    : [...treeSubproof(m - k, leaves.slice(k), false), treeRoot(leaves.slice(0, k))];
}

export const preamble = (kind: string, epoch: number, vault: Buffer): Buffer =>
  Buffer.concat([u(8, 0x89), ascii(`EV${kind}\n`), u(8, 1), u(8, 1), u(16, 0), u(32, epoch), vault]);

export function frame(type: number, body: Uint8Array): Buffer {
  const covered = Buffer.concat([u(8, type), u(32, body.length), body]);
  return Buffer.concat([covered, crc32(covered)]);
}

export interface Place {
  readonly vault: Buffer;
  readonly log: Buffer;
  readonly index: number;
}

const placeBytes = ({ vault, log, index }: Place): Buffer => Buffer.concat([vault, log, u(64, index)]);

export function sealedEntry(
  place: Place,
  { bytes, leafHash }: { bytes: Buffer; leafHash: Buffer },
  publicPart: Buffer,
  entryKey: Buffer,
): Buffer {
  const ad = [ascii('evidence-vault entry v1\0'), placeBytes(place), leafHash, publicPart];
  return xchacha(entryKey, filled(24, 0), Buffer.concat(ad), bytes);
}

export const entryBody = (leafHash: Buffer, publicPart: Buffer, sealed: Buffer): Buffer =>
  Buffer.concat([leafHash, u(16, publicPart.length), publicPart, sealed]);

export function wrappedKey(
  epochKey: Buffer,
  place: Place,
  epoch: number,
  nonce: Buffer,
  entryKey: Buffer,
): Buffer {
  const ad = [ascii('evidence-vault entry-key v1\0'), placeBytes(place), u(32, epoch)];
  const wrap = hkdf(epochKey, 'evidence-vault entry-keys v1');
  return Buffer.concat([nonce, xchacha(wrap, nonce, Buffer.concat(ad), entryKey)]);
}

/** A tlog-checkpoint in a C2SP signed note. */
export function checkpoint(log: Signer, size: number, root: Buffer): string {
  const origin = `evidence-vault/log/${logId(log).toString('hex')}`;
  const body = `${origin}\n${String(size)}\n${root.toString('base64')}\n`;
  const keyId = sha256(utf8(`${origin}\n`), u(8, 1), log.publicKey).subarray(0, 4);
  const signature = Buffer.concat([keyId, log.sign(utf8(body))]).toString('base64');
  return `${body}\n— ${origin} ${signature}\n`;
}

export interface SegmentStart {
  readonly vault: Buffer;
  readonly epoch: number;
  readonly number: number;
  readonly firstIndex: number;
  readonly log: Signer;
  readonly certificate: Buffer;
  readonly previous: Buffer;
  readonly frontier: readonly Buffer[];
}

export function segmentHeader(start: SegmentStart): Buffer {
  const covered = Buffer.concat([
    preamble('SEGM', start.epoch, start.vault),
    u(32, start.number),
    u(64, start.firstIndex),
    start.log.publicKey,
    start.certificate,
    start.previous,
    u(8, start.frontier.length),
    ...start.frontier,
  ]);
  return Buffer.concat([covered, crc32(covered)]);
}

/** A blob part's file: header and chunks of 2^18 bytes. */
export function blobFile(
  vault: Buffer,
  epoch: number,
  part: number,
  key: Buffer,
  content: Buffer,
  ending: Buffer,
): Buffer {
  const header = Buffer.concat([preamble('BLOB', epoch, vault), u(8, 18), u(8, 0), u(16, part), u(32, 0)]);
  const chunk = 1 << 18;
  const count = Math.max(1, Math.ceil(content.length / chunk));
  const chunks = Array.from({ length: count }, (_, index) => {
    const last = index === count - 1;
    const nonce = Buffer.concat([filled(7, 0), u(32, index), u(8, last ? 1 : 0)]);
    const ad = last ? Buffer.concat([header, ending]) : header;
    return aesGcm(key, nonce, ad, content.subarray(index * chunk, (index + 1) * chunk));
  });
  return Buffer.concat([header, ...chunks]);
}
