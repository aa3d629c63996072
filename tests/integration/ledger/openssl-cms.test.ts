import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { oids } from '../../../src/ledger/timestamps/object-identifiers.ts';
import { verifyTimestamp } from '../../../src/ledger/timestamps/verify-timestamp.ts';
import { encodeTstInfo } from '../../../src/practice/authority/sign-token.ts';
import { imprintOf } from '../../support/timestamps/made-token.ts';
import { curve, rsa, stampWithOpenssl, usual } from '../../support/timestamps/openssl-authority.ts';
import { openssl, opensslMissing } from '../../support/timestamps/openssl.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const missing = opensslMissing();
// A skipped test says why in its name.
const title = missing === undefined ? 'tokens signed by openssl cms' : `SKIPPED: ${missing}`;
const message = utf8('what openssl ts cannot sign\n');
const pss = ['-keyopt', 'rsa_padding_mode:pss'];

describe.skipIf(missing !== undefined)(title, () => {
  const folders = temporaryFolders();

  /** A token over `message` signed with options of `openssl cms -sign`, judged with the root of the authority that openssl made. */
  async function judgeSigned(key: readonly [string, string], ...options: readonly string[]) {
    const folder = await folders();
    const made = await stampWithOpenssl(folder, message, { ...usual, key });
    const time = new Date(Math.floor(Date.now() / 1000) * 1000);
    const tstInfo = encodeTstInfo({ policy: '1.2.3', imprint: imprintOf(message), serial: 5, time });
    await writeFile(join(folder, 'tst'), tstInfo);
    const signing = ['-signer', 'signer.pem', '-inkey', 'signer.key', '-econtent_type', oids.tstInfo];
    const form = ['-sign', '-binary', '-nodetach', '-in', 'tst', '-outform', 'DER', '-out', 'signed'];
    await openssl(folder, 'cms', ...form, ...signing, ...options);
    const token = new Uint8Array(await readFile(join(folder, 'signed')));
    return verifyTimestamp(token, { message, trusted: [{ name: 'Test', certificate: made.root }] });
  }

  it.each([
    ['RSA-PSS with SHA-256', rsa, [...pss, '-md', 'sha256', '-cades']],
    ['RSA-PSS with SHA-384', rsa, [...pss, '-md', 'sha384', '-cades']],
    [
      'RSA-PSS with SHA-512 and a salt of 20',
      rsa,
      [...pss, '-keyopt', 'rsa_pss_saltlen:20', '-md', 'sha512', '-cades'],
    ],
    ['a signer named by its key', curve('P-256'), ['-keyid', '-md', 'sha256', '-cades']],
    ['an envelope as a stream', curve('P-384'), ['-stream', '-md', 'sha384', '-cades']],
  ])('are good: %s', async (_name, key, options) => {
    expect(await judgeSigned(key, ...options)).toMatchObject({ ok: true, policy: '1.2.3', serial: '05' });
  });

  it.each([
    ['PSS with SHA-1', rsa, [...pss, '-md', 'sha1', '-cades'], 'unsupported-algorithm'],
    [
      'PSS with another hash for the mask',
      rsa,
      [...pss, '-keyopt', 'rsa_mgf1_md:sha512', '-md', 'sha256', '-cades'],
      'unsupported-algorithm',
    ],
    ['no name of the certificate', rsa, ['-md', 'sha256'], 'wrong-certificate'],
    ['no signed attributes', rsa, ['-md', 'sha256', '-noattr'], 'wrong-attributes'],
    ['no certificate', rsa, ['-md', 'sha256', '-cades', '-nocerts'], 'certificate-missing'],
  ])('are refused: %s', async (_name, key, options, code) => {
    expect(await judgeSigned(key, ...options)).toMatchObject({ ok: false, code });
  });
});
