import { describe, expect, it } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeHex, utf8 } from '../../../src/base/bytes.ts';
import { readTimestamp } from '../../../src/ledger/timestamps/read-timestamp.ts';
import { encodeTimestampRequest } from '../../../src/ledger/timestamps/timestamp-request.ts';
import { parseTimestampResponse } from '../../../src/ledger/timestamps/timestamp-response.ts';
import { verifyTimestamp } from '../../../src/ledger/timestamps/verify-timestamp.ts';
import { tokenCases } from '../../support/timestamps/broken-tokens.ts';
import { openssl, opensslAccepts, opensslMissing } from '../../support/timestamps/openssl.ts';
import {
  curve,
  honestChoices,
  rsa,
  stampWithOpenssl,
  usual,
  type OpensslChoices,
} from '../../support/timestamps/openssl-authority.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const missing = opensslMissing();
// A skipped test says why in its name.
const title = missing === undefined ? 'timestamps and openssl ts' : `SKIPPED: ${missing}`;

/** What openssl takes and we do not: README.md of the folder says why. */
const refused: readonly (readonly [name: string, choices: OpensslChoices])[] = [
  ['an imprint by SHA-1', { ...usual, key: curve('P-256'), imprint: 'sha1' }],
  ['a signature with SHA-1', { ...usual, key: rsa, signature: 'sha1' }],
  ['an RSA key of 1024 bits', { ...usual, key: ['RSA', 'rsa_keygen_bits:1024'] }],
  ['a curve other than three', { ...usual, key: curve('secp256k1') }],
];

const message = utf8('root of a tree\n');

describe.skipIf(missing !== undefined)(title, () => {
  const folders = temporaryFolders();

  it.each(honestChoices)('agrees on a token made by openssl: %s', async (_name, choices) => {
    const folder = await folders();
    const made = await stampWithOpenssl(folder, message, choices);
    const content = readTimestamp(made.token);
    const trusted = [{ name: 'Test', certificate: made.root }];
    expect(
      await verifyTimestamp(made.token, { message, trusted, ...(content.nonce && { nonce: content.nonce }) }),
    ).toMatchObject({
      ok: true,
      accuracyMs: 1500.1,
      policy: '1.2.3.4.1',
      hash: choices.imprint.replace('sha', 'SHA-'),
      serial: '02',
    });
    expect(content.tsa).toBe('O=Test, CN=signer');
    const question = {
      token: made.token,
      query: made.query,
      trusted: [made.root],
      at: new Date(content.time),
    };
    expect(await opensslAccepts(folder, question)).toBe(true);
    expect(parseTimestampResponse(made.response)).toEqual({
      granted: true,
      token: made.token,
      withMods: false,
    });
    const text = await openssl(folder, 'ts', '-reply', '-in', 'response', '-text');
    expect(text).toContain(`Nonce: 0x${encodeHex(content.nonce ?? new Uint8Array()).toUpperCase()}`);
  });

  it.each(refused)('refuses what openssl takes: %s', async (_name, choices) => {
    const folder = await folders();
    const made = await stampWithOpenssl(folder, message, choices);
    const trusted = [{ name: 'Test', certificate: made.root }];
    const { time } = readTimestamp(made.token);
    expect(await verifyTimestamp(made.token, { message, trusted })).toEqual({
      ok: false,
      code: 'unsupported-algorithm',
      time,
    });
    const question = { token: made.token, query: made.query, trusted: [made.root], at: new Date(time) };
    expect(await opensslAccepts(folder, question)).toBe(true);
  });

  it.each(tokenCases.map((one) => [one.name, one] as const))(
    'agrees with openssl on %s',
    async (_name, one) => {
      const { made, options } = one;
      const verdict = await verifyTimestamp(made.token, { ...made.options, ...options });
      const accepted = await opensslAccepts(await folders(), {
        token: made.token,
        query: made.query,
        trusted: one.opensslTrusts ?? [made.root],
        untrusted: one.opensslUntrusted,
        at: made.time,
      });
      expect(accepted ? 'accepts' : 'refuses').toBe(one.openssl ?? (verdict.ok ? 'accepts' : 'refuses'));
    },
  );

  it('agrees that a token of another policy than the request’s is wrong', async () => {
    const folder = await folders();
    const made = await stampWithOpenssl(folder, message, {
      ...usual,
      key: curve('P-256'),
      policy: '1.2.3.4.5',
    });
    const { policy, time } = readTimestamp(made.token);
    expect(policy).toBe('1.2.3.4.5');
    const trusted = [{ name: 'Test', certificate: made.root }];
    expect(await verifyTimestamp(made.token, { message, trusted, policies: ['1.2.3.4.1'] })).toMatchObject({
      code: 'wrong-policy',
    });
    await openssl(
      folder,
      'ts',
      '-query',
      '-data',
      'message',
      '-sha256',
      '-no_nonce',
      '-tspolicy',
      '1.2.3.4.1',
      '-out',
      'asked',
    );
    const asked = await openssl(folder, 'enc', '-base64', '-A', '-in', 'asked');
    const question = { token: made.token, trusted: [made.root], at: new Date(time) };
    expect(await opensslAccepts(folder, { ...question, query: Buffer.from(asked, 'base64') })).toBe(false);
    expect(await opensslAccepts(folder, { ...question, query: made.query })).toBe(true);
  });

  it('asks as openssl asks: its request reads ours', async () => {
    const folder = await folders();
    const digest = Uint8Array.from({ length: 48 }, (_, at) => at);
    const nonce = Uint8Array.of(0, 0x80, 2, 3, 4, 5, 6, 7, 8);
    const query = encodeTimestampRequest({
      imprint: { hash: 'SHA-384', digest },
      nonce,
      certReq: true,
      policy: '1.2.3.4.5',
    });
    await writeFile(join(folder, 'query'), query);
    const text = await openssl(folder, 'ts', '-query', '-in', 'query', '-text');
    expect(text).toContain('Hash Algorithm: sha384');
    expect(text).toContain('Policy OID: 1.2.3.4.5');
    expect(text).toContain('Nonce: 0x8002030405060708');
    expect(text).toContain('Certificate required: yes');
  });
});
