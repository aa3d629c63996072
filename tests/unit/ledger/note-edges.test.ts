import { describe, expect, it } from 'vitest';

import { concatBytes, encodeBase64, encodeHex } from '../../../src/base/bytes.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import {
  checkpointOrigin,
  logOfOrigin,
  parseCheckpoint,
  parseTreeSize,
  signCheckpoint,
} from '../../../src/ledger/checkpoint.ts';
import {
  encodeSignatureLine,
  isKeyName,
  noteKeyId,
  parseNote,
  parseSignatureLine,
  signatureTypes,
  signNote,
} from '../../../src/ledger/signed-note.ts';
import { encodeAddCheckpoint, parseAddCheckpoint } from '../../../src/ledger/witness/add-checkpoint.ts';
import { cosign, parseCosignature, verifyCosignature } from '../../../src/ledger/witness/cosignature.ts';
import { encodeVerifierKey, parseVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';

const { seed, publicKey } = createKeyPair(new Uint8Array(32).fill(7));
const log = 'ab'.repeat(16);
const root = new Uint8Array(32).fill(1);
const note = signCheckpoint({ log, seed, publicKey, size: 3, root });
const line = note.trimEnd().split('\n').at(-1) ?? '';
const refusal = (code: string, what: string): unknown => expect.objectContaining({ code, details: { what } });
const malformed = (what: string): unknown => refusal('format.malformed', what);
const bug = (what: string): unknown => refusal('internal.bug', what);
/** The last second of the year 9999. */
const lastSecond = 253_402_300_799;

describe('a note', () => {
  it('may bear a hundred signatures', () => {
    expect(parseNote(`a\n\n${`${line}\n`.repeat(100)}`).signatures).toHaveLength(100);
    expect(() => parseNote(`a\n\n${`${line}\n`.repeat(101)}`)).toThrow(malformed('note-signatures'));
    expect(() => parseNote('a')).toThrow(malformed('note'));
  });

  it('has signatures of a name, four bytes of a key’s id and at least one byte more', () => {
    expect(parseSignatureLine('— k AAAAAAE=')).toEqual({
      name: 'k',
      keyId: new Uint8Array(4),
      signature: Uint8Array.of(1),
    });
    for (const wrong of ['— k AAAAAA==', '— AAAAAAE=', 'x— k AAAAAAE=', '— k AAAAAAE= ', '— a+b AAAAAAE='])
      expect(() => parseSignatureLine(wrong)).toThrow(malformed('note-signature'));
  });

  it('is signed under no name that cannot be read again', () => {
    const signature = { keyId: new Uint8Array(4), signature: new Uint8Array(64) };
    for (const name of ['', 'a b', 'a+b', 'a\nb', '\u0001', '\ud800']) {
      expect(isKeyName(name)).toBe(false);
      expect(() => encodeSignatureLine({ ...signature, name })).toThrow(bug('key-name'));
      expect(() => signNote('a\n', name, seed, publicKey)).toThrow(bug('note'));
    }
    expect(isKeyName('a/ü-1')).toBe(true);
  });
});

describe('a checkpoint', () => {
  it.each([
    ['0', 0],
    ['9007199254740991', 2 ** 53 - 1],
    ['9007199254740992', undefined],
    ['99999999999999999', undefined],
    ['00', undefined],
    ['', undefined],
    [' 1', undefined],
    ['1 ', undefined],
  ])('has the size %j or none', (text, size) => {
    expect(parseTreeSize(text)).toBe(size);
  });

  it('is of the log that its origin names, where that is a vault’s', () => {
    expect(logOfOrigin(checkpointOrigin(log))).toBe(log);
    for (const origin of [`${log}0`, log.slice(1), log.toUpperCase()])
      expect(logOfOrigin(checkpointOrigin(origin))).toBeUndefined();
    expect(logOfOrigin(`evidence-vault/tog/${log}`)).toBeUndefined();
    expect(logOfOrigin(log)).toBeUndefined();
  });

  it('that is none says so', () => {
    const other = signNote('o\n1\nAAAA\n', 'o', seed, publicKey);
    expect(() => parseCheckpoint(other)).toThrow(malformed('checkpoint'));
  });
});

describe('what a log asks of a witness', () => {
  it('has a proof of at most 63 hashes', () => {
    const proof = Array.from({ length: 63 }, () => root);
    const asked = { oldSize: 0, proof, note };
    expect(parseAddCheckpoint(encodeAddCheckpoint(asked))).toEqual(asked);
    expect(() => encodeAddCheckpoint({ ...asked, proof: [...proof, root] })).toThrow(bug('add-checkpoint'));
    const long = encodeAddCheckpoint(asked).replace('\n', `\n${encodeBase64(root)}\n`);
    expect(() => parseAddCheckpoint(long)).toThrow(malformed('add-checkpoint'));
  });

  it('goes on from a size', () => {
    for (const oldSize of [-1, 0.5, 2 ** 53])
      expect(() => encodeAddCheckpoint({ oldSize, proof: [], note })).toThrow(bug('add-checkpoint'));
    for (const body of [`new 1\n\n${note}`, `old x\n\n${note}`, `old 1\nAAAA\n\n${note}`, 'old 1\n', ''])
      expect(() => parseAddCheckpoint(body)).toThrow(malformed('add-checkpoint'));
    expect(parseAddCheckpoint(`old 1\n\n${note}`)).toEqual({ oldSize: 1, proof: [], note });
  });
});

describe('a cosignature', () => {
  const witness = { name: 'w.example', publicKey };
  const lineAt = (time: number, length = 64) => {
    const stamp = new Uint8Array(8);
    new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
    const keyId = noteKeyId(witness.name, signatureTypes.cosignature, publicKey);
    return encodeSignatureLine({
      name: witness.name,
      keyId,
      signature: concatBytes(stamp, new Uint8Array(length)),
    });
  };

  it('is of a second from 1970 to the end of 9999', () => {
    for (const time of [0, lastSecond]) {
      const made = parseCosignature(cosign({ ...witness, seed }, note, time));
      expect(made.time).toBe(time);
      expect(verifyCosignature(made, note, witness)).toBe(true);
      expect(verifyCosignature({ ...made, time: 1 }, note, witness)).toBe(false);
    }
    for (const time of [-1, 0.5, lastSecond + 1])
      expect(() => cosign({ ...witness, seed }, note, time)).toThrow(bug('cosignature-time'));
    expect(parseCosignature(lineAt(lastSecond)).time).toBe(lastSecond);
    expect(() => parseCosignature(lineAt(lastSecond + 1))).toThrow(malformed('cosignature'));
  });

  it('has 64 bytes after its time', () => {
    for (const length of [0, 63, 65])
      expect(() => parseCosignature(lineAt(1, length))).toThrow(malformed('cosignature'));
  });

  it('is over a checkpoint and nothing else', () => {
    const other = signNote('hello\n', 'o', seed, publicKey);
    expect(() => cosign({ ...witness, seed }, other, 1)).toThrow(malformed('checkpoint'));
    const made = parseCosignature(cosign({ ...witness, seed }, note, 1));
    expect(() => verifyCosignature(made, other, witness)).toThrow(malformed('checkpoint'));
  });
});

describe('a verifier key', () => {
  it('has a name of at most 255 letters', () => {
    const longest = { name: 'n'.repeat(255), publicKey };
    expect(parseVerifierKey(encodeVerifierKey(longest, 'ed25519'), 'ed25519')).toEqual(longest);
    const longer = 'n'.repeat(256);
    expect(() => encodeVerifierKey({ name: longer, publicKey }, 'ed25519')).toThrow(bug('verifier-key'));
    const id = encodeHex(noteKeyId(longer, signatureTypes.ed25519, publicKey));
    const written = `${longer}+${id}+${encodeBase64(concatBytes(Uint8Array.of(1), publicKey))}`;
    expect(() => parseVerifierKey(written, 'ed25519')).toThrow(malformed('verifier-key'));
  });

  it('is of 32 bytes, of the kind that is asked for, with its own id', () => {
    const key = encodeVerifierKey({ name: 'w', publicKey }, 'cosignature');
    const short = publicKey.subarray(1);
    expect(() => encodeVerifierKey({ name: 'w', publicKey: short }, 'ed25519')).toThrow(bug('verifier-key'));
    const id = encodeHex(noteKeyId('w', signatureTypes.cosignature, short));
    for (const wrong of [
      `w+${id}+${encodeBase64(concatBytes(Uint8Array.of(4), short))}`,
      key.replace('w+', 'v+'),
      `x${key}`,
      `${key}=`,
      ` ${key}`,
      'w',
      '',
    ])
      expect(() => parseVerifierKey(wrong, 'cosignature')).toThrow();
    expect(() => parseVerifierKey(key, 'ed25519')).toThrow(malformed('verifier-key'));
  });
});
