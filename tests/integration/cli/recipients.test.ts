import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { decodeQR } from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { CliHouse, outcomeOf } from '../../support/cli.ts';
import { isDrawn, pictureOfLines, readPng } from '../../support/qr-pictures.ts';
import { writeSampleFiles } from '../../support/sample-files.ts';
import { opensslMissing } from '../../support/timestamps/openssl.ts';
import { errorDocument } from './documents.ts';

const cardDocument = z.looseObject({
  name: z.string(),
  recipient: z.string().startsWith('age1'),
  keyPhrase: z.string().regex(/^[a-z]+( · [a-z]+){5}$/u),
  cardText: z.string(),
  signatureHolds: z.boolean(),
});
const verified = z.looseObject({
  ok: z.boolean(),
  verdict: z.string(),
  encrypted: z.boolean().optional(),
  checks: z.array(z.looseObject({ id: z.string(), result: z.string(), code: z.string().optional() })),
});

const noOpenssl = opensslMissing();
const noSignals =
  process.platform === 'win32' ? 'Windows has no signal that another program can send' : undefined;
/** Ends the name of a test that may be skipped. */
const skippedFor = (why: string | undefined): string => (why === undefined ? '' : ` (SKIPPED: ${why})`);

let house: CliHouse;
const work = (...names: string[]): string => house.path('work', ...names);
const newRecipient = (out: string, ...more: string[]) =>
  house.json(['recipient', 'new', '--out', out, '--name', 'Brightwell Awards', ...more]);
const zipCheck = async (words: readonly string[]) => {
  const { document, code } = await house.json(words);
  const { checks, ...report } = verified.parse(document);
  return { ...report, code, zip: checks.find(({ id }) => id === 'zip') };
};

beforeAll(async () => {
  house = await CliHouse.make();
  await writeSampleFiles(work('coursework'));
  await house.run(['init']);
  await house.run(['add', 'coursework']);
  await newRecipient('brightwell');
  await newRecipient('northfield');
});
afterAll(() => house.remove());

describe('recipient new', () => {
  it('makes an identity and a signing key for their owner’s eyes only, and a card for everybody', async () => {
    const made = await newRecipient('third', '--contact', '0113 000 000');
    expect(made.code).toBe(0);
    const card = cardDocument.parse(made.document);
    expect(card).toMatchObject({ signatureHolds: true, contact: '0113 000 000' });
    expect(readdirSync(work('third')).sort()).toEqual([
      'age-identity.txt',
      'recipient-card.json',
      'recipient-card.png',
      'signing-key.pem',
    ]);
    if (process.platform !== 'win32')
      for (const secret of ['age-identity.txt', 'signing-key.pem'])
        expect(statSync(work('third', secret)).mode & 0o777).toBe(0o600);
    const identity = readFileSync(work('third', 'age-identity.txt'), 'utf8');
    expect(identity).toContain(card.recipient);
    expect(readFileSync(work('third', 'recipient-card.json'), 'utf8')).not.toContain('SECRET');
  });

  it('never replaces a key unless asked to', async () => {
    const before = readFileSync(work('brightwell', 'age-identity.txt'), 'utf8');
    const again = await newRecipient('brightwell');
    expect([errorDocument.parse(again.document).error.code, again.code]).toEqual(['input.exists', 2]);
    expect(readFileSync(work('brightwell', 'age-identity.txt'), 'utf8')).toBe(before);
    await newRecipient('replaced');
    const old = readFileSync(work('replaced', 'age-identity.txt'), 'utf8');
    expect((await newRecipient('replaced', '--force')).code).toBe(0);
    expect(readFileSync(work('replaced', 'age-identity.txt'), 'utf8')).not.toBe(old);
  });

  it('leaves no half of a new pair where one file of an old one is', async () => {
    await newRecipient('half');
    rmSync(work('half', 'age-identity.txt'));
    expect((await newRecipient('half')).code).toBe(2);
    expect(readdirSync(work('half')).sort()).toEqual([
      'recipient-card.json',
      'recipient-card.png',
      'signing-key.pem',
    ]);
  });

  it.skipIf(noOpenssl !== undefined)(
    `makes a signing key that openssl reads, of the card’s own key${skippedFor(noOpenssl)}`,
    () => {
      const card = JSON.parse(readFileSync(work('brightwell', 'recipient-card.json'), 'utf8')) as {
        key: string;
      };
      const der = execFileSync('openssl', [
        'pkey',
        '-in',
        work('brightwell', 'signing-key.pem'),
        '-pubout',
        '-outform',
        'DER',
      ]);
      expect(der.subarray(-32).toString('base64')).toBe(card.key);
    },
  );
});

