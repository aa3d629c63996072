import type { ErrorCode } from '../../base/error-codes.ts';
import { asVaultError, VaultError } from '../../base/errors.ts';
import {
  keyAddresses,
  readStatusCredential,
  statusAddresses,
  type AnswerPurpose,
  type ArchivedAnswer,
} from '../../verify/origin/credentials/archived-answers.ts';
import { insideClr, type ReadCredential } from '../../verify/origin/credentials/read-credential.ts';

/** What could not be asked, and why. */
interface MissingAnswer {
  readonly purpose: AnswerPurpose;
  readonly address: string;
  readonly code: ErrorCode;
}

/** The way to the issuers. Throws `source.*`, `internal.cancelled`. */
export interface CredentialNetwork {
  get(url: URL, purpose: AnswerPurpose, signal: AbortSignal): Promise<ArchivedAnswer>;
}

export interface Collected {
  readonly archive: readonly ArchivedAnswer[];
  readonly missing: readonly MissingAnswer[];
}

/**
 * Asks the issuer for all that a later check needs: its keys, and the lists of what it took back, with the keys that sign those.
 * With a CLR, also for the credentials in it. Each address is asked once. What cannot be had is named and stops nothing.
 *
 * Throws `internal.cancelled`.
 */
export async function collectArchive(
  read: ReadCredential,
  network: CredentialNetwork,
  signal: AbortSignal,
): Promise<Collected> {
  const archive: ArchivedAnswer[] = [];
  const missing: MissingAnswer[] = [];
  const asked = new Set<string>();
  const ask = async (purpose: AnswerPurpose, address: string): Promise<ArchivedAnswer | undefined> => {
    if (asked.has(address)) return undefined;
    asked.add(address);
    try {
      const answer = await network.get(new URL(address), purpose, signal);
      if (answer.status === 200) {
        archive.push(answer);
        return answer;
      }
      missing.push({ purpose, address, code: 'source.item-refused' });
    } catch (thrown) {
      const { code } = asVaultError(thrown);
      if (code.startsWith('internal.')) throw thrown;
      missing.push({ purpose, address, code });
    }
    return undefined;
  };
  const inside = insideClr(read).flatMap((each) => (each instanceof VaultError ? [] : [each]));
  for (const each of [read, ...inside]) {
    for (const address of keyAddresses(each)) await ask('keys', address);
    for (const address of statusAddresses(each.credential)) {
      const answer = await ask('status', address);
      const list = answer === undefined ? undefined : readStatusCredential(answer.bytes);
      for (const keys of list === undefined ? [] : keyAddresses(list)) await ask('keys', keys);
    }
  }
  return { archive, missing };
}
