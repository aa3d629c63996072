import { join } from 'node:path';
import { readFile } from 'node:fs/promises';

import { encodeBase64 } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import {
  startPracticeAuthority,
  type PracticeAuthority,
  type PracticeAuthorityOptions,
} from '../../../src/practice/authority/practice-authority.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import {
  addAuthority,
  removeAuthority,
  stampingSettings,
} from '../../../src/vault/timestamps/stamping-settings.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { emptyPolicy, type Policy, type PolicyAuthority } from '../../../src/verify/policy.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import { verifyBundle, type VerifyOptions } from '../../../src/verify/verify-bundle.ts';
import { noStop } from './vault-world.ts';

/** A clock that shows what it is set to. */
export class SetClock implements Clock {
  #now: Date;

  constructor(now: string) {
    this.#now = new Date(now);
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(now: string): void {
    this.#now = new Date(now);
  }
}

/** Practice authorities that a test started, to be closed after it. */
export class Authorities {
  readonly #started: PracticeAuthority[] = [];

  async start(options: PracticeAuthorityOptions = {}): Promise<PracticeAuthority> {
    const authority = await startPracticeAuthority({ keys: 'p-256', ...options });
    this.#started.push(authority);
    return authority;
  }

  async closeAll(): Promise<void> {
    for (const authority of this.#started.splice(0)) await authority.close();
  }
}

/** Has a vault ask these authorities and no others. */
export async function askOnly(
  vault: WritableVault,
  ...authorities: readonly PracticeAuthority[]
): Promise<void> {
  for (const url of stampingSettings(vault).authorities) await removeAuthority(vault, url);
  for (const { url } of authorities) await addAuthority(vault, url);
}

export function trusting(
  authority: PracticeAuthority,
  limits: Partial<PolicyAuthority> = {},
): PolicyAuthority {
  return { name: authority.name, certificate: encodeBase64(authority.rootCertificate), ...limits };
}

export function policyOf(...authorities: readonly PolicyAuthority[]): Policy {
  return { ...emptyPolicy, authorities: [...authorities] };
}

let count = 0;
/** Exports everything and gives the bytes. */
export async function bundleOf(vault: WritableVault): Promise<Uint8Array> {
  count += 1;
  const out = join(vault.dir, '..', `dated-${String(count)}.zip`);
  await exportBundle(vault, { out, signal: noStop() });
  return new Uint8Array(await readFile(out));
}

export function judged(
  bundle: Uint8Array,
  options: Pick<VerifyOptions, 'policy' | 'at'> = {},
): Promise<VerificationReport> {
  return verifyBundle(memoryAccess(bundle), { hashes: nodeHashes, ...options });
}

/** Result and code of one check. */
export function checkOf(report: VerificationReport, wanted: string): { result?: string; code?: string } {
  const { result, code } = report.checks.find(({ id }) => id === wanted) ?? {};
  return { ...(result === undefined ? {} : { result }), ...(code === undefined ? {} : { code }) };
}

/** Codes of all findings of a check, each once. */
export function findingsOf(report: VerificationReport, wanted: string): string[] {
  const check = report.checks.find(({ id }) => id === wanted);
  return [...new Set((check?.findings ?? []).map(({ code }) => code))].sort();
}
