import { createHash, type Hash } from 'node:crypto';

import type { DigestAlgorithm, EvidenceLink } from '../../verify/origin/credentials/evidence-links.ts';

export type EvidenceCheck = 'matches' | 'differs' | 'no-digest';

/** Holds bytes, fed piece by piece, against the digests of a link. All of them must fit. */
export function startEvidenceCheck(link: EvidenceLink): {
  update(bytes: Uint8Array): void;
  result(): EvidenceCheck;
} {
  const hashes = new Map<DigestAlgorithm, Hash>();
  for (const { algorithm } of link.digests) hashes.set(algorithm, createHash(algorithm));
  return {
    update(bytes) {
      for (const hash of hashes.values()) hash.update(bytes);
    },
    result() {
      if (link.digests.length === 0) return 'no-digest';
      const found = new Map([...hashes].map(([algorithm, hash]) => [algorithm, hash.digest('hex')]));
      return link.digests.every(({ algorithm, hex }) => found.get(algorithm) === hex) ? 'matches' : 'differs';
    },
  };
}
