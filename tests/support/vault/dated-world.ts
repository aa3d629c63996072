import { join } from 'node:path';
import { readFile } from 'node:fs/promises';

import { encodeBase64 } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
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
import type { CheckId, VerificationReport } from '../../../src/verify/verification-report.ts';
import { checkOf } from '../bundle/verify-memory.ts';
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

/** Result and code of one check. */
export function resultOf(report: VerificationReport, wanted: CheckId): { result: string; code?: string } {
  const { result, code } = checkOf(report, wanted);
  return { result, ...(code === undefined ? {} : { code }) };
}

/** Codes of all findings of a check, each once. */
export function findingsOf(report: VerificationReport, wanted: CheckId): string[] {
  return [...new Set((checkOf(report, wanted).findings ?? []).map(({ code }) => code))].sort();
}
