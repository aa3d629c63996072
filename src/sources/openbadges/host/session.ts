import {
  processRefreshTokenResponse,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
} from 'oauth4webapi';

import type { Clock } from '../../../base/clock.ts';
import { VaultError } from '../../../base/errors.ts';
import type { HttpAnswer } from '../../http/http-answer.ts';
import type { HttpClient } from '../../http/http-client.ts';
import { clientAuthOf, serverOf } from './client-auth.ts';
import { oauthError } from './oauth-errors.ts';
import type { SignInSecret } from './sign-in-secret.ts';
import { requestOptions, tokensOf } from './sign-in.ts';

/** An access token that ends this soon, in milliseconds, is refreshed before it is used. */
const soon = 30_000;

export interface SessionOptions {
  readonly client: HttpClient;
  readonly clock: Clock;
  readonly secret: SignInSecret;
  /** Makes a new secret durable; the old one is used until this resolves. */
  readonly save: (secret: SignInSecret) => Promise<void>;
}

/** A learner's sign-in at a host: sends requests with its token and keeps the token fresh. */
export class BadgeSession {
  readonly #client: HttpClient;
  readonly #clock: Clock;
  readonly #save: SessionOptions['save'];
  #secret: SignInSecret;
  #refreshing: Promise<void> | undefined;

  constructor({ client, clock, secret, save }: SessionOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#secret = secret;
    this.#save = save;
  }

  /**
   * Sends a request with the access token (Open Badges 3.0 section 7.1.3; RFC 6750 section 2.1: in the header, never in the address).
   * A token that has ended is refreshed, once.
   * Throws `source.login-expired` when it cannot be, `source.*`.
   */
  async get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer> {
    if (this.#endsSoon()) await this.#refresh(this.#secret.access, signal);
    const used = this.#secret.access;
    const answer = await this.#send(url, headers, signal);
    if (answer.status !== 401) return answer;
    answer.discard();
    await this.#refresh(used, signal);
    const again = await this.#send(url, headers, signal);
    if (again.status !== 401) return again;
    again.discard();
    throw new VaultError('source.login-expired', { status: 401 });
  }

  async #send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer> {
    const authorization = { Authorization: `Bearer ${this.#secret.access}` };
    return this.#client.request({ method: 'GET', url, headers: { ...headers, ...authorization }, signal });
  }

  #endsSoon(): boolean {
    const { expires, refresh } = this.#secret;
    return (
      expires !== undefined &&
      refresh !== undefined &&
      Date.parse(expires) - this.#clock.now().getTime() < soon
    );
  }

  /** Requests side by side share one refresh: a rotated refresh token must not be used twice (RFC 9700 section 4.14.2). */
  async #refresh(used: string, signal: AbortSignal): Promise<void> {
    if (this.#secret.access !== used) return;
    this.#refreshing ??= this.#refreshNow(signal).finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  async #refreshNow(signal: AbortSignal): Promise<void> {
    const { refresh, client, server } = this.#secret;
    if (refresh === undefined) throw new VaultError('source.login-expired', { reason: 'no-refresh-token' });
    const oauthClient = { client_id: client.id };
    let fresh: SignInSecret;
    try {
      const response = await processRefreshTokenResponse(
        serverOf(server),
        oauthClient,
        await refreshTokenGrantRequest(
          serverOf(server),
          oauthClient,
          clientAuthOf(client),
          refresh,
          requestOptions(this.#client, signal),
        ),
      );
      const { expires: _ended, ...before } = this.#secret;
      fresh = { ...before, ...tokensOf(response, this.#clock, before) };
    } catch (thrown) {
      throw oauthError(thrown, 'source.login-expired');
    }
    // The server may have ended the old refresh token: the new one is on disk before anything else happens.
    await this.#save(fresh);
    this.#secret = fresh;
  }
}

/**
 * Has a sign-in's tokens revoked (RFC 7009): the refresh token, which ends the access tokens that came of it, or else the access token.
 * @returns false where the server offers no revocation. Throws `source.*`.
 */
export async function revokeSignIn(
  client: HttpClient,
  secret: SignInSecret,
  signal: AbortSignal,
): Promise<boolean> {
  if (secret.server.revocation === undefined) return false;
  try {
    await processRevocationResponse(
      await revocationRequest(
        serverOf(secret.server),
        { client_id: secret.client.id },
        clientAuthOf(secret.client),
        secret.refresh ?? secret.access,
        requestOptions(client, signal),
      ),
    );
    return true;
  } catch (thrown) {
    throw oauthError(thrown, 'source.protocol');
  }
}
