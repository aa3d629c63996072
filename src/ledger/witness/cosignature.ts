import { concatBytes, equalBytes, utf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { sign, verify } from '../../crypto/sign.ts';
import { parseCheckpoint } from '../checkpoint.ts';
import {
  encodeSignatureLine,
  noteKeyId,
  parseNote,
  parseSignatureLine,
  signatureTypes,
} from '../signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** What a cosignature line says of itself, before anybody judged it. */
export interface Cosignature {
  /** Name of the witness's key. */
  readonly name: string;
  readonly keyId: Uint8Array;
  /** Seconds since 1970, by the witness's clock. */
  readonly time: number;
  readonly signature: Uint8Array;
}

const timeLength = 8;
const signatureLength = 64;
/** The last second of the year 9999: a later one cannot be written as a date. */
const lastSecond = 253_402_300_799;

/**
 * The message that a witness signs: two lines and the text of the checkpoint, without its signatures
 * (https://c2sp.org/tlog-cosignature, Ed25519).
 */
function cosignedMessage(time: number, text: string): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/**
 * A witness's cosignature line over a checkpoint, without a line feed: 'as of this second, this is the largest tree of this log
 * that I saw, and it extends all that I saw before'. Whoever calls this must have made sure of that, durably.
 *
 * @param note the checkpoint's signed note
 * @param time seconds since 1970
 * Throws `format.malformed` for a note that is no checkpoint, `internal.bug` for a time that none can have.
 */
export function cosign(
  { name, publicKey, seed }: VerifierKey & { readonly seed: Uint8Array },
  note: string,
  time: number,
): string {
  parseCheckpoint(note);
  if (!Number.isInteger(time) || time < 0 || time > lastSecond)
    throw new VaultError('internal.bug', { what: 'cosignature-time' });
  const stamp = new Uint8Array(timeLength);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  const signature = sign(seed, publicKey, cosignedMessage(time, parseNote(note).text));
  const keyId = noteKeyId(name, signatureTypes.cosignature, publicKey);
  return encodeSignatureLine({ name, keyId, signature: concatBytes(stamp, signature) });
}

/** Reads a cosignature line, which has no line feed, without judging it. Throws `format.malformed`. */
export function parseCosignature(line: string): Cosignature {
  const { name, keyId, signature } = parseSignatureLine(line);
  if (signature.length !== timeLength + signatureLength) throw malformed();
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  if (time > BigInt(lastSecond)) throw malformed();
  return { name, keyId, time: Number(time), signature: signature.slice(timeLength) };
}

/** True if the line bears this key's name and id, so that this key is the one to judge it by. */
export function isCosignatureOf({ name, keyId }: Cosignature, key: VerifierKey): boolean {
  return (
    name === key.name && equalBytes(keyId, noteKeyId(key.name, signatureTypes.cosignature, key.publicKey))
  );
}

/**
 * True if this key cosigned this checkpoint at the time that the cosignature says. The checkpoint's own signature is not judged
 * here. Throws `format.malformed` for a note that is no checkpoint.
 */
export function verifyCosignature(cosignature: Cosignature, note: string, key: VerifierKey): boolean {
  parseCheckpoint(note);
  const message = cosignedMessage(cosignature.time, parseNote(note).text);
  return isCosignatureOf(cosignature, key) && verify(key.publicKey, message, cosignature.signature);
}

function malformed(): VaultError {
  return new VaultError('format.malformed', { what: 'cosignature' });
}
