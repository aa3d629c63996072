import { z } from 'zod';

import { VaultError } from '../../../base/errors.ts';

/**
 * What a signed-in source keeps sealed in the vault's settings, as one string: the client that was registered for it, where its tokens are
 * refreshed and revoked, and the tokens. The addresses are those of the sign-in: a description that changes later cannot have a refresh
 * token sent elsewhere.
 */
const signInSecretSchema = z.strictObject({
  version: z.literal(1),
  client: z.strictObject({
    id: z.string(),
    secret: z.string().exactOptional(),
    method: z.enum(['client_secret_basic', 'client_secret_post', 'none']),
  }),
  server: z.strictObject({
    issuer: z.string(),
    token: z.string(),
    revocation: z.string().exactOptional(),
  }),
  access: z.string(),
  refresh: z.string().exactOptional(),
  /** When the access token ends, as far as was said; ISO 8601. */
  expires: z.string().exactOptional(),
  scope: z.string().exactOptional(),
});
export type SignInSecret = z.infer<typeof signInSecretSchema>;

export function encodeSignIn(secret: SignInSecret): string {
  return JSON.stringify(secret);
}

/** Throws `source.login-expired` for what is none: signing in again mends it. */
export function parseSignIn(text: string): SignInSecret {
  try {
    return signInSecretSchema.parse(JSON.parse(text));
  } catch {
    throw new VaultError('source.login-expired', { reason: 'unreadable' });
  }
}
