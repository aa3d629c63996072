import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { parseCertificate } from '../../../src/ledger/timestamps/certificate.ts';
import { readTimestamp } from '../../../src/ledger/timestamps/read-timestamp.ts';
import { encodeOcspRequest } from '../../../src/ledger/timestamps/revocation/ocsp-request.ts';
import { RevocationData } from '../../../src/ledger/timestamps/revocation/revocation-data.ts';
import { verifyTimestamp } from '../../../src/ledger/timestamps/verify-timestamp.ts';
import { curve, rsa, stampWithOpenssl, usual } from '../../support/timestamps/openssl-authority.ts';
import { openssl, opensslMissing } from '../../support/timestamps/openssl.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const missing = opensslMissing();
const title = `revocation beside openssl${missing === undefined ? '' : ` (SKIPPED: ${missing})`}`;
const message = utf8('root of a tree\n');
const day = 86_400_000;

const utc = (time: Date): string => `${time.toISOString().slice(2, 19).replace(/[-:T]/gu, '')}Z`;

describe.skipIf(missing !== undefined)(title, () => {
  const folders = temporaryFolders();

  /** A token by openssl, and what openssl says of its signer in a list and in an answer, when it was taken back then and why. */
  async function stampedAndTold(
    key: readonly [string, string],
    revoked: { at: Date; reason?: string } | undefined,
  ) {
    const folder = await folders();
    const made = await stampWithOpenssl(folder, message, { ...usual, key });
    const bytes = async (name: string): Promise<Uint8Array> =>
      new Uint8Array(await readFile(join(folder, name)));
    const expiry = utc(new Date(Date.now() + 30 * day));
    const reason = revoked?.reason === undefined ? '' : `,${revoked.reason}`;
    const line = revoked === undefined ? `V\t${expiry}\t` : `R\t${expiry}\t${utc(revoked.at)}${reason}`;
    await writeFile(join(folder, 'index.txt'), `${line}\t03\tunknown\t/O=Test/CN=signer\n`);
    await writeFile(
      join(folder, 'ca.conf'),
      '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n',
    );
    const issuer = ['-keyfile', 'root.key', '-cert', 'root.pem'];
    await openssl(
      folder,
      'ca',
      '-gencrl',
      '-config',
      'ca.conf',
      ...issuer,
      '-crldays',
      '7',
      '-out',
      'crl.pem',
    );
    await openssl(folder, 'crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl');
    await openssl(folder, 'x509', '-in', 'signer.pem', '-outform', 'DER', '-out', 'signer.der');
    const [signer, root] = [parseCertificate(await bytes('signer.der')), parseCertificate(made.root)];
    // The request is ours, so openssl has read it as well.
    await writeFile(join(folder, 'ask'), await encodeOcspRequest(signer, root));
    // An answer of the same second as the token, by its accuracy, says nothing of the time after it; and openssl's clock cannot be set.
    const { time, accuracyMs = 0 } = readTimestamp(made.token);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(time) + accuracyMs + 1_000 - Date.now()));
    const responder = ['-CA', 'root.pem', '-rsigner', 'root.pem', '-rkey', 'root.key', '-ndays', '7'];
    await openssl(folder, 'ocsp', '-index', 'index.txt', ...responder, '-reqin', 'ask', '-respout', 'answer');
    const trusted = [{ name: 'Test', certificate: made.root }];
    const verdictBy = async (name: string) =>
      verifyTimestamp(made.token, {
        message,
        trusted,
        revocation: new RevocationData([await bytes(name)]),
      });
    const opensslSays = async (): Promise<string> => {
      await writeFile(
        join(folder, 'both.pem'),
        `${await readFile(join(folder, 'root.pem'), 'utf8')}${await readFile(join(folder, 'crl.pem'), 'utf8')}`,
      );
      const now = String(Math.floor(Date.now() / 1000) + 5);
      return openssl(
        folder,
        ...['ts', '-verify', '-token_in', '-in', 'token', '-queryfile', 'query', '-CAfile', 'both.pem'],
        ...['-crl_check', '-attime', now],
      ).then(
        () => 'accepts',
        () => 'refuses',
      );
    };
    return { made, list: await verdictBy('crl'), answer: await verdictBy('answer'), opensslSays };
  }

  it.each([
    ['RSA', rsa],
    ['P-256', curve('P-256')],
  ] as const)('reads lists and answers that openssl signs with %s', async (_name, key) => {
    const { list, answer, opensslSays } = await stampedAndTold(key, undefined);
    expect(await opensslSays()).toBe('accepts');
    for (const verdict of [list, answer])
      expect(verdict).toMatchObject({ ok: true, compromisedFrom: undefined });
    expect(answer).toMatchObject({ goodAsOf: expect.stringMatching(/Z$/u) as unknown });
  });

  it('agrees that a key that was taken back before signs nothing', async () => {
    const told = await stampedAndTold(curve('P-256'), {
      at: new Date(Date.now() - day),
      reason: 'superseded',
    });
    expect(await told.opensslSays()).toBe('refuses');
    for (const verdict of [told.list, told.answer])
      expect(verdict).toMatchObject({ ok: false, code: 'authority-revoked' });
  });

  it.each([
    ['superseded', undefined],
    ['cessationOfOperation', undefined],
    ['keyCompromise', 'later'],
    [undefined, 'later'],
  ] as const)('looks at when and why where openssl does not: %s, a day later', async (reason, lost) => {
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 + day);
    const told = await stampedAndTold(curve('P-256'), reason === undefined ? { at } : { at, reason });
    // What stands on the list is refused there, although it was taken back after the token was made.
    expect(await told.opensslSays()).toBe('refuses');
    const { time } = readTimestamp(told.made.token);
    for (const verdict of [told.list, told.answer])
      expect(verdict).toMatchObject({
        ok: true,
        time,
        compromisedFrom: lost === undefined ? undefined : at.toISOString(),
      });
  });
});
