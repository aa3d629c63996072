import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  customFetch,
  dynamicClientRegistrationRequest,
  generateRandomCodeVerifier,
  generateRandomState,
  processAuthorizationCodeResponse,
  processDynamicClientRegistrationResponse,
  validateAuthResponse,
  type AuthorizationServer,
  type TokenEndpointResponse,
} from 'oauth4webapi';

import type { Clock } from '../../../base/clock.ts';
import { VaultError } from '../../../base/errors.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { findAuthorizationServer } from './authorization-server.ts';
import { clientAuthOf } from './client-auth.ts';
import { oauthError } from './oauth-errors.ts';
import { fetchThrough } from './oauth-fetch.ts';
import { offlineAccess } from './scopes.ts';
import type { BadgeHost } from './service-description.ts';
import type { SignInSecret } from './sign-in-secret.ts';

/** A sign-in that has begun. All of it but `address` and `redirect` is secret, and none of it is written down. */
export interface PendingSignIn {
  /** The page at which the learner signs in. */
  readonly address: string;
  /** Where that page sends the learner afterwards; only its beginning: a query follows. */
  readonly redirect: string;
  readonly state: string;
  readonly verifier: string;
  readonly client: SignInSecret['client'];
  readonly server: AuthorizationServer;
}

export interface SignInPort {
  readonly client: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Begins a sign-in with the authorisation code grant: finds the authorisation server, registers this app as a client of it (RFC 7591; each
 * sign-in registers anew, since the redirect of a loopback listener is a new one each time and not every server ignores its port as RFC
 * 8252 section 7.3 asks), and makes the address of the page with state and PKCE S256 (RFC 7636; Open Badges 3.0 section 7.1.2.1).
 *
 * Throws `source.sign-in-unsafe`, `source.not-supported` where no client is registered, `source.*`.
 */
export async function beginSignIn(
  host: BadgeHost,
  redirect: string,
  { client, signal }: Omit<SignInPort, 'clock'>,
): Promise<PendingSignIn> {
  const server = await findAuthorizationServer(client, host, signal);
  const scope = scopesOf(host).join(' ');
  const registered = await register(client, server, { redirect, scope }, signal);
  const state = generateRandomState();
  const verifier = generateRandomCodeVerifier();
  const address = new URL(host.authorizationUrl);
  const asked = {
    response_type: 'code',
    client_id: registered.id,
    redirect_uri: redirect,
    scope,
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return { address: address.href, redirect, state, verifier, client: registered, server };
}

/**
 * Ends a sign-in with the address to which its page led: checks that it is the redirect that was asked for, its state and its issuer
 * (RFC 9207), and exchanges the code.
 *
 * Throws `source.sign-in-mismatch` for an address of another sign-in or a code that is not accepted, `source.refused` where the learner or
 * the portal said no, `source.*`.
 */
export async function endSignIn(
  pending: PendingSignIn,
  address: string,
  { client, clock, signal }: SignInPort,
): Promise<SignInSecret> {
  const { server, redirect } = pending;
  const ended = redirectedTo(redirect, address);
  const oauthClient = { client_id: pending.client.id };
  let response: TokenEndpointResponse;
  try {
    const parameters = validateAuthResponse(server, oauthClient, ended, pending.state);
    response = await processAuthorizationCodeResponse(
      server,
      oauthClient,
      await authorizationCodeGrantRequest(
        server,
        oauthClient,
        clientAuthOf(pending.client),
        parameters,
        redirect,
        pending.verifier,
        requestOptions(client, signal),
      ),
    );
  } catch (thrown) {
    throw oauthError(thrown, 'source.sign-in-mismatch');
  }
  const { token_endpoint: token = '', revocation_endpoint: revocation, issuer } = server;
  return {
    version: 1,
    client: pending.client,
    server: { issuer, token, ...(revocation === undefined ? {} : { revocation }) },
    ...tokensOf(response, clock),
  };
}

/** The tokens of an answer; `before` fills in what an answer to a refresh may leave out (RFC 6749 section 6). */
export function tokensOf(
  response: TokenEndpointResponse,
  clock: Clock,
  before: Partial<Pick<SignInSecret, 'refresh' | 'scope'>> = {},
): Pick<SignInSecret, 'access' | 'refresh' | 'expires' | 'scope'> {
  const refresh = response.refresh_token ?? before.refresh;
  const scope = response.scope ?? before.scope;
  const lasts = response.expires_in;
  return {
    access: response.access_token,
    ...(refresh === undefined ? {} : { refresh }),
    ...(scope === undefined ? {} : { scope }),
    ...(lasts === undefined ? {} : { expires: new Date(clock.now().getTime() + lasts * 1000).toISOString() }),
  };
}

/** What the library needs with every request. TLS is our own fetch's business: it allows http on loopback and nowhere else. */
export function requestOptions(client: HttpClient, signal: AbortSignal) {
  return { [customFetch]: fetchThrough(client, signal), [allowInsecureRequests]: true, signal };
}

async function register(
  client: HttpClient,
  server: AuthorizationServer,
  asked: { readonly redirect: string; readonly scope: string },
  signal: AbortSignal,
): Promise<SignInSecret['client']> {
  let registered;
  try {
    registered = await processDynamicClientRegistrationResponse(
      await dynamicClientRegistrationRequest(
        server,
        {
          client_name: 'Evidence Vault',
          // RFC 8252 section 8.4: an app on a learner's computer.
          application_type: 'native',
          redirect_uris: [asked.redirect],
          token_endpoint_auth_method: 'client_secret_basic',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          scope: asked.scope,
        },
        requestOptions(client, signal),
      ),
    );
  } catch (thrown) {
    throw oauthError(thrown, 'source.not-supported');
  }
  const { client_id: id, client_secret: secret, token_endpoint_auth_method: said } = registered;
  const method = said ?? (secret === undefined ? 'none' : 'client_secret_basic');
  if (method !== 'client_secret_basic' && method !== 'client_secret_post' && method !== 'none')
    throw new VaultError('source.not-supported', { reason: 'client-authentication' });
  return { id, method, ...(typeof secret === 'string' ? { secret } : {}) };
}

/** The least that is needed, and of that what the host says it has. */
function scopesOf({ api, scopes }: BadgeHost): string[] {
  const wished = [api.readProfile, offlineAccess].filter((scope) => scopes?.includes(scope) ?? true);
  return [api.readCredentials, ...wished];
}

/** The address as a redirect of ours. Throws `source.sign-in-mismatch` for any other: nothing in it is looked at then. */
function redirectedTo(redirect: string, address: string): URL {
  const ended = URL.parse(address);
  const [place] = address.split(/[?#]/u, 1);
  if (ended === null || place !== redirect)
    throw new VaultError('source.sign-in-mismatch', { reason: 'other-address' });
  return ended;
}
