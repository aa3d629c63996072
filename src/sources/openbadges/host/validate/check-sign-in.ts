import {
  authorizationCodeGrantRequest,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  validateAuthResponse,
} from 'oauth4webapi';

import { clientAuthOf, serverOf } from '../client-auth.ts';
import { findAuthorizationServer } from '../authorization-server.ts';
import { oauthError } from '../oauth-errors.ts';
import { BadgeSession, revokeSignIn } from '../session.ts';
import type { SignInSecret } from '../sign-in-secret.ts';
import { beginSignIn, endSignIn, requestOptions, tokensOf, type PendingSignIn } from '../sign-in.ts';
import { saidOf, type TestAccess, type Validation } from './validation.ts';

/** A sign-in for the checks, and those that end it, to be called last. */
export interface TestSession {
  readonly session: BadgeSession;
  readonly finish: () => Promise<void>;
}

/** A page that nobody answers: only whether somebody is led there matters. */
const strange = 'https://strange.example/never';

/** What can be checked of the entrance without anybody's account: metadata, registration, PKCE, redirect. */
export async function checkEntrance({ host, client, list, signal }: Validation): Promise<void> {
  try {
    await findAuthorizationServer(client, host, signal);
    list.pass('metadata');
  } catch (thrown) {
    list.fail('metadata', saidOf(thrown));
    return;
  }
  let pending: PendingSignIn;
  try {
    pending = await beginSignIn(host, 'http://127.0.0.1:9/validate', { client, signal });
    list.pass('registration');
  } catch (thrown) {
    list.fail('registration', saidOf(thrown));
    return;
  }
  await checkPkce(client, pending, { list, signal });
  await checkRedirect(client, pending, { list, signal });
}

type Port = Pick<Validation, 'list' | 'signal'>;

async function checkPkce(client: Validation['client'], pending: PendingSignIn, port: Port): Promise<void> {
  const { list } = port;
  for (const [without, change] of [
    [
      'without a challenge',
      (query: URLSearchParams) => {
        query.delete('code_challenge');
        query.delete('code_challenge_method');
      },
    ],
    [
      'with the method plain',
      (query: URLSearchParams) => {
        query.set('code_challenge_method', 'plain');
      },
    ],
  ] as const) {
    const { status, location } = await ask(client, pending, change, port.signal);
    const error = location?.searchParams.get('error') ?? undefined;
    const refused =
      status >= 400 || (location?.href.startsWith(pending.redirect) === true && error !== undefined);
    if (!refused) {
      list.fail('pkce-required', `A sign-in ${without} was let through with status ${status}.`);
      return;
    }
  }
  list.pass('pkce-required');
}

async function checkRedirect(
  client: Validation['client'],
  pending: PendingSignIn,
  { list, signal }: Port,
): Promise<void> {
  const { status, location } = await ask(
    client,
    pending,
    (query) => {
      query.set('redirect_uri', strange);
    },
    signal,
  );
  if (location?.href.startsWith(strange) === true)
    list.fail('redirect-registered', 'The page led to an address that was never registered.');
  else if (status < 400)
    list.fail(
      'redirect-registered',
      `A redirect that was never registered was answered with status ${status}, and not refused at once.`,
    );
  else list.pass('redirect-registered');
}

async function ask(
  client: Validation['client'],
  pending: PendingSignIn,
  change: (query: URLSearchParams) => void,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly location: URL | undefined }> {
  const url = new URL(pending.address);
  change(url.searchParams);
  const answer = await client.request({ method: 'GET', url, signal });
  const location = answer.header('location');
  answer.discard();
  return {
    status: answer.status,
    location: location === undefined ? undefined : (URL.parse(location, url.href) ?? undefined),
  };
}

/** Signs in, or takes the token that was given. Undefined where nobody can get in. */
export async function checkSignIns(
  validation: Validation,
  access: TestAccess | undefined,
): Promise<TestSession | undefined> {
  const { client, clock, list } = validation;
  const names = [
    'issuer-named',
    'sign-in',
    'refresh-rotated',
    'refresh-once',
    'code-once',
    'revocation',
  ] as const;
  if (access === undefined) {
    for (const name of names) list.open(name, 'Nobody signed in.');
    return undefined;
  }
  if ('token' in access) {
    for (const name of names) list.open(name, 'A token was given, so nobody signed in.');
    const secret: SignInSecret = {
      version: 1,
      client: { id: '', method: 'none' },
      server: { issuer: '', token: '' },
      access: access.token,
    };
    return { session: new BadgeSession({ client, clock, secret, save: forget }), finish: nothing };
  }
  if (list.failed('metadata') || list.failed('registration')) return undefined;
  const begun = await signIn(validation, access);
  if (begun === undefined) return undefined;
  let { secret } = begun;
  const session = new BadgeSession({
    client,
    clock,
    secret,
    save: (fresh) => {
      secret = fresh;
      return Promise.resolve();
    },
  });
  return {
    session,
    finish: async () => {
      await checkRefresh(validation, secret);
      await checkEnds(validation, access);
    },
  };
}

