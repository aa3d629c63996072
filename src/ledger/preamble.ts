import { ByteReader } from '../base/byte-reader.ts';
import { ByteWriter } from '../base/byte-writer.ts';
import { encodeHex, equalBytes, parseHex, utf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';

/** What a sealed binary file is: blob, ledger segment, entry keys, settings, parity. */
export type FileKind = 'BLOB' | 'SEGM' | 'KEYS' | 'SETT' | 'PARI';

/** Whose file it is and which key epoch was in force when it was begun. */
export interface Preamble {
  readonly epoch: number;
  /** Vault id, 64 hexadecimal digits. */
  readonly vault: string;
}

export const preambleLength = 48;

const version = 1;
const suite = 1;

/** The 48 bytes that every sealed binary file begins with (FORMAT.md section 5). */
export function encodePreamble(input: Preamble & { readonly kind: FileKind }): Uint8Array {
  const vault = parseHex(input.vault);
  if (vault.length !== 32) throw new VaultError('format.malformed', { what: 'id-length' });
  const writer = new ByteWriter(preambleLength).raw(magic(input.kind));
  return writer.u8(version).u8(suite).u16(0).u32(input.epoch).raw(vault).finish();
}

/**
 * Reads the preamble at the beginning of `bytes`, which may go on.
 *
 * Throws `format.unknown` for a file of another kind, `format.too-new` for a later version or suite, `format.malformed`
 * for one that is cut short or has bytes set that must be zero.
 */
export function parsePreamble(bytes: Uint8Array, kind: FileKind): Preamble {
  const reader = new ByteReader(bytes.subarray(0, preambleLength));
  if (!equalBytes(reader.raw(8), magic(kind))) throw new VaultError('format.unknown', { what: 'magic' });
  refuseOther(reader.u8(), version, 'version');
  refuseOther(reader.u8(), suite, 'suite');
  if (reader.u16() !== 0) throw new VaultError('format.malformed', { what: 'preamble' });
  return { epoch: reader.u32(), vault: encodeHex(reader.raw(32)) };
}

function refuseOther(found: number, known: number, what: string): void {
  if (found === known) return;
  throw new VaultError(found > known ? 'format.too-new' : 'format.unknown', { what, found });
}

// A first byte above 127 and a line feed show when a transfer took the file for text (as in PNG).
function magic(kind: FileKind): Uint8Array {
  return Uint8Array.of(0x89, 0x45, 0x56, ...utf8(kind), 0x0a);
}
