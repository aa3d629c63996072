/**
 * What a provider can get wrong, one for each check of the profile that a test shows to fail (`src/sources/openbadges/PROFILE.md`). Off at the
 * start: the practice provider does everything as the profile asks.
 */
export type ProviderFlaw =
  /** The service description says nothing of OAuth. */
  | 'description-empty'
  /** The metadata of the authorisation server names another token endpoint than the description. */
  | 'metadata-differs'
  /** The metadata speaks for another issuer. */
  | 'issuer-differs'
  /** The answer of a sign-in names another issuer (RFC 9207). */
  | 'wrong-iss'
  /** The answer of a sign-in names no issuer though the metadata promises it. */
  | 'no-iss'
  /** The description and the metadata name a token endpoint on another host. */
  | 'token-elsewhere'
  /** The metadata offers PKCE without S256. */
  | 'pkce-plain-only'
  /** A sign-in without PKCE is let through. */
  | 'pkce-not-required'
  /** A redirect that was never registered is followed. */
  | 'any-redirect'
  /** A code can be used more than once. */
  | 'code-reusable'
  /** A refresh gives no new refresh token, and the old one goes on working. */
  | 'no-rotation'
  /** Revoked tokens go on working. */
  | 'no-revocation'
  /** Credentials are handed out to anybody. */
  | 'no-authorisation'
  /** No X-Total-Count and no Link. */
  | 'no-paging'
  /** Digests of something else. */
  | 'wrong-digests'
  /** The credentials say no status. */
  | 'no-status'
  /** The key document leaves out keys that were used. */
  | 'keys-forgotten'
  /** Errors are pages of HTML. */
  | 'html-errors'
  /** The subject carries the learner's e-mail address. */
  | 'email-in-clear';
