import { gzipSync } from 'node:zlib';

import type { JsonObject } from '../../base/json.ts';
import { vcContext } from './sign-credential.ts';

/** The least number of places in a list, so that one place says little (Bitstring Status List 1.0 section 3.1). */
const places = 131_072;

/** A status list before it is signed (Bitstring Status List 1.0 section 2.2): one bit a credential, the first one leftmost. */
export function statusListCredential(
  address: string,
  issuer: string,
  set: { readonly revoked: ReadonlySet<number>; readonly validFrom: string },
): JsonObject {
  const bits = Buffer.alloc(places / 8);
  for (const place of set.revoked) bits[place >> 3] = (bits[place >> 3] ?? 0) | (0x80 >> (place & 7));
  return {
    '@context': [vcContext],
    id: address,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: set.validFrom,
    credentialSubject: {
      id: `${address}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: `u${gzipSync(bits).toString('base64url')}`,
    },
  };
}

/** Where a credential's status is read (Bitstring Status List 1.0 section 2.1). */
export function statusEntry(list: string, place: number): JsonObject {
  return {
    id: `${list}#${place}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: String(place),
    statusListCredential: list,
  };
}
