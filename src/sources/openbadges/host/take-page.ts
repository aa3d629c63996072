import { createHash } from 'node:crypto';

import { asVaultError } from '../../../base/errors.ts';
import { readCredential, type ReadCredential } from '../../../verify/origin/credentials/read-credential.ts';
import type { CredentialPage, ListedCredential } from './credential-pages.ts';
import type { HostPull } from './host-pull.ts';
import { reportCredential } from './report-credential.ts';

/** Takes every credential of a page; one that cannot be read is a failed item and stops nothing. */
export async function takePage(pull: HostPull, page: CredentialPage): Promise<void> {
  pull.expect(page.total);
  for (const listed of page.credentials) {
    await takeOne(pull, listed, page);
    pull.finished();
  }
}

async function takeOne(pull: HostPull, listed: ListedCredential, page: CredentialPage): Promise<void> {
  const digest = createHash('sha256').update(listed.bytes).digest('hex');
  let read: ReadCredential;
  try {
    read = readCredential(listed.bytes);
  } catch (thrown) {
    const { code } = asVaultError(thrown);
    if (code.startsWith('internal.')) throw thrown;
    const key = `credential/sha256:${digest}`;
    const name = digest.slice(0, 12);
    pull.counted(await pull.parts.sink.failed({ key, recordKind: 'credential', name, code }));
    return;
  }
  const key = pull.keyOf(read, digest);
  if (key === undefined) return;
  const name = nameOf(read) ?? digest.slice(0, 12);
  pull.at(name);
  await reportCredential(pull, { key, name, read, listed, page });
}

function nameOf({ credential }: ReadCredential): string | undefined {
  return typeof credential.name === 'string' && credential.name.trim() !== '' ? credential.name : undefined;
}
