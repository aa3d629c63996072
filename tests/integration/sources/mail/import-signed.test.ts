import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../../src/base/clock.ts';
import { archivedDkimSchema } from '../../../../src/evidence/values/dkim.ts';
import { mailFormat } from '../../../../src/sources/imports/mail/mail-format.ts';
import { openGiven } from '../../../../src/sources/imports/open-given.ts';
import { verifyArchivedDkim } from '../../../../src/verify/origin/mail/verify-archived-dkim.ts';
import type { Source } from '../../../../src/sources/source.ts';
import { directoryOf, ed25519Key, marked, rsaKey, signed } from '../../../support/mail/signing.ts';
import { RememberingSink } from '../../../support/remembering-sink.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const { signal } = new AbortController();
const rsa = rsaKey();
const edwards = ed25519Key();
const keysThen = directoryOf({
  'k1._domainkey.college.test': rsa.record,
  'k2._domainkey.college.test': edwards.record,
});

async function sourceOf(bytes: string | Buffer, keys = keysThen): Promise<Source> {
  const path = join(await newFolder(), 'given');
  await writeFile(path, bytes, 'latin1');
  const given = await openGiven(path, { signal });
  const context = { app: 'evidence-vault/test', clock: systemClock, timeZone: 'Europe/London', keys };
  const found = await mailFormat.recognise(given, context, signal);
  if (found === undefined) throw new Error('not known as mail');
  return found.source;
}

/** Captures messages out of one file, and checks what was kept with the name system switched off. */
async function keptAndChecked(bytes: string): Promise<unknown[]> {
  const sink = new RememberingSink();
  await sink.pull(await sourceOf(bytes));
  const results = [];
  for (const { record } of sink.list('message/')) {
    const raw = [...sink.versions].find(([key]) => sink.idOf(key) === record?.raw)?.[1][0]?.bytes;
    if (raw === undefined) throw new Error('no raw message');
    const dkim = archivedDkimSchema.parse(record?.dkim);
    const again = await verifyArchivedDkim(raw, dkim);
    expect(again).toEqual(dkim.signatures);
    results.push(...again.map(({ result, code }) => code ?? result));
  }
  return results;
}

const bySecond = { selector: 'k2' };

describe('signed messages out of files, checked years later', () => {
  it('hold by RSA and by Ed25519, with CRLF and with LF', async () => {
    const both = await signed(await signed(marked, rsa), edwards, bySecond);
    expect(await keptAndChecked(both)).toEqual(['holds', 'holds']);
    expect(await keptAndChecked(both.replaceAll('\r\n', '\n'))).toEqual(['holds', 'holds']);
  });

  it('hold out of an mbox, whose own quoting is taken off again', async () => {
    const message = await signed(`${marked}\r\nFrom now on you may begin Unit 6.\r\n`, rsa);
    const separator = 'From ann@college.test Mon Jan  5 10:00:00 2026\n';
    const mbox = `${separator}${message.replaceAll('\r\n', '\n').replace(/^From /gm, '>From ')}\n`;
    expect(await keptAndChecked(mbox.repeat(2))).toEqual(['holds']);
  });

  it.each([
    ['a changed body', (text: string) => text.replace('You passed', 'You failed'), 'body-changed'],
    ['a changed subject', (text: string) => text.replace('Unit 5', 'Unit 6'), 'signature-wrong'],
    ['no sender', (text: string) => text.replace(/^From: .*\r\n/m, ''), 'from-missing'],
  ])('with %s are refused as proof and kept as evidence', async (_what, change, code) => {
    expect(await keptAndChecked(change(await signed(marked, rsa)))).toEqual([code]);
  });

  it('with l= are refused as proof and kept as evidence', async () => {
    expect(await keptAndChecked(await signed(marked, rsa, { limit: 5 }))).toEqual(['length-limited']);
  });

  it('keep the key of their first capture when it cannot be had any more', async () => {
    const sink = new RememberingSink();
    const message = await signed(marked, rsa);
    await sink.pull(await sourceOf(message));
    await sink.pull(await sourceOf(message, directoryOf({})));
    expect(sink.counts()).toEqual({ unchanged: 2 });
    const silent = directoryOf({});
    silent.silent = true;
    const later = new RememberingSink();
    await later.pull(await sourceOf(message, silent));
    expect(later.list('message/')[0]?.record?.dkim).toMatchObject({ signatures: [{ code: 'dns-failed' }] });
    await later.pull(await sourceOf(message));
    expect(later.list('message/')[0]).toMatchObject({ version: 2, record: { dkim: { state: 'checked' } } });
  });
});

it('keeps a message of more than 64 MB whole and reads its header', async () => {
  const raw = Buffer.concat([Buffer.from(marked), Buffer.alloc(65 * 1024 * 1024, 'line\r\n')]);
  const sink = new RememberingSink();
  expect(await sink.pull(await sourceOf(raw))).toMatchObject({ state: 'ok' });
  expect(sink.list('message/')[0]?.record).toMatchObject({
    problems: ['too-large'],
    dkim: { state: 'too-large' },
  });
  expect(sink.versions.get(sink.list('message-source/')[0]?.key ?? '')?.[0]?.bytes.equals(raw)).toBe(true);
});
