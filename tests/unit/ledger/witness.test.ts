import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeBase64, encodeHex, parseBase64, parseHex, parseUtf8, utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { parseCheckpoint, signCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { logIdOf } from '../../../src/ledger/log-identity.ts';
import { verifyConsistency } from '../../../src/ledger/merkle-proof.ts';
import { signNote } from '../../../src/ledger/signed-note.ts';
import { encodeAddCheckpoint, parseAddCheckpoint } from '../../../src/ledger/witness/add-checkpoint.ts';
import {
  cosign,
  isCosignatureOf,
  parseCosignature,
  verifyCosignature,
} from '../../../src/ledger/witness/cosignature.ts';
import { encodeVerifierKey, parseVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';
import { nodeHashes as hashes } from '../../../src/platform/node-hashes.ts';
import { flipBit, hash } from './arbitraries.ts';
import { makeWitnessVectors, witnessVectorFile } from './make-witness-vectors.ts';

const malformed = expect.objectContaining({ code: 'format.malformed' });
const vectors = makeWitnessVectors();
const pair = createKeyPair(parseHex(vectors.witness.seed));
const witness = { name: vectors.witness.name, ...pair };

/** True if `judge` says no, or refuses to read it at all. */
function isRefused(judge: () => boolean): boolean {
  try {
    return !judge();
  } catch (error) {
    if (error instanceof VaultError && error.code === 'format.malformed') return true;
    throw error;
  }
}

describe('the vectors of witnesses', () => {
  it('are what a second implementation makes', () => {
    expect(JSON.parse(readFileSync(witnessVectorFile, 'utf8'))).toEqual(vectors);
  });

  it.each(vectors.cosignatures)(
    'give the same cosignature at size $size, and it holds',
    ({ note, line, time }) => {
      expect(cosign(witness, note, time)).toBe(line);
      const cosignature = parseCosignature(line);
      expect(cosignature.time).toBe(time);
      expect(verifyCosignature(cosignature, note, witness)).toBe(true);
    },
  );

  it('give the same keys', () => {
    expect(encodeVerifierKey(witness, 'cosignature')).toBe(vectors.witness.verifierKey);
    expect(parseVerifierKey(vectors.witness.verifierKey, 'cosignature')).toEqual({
      name: witness.name,
      publicKey: witness.publicKey,
    });
    const log = parseVerifierKey(vectors.log.verifierKey, 'ed25519');
    expect(logIdOf(hashes, log.publicKey)).toBe(vectors.log.id);
    expect(encodeVerifierKey(log, 'ed25519')).toBe(vectors.log.verifierKey);
  });

  it.each(vectors.requests)('give the same request from $oldSize to $size, and its proof holds', (vector) => {
    const request = parseAddCheckpoint(vector.body);
    expect(encodeAddCheckpoint(request)).toBe(vector.body);
    const { size, root } = parseCheckpoint(request.note);
    const claim = { oldSize: request.oldSize, newSize: size, newRoot: root, proof: request.proof };
    expect(verifyConsistency(hashes, { ...claim, oldRoot: parseHex(vector.oldRoot) })).toBe(true);
    expect(size).toBe(vector.size);
  });
});

// The examples of transparency-dev/formats (note/note_cosigv1_test.go), which the Go witnesses are tested with.
describe('the examples of other witnesses', () => {
  it('are keys that are read, each as what it is', () => {
    const witnessKey = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';
    const parsed = parseVerifierKey(witnessKey, 'cosignature');
    expect(parsed.name).toBe('remora.n621.de');
    expect(encodeVerifierKey(parsed, 'cosignature')).toBe(witnessKey);
    const logKey = 'TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6';
    expect(encodeVerifierKey(parseVerifierKey(logKey, 'ed25519'), 'ed25519')).toBe(logKey);
  });

  it('are cosignatures whose time is read, and a plain signature that is refused', () => {
    const timed =
      'ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA==';
    const plain =
      'eQjRQm6eSKzFoiYalgwCPXu2y3ijtg68is9M46JKxuZB+dRfTmeQeDBoXnvxZx2ugnkyV+MUMLXpWs1hPb/W/4xkNQY=';
    expect(parseCosignature(`— w ${timed}`).time).toBe(1_727_964_367);
    expect(() => parseCosignature(`— w ${plain}`)).toThrow(malformed);
  });
});

describe('a verifier key', () => {
  const key = vectors.witness.verifierKey;
  const [name = '', id = '', ...rest] = key.split('+');
  const encoded = rest.join('+');

  it('comes back as it went, for any key', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zé/.]{1,40}$/u), hash, (anyName, publicKey) => {
        for (const type of ['cosignature', 'ed25519'] as const)
          expect(parseVerifierKey(encodeVerifierKey({ name: anyName, publicKey }, type), type)).toEqual({
            name: anyName,
            publicKey,
          });
      }),
      { numRuns: 50 },
    );
  });

  it('of a log is not taken for a witness’s, nor the other way round', () => {
    expect(() => parseVerifierKey(key, 'ed25519')).toThrow(malformed);
    expect(() => parseVerifierKey(vectors.log.verifierKey, 'cosignature')).toThrow(malformed);
  });

  it.each([
    ['nothing', ''],
    ['no name', `+${id}+${encoded}`],
    ['a blank in the name', `a b+${id}+${encoded}`],
    ['an id of another name', `x${key}`],
    ['an id in capitals', `${name}+${id.toUpperCase()}+${encoded}`],
    ['an id that is cut short', `${name}+${id.slice(1)}+${encoded}`],
    ['a key that is cut short', `${name}+${id}+${encodeBase64(parseBase64(encoded).slice(0, 32))}`],
    ['more padding than belongs', `${name}+${id}+${encoded}=`],
    ['a line feed at the end', `${key}\n`],
    ['a part more', `${key}+x`],
    ['a name of 256 letters', encodeLong()],
  ])('is refused with %s', (_, text) => {
    expect(() => parseVerifierKey(text, 'cosignature')).toThrow(malformed);
  });

  function encodeLong(): string {
    return key.replace(name, 'n'.repeat(256));
  }

  it('is never made under a name that cannot be read again', () => {
    for (const bad of ['', 'a b', 'a+b', 'n'.repeat(256), 'a\u0001'])
      expect(() => encodeVerifierKey({ name: bad, publicKey: witness.publicKey }, 'cosignature')).toThrow(
        expect.objectContaining({ code: 'internal.bug' }),
      );
  });
});

