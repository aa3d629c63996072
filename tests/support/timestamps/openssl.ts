import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { encodeBase64 } from '../../../src/base/bytes.ts';

const run = promisify(execFile);

/** Why tests with openssl are skipped; undefined where version 3 is at hand. */
export function opensslMissing(): string | undefined {
  const { stdout, status } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  if (status !== 0) return 'there is no openssl on this machine';
  return stdout.startsWith('OpenSSL 3.')
    ? undefined
    : `tests want OpenSSL 3, and this machine has ${stdout.trim()}`;
}

/** Runs openssl in a folder. Rejects with what it printed if it fails. */
export async function openssl(folder: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await run('openssl', options, { cwd: folder });
  return stdout;
}

/** Certificates in PEM, one after the other. */
export const asPem = (certificates: readonly Uint8Array[]): string =>
  certificates
    .map((der) => encodeBase64(der).replace(/.{64}/g, '$&\n').trimEnd())
    .map((lines) => `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`)
    .join('');

export interface OpensslQuestion {
  readonly token: Uint8Array;
  /** DER of the request. */
  readonly query: Uint8Array;
  /** DER. */
  readonly trusted: readonly Uint8Array[];
  readonly untrusted?: readonly Uint8Array[] | undefined;
  /** The time at which certificates must be valid. */
  readonly at: Date;
}

/** Whether `openssl ts -verify` finds a token good at a time; any certificate that is trusted may end the chain. */
export async function opensslAccepts(folder: string, question: OpensslQuestion): Promise<boolean> {
  const { token, query, trusted, untrusted = [], at } = question;
  await writeFile(join(folder, 'token'), token);
  await writeFile(join(folder, 'query'), query);
  await writeFile(join(folder, 'trusted.pem'), asPem(trusted));
  await writeFile(join(folder, 'untrusted.pem'), asPem(untrusted));
  const { status } = spawnSync(
    'openssl',
    [
      ...['ts', '-verify', '-token_in', '-in', 'token', '-queryfile', 'query', '-CAfile', 'trusted.pem'],
      ...(untrusted.length > 0 ? ['-untrusted', 'untrusted.pem'] : []),
      ...['-partial_chain', '-attime', String(Math.floor(at.getTime() / 1000))],
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  if (status === null) throw new Error('openssl did not end by itself');
  return status === 0;
}
