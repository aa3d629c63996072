import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

import { base58 } from '@scure/base';

/** How a key signs: by its curve. */
export type KeyKind = 'ed25519' | 'p256';

/** A key of the practice issuer, as its key document says it. */
export interface IssuerKey {
  readonly kind: KeyKind;
  /** Behind the `#` of its address. */
  readonly fragment: string;
  readonly publicKeyMultibase: string;
  readonly privateKey: KeyObject;
  /** ISO 8601; set once another key has taken its place. What was signed before stays good. */
  revoked: string | undefined;
}

/** Multikey headers of the two curves (Controlled Identifiers 1.0 section 2.2.2). */
const headers: Readonly<Record<KeyKind, readonly [number, number]>> = {
  ed25519: [0xed, 0x01],
  p256: [0x80, 0x24],
};

/** The issuer's keys, those of before included: a key that was used is never taken out of the document, unless a switch forgets it. */
export class IssuerKeys {
  #keys: IssuerKey[] = [newKey('ed25519'), newKey('p256')];

  get all(): readonly IssuerKey[] {
    return this.#keys;
  }

  /** The key that signs now. */
  current(kind: KeyKind): IssuerKey {
    const key = this.#keys.find((each) => each.kind === kind && each.revoked === undefined);
    if (key === undefined) throw new RangeError('The practice issuer has no key of that kind.');
    return key;
  }

  /** New keys of both kinds; the old ones are retired at `at`, or forgotten as if they had never been. */
  replace(at: string, old: 'kept' | 'forgotten'): void {
    const before = old === 'kept' ? this.#keys : [];
    for (const key of before) key.revoked ??= at;
    this.#keys = [newKey('ed25519'), newKey('p256'), ...before];
  }
}

function newKey(kind: KeyKind): IssuerKey {
  const { privateKey } =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeyMultibase = multikey(kind, privateKey);
  return { kind, fragment: publicKeyMultibase, publicKeyMultibase, privateKey, revoked: undefined };
}

function multikey(kind: KeyKind, key: KeyObject): string {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  const across = Buffer.from(x, 'base64url');
  // A point of P-256 is written by its x and whether y is odd (SEC 1 section 2.3.3).
  const odd = ((Buffer.from(y, 'base64url').at(-1) ?? 0) & 1) === 1;
  const point = kind === 'ed25519' ? across : Buffer.concat([Buffer.from([odd ? 3 : 2]), across]);
  return `z${base58.encode(Buffer.concat([Buffer.from(headers[kind]), point]))}`;
}