describe('a cosignature', () => {
  const { note, line, time } = vectors.cosignatures[2] ?? { note: '', line: '', time: 0 };

  it('holds for any log, size, root and time', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), hash, fc.nat(253_402_300_799), (size, root, at) => {
        const { seed, publicKey } = createKeyPair();
        const any = signCheckpoint({ log: logIdOf(hashes, publicKey), seed, publicKey, size, root });
        const cosignature = parseCosignature(cosign(witness, any, at));
        expect(cosignature.time).toBe(at);
        expect(verifyCosignature(cosignature, any, witness)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('holds no more with any bit of the line flipped', () => {
    const bytes = utf8(line);
    for (let bit = 0; bit < bytes.length * 8; bit += 1)
      expect(
        isRefused(() => verifyCosignature(parseCosignature(parseUtf8(flipBit(bytes, bit))), note, witness)),
      ).toBe(true);
  });

  it('holds no more with any bit of the checkpoint’s text flipped', () => {
    const cosignature = parseCosignature(line);
    const bytes = utf8(note);
    const covered = utf8(note.slice(0, note.lastIndexOf('\n\n'))).length;
    for (let bit = 0; bit < covered * 8; bit += 1)
      expect(isRefused(() => verifyCosignature(cosignature, parseUtf8(flipBit(bytes, bit)), witness))).toBe(
        true,
      );
  });

  it('covers the text alone, so that it holds beside any signature of the log', () => {
    const other = signNote(note.slice(0, note.lastIndexOf('\n\n') + 1), 'another', pair.seed, pair.publicKey);
    expect(verifyCosignature(parseCosignature(line), other, witness)).toBe(true);
  });

  it('is not another key’s, nor another name’s', () => {
    const cosignature = parseCosignature(line);
    for (const key of [
      { ...witness, name: 'witness.example/other' },
      { ...witness, publicKey: createKeyPair().publicKey },
    ]) {
      expect(isCosignatureOf(cosignature, key)).toBe(false);
      expect(verifyCosignature(cosignature, note, key)).toBe(false);
    }
  });

  it('is not taken from a plain signature of the same key', () => {
    const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
    const plain = signNote(text, witness.name, pair.seed, pair.publicKey).slice(text.length + 1, -1);
    expect(() => parseCosignature(plain)).toThrow(malformed);
  });

  it('says its time in eight bytes, the highest first', () => {
    expect(encodeHex(parseBase64(line.split(' ')[2] ?? '').slice(4, 12))).toBe(
      time.toString(16).padStart(16, '0'),
    );
  });

  it.each([
    ['a line feed', `${line}\n`],
    ['two lines', `${line}\n${line}`],
    ['a time beyond the year 9999', atTime('0000003afff44180')],
    ['a time of 2^63', atTime('8000000000000000')],
    ['a byte more', withBytes(Uint8Array.of(...parseBase64(line.split(' ')[2] ?? ''), 0))],
  ])('is refused with %s', (_, text) => {
    expect(() => parseCosignature(text)).toThrow(malformed);
  });

  function withBytes(bytes: Uint8Array): string {
    return `— ${witness.name} ${encodeBase64(bytes)}`;
  }

  function atTime(hexadecimal: string): string {
    const bytes = parseBase64(line.split(' ')[2] ?? '').slice();
    bytes.set(parseHex(hexadecimal), 4);
    return withBytes(bytes);
  }

  it('is never made over what is no checkpoint, or at no time', () => {
    expect(() => cosign(witness, signNote('hello\n', 'k', pair.seed, pair.publicKey), 1)).toThrow(malformed);
    for (const bad of [-1, 1.5, Number.NaN, 253_402_300_800])
      expect(() => cosign(witness, note, bad)).toThrow(expect.objectContaining({ code: 'internal.bug' }));
  });
});

describe('a request to a witness', () => {
  const { note } = vectors.cosignatures[2] ?? { note: '' };

  it('comes back as it went, for any size and proof', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.array(hash, { maxLength: 63 }), (oldSize, proof) => {
        const request = { oldSize, proof, note };
        expect(parseAddCheckpoint(encodeAddCheckpoint(request))).toEqual(request);
      }),
      { numRuns: 50 },
    );
  });

  const line = encodeBase64(new Uint8Array(32));
  it.each([
    ['nothing', ''],
    ['no old size', `\n\n${note}`],
    ['an old size with a zero before it', `old 01\n\n${note}`],
    ['an old size below nothing', `old -1\n\n${note}`],
    ['two blanks', `old  1\n\n${note}`],
    ['carriage returns', `old 1\r\n\r\n${note}`],
    ['no blank line', `old 1\n${line}\n`],
    ['no checkpoint', 'old 1\n\n'],
    ['a hash of 31 bytes', `old 1\n${encodeBase64(new Uint8Array(31))}\n\n${note}`],
    ['a hash without padding', `old 1\n${line.slice(0, -1)}\n\n${note}`],
    ['64 hashes', `old 1\n${`${line}\n`.repeat(64)}\n${note}`],
    ['a note that is no checkpoint', `old 1\n\n${signNote('hello\n', 'k', pair.seed, pair.publicKey)}`],
  ])('is refused with %s', (_, body) => {
    expect(() => parseAddCheckpoint(body)).toThrow(malformed);
  });
});
