import { encodeHex } from '../../../../src/base/bytes.ts';
import { nodeHashes } from '../../../../src/platform/node-hashes.ts';

export function sha256Of(bytes: Uint8Array): string {
  return encodeHex(nodeHashes.sha256(bytes));
}
