import type { ArchivedDkim, ArchivedKey, DkimSignature } from '../../../evidence/values/dkim.ts';
import { checkSignatures } from './check-signatures.ts';

/**
 * Checks a kept message again with the keys that were kept with it, without a network: years later it comes to what it came to at
 * capture, or the message or its record is not what it was. The keys were kept by the same hand as the message, so that a signature holds says
 * 'with the key kept here, which nobody else confirmed'.
 * @param raw the message, byte for byte
 */
export async function verifyArchivedDkim(
  raw: Uint8Array,
  archived: ArchivedDkim,
): Promise<readonly DkimSignature[]> {
  const keys = new Map<string, ArchivedKey>();
  for (const { key } of archived.signatures) if (key !== undefined) keys.set(key.name, key);
  return checkSignatures(raw, (name) => keys.get(name), new Date(archived.at ?? 0));
}
