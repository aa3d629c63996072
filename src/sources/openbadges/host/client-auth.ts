import {
  ClientSecretBasic,
  ClientSecretPost,
  None,
  type AuthorizationServer,
  type ClientAuth,
} from 'oauth4webapi';

import type { SignInSecret } from './sign-in-secret.ts';

/** How a registered client shows who it is (RFC 6749 section 2.3; Open Badges 3.0 section 7.1.2.3 asks for Basic). */
export function clientAuthOf({ method, secret }: SignInSecret['client']): ClientAuth {
  if (method === 'none' || secret === undefined) return None();
  return method === 'client_secret_basic' ? ClientSecretBasic(secret) : ClientSecretPost(secret);
}

/** The server of a sign-in, as far as refreshing and revoking need it. */
export function serverOf({ issuer, token, revocation }: SignInSecret['server']): AuthorizationServer {
  return {
    issuer,
    token_endpoint: token,
    ...(revocation === undefined ? {} : { revocation_endpoint: revocation }),
  };
}
