import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../../src/base/json.ts';
import { parsePolicy, type Policy } from '../../../../src/verify/policy.ts';
import {
  changing,
  mailCaptures,
  reportOn,
  standingsOf,
  type Capture,
} from '../../../support/bundle/origin-vault.ts';
import { checkOf } from '../../../support/bundle/verify-memory.ts';
import {
  ed25519Key,
  marked,
  rsaKey,
  signed,
  type Signing,
  type TestKey,
} from '../../../support/mail/signing.ts';

const rsa = rsaKey();
const name = 'k1._domainkey.college.test';
const at = '2026-11-20T11:15:30.000Z';

const keyIn = (key: TestKey): string => /p=(.*)$/.exec(key.record)?.[1] ?? '';
const line = (key: TestKey, terms: JsonObject = {}): JsonObject => ({
  domain: 'college.test',
  selector: 'k1',
  key: keyIn(key),
  ...terms,
});
const policyOf = (...dkimKeys: JsonObject[]): Partial<Policy> => ({
  dkimKeys: parsePolicy({ format: 'evidence-vault-policy', version: 1, dkimKeys }).dkimKeys,
});

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

async function mail(message = marked, signing: Signing = {}, key = rsa): Promise<readonly Capture[]> {
  return mailCaptures(bytes(await signed(message, key, signing)), { [name]: key.record });
}

const messageOf = async (captures: readonly Capture[], policy = policyOf(line(rsa))) =>
  standingsOf(await reportOn(captures, policy), 'message');

const withAttachment = [
  'From: Ann Assessor <ann@college.test>',
  'To: sam@learner.test',
  'Subject: =?utf-8?B?RsO8ciBTYW0=?=',
  'Date: Mon, 5 Jan 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="=-b1"',
  '',
  '--=-b1',
  'Content-Type: text/plain',
  '',
  'See the file.',
  '--=-b1',
  'Content-Type: text/plain; name="feedback.txt"',
  'Content-Disposition: attachment; filename="feedback.txt"',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('You passed.').toString('base64'),
  '--=-b1--',
  '',
].join('\r\n');

