import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { verifyBundle, type VerifyOptions } from '../../../src/verify/verify-bundle.ts';
import type { CheckId, CheckResult, VerificationReport } from '../../../src/verify/verification-report.ts';

export function verifyBytes(
  bytes: Uint8Array,
  options: Partial<VerifyOptions> = {},
): Promise<VerificationReport> {
  return verifyBundle(memoryAccess(bytes), { hashes, ...options });
}

export function checkOf(report: VerificationReport, id: CheckId): CheckResult {
  const found = report.checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
}
