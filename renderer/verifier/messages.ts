import type { ErrorDetails } from '../../src/base/errors.ts';
import type { PolicyList } from '../../src/verify/policy-lists.ts';
import type { ShownTrusted } from '../../src/verify/show-policy.ts';
import type { VerificationReport } from '../../src/verify/verification-report.ts';

/** How bundles are to be checked: all of it comes from the reader, and nothing of it out of a bundle. */
export interface CheckChoice {
  /** The vault id or public key that is expected; empty for none. */
  readonly key: string;
  /** Take the second fingerprint of each file as well. */
  readonly full: boolean;
  /** The text of a policy file that `policy` accepted before. */
  readonly policy: string | undefined;
  /** Judge as of this time (ISO 8601); as of now if undefined. */
  readonly at: string | undefined;
  /** The reader's own keys of age, for locked bundles. */
  readonly identities: readonly string[];
}

/** A policy, and whom it trusts. */
export interface ShownPolicy {
  /** As its file holds it. */
  readonly text: string;
  readonly name: string | undefined;
  readonly trusted: readonly ShownTrusted[];
}

/** Terms as they are typed: days (`2026-11-22`) or moments, and empty for none. */
export interface TypedTerms {
  readonly name: string;
  readonly from: string;
  readonly until: string;
  readonly compromisedFrom: string;
  /** Of an authority: the rules that are accepted, with spaces between. */
  readonly rules: string;
}

/** What says who is meant, as it is typed: which of it is asked for depends on the list. */
interface TypedFields {
  readonly key: string;
}

/** One change of a policy. */
export type PolicyEdit =
  | { readonly do: 'name'; readonly name: string }
  | {
      readonly do: 'add';
      readonly list: PolicyList;
      /** A certificate, or a card. */
      readonly file: Uint8Array | undefined;
      readonly fields: TypedFields;
      readonly terms: TypedTerms;
    }
  | { readonly do: 'terms'; readonly list: PolicyList; readonly at: number; readonly terms: TypedTerms }
  | { readonly do: 'remove'; readonly list: PolicyList; readonly at: number };

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
  /** A policy that trusts nobody. */
  | { readonly ask: 'policy-begin' }
  | { readonly ask: 'policy-edit'; readonly text: string; readonly edit: PolicyEdit }
  | { readonly ask: 'moment'; readonly text: string }
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
  | { readonly say: 'policy'; readonly policy: ShownPolicy }
  | { readonly say: 'moment'; readonly moment: string }
  | { readonly say: 'identities'; readonly identities: readonly string[] }
  | { readonly say: 'key' }
  | { readonly say: 'error'; readonly code: string; readonly message: string; readonly details: ErrorDetails }
);
