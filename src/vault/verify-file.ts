import { nodeHashes } from '../platform/node-hashes.ts';
import type { PullProgress } from '../sources/source.ts';
import { openBundle } from '../verify/open-bundle.ts';
import { parseMoment } from '../verify/parse-moment.ts';
import type { Policy } from '../verify/policy.ts';
import type { ProvenLog } from '../verify/proven-logs.ts';
import type { VerificationReport } from '../verify/verification-report.ts';
import { withFile } from './file-access.ts';

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
    ...(policy === undefined
      ? {}
      : { policy: await (await import('./policies/policy-file.ts')).readPolicy(policy) }),
    ...(at === undefined ? {} : { at: parseMoment(at, 'end') }),
    identities: await readAll(said.identities),
  };
}

async function readAll(paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const { readIdentities } = await import('./recipients/read-recipient.ts');
  return (await Promise.all(paths.map(readIdentities))).flat();
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
  const { full = false } = choice;
  return withFile(
    path,
    async (file) => {
      // Its thread starts while the zip is read.
      if (!full) void file.digest?.([]);
      // What is no plain zip is told apart below.
      const opened = await openBundle(file, full).catch(() => undefined);
      // Loaded only now: until then nothing is digested, which takes the longest for a large bundle.
      const { verifyBundle } = await import('../verify/verify-bundle.ts');
      // Making PDFs again takes longer than all the rest of a small bundle.
      const renderPdf = full ? (await import('./index-pdf/render-index-pdf.ts')).renderIndexPdf : undefined;
      return verifyBundle(file, {
        hashes: nodeHashes,
        ...choice,
        renderPdf,
        opened,
        signal: options.signal,
        onProven: options.onProven,
        onProgress: (step) => {
          options.onProgress?.({ name: 'every file', ...step });
        },
      });
    },
    options.memory,
  );
}
