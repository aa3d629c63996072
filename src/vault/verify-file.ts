import { nodeHashes } from '../platform/node-hashes.ts';
import type { PullProgress } from '../sources/source.ts';
import { parseMoment } from '../verify/parse-moment.ts';
import type { Policy } from '../verify/policy.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import type { ProvenLog } from '../verify/proven-logs.ts';
import type { VerificationReport } from '../verify/verification-report.ts';
import { withFile } from './file-access.ts';
import { readPolicy } from './policies/policy-file.ts';
import { readIdentities } from './recipients/read-recipient.ts';

export interface VerifyChoice {
  /** The public key or vault id that it should be signed with. */
  readonly expectKey?: string;
  /** Takes the second fingerprint of every file as well. */
  readonly full?: boolean;
  /** Whom the reader trusts; nobody if left out. */
  readonly policy?: Policy;
  /** Judge as of this time, ISO 8601. */
  readonly at?: string;
  /** The reader's own age identities (`AGE-SECRET-KEY-1…`), for encrypted bundles. */
  readonly identities?: readonly string[];
}

/** What a reader said, with absolute paths where they named files. */
interface SaidVerifyChoice {
  readonly expectKey?: string | undefined;
  readonly full?: boolean | undefined;
  /** File that says whom they trust. */
  readonly policy?: string | undefined;
  /** A day, to its end, or a moment. */
  readonly at?: string | undefined;
  /** Files with their identities of age. */
  readonly identities: readonly string[];
}

/** Reads the files that a reader named. Throws what `readPolicy`, `parseMoment` and `readIdentities` throw. */
export async function readVerifyChoice(said: SaidVerifyChoice): Promise<VerifyChoice> {
  const { expectKey, full, policy, at } = said;
  return {
    ...(expectKey === undefined ? {} : { expectKey }),
    ...(full === undefined ? {} : { full }),
    ...(policy === undefined ? {} : { policy: await readPolicy(policy) }),
    ...(at === undefined ? {} : { at: parseMoment(at, 'end') }),
    identities: (await Promise.all(said.identities.map(readIdentities))).flat(),
  };
}

/** Judges the bundle at an absolute path; needs no vault. Throws `input.path-missing`, `input.path-unreadable`, `internal.cancelled`. */
export async function verifyFile(
  path: string,
  choice: VerifyChoice,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress?: (progress: PullProgress) => void;
    /** Told the histories that the bundle proves. */
    readonly onProven?: (logs: readonly ProvenLog[]) => void;
    /** For bundles that fit into it, which are read at once: many small ones are judged sooner so, and with less to clean up. */
    readonly memory?: Uint8Array;
  },
): Promise<VerificationReport> {
  // Making PDFs again takes longer than all the rest of a small bundle.
  const renderPdf =
    choice.full === true ? (await import('./index-pdf/render-index-pdf.ts')).renderIndexPdf : undefined;
  return withFile(
    path,
    (file) =>
      verifyBundle(file, {
        hashes: nodeHashes,
        ...choice,
        renderPdf,
        signal: options.signal,
        onProven: options.onProven,
        onProgress: (step) => {
          options.onProgress?.({ name: 'every file', ...step });
        },
      }),
    options.memory,
  );
}