describe('recipient show', () => {
  it('says whose card it is, with the phrase that its maker saw', async () => {
    const shown = await house.json(['recipient', 'show', 'brightwell/recipient-card.json']);
    expect(cardDocument.parse(shown.document)).toMatchObject({
      name: 'Brightwell Awards',
      signatureHolds: true,
    });
    const text = await house.run(['recipient', 'show', 'brightwell/recipient-card.json']);
    expect(text.stdout).toContain(cardDocument.parse(shown.document).keyPhrase);
    expect(text.stdout).toContain('compare the key phrase');
  });

  it('ends with 1 for a card that was changed, and refuses what is none or is newer', async () => {
    const card = readFileSync(work('brightwell', 'recipient-card.json'), 'utf8');
    writeFileSync(work('changed.json'), card.replace('Brightwell', 'Brightwall'));
    const shown = await house.json(['recipient', 'show', 'changed.json']);
    expect([shown.code, cardDocument.parse(shown.document).signatureHolds]).toEqual([1, false]);
    writeFileSync(work('newer.json'), card.replace('"version": 1', '"version": 2'));
    const newer = await house.json(['recipient', 'show', 'newer.json']);
    expect(errorDocument.parse(newer.document).error.code).toBe('format.too-new');
    const other = await house.json(['recipient', 'show', 'coursework/report.pdf']);
    expect(errorDocument.parse(other.document).error.code).toBe('format.unknown');
  });
});

describe('a card as a QR code', () => {
  const cardOf = async (folder: string) =>
    cardDocument.parse((await house.json(['recipient', 'show', `${folder}/recipient-card.json`])).document);

  it('is written beside the card as a picture that a reader of codes reads', async () => {
    const { cardText } = await cardOf('brightwell');
    const picture = readPng(readFileSync(work('brightwell', 'recipient-card.png')));
    expect(decodeQR(picture)).toBe(cardText);
  });

  it('is drawn in the terminal when asked for, and at no other time', async () => {
    const { cardText } = await cardOf('brightwell');
    const words = ['recipient', 'show', 'brightwell/recipient-card.json'];
    const drawn = (await house.run([...words, '--qr'])).stdout.split('\n').filter(isDrawn);
    expect(decodeQR(pictureOfLines(drawn))).toBe(cardText);
    expect((await house.run(words)).stdout.split('\n').filter(isDrawn)).toEqual([]);
  });

  it('is not drawn of a card that was changed', async () => {
    const card = readFileSync(work('brightwell', 'recipient-card.json'), 'utf8');
    writeFileSync(work('changed.json'), card.replace('Brightwell', 'Brightwall'));
    const shown = await house.run(['recipient', 'show', 'changed.json', '--qr']);
    expect(shown.stdout.split('\n').filter(isDrawn)).toEqual([]);
  });

  it('stands for the card wherever a card does', async () => {
    const { cardText, recipient } = await cardOf('brightwell');
    writeFileSync(work('pasted.txt'), `${cardText.slice(0, 70)}\n${cardText.slice(70)}\n`);
    const shown = cardDocument.parse((await house.json(['recipient', 'show', 'pasted.txt'])).document);
    expect(shown).toMatchObject({ name: 'Brightwell Awards', recipient, cardText, signatureHolds: true });
    const made = await house.json(['export', '--out', 'by-text.zip', '--to', cardText]);
    expect(made.document).toMatchObject({ encryptedTo: [{ recipient, name: 'Brightwell Awards' }] });
  });
});

