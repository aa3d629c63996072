import { concatBytes, encodeBase64, equalBytes, parseBase64, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { portableHashes } from '../crypto/portable-hashes.ts';
import { sign, verify } from '../crypto/sign.ts';

/** One signature line: the key's name, the first four bytes of its id, and what the algorithm made. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** A signed note of C2SP (https://c2sp.org/signed-note): a text that ends in a line feed, and its signatures. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const maxSignatures = 100;

/** The byte that tells kinds of signatures apart: a log's own over a note, and a witness's over a time and a checkpoint. */
export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const;
type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes];

// A name is not empty and holds neither blanks nor a plus sign.
const nameShape = /^[^\s+]+$/u;
const signatureShape = /^— (\S+) ([A-Za-z0-9+/]+=*)$/u;
// eslint-disable-next-line no-control-regex -- a note holds no control characters but the line feed
const controlCharacter = /[\u0000-\u0009\u000b-\u001f]/;

/** Reads a note without judging any signature. Throws `format.malformed`. */
export function parseNote(note: string): Note {
  const split = note.lastIndexOf('\n\n');
  if (split === -1 || !note.endsWith('\n') || controlCharacter.test(note) || !note.isWellFormed())
    throw new VaultError('format.malformed', { what: 'note' });
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > maxSignatures) throw new VaultError('format.malformed', { what: 'note-signatures' });
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

/** Reads one signature line without its line feed. Throws `format.malformed`. */
export function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = signatureShape.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !nameShape.test(name))
    throw new VaultError('format.malformed', { what: 'note-signature' });
  const bytes = parseBase64(encoded);
  if (bytes.length < 5) throw new VaultError('format.malformed', { what: 'note-signature' });
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** One signature line without its line feed. Throws `internal.bug` for a name that no key has. */
export function encodeSignatureLine({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name)) throw new VaultError('internal.bug', { what: 'key-name' });
  return `— ${name} ${encodeBase64(concatBytes(keyId, signature))}`;
}

/** True if a key may bear this name: not empty, no blanks, no plus sign, no control characters. */
export function isKeyName(name: string): boolean {
  return nameShape.test(name) && !controlCharacter.test(name) && name.isWellFormed();
}

/** Signs a text that ends in a line feed, with Ed25519, under a key name. Throws `internal.bug` for a text or name no note has. */
export function signNote(text: string, name: string, seed: Uint8Array, publicKey: Uint8Array): string {
  if (!text.endsWith('\n') || controlCharacter.test(text) || !isKeyName(name))
    throw new VaultError('internal.bug', { what: 'note' });
  const keyId = noteKeyId(name, signatureTypes.ed25519, publicKey);
  const line = encodeSignatureLine({ name, keyId, signature: sign(seed, publicKey, utf8(text)) });
  return `${text}\n${line}\n`;
}

/**
 * True if the note bears a good Ed25519 signature of this key under this name. Signatures of other keys are passed over;
 * a bad one of this key is false even beside a good one.
 */
export function verifyNoteSignature(note: Note, name: string, publicKey: Uint8Array): boolean {
  const keyId = noteKeyId(name, signatureTypes.ed25519, publicKey);
  const own = note.signatures.filter(
    (signature) => signature.name === name && equalBytes(signature.keyId, keyId),
  );
  const text = utf8(note.text);
  return own.length > 0 && own.every(({ signature }) => verify(publicKey, text, signature));
}

/** The id of an Ed25519 key: the first four bytes of SHA-256(name || 0x0A || type || public key). */
export function noteKeyId(name: string, type: SignatureType, publicKey: Uint8Array): Uint8Array {
  return portableHashes.sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4);
}