describe('a signed e-mail in a bundle', () => {
  it.each([
    ['RSA', rsa],
    ['Ed25519', ed25519Key()],
  ])('is from the domain whose key (%s) the policy names', async (_kind, key) => {
    const report = await reportOn(await mail(marked, {}, key), policyOf(line(key)));
    expect(report.ok).toBe(true);
    expect(standingsOf(report, 'message')).toEqual([['from', 'college.test']]);
    expect(
      report.items.flatMap(({ kind, origin }) => (origin === undefined ? [] : [[kind, origin[0]]])),
    ).toEqual([
      ['document', { proof: 'mail', result: 'pass', by: 'college.test', covers: 'message', at }],
      ['message', { proof: 'mail', result: 'pass', by: 'college.test', covers: 'header', at }],
    ]);
  });

  it('proves its attachments byte for byte, and nothing that is none of its parts', async () => {
    const captures = await mail(withAttachment);
    const report = await reportOn(captures, policyOf(line(rsa)));
    const attached = report.items.find(({ name: called }) => called === 'feedback.txt');
    expect(attached).toMatchObject({
      standing: 'from',
      origin: [{ proof: 'mail', result: 'pass', by: 'college.test', covers: 'attachment' }],
    });
    expect(standingsOf(report, 'message')).toEqual([['from', 'college.test']]);
    const swapped = captures.map((capture) =>
      capture.name === 'feedback.txt' ? { ...capture, bytes: bytes('You passed!') } : capture,
    );
    const other = await reportOn(swapped, policyOf(line(rsa)));
    expect(other.items.find(({ name: called }) => called === 'feedback.txt')).toMatchObject({
      standing: 'kept',
    });
    // Where the signature does not cover how the parts are read, what is a part is open.
    const loose = await reportOn(
      await mail(withAttachment, { covers: 'From:Date:Subject' }),
      policyOf(line(rsa)),
    );
    expect(loose.items.find(({ name: called }) => called === 'feedback.txt')).toMatchObject({
      standing: 'kept',
    });
    expect(standingsOf(loose, 'message')).toEqual([['from', 'college.test']]);
  });

  it('is kept, and no more, where the policy does not name the key', async () => {
    const captures = await mail();
    const report = await reportOn(captures, {});
    expect(standingsOf(report, 'message')).toEqual([['kept', 'mail-key-not-confirmed']]);
    expect(checkOf(report, 'origin')).toMatchObject({
      result: 'not-checked',
      code: 'mail-key-not-confirmed',
    });
    const selector = policyOf(line(rsa, { selector: 'k2' }));
    expect(await messageOf(captures, selector)).toEqual([['kept', 'mail-key-not-confirmed']]);
  });

  it('fails where its body was altered and the vault says that it was not', async () => {
    const captures = changing(await mail(), 'document', ({ bytes: raw = new Uint8Array() }) => ({
      bytes: bytes(Buffer.from(raw).toString('latin1').replace('You passed', 'You failed')),
    }));
    for (const policy of [policyOf(line(rsa)), {}]) {
      const report = await reportOn(captures, policy);
      expect(checkOf(report, 'origin')).toMatchObject({ result: 'fail', code: 'mail-body-altered' });
      expect(standingsOf(report, 'message')).toEqual([['kept', 'mail-body-altered']]);
    }
  });

  it('fails where its header was altered and the vault says that it was not', async () => {
    const captures = changing(await mail(), 'document', ({ bytes: raw = new Uint8Array() }) => ({
      bytes: bytes(Buffer.from(raw).toString('latin1').replace('To: sam@', 'To: eve@')),
    }));
    const report = await reportOn(captures, policyOf(line(rsa)));
    expect(checkOf(report, 'origin')).toMatchObject({ result: 'fail', code: 'mail-signature-wrong' });
  });

  it('is just not proven where a mailing list had changed it before the vault got it', async () => {
    const changed = (await signed(marked, rsa)).replace('Ann\r\n', 'Ann\r\n-- \r\nA list\r\n');
    const report = await reportOn(
      await mailCaptures(bytes(changed), { [name]: rsa.record }),
      policyOf(line(rsa)),
    );
    expect(report.ok).toBe(true);
    expect(standingsOf(report, 'message')).toEqual([['kept', 'mail-body-altered']]);
  });

  it('is judged by when a trusted clock first saw it: x= that passed later counts, x= that had passed does not', async () => {
    const captures = (expires: string) => mail(marked, { expires: new Date(expires) });
    const years = { at: '2036-01-01T00:00:00Z' };
    const policy = policyOf(line(rsa));
    const good = await reportOn(await captures('2026-11-20T12:00:00Z'), policy, years);
    expect(standingsOf(good, 'message')).toEqual([['from', 'college.test']]);
    // It was good when the vault took it in, by the vault's own clock; no trusted clock says so.
    const late = await reportOn(await captures('2026-11-20T11:00:00Z'), policy, years);
    expect(standingsOf(late, 'message')).toEqual([['kept', 'mail-expired']]);
    const undated = await reportOn(await captures('2026-11-20T12:00:00Z'), policy, {
      stamped: false,
      ...years,
    });
    expect(standingsOf(undated, 'message')).toEqual([['kept', 'mail-expired']]);
  });

  it('of another domain than its sender’s does not count', async () => {
    const captures = await mail(marked.replace('ann@college.test', 'ann@school.test'));
    expect(await messageOf(captures)).toEqual([['kept', 'mail-domain-not-aligned']]);
    expect(await messageOf(captures, {})).toEqual([['kept', 'mail-domain-not-aligned']]);
  });

  it('that was signed by another key than the policy’s, which was put into the archive, does not count', async () => {
    const stranger = rsaKey();
    const captures = await mail(marked, {}, stranger);
    expect(await messageOf(captures)).toEqual([['kept', 'mail-key-differs']]);
  });

  it('of the provider stays so where another key was put into the archive, and fails for a reader without policy', async () => {
    const stranger = rsaKey();
    const captures = changing(await mail(), 'message', ({ record }) => ({
      record: JSON.parse(
        JSON.stringify(record).replaceAll(keyIn(rsa).slice(40, 90), keyIn(stranger).slice(40, 90)),
      ),
    }));
    expect(await messageOf(captures)).toEqual([['from', 'college.test']]);
    const report = await reportOn(captures, {});
    expect(checkOf(report, 'origin')).toMatchObject({ result: 'fail', code: 'mail-signature-wrong' });
  });

  it('counts only before its key was compromised, and while the policy trusts it, by a trusted clock', async () => {
    const captures = await mail();
    const by = (terms: JsonObject) => messageOf(captures, policyOf(line(rsa, terms)));
    expect(await by({ compromisedFrom: '2026-11-20T11:15:31Z' })).toEqual([['from', 'college.test']]);
    expect(await by({ compromisedFrom: '2026-11-20T11:15:30Z' })).toEqual([['kept', 'mail-key-compromised']]);
    expect(await by({ until: '2026-11-20T11:15:29Z' })).toEqual([['kept', 'mail-key-not-then']]);
    const undated = await reportOn(captures, policyOf(line(rsa, { until: '2030-01-01T00:00:00Z' })), {
      stamped: false,
    });
    expect(standingsOf(undated, 'message')).toEqual([['kept', 'mail-key-not-then']]);
  });

  it('whose signature leaves open what a reader sees does not count', async () => {
    expect(await messageOf(await mail(marked, { limit: 5 }))).toEqual([['kept', 'mail-not-accepted']]);
    expect(await messageOf(await mail(marked, { covers: 'From:Date' }))).toEqual([
      ['kept', 'mail-not-accepted'],
    ]);
    const doubled = `Subject: You won\r\n${await signed(marked, rsa)}`;
    const captures = await mailCaptures(bytes(doubled), { [name]: rsa.record });
    expect(await messageOf(captures)).toEqual([['kept', 'mail-not-accepted']]);
  });

  it('fails where the vault’s record says something else of subject, sender or date', async () => {
    const captures = await mail();
    const changes: ((capture: Capture) => Partial<Capture>)[] = [
      ({ record }) => ({ record: { ...record, subject: 'Distinction' } }),
      () => ({ name: 'Distinction' }),
      ({ record }) => ({ record: { ...record, from: ['Head <head@college.test>'] } }),
      ({ record }) => ({ record: { ...record, sent: { said: 'Mon, 5 Jan 2025 10:00:00 +0000' } } }),
    ];
    for (const change of changes) {
      const report = await reportOn(changing(captures, 'message', change), policyOf(line(rsa)));
      expect(checkOf(report, 'origin')).toMatchObject({ result: 'fail', code: 'mail-record-differs' });
      expect(standingsOf(report, 'message')).toEqual([['kept', 'mail-record-differs']]);
    }
  });

  it('in a charset that is not read here is not compared, and the e-mail itself still counts', async () => {
    const captures = await mail(
      marked.replace(/Subject: .*\r\n.*\r\n/, 'Subject: =?iso-2022-jp?B?GyRCJDMbKEI=?=\r\n'),
    );
    const report = await reportOn(captures, policyOf(line(rsa)));
    expect(standingsOf(report, 'message')).toEqual([['kept', 'mail-record-not-compared']]);
    expect(standingsOf(report, 'document')).toEqual([['from', 'college.test']]);
  });

  it('without a signature is kept, and nothing more is said of it', async () => {
    const captures = await mailCaptures(bytes(marked), {});
    const report = await reportOn(captures, policyOf(line(rsa)));
    expect(standingsOf(report, 'message')).toEqual([['kept', undefined]]);
    expect(checkOf(report, 'origin')).toMatchObject({ code: 'origin-not-proven' });
  });
});