describe('export --to', () => {
  beforeAll(async () => {
    const cards = ['brightwell/recipient-card.json', 'northfield/recipient-card.json'];
    const made = await house.json(['export', '--out', 'both.zip', '--to', ...cards]);
    expect(made).toMatchObject({ code: 0, document: { out: work('both.zip.age') } });
  });

  it('makes a file that each recipient can verify, and that shows nothing to others', async () => {
    for (const who of ['brightwell', 'northfield']) {
      const report = await zipCheck(['verify', 'both.zip.age', '--identity', `${who}/age-identity.txt`]);
      expect(report).toMatchObject({
        code: 0,
        ok: true,
        verdict: 'incomplete',
        encrypted: true,
        zip: { result: 'pass' },
      });
    }
    const bytes = readFileSync(work('both.zip.age'));
    expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    expect(bytes.includes('evidence-vault')).toBe(false);
    expect(readdirSync(work()).filter((name) => name.startsWith('.') || name.endsWith('.zip'))).toEqual([]);
  });

  it('is told to be not checked without a key and with somebody else’s', async () => {
    expect(await zipCheck(['verify', 'both.zip.age'])).toMatchObject({
      code: 0,
      verdict: 'incomplete',
      zip: { result: 'not-checked', code: 'encrypted-not-opened' },
    });
    await newRecipient('stranger');
    expect(
      await zipCheck(['verify', 'both.zip.age', '--identity', 'stranger/age-identity.txt']),
    ).toMatchObject({ code: 0, zip: { result: 'not-checked', code: 'encrypted-for-others' } });
    const several = ['stranger', 'northfield'].flatMap((who) => ['--identity', `${who}/age-identity.txt`]);
    expect(await zipCheck(['verify', ...several, 'both.zip.age'])).toMatchObject({ zip: { result: 'pass' } });
  });

  it('is told in words, by itself and among others', async () => {
    const locked = await house.run(['verify', 'both.zip.age']);
    expect(locked.stdout).toContain('Nothing was checked. This bundle is locked for somebody.');
    const opened = await house.run(['verify', 'both.zip.age', '--identity', 'brightwell/age-identity.txt']);
    expect(opened.stdout).toContain('Locked for you, and opened with your key.');
    const many = await house.run(['verify', 'both.zip.age', 'both.zip.age', '--jobs', '1']);
    expect(many.stdout).toMatch(/^\[open\] both\.zip\.age: Nothing was checked\. This bundle is locked/mu);
    expect(many.code).toBe(0);
  });

  it('is told to be altered', async () => {
    const bytes = readFileSync(work('both.zip.age'));
    bytes[bytes.length - 200] = (bytes[bytes.length - 200] ?? 0) ^ 1;
    writeFileSync(work('altered.zip.age'), bytes);
    expect(
      await zipCheck(['verify', 'altered.zip.age', '--identity', 'brightwell/age-identity.txt']),
    ).toMatchObject({ code: 1, ok: false, zip: { result: 'fail', code: 'encrypted-altered' } });
  });

  it('takes a bare key of age, and tells whom it encrypted to', async () => {
    const { recipient } = cardDocument.parse(
      (await house.json(['recipient', 'show', 'brightwell/recipient-card.json'])).document,
    );
    const made = await house.json(['export', '--out', 'bare.age', '--to', recipient]);
    expect(made.document).toMatchObject({ out: work('bare.age'), encryptedTo: [{ recipient }] });
  });

  it.skipIf(noSignals !== undefined)(
    `that is killed leaves no bundle, and nothing readable on the disk${skippedFor(noSignals)}`,
    async () => {
      const other = await CliHouse.make();
      try {
        await other.run(['init']);
        writeFileSync(other.path('work', 'film.bin'), Buffer.alloc(120_000_000, 'A film of the practical. '));
        await other.run(['add', 'film.bin']);
        const key = cardDocument.parse(
          (await house.json(['recipient', 'show', 'brightwell/recipient-card.json'])).document,
        );
        const child = other.start(['export', '--out', 'film.zip', '--to', key.recipient]);
        const ended = outcomeOf(child);
        const partial = (): string | undefined =>
          readdirSync(other.path('work')).find(
            (name) => name.endsWith('.part') && statSync(other.path('work', name)).size > 1_000_000,
          );
        while (partial() === undefined && child.exitCode === null) await wait(5);
        child.kill('SIGKILL');
        expect((await ended).signal).toBe('SIGKILL');
        const [left = '', ...more] = readdirSync(other.path('work')).filter((name) => name !== 'film.bin');
        expect(left).toMatch(/^\.film\.zip\.age\..*\.part$/u);
        expect(more).toEqual([]);
        const bytes = readFileSync(other.path('work', left));
        for (const readable of ['A film of', 'evidence-vault', 'PK\u0003\u0004'])
          expect(bytes.includes(readable)).toBe(false);
      } finally {
        await other.remove();
      }
    },
  );

  it('refuses a changed card, a mistyped key and a file that is no identity, and writes nothing', async () => {
    const card = readFileSync(work('brightwell', 'recipient-card.json'), 'utf8');
    writeFileSync(work('changed.json'), card.replace('Brightwell', 'Brightwall'));
    const code = async (words: readonly string[]) =>
      errorDocument.parse((await house.json(words)).document).error.code;
    expect(await code(['export', '--out', 'no.zip', '--to', 'changed.json'])).toBe('proof.invalid');
    expect(await code(['export', '--out', 'no.zip', '--to', `age1${'q'.repeat(58)}`])).toBe('input.usage');
    expect(await code(['export', '--out', 'no.zip', '--to', 'missing.json'])).toBe('input.path-missing');
    expect(await code(['verify', 'both.zip.age', '--identity', 'coursework/report.pdf'])).toBe(
      'format.unknown',
    );
    expect(readdirSync(work()).filter((name) => name.includes('no.zip'))).toEqual([]);
  });
});
