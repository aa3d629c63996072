import type { VerificationReport } from '../../src/verify/verification-report.ts';

/** How bundles are to be checked: all of it comes from the reader, and nothing of it out of a bundle. */
export interface CheckChoice {
  /** The vault id or public key that is expected; empty for none. */
  readonly key: string;
  /** Take the second fingerprint of each file as well. */
  readonly full: boolean;
  /** The text of a policy file that `policy` accepted before. */
  readonly policy: string | undefined;
  /** The reader's own keys of age, for locked bundles. */
  readonly identities: readonly string[];
}

/** How much a policy lists. */
export interface PolicySummary {
  readonly name: string | undefined;
  readonly authorities: number;
  readonly witnesses: number;
  readonly vaults: number;
}

/** What the page asks of the worker. */
export type Request =
  | { readonly ask: 'check'; readonly file: File; readonly choice: CheckChoice }
  | {
      readonly ask: 'content';
      readonly file: File;
      readonly path: string;
      readonly identities: readonly string[];
    }
  | { readonly ask: 'policy'; readonly text: string }
  | { readonly ask: 'identities'; readonly text: string }
  | { readonly ask: 'key'; readonly text: string };

export type Question = Request & { readonly id: number };

/** What the worker says first: what it was asked before, it did not hear. */
export const ready = 'ready';

/** What the worker says to a question; all but progress end it. */
export type Reply = { readonly id: number } & (
  | { readonly say: 'progress'; readonly done: number; readonly total: number }
  | { readonly say: 'report'; readonly report: VerificationReport }
  | { readonly say: 'content'; readonly content: Blob | undefined }
  | { readonly say: 'policy'; readonly policy: PolicySummary }
  | { readonly say: 'identities'; readonly identities: readonly string[] }
  | { readonly say: 'key' }
  | { readonly say: 'error'; readonly code: string; readonly message: string }
);
