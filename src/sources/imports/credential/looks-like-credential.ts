import { looksLikeJws } from '../../../verify/origin/credentials/forms/compact-jws.ts';
import { pngSignature } from '../../../verify/origin/credentials/forms/png.ts';
import { credentialLimits } from '../../../verify/origin/credentials/limits.ts';
import { equalBytes } from '../../../base/bytes.ts';
import type { Given } from '../given.ts';

/**
 * The bytes of a file that may hold a credential: a picture with one baked in, JSON that speaks of one, or a compact JWS. Undefined for
 * anything else. No more is read than the head tells to, and never more than the largest credential.
 */
export async function readLikelyCredential(given: Given): Promise<Uint8Array | undefined> {
  if (given.kind !== 'file' || given.tree !== undefined || given.size > credentialLimits.file)
    return undefined;
  const { head } = given;
  const isPng = equalBytes(head.subarray(0, 8), pngSignature);
  const start = isPng
    ? ''
    : latin1(head.subarray(0, 4096))
        .replace(/^\u00ef\u00bb\u00bf/, '')
        .trimStart();
  const isText = start.startsWith('{') || start.startsWith('eyJ');
  const isSvg = start.startsWith('<') && /<(?:\?xml|!DOCTYPE svg|!--|svg)[\s>]/i.test(start);
  if (!isPng && !isSvg && !(isText && given.size <= credentialLimits.text * 2)) return undefined;
  const bytes = await given.read(credentialLimits.file);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const says = (...words: readonly string[]): boolean => words.some((word) => text.includes(word));
  if (isPng || isSvg) return says('openbadge') ? bytes : undefined;
  if (start.startsWith('eyJ')) return looksLikeJws(text.toString('latin1').trim()) ? bytes : undefined;
  return says('VerifiableCredential', 'w3id.org/openbadges', 'openbadges') ? bytes : undefined;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
