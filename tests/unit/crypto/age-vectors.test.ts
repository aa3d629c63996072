import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { VaultError } from '../../../src/base/errors.ts';
import { openEncrypted } from '../../../src/bundle/encrypted/encrypted-file.ts';
import { isEncrypted } from '../../../src/bundle/encrypted/is-encrypted.ts';
import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import suiteFile from '../../vectors/age/cctv-age.json' with { type: 'json' };

/** The age test vectors of C2SP's CCTV, as the npm package `cctv-age` 0.2.0 has them. */
const suite = z
  .object({ version: z.literal('0.2.0'), vectors: z.record(z.string(), z.string()) })
  .parse(suiteFile);

interface Vector {
  readonly name: string;
  readonly expect: string;
  readonly payload: string | undefined;
  readonly identities: readonly string[];
  readonly armoured: boolean;
  readonly passphrase: boolean;
  readonly file: Uint8Array;
}

function parseVector([name, base64]: readonly [string, string]): Vector {
  const bytes = Buffer.from(base64, 'base64');
  const end = bytes.indexOf('\n\n');
  const lines = bytes.subarray(0, end).toString('latin1').split('\n');
  const all = (key: string): string[] =>
    lines.filter((line) => line.startsWith(`${key}: `)).map((line) => line.slice(key.length + 2));
  const rest = bytes.subarray(end + 2);
  return {
    name,
    expect: all('expect')[0] ?? '',
    payload: all('payload')[0],
    identities: all('identity'),
    armoured: all('armored').length > 0,
    passphrase: all('passphrase').length > 0,
    file: new Uint8Array(all('compressed').length > 0 ? inflateSync(rest) : rest),
  };
}

/** What our door makes of it: the payload's digest, or the problem. */
async function outcomeOf({ file, identities }: Vector): Promise<string> {
  const access = memoryAccess(file);
  if (!(await isEncrypted(access))) return 'no age file';
  try {
    const opened = await openEncrypted(access, identities);
    if (!opened.ok) return opened.problem;
    const hash = createHash('sha256');
    for (let at = 0; at < opened.file.size; at += 1_000_000)
      hash.update(await opened.file.read(at, 1_000_000));
    return hash.digest('hex');
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'format.encrypted-altered') return 'altered';
    throw thrown;
  }
}

const hybridIdentity = 'AGE-SECRET-KEY-PQ-1';
const isHybrid = ({ identities }: Vector): boolean =>
  identities.some((identity) => identity.startsWith(hybridIdentity));
const vectors = Object.entries(suite.vectors).map(parseVector);
const armoured = vectors.filter((vector) => vector.armoured);
const binary = vectors.filter((vector) => !vector.armoured);
const withPassphrase = binary.filter(({ passphrase }) => passphrase);
const hybrid = binary.filter((vector) => !vector.passphrase && isHybrid(vector));
const ours = binary.filter((vector) => !vector.passphrase && !isHybrid(vector));
const expecting = (expected: string): Vector[] => ours.filter((vector) => vector.expect === expected);

describe('the age test vectors of CCTV (cctv-age 0.2.0), binary files for X25519', () => {
  it('are all here', () => {
    expect(vectors).toHaveLength(143);
    expect([...new Set(ours.map(({ expect: expected }) => expected))].sort()).toEqual([
      'HMAC failure',
      'header failure',
      'no match',
      'payload failure',
      'success',
    ]);
    const kinds = [ours, armoured, withPassphrase, hybrid].map(({ length }) => length);
    expect(kinds).toEqual([67, 33, 25, 18]);
  });

  it.each(expecting('success'))('$name opens', async (vector) => {
    expect(await outcomeOf(vector)).toBe(vector.payload);
  });

  it.each(expecting('no match'))('$name is for somebody else', async (vector) => {
    expect(await outcomeOf(vector)).toBe('no-identity-fits');
  });

  it.each(expecting('HMAC failure'))('$name was altered', async (vector) => {
    expect(await outcomeOf(vector)).toBe('altered');
  });

  it.each(expecting('payload failure'))('$name was altered', async (vector) => {
    expect(await outcomeOf(vector)).toBe('altered');
  });

  it.each(expecting('header failure'))('$name is refused', async (vector) => {
    expect(['malformed', 'altered', 'no age file']).toContain(await outcomeOf(vector));
  });

  it.each(armoured)('$name: armour is no binary file', async (vector) => {
    expect(await outcomeOf(vector)).toBe('no age file');
  });

  /** With the keys of the vector and one more: `malformed` is of a stanza that is none in any kind of age file. */
  const withAnX25519Key = async (vector: Vector): Promise<string> => {
    const { identity } = await createAgeKeyPair();
    const own = vector.identities.filter((one) => !one.startsWith(hybridIdentity));
    return outcomeOf({ ...vector, identities: [...own, identity] });
  };

  it.each(withPassphrase)('$name: nobody’s passphrase is tried', async (vector) => {
    expect(await withAnX25519Key(vector)).toBe(
      vector.name === 'scrypt_not_canonical_body' ? 'malformed' : 'no-identity-fits',
    );
  });

  const unfit = new Map([
    ['hybrid_not_canonical_body', 'malformed'],
    // Its stanza says that it is for an X25519 key, and is of another form.
    ['hybrid_x25519_arg', 'altered'],
  ]);
  it.each(hybrid)('$name: a post-quantum recipient is not one of an X25519 key', async (vector) => {
    expect(await withAnX25519Key(vector)).toBe(unfit.get(vector.name) ?? 'no-identity-fits');
  });
});