interface Begun {
  readonly secret: SignInSecret;
  readonly pending: PendingSignIn;
  readonly code: URLSearchParams;
}

async function signIn(
  { host, client, clock, list, signal }: Validation,
  access: Extract<TestAccess, { readonly redirect: string }>,
): Promise<Begun | undefined> {
  try {
    const pending = await beginSignIn(host, access.redirect, { client, signal });
    const ended = await access.signIn(pending.address);
    const named = issuerProblem(pending, ended);
    if (named !== undefined) {
      list.fail('issuer-named', named);
      return undefined;
    }
    list.pass('issuer-named');
    const secret = await endSignIn(pending, ended, { client, clock, signal });
    if (secret.refresh === undefined) list.fail('sign-in', 'No refresh token was given.');
    else list.pass('sign-in');
    return { secret, pending, code: new URL(ended).searchParams };
  } catch (thrown) {
    list.fail('sign-in', saidOf(thrown));
    return undefined;
  }
}

/** RFC 9207 section 2: the answer names its issuer, as the profile asks of everybody. */
function issuerProblem({ server }: PendingSignIn, ended: string): string | undefined {
  const said = URL.parse(ended)?.searchParams.get('iss') ?? undefined;
  if (said === undefined) return 'The answer of the sign-in has no iss.';
  return said === server.issuer ? undefined : 'The iss of the answer is not the issuer.';
}

async function checkRefresh(
  { client, clock, list, signal }: Validation,
  secret: SignInSecret,
): Promise<void> {
  if (secret.refresh === undefined) {
    for (const name of ['refresh-rotated', 'refresh-once'] as const)
      list.open(name, 'There is no refresh token.');
    return;
  }
  const refresh = async (token: string): Promise<string | undefined> => {
    const options = requestOptions(client, signal);
    const asked = { client_id: secret.client.id };
    const server = serverOf(secret.server);
    const answer = await refreshTokenGrantRequest(server, asked, clientAuthOf(secret.client), token, options);
    return tokensOf(await processRefreshTokenResponse(server, asked, answer), clock).refresh;
  };
  let fresh: string | undefined;
  try {
    fresh = await refresh(secret.refresh);
  } catch (thrown) {
    list.fail('refresh-rotated', saidOf(oauthError(thrown, 'source.login-expired')));
    return;
  }
  if (fresh === undefined || fresh === secret.refresh) {
    list.fail('refresh-rotated', 'The refresh token stayed the same.');
    list.open('refresh-once', 'The refresh token stayed the same.');
    return;
  }
  list.pass('refresh-rotated');
  if (await isRefused(() => refresh(secret.refresh ?? ''))) list.pass('refresh-once');
  else list.fail('refresh-once', 'A refresh token worked a second time after a new one was given.');
}

/** Signs in once more, and ends that: a revoked token and a used code. */
async function checkEnds(
  validation: Validation,
  access: Extract<TestAccess, { readonly redirect: string }>,
): Promise<void> {
  const { host, client, list, signal } = validation;
  const begun = await signIn(validation, access);
  if (begun === undefined) {
    for (const name of ['revocation', 'code-once'] as const)
      list.open(name, 'The second sign-in did not work.');
    return;
  }
  await checkRevocation(validation, begun.secret);
  const { pending, code } = begun;
  const again = async (): Promise<unknown> => {
    const asked = { client_id: pending.client.id };
    const answer = await authorizationCodeGrantRequest(
      pending.server,
      asked,
      clientAuthOf(pending.client),
      validateAuthResponse(pending.server, asked, code, pending.state),
      pending.redirect,
      pending.verifier,
      requestOptions(client, signal),
    );
    return processAuthorizationCodeResponse(pending.server, asked, answer);
  };
  if (await isRefused(again)) list.pass('code-once');
  else list.fail('code-once', `A code of ${host.authorizationUrl.origin} gave tokens a second time.`);
}

async function checkRevocation(
  { host, client, list, signal }: Validation,
  secret: SignInSecret,
): Promise<void> {
  if (list.failed('authorisation')) {
    list.open('revocation', 'Everything is shown without a token anyway.');
    return;
  }
  try {
    if (!(await revokeSignIn(client, secret, signal))) {
      list.fail('revocation', 'The metadata names no revocation endpoint.');
      return;
    }
  } catch (thrown) {
    list.fail('revocation', saidOf(thrown));
    return;
  }
  const answer = await client.request({
    method: 'GET',
    url: new URL(`${host.base}/${host.api.path}/credentials?limit=1`),
    headers: { Authorization: `Bearer ${secret.access}` },
    signal,
  });
  answer.discard();
  if (answer.status === 401) list.pass('revocation');
  else list.fail('revocation', `A revoked token was answered with status ${answer.status}.`);
}

/** True for an error of OAuth; what stops the checks is thrown on. */
async function isRefused(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (thrown) {
    const error = oauthError(thrown, 'source.login-expired');
    if (error.code !== 'source.login-expired') throw error;
    return true;
  }
}

const forget = (): Promise<void> => Promise.resolve();
const nothing = (): Promise<void> => Promise.resolve();
