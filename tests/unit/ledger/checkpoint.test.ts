import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeBase64, parseBase64, parseHex, parseUtf8, utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { parseCheckpoint, signCheckpoint, verifyCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { logIdOf } from '../../../src/ledger/log-identity.ts';
import { parseNote, signNote, verifyNoteSignature } from '../../../src/ledger/signed-note.ts';
import { nodeHashes as hashes } from '../../../src/platform/node-hashes.ts';
import { flipBit, hash } from './arbitraries.ts';

const malformed = expect.objectContaining({ code: 'format.malformed' });

// The examples of Go's golang.org/x/mod/sumdb/note, where the format comes from.
const peter = {
  seed: parseBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz').slice(1),
  publicKey: parseBase64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW').slice(1),
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
const enochLine =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

// A tree head of Go's checksum database, signed by its operator.
const goHead = {
  publicKey: parseBase64('Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8').slice(1),
  text: 'go.sum database tree\n13485\n/ZWur4obeiqK+ASdnPK+/Rmz6LPQMUeSmHh0+UkL54Y=\n',
  line: '— sum.golang.org Az3grnQReYTvpCrRxT+w50vixbqBlB/aPS8bL8f8KW4HHP+UjLSXOJgCh4f54n8hO6lrESglzyRXMXnhaWzaeY3zqw8=\n',
};

describe('a signed note', () => {
  it('is signed as Go signs it', () => {
    expect(signNote(peter.text, 'PeterNeumann', peter.seed, peter.publicKey)).toBe(
      `${peter.text}\n${peter.line}`,
    );
  });

  it('is taken for signed beside signatures of unknown keys, in any order', () => {
    for (const lines of [peter.line, peter.line + enochLine, enochLine + peter.line]) {
      const note = parseNote(`${peter.text}\n${lines}`);
      expect(note.text).toBe(peter.text);
      expect(verifyNoteSignature(note, 'PeterNeumann', peter.publicKey)).toBe(true);
      expect(verifyNoteSignature(note, 'EnochRoot', peter.publicKey)).toBe(false);
      expect(verifyNoteSignature(note, 'PeterNeumann', createKeyPair().publicKey)).toBe(false);
    }
    expect(
      verifyNoteSignature(parseNote(`${peter.text}\n${enochLine}`), 'PeterNeumann', peter.publicKey),
    ).toBe(false);
  });

  it('is not taken for signed if one of its own key’s signatures is bad, even beside a good one', () => {
    const [, , encoded = ''] = peter.line.trimEnd().split(' ');
    const bad = encodeBase64(flipBit(parseBase64(encoded), 300));
    const note = parseNote(`${peter.text}\n${peter.line}— PeterNeumann ${bad}\n`);
    expect(verifyNoteSignature(note, 'PeterNeumann', peter.publicKey)).toBe(false);
  });

  it('may hold blank lines in its text', () => {
    const text = 'one\n\n— not a signature\n\ntwo\n';
    const { seed, publicKey } = createKeyPair();
    const note = parseNote(signNote(text, 'k', seed, publicKey));
    expect(note.text).toBe(text);
    expect(verifyNoteSignature(note, 'k', publicKey)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['no signature', peter.text],
    ['an empty signature part', `${peter.text}\n`],
    ['no line feed at the end', `${peter.text}\n${peter.line}`.slice(0, -1)],
    ['a hyphen in place of the dash', `${peter.text}\n${peter.line.replace('—', '-')}`],
    ['a signature without a name', `${peter.text}\n— AAAAAAA=\n`],
    ['two blanks', `${peter.text}\n${peter.line.replace(' x08', '  x08')}`],
    ['a plus sign in a name', `${peter.text}\n${peter.line.replace('PeterN', 'Peter+N')}`],
    ['a carriage return', `${peter.text}\n${peter.line}`.replaceAll('\n', '\r\n')],
    ['a tab', `a\tb\n\n${peter.line}`],
    ['base64 that is cut short', `${peter.text}\n${peter.line.replace('=', '')}`],
    ['a signature of four bytes', `${peter.text}\n— k AAAAAA==\n`],
    ['a lone surrogate', `\ud800\n\n${peter.line}`],
    ['101 signatures', `${peter.text}\n${peter.line.repeat(101)}`],
  ])('is refused with %s', (_, note) => {
    expect(() => parseNote(note)).toThrow(malformed);
  });

  it('is never made of what cannot be read again', () => {
    const { seed, publicKey } = createKeyPair();
    const bug = expect.objectContaining({ code: 'internal.bug' });
    for (const [text, name] of [
      ['no line feed', 'k'],
      ['a\tb\n', 'k'],
      ['a\n', 'two words'],
      ['a\n', ''],
      ['a\n', 'a+b'],
    ] as const)
      expect(() => signNote(text, name, seed, publicKey)).toThrow(bug);
  });
});

describe('a checkpoint', () => {
  const { seed, publicKey } = createKeyPair();
  const log = logIdOf(hashes, publicKey);
  const root = hashes.sha256(utf8('root'));
  const text = signCheckpoint({ log, seed, publicKey, size: 12, root });

  it('of another log is read, and is not ours', () => {
    const note = `${goHead.text}\n${goHead.line}`;
    expect(verifyNoteSignature(parseNote(note), 'sum.golang.org', goHead.publicKey)).toBe(true);
    expect(parseCheckpoint(note)).toMatchObject({ origin: 'go.sum database tree', size: 13_485 });
    expect(verifyCheckpoint(note, log, publicKey)).toBeUndefined();
    expect(verifyCheckpoint(note, log, goHead.publicKey)).toBeUndefined();
  });

  it('says what was signed, for any size and root', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), hash, (size, anyRoot) => {
        const signed = signCheckpoint({ log, seed, publicKey, size, root: anyRoot });
        expect(verifyCheckpoint(signed, log, publicKey)).toEqual({
          origin: `evidence-vault/log/${log}`,
          size,
          root: anyRoot,
        });
        // Deterministic: the same tree signed again is no sign of a fork.
        expect(signCheckpoint({ log, seed, publicKey, size, root: anyRoot })).toBe(signed);
      }),
      { numRuns: 30 },
    );
  });

  it('is refused with any bit flipped', () => {
    const bytes = utf8(text);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const verified = (() => {
        try {
          return verifyCheckpoint(parseUtf8(flipBit(bytes, bit)), log, publicKey);
        } catch (error) {
          if (error instanceof VaultError && error.code === 'format.malformed') return undefined;
          throw error;
        }
      })();
      expect(verified).toBeUndefined();
    }
  });

  it('is not taken for another log’s, nor for another key’s of the same log', () => {
    const other = createKeyPair();
    const otherLog = logIdOf(hashes, other.publicKey);
    expect(verifyCheckpoint(text, otherLog, other.publicKey)).toBeUndefined();
    expect(verifyCheckpoint(text, otherLog, publicKey)).toBeUndefined();
    expect(verifyCheckpoint(text, log, other.publicKey)).toBeUndefined();
  });

  it('may bear a witness’s signature and lines that later versions add', () => {
    const origin = `evidence-vault/log/${log}`;
    const extended = signNote(`${origin}\n3\n${encodeBase64(root)}\nmore to say\n`, origin, seed, publicKey);
    expect(verifyCheckpoint(extended + goHead.line, log, publicKey)).toEqual({ origin, size: 3, root });
  });

  it.each([
    ['an empty origin', `\n1\n${encodeBase64(root)}\n`],
    ['a size with a zero before it', `o\n01\n${encodeBase64(root)}\n`],
    ['a negative size', `o\n-1\n${encodeBase64(root)}\n`],
    ['a size that is no number', `o\n1e3\n${encodeBase64(root)}\n`],
    ['a size beyond what can be counted', `o\n9007199254740992\n${encodeBase64(root)}\n`],
    ['a root of 31 bytes', `o\n1\n${encodeBase64(parseHex('00'.repeat(31)))}\n`],
    ['a root without padding', `o\n1\n${encodeBase64(root).replace('=', '')}\n`],
    ['no root', 'o\n1\n'],
    ['an empty line after the root', `o\n1\n${encodeBase64(root)}\n\nmore\n`],
  ])('is refused with %s', (_, body) => {
    expect(() => parseCheckpoint(signNote(body, 'o', seed, publicKey))).toThrow(malformed);
  });
});
