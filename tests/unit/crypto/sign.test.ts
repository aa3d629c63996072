import { describe, expect, it } from 'vitest';

import { concatBytes, encodeHex, parseHex, utf8 } from '../../../src/base/bytes.ts';
import { createKeyPair, sign, verify } from '../../../src/crypto/sign.ts';
import speccheck from '../../vectors/ed25519/speccheck.json' with { type: 'json' };

// RFC 8032 section 7.1, TEST 1 to 3 and SHA(abc).
const vectors = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b' +
      'd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c' +
      '387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659' +
      '4a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    seed: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    publicKey: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd' +
      '454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030' +
      '3dca179c138ac17ad9bef1177331a704',
  },
];

describe('an Ed25519 signature', () => {
  it.each(vectors)('is what RFC 8032 says for $publicKey', (vector) => {
    const pair = createKeyPair(parseHex(vector.seed));
    expect(encodeHex(pair.publicKey)).toBe(vector.publicKey);
    const signature = sign(pair.seed, pair.publicKey, parseHex(vector.message));
    expect(encodeHex(signature)).toBe(vector.signature);
    expect(verify(pair.publicKey, parseHex(vector.message), signature)).toBe(true);
  });

  it('does not hold with any bit of it, the message or the key flipped', () => {
    const pair = createKeyPair();
    const message = utf8('tree');
    const parts = [pair.publicKey, message, sign(pair.seed, pair.publicKey, message)] as const;
    parts.forEach((part, position) => {
      for (let bit = 0; bit < part.length * 8; bit += 1) {
        const changed = part.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const [key, text, signature] = parts.map((one, at) => (at === position ? changed : one));
        expect(verify(key ?? part, text ?? part, signature ?? part)).toBe(false);
      }
    });
  });

  it('does not hold with the group order added to S, though the equation would', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const pair = createKeyPair();
    const message = utf8('tree');
    const signature = sign(pair.seed, pair.publicKey, message);
    const little = (bytes: Uint8Array): bigint => BigInt(`0x${encodeHex(bytes.slice().reverse())}`);
    const raised = (little(signature.subarray(32)) + order).toString(16).padStart(64, '0');
    const malleable = concatBytes(signature.subarray(0, 32), parseHex(raised).reverse());
    expect(malleable).toHaveLength(64);
    expect(verify(pair.publicKey, message, malleable)).toBe(false);
  });

  it.each([
    ['the identity', `01${'00'.repeat(31)}`],
    ['a point of order 2', `ec${'ff'.repeat(30)}7f`],
    ['a point of order 4', '00'.repeat(32)],
    ['the identity in a non-canonical encoding', `ee${'ff'.repeat(30)}7f`],
    ['a field element beyond the prime', `f0${'ff'.repeat(30)}7f`],
  ])('never holds under %s as a key, which would sign every message', (_, key) => {
    const identityR = `01${'00'.repeat(31)}`;
    const zeroS = '00'.repeat(32);
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      expect(verify(parseHex(key), utf8(text), parseHex(identityR + zeroS))).toBe(false);
  });

  // ed25519-speccheck at the revision that the file names. Only the fourth is what RFC 8032 lets a strict verifier take.
  it.each(speccheck.cases.map((each, index) => ({ ...each, holds: index === 3 })))(
    'made with $what holds: $holds',
    ({ publicKey, message, signature, holds }) => {
      expect(verify(parseHex(publicKey), parseHex(message), parseHex(signature))).toBe(holds);
    },
  );

  it('is false, not an error, for keys and signatures of a wrong length', () => {
    const pair = createKeyPair();
    const signature = sign(pair.seed, pair.publicKey, utf8('x'));
    expect(verify(pair.publicKey.subarray(1), utf8('x'), signature)).toBe(false);
    expect(verify(pair.publicKey, utf8('x'), signature.subarray(1))).toBe(false);
    expect(verify(pair.publicKey, utf8('x'), concatBytes(signature, new Uint8Array(1)))).toBe(false);
  });

  it('is never made with a public key that is not the seed’s', () => {
    const [one, other] = [createKeyPair(), createKeyPair()];
    expect(() => sign(one.seed, other.publicKey, utf8('x'))).toThrow(
      expect.objectContaining({ code: 'internal.bug' }),
    );
  });
});
