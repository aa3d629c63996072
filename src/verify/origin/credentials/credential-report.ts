import type { CredentialCode } from '../../../evidence/credential-codes.ts';
import type { PublicKey } from './keys/public-key.ts';

/** `not-checked` is neither: what it takes to judge is not at hand, or is not known here. It is never shown as good. */
type AnswerState = 'good' | 'bad' | 'not-checked';

export interface CredentialAnswer {
  readonly state: AnswerState;
  /** What was found, the most important first. */
  readonly codes: readonly CredentialCode[];
}

export interface SignatureAnswer extends CredentialAnswer {
  /** `eddsa-rdfc-2022`, … or `ES256`, … of a JWS. */
  readonly suite?: string;
  /** The key's id as the signature names it. */
  readonly keyId?: string;
}

export interface KeyAnswer extends CredentialAnswer {
  readonly from?: 'did-key' | 'did-web' | 'web' | 'inside';
  readonly address?: string;
  /** When the document with the key was received. */
  readonly received?: string;
}

export interface StatusAnswer extends CredentialAnswer {
  /** The answer holds for this time: when the list was received. */
  readonly asOf?: string;
}

/**
 * What can be said of a credential, as separate answers. No sum of them is made: that the signature fits says nothing of who
 * holds the key, and neither says whether the record still stands.
 */
export interface CredentialReport {
  /** The time that was judged by, ISO 8601. */
  readonly at: string;
  readonly signature: SignatureAnswer;
  readonly key: KeyAnswer;
  readonly time: CredentialAnswer;
  readonly status: StatusAnswer;
  /** The key that the signature fits, if it fits one. */
  readonly signedBy?: PublicKey;
}

export const bad = (...codes: CredentialCode[]): CredentialAnswer => ({ state: 'bad', codes });
export const open = (...codes: CredentialCode[]): CredentialAnswer => ({ state: 'not-checked', codes });
export const good = (...codes: CredentialCode[]): CredentialAnswer => ({ state: 'good', codes });
