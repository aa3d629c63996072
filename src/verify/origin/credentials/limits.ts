/**
 * What is read of a credential at most. Real badges are some kilobytes; a CLR with pictures in it may be a few megabytes.
 */
export const credentialLimits = {
  /** Bytes of a file: the picture around a credential counts. */
  file: 16 * 1024 * 1024,
  /** Bytes of the credential itself. */
  text: 4 * 1024 * 1024,
  /** Chunks of a PNG. */
  chunks: 20_000,
  /** Elements of an SVG, and how deep they nest. */
  elements: 100_000,
  elementDepth: 256,
  /** Values of any kind in a credential whose graph is worked out. */
  values: 50_000,
  /** Statements of its graph. */
  quads: 100_000,
  /** Milliseconds for working out a graph, and for all graphs of one file together. */
  canonicalTime: 5_000,
  canonicalTimeOfFile: 30_000,
  /** Credentials in a CLR. */
  inside: 500,
  /** Signatures of one credential. */
  proofs: 8,
  /** Entries of `credentialStatus`. */
  statuses: 8,
  /** Bytes of an issuer's document of keys, and of a list of what was taken back. */
  keysAnswer: 64 * 1024,
  statusAnswer: 512 * 1024,
  /** Bytes of an unpacked status list: 128 million credentials. */
  statusBits: 16 * 1024 * 1024,
} as const;
