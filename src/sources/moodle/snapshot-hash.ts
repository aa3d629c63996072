import { createHash } from 'node:crypto';

import { asJson } from '../../base/as-json.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';

/** A short name for what something was made of: the same as long as nothing in it changed. */
export function snapshotHash(...parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(encodeCanonicalJson(asJson(parts) ?? null))
    .digest('hex')
    .slice(0, 32);
}
