/** A hash fed piece by piece. */
export interface StreamingHash {
  /** Throws `internal.bug` after `digest`. */
  update(bytes: Uint8Array): void;
  /** The digest; may be asked for once. A hash that never is keeps a little memory, so ask even if the result is unwanted. */
  digest(): Uint8Array;
}

/** Hashes as one platform does them; all implementations give the same bytes. */
export interface HashPort {
  /** SHA-256 (FIPS 180-4) of all bytes: 32 bytes. */
  sha256(bytes: Uint8Array): Uint8Array;
  createSha256(): StreamingHash;
  /** SHA-512 (FIPS 180-4), 64 bytes. */
  createSha512(): StreamingHash;
  /**
   * CRC-32 of ISO 3309, as in gzip and zip, as an unsigned number.
   * @param previous the CRC-32 of the bytes before these, for taking it piece by piece
   */
  crc32(bytes: Uint8Array, previous?: number): number;
}
