import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ProviderFlaw } from '../../../../src/practice/credentials/flaws.ts';
import { asVaultError, VaultError } from '../../../../src/base/errors.ts';
import {
  beginOpenBadgesSignIn,
  endOpenBadgesSignIn,
  type OpenBadgesLaunch,
} from '../../../../src/vault/connectors/openbadges.ts';
import { parseSignIn } from '../../../../src/sources/openbadges/host/sign-in-secret.ts';
import { signInAtPractice } from '../../../support/practice-browser.ts';
import { codeOf, noStop } from '../../../support/vault/vault-world.ts';
import { HostedWorld } from './hosted-world.ts';

let hosted: HostedWorld;
beforeEach(async () => {
  hosted = await HostedWorld.start();
});
afterEach(() => hosted.end());

const begin = (): Promise<OpenBadgesLaunch> =>
  beginOpenBadgesSignIn(hosted.vault, { url: hosted.provider.url }, { signal: noStop() });
const end = (launch: OpenBadgesLaunch, address: string): Promise<unknown> =>
  endOpenBadgesSignIn(hosted.vault, launch, address, { signal: noStop() });

/** Code and reason of what a call fails with. */
async function why(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'nothing';
  } catch (thrown) {
    const { code, details } = asVaultError(thrown);
    return [code, String(details.reason ?? details.error ?? '')].join(' ').trim();
  }
}
const tokenRequests = (): number => hosted.provider.requests.count('/practice/oauth/token');

describe('a sign-in refuses', () => {
  it('an answer with another state, before any code is sent', async () => {
    const launch = await begin();
    const ended = new URL(await signInAtPractice(launch.address));
    ended.searchParams.set('state', 'somebody-elses');
    expect(await why(end(launch, ended.href))).toMatch(/^source\.sign-in-mismatch/);
    ended.searchParams.delete('state');
    expect(await why(end(launch, ended.href))).toMatch(/^source\.sign-in-mismatch/);
    expect(tokenRequests()).toBe(0);
    expect(hosted.vault.index.sources.list()).toEqual([]);
  });

  it('an answer at another address', async () => {
    const launch = await begin();
    const ended = await signInAtPractice(launch.address);
    const query = ended.slice(ended.indexOf('?'));
    for (const place of [
      'https://elsewhere.example/signed-in',
      'org.evidence-vault.app:/signed-in/more',
      'org.evidence-vault.app:/',
      `${hosted.provider.url}/signed-in`,
    ])
      expect(await why(end(launch, `${place}${query}`))).toBe('source.sign-in-mismatch other-address');
    expect(tokenRequests()).toBe(0);
  });

  it('an answer of another issuer, or of none where one was promised (RFC 9207)', async () => {
    for (const flaw of ['wrong-iss', 'no-iss'] as const) {
      const launch = await begin();
      hosted.provider.credentials.flaw(flaw);
      const ended = await signInAtPractice(launch.address);
      expect(await why(end(launch, ended)), flaw).toMatch(/^source\.sign-in-mismatch/);
      hosted.provider.credentials.flaw(undefined);
    }
    expect(tokenRequests()).toBe(0);
  });

  it('a code that was used before', async () => {
    const launch = await begin();
    const ended = await signInAtPractice(launch.address);
    await end(launch, ended);
    expect(await why(end(launch, ended))).toBe('source.sign-in-mismatch invalid_grant');
    // The server takes the first tokens back as well: somebody had the code.
    expect((await hosted.sync()).state).toBe('login-expired');
  });

  it('a code that was made for another sign-in', async () => {
    const [one, other] = [await begin(), await begin()];
    const ended = new URL(await signInAtPractice(one.address));
    const mixed = new URL(await signInAtPractice(other.address));
    mixed.searchParams.set('code', ended.searchParams.get('code') ?? '');
    expect(await why(end(other, mixed.href))).toBe('source.sign-in-mismatch invalid_grant');
  });

  const flaws: readonly (readonly [ProviderFlaw, string])[] = [
    ['issuer-differs', 'source.sign-in-unsafe issuer-mismatch'],
    ['metadata-differs', 'source.sign-in-unsafe endpoints-differ'],
    ['token-elsewhere', 'source.sign-in-unsafe endpoints-differ'],
    ['pkce-plain-only', 'source.sign-in-unsafe pkce'],
    ['description-empty', 'source.protocol'],
  ];
  it.each(flaws)('to begin where the server is wrong: %s', async (flaw, expected) => {
    hosted.provider.credentials.flaw(flaw);
    expect(await why(begin())).toBe(expected);
    // Nothing was registered, and no page was named at which a password could be typed.
    expect(hosted.provider.requests.count('/practice/oauth/register')).toBe(0);
  });

  it('a token endpoint elsewhere also where no metadata speaks of it', async () => {
    hosted.provider.credentials.flaw('token-elsewhere');
    hosted.provider.switches.failNext('/.well-known/oauth-authorization-server', 404);
    expect(await why(begin())).toBe('source.sign-in-unsafe endpoints-elsewhere');
  });

  it('what somebody said no to', async () => {
    const launch = await begin();
    const ended = await signInAtPractice(launch.address, { answer: 'no' });
    expect(await codeOf(end(launch, ended))).toBe('source.refused');
    expect(tokenRequests()).toBe(0);
  });

  it('a host without TLS that is not this computer', async () => {
    const given = { url: 'http://college.example' };
    expect(await why(beginOpenBadgesSignIn(hosted.vault, given, { signal: noStop() }))).toBe(
      'source.refused not-encrypted',
    );
  });

  it('an address that is none', async () => {
    for (const url of ['', 'ftp://college.example', 'https://me:secret@college.example'])
      expect(await codeOf(beginOpenBadgesSignIn(hosted.vault, { url }, { signal: noStop() }))).toBe(
        'input.usage',
      );
  });
});

describe('an error of a sign-in', () => {
  it('holds neither code nor verifier, state, secret or token, however deep one looks', async () => {
    const launch = await begin();
    const { pending } = launch;
    const ended = await signInAtPractice(launch.address);
    const code = new URL(ended).searchParams.get('code') ?? '';
    const thrown: unknown[] = [];
    const note = async (address: string, changed = launch): Promise<void> => {
      thrown.push(await end(changed, address).catch((error: unknown) => error));
    };
    await note(ended.replace('state=', 'state=x'));
    await note(ended.replace('org.evidence-vault.app:/', 'https://elsewhere.example/'));
    await note(ended, { ...launch, pending: { ...pending, verifier: 'v'.repeat(43) } });
    hosted.provider.switches.failNext('/practice/oauth/token', 500, 3);
    await note(ended);
    hosted.provider.switches.clearFaults();
    await end(launch, ended);
    await note(ended);
    expect(thrown.every((each) => each instanceof VaultError)).toBe(true);
    const said = inspect(thrown, { depth: 20, showHidden: true, maxStringLength: null });
    const source = hosted.vault.index.sources.list()[0]?.id ?? '';
    const secret = parseSignIn(hosted.vault.secrets.find(source) ?? '');
    for (const hidden of [
      code,
      pending.verifier,
      pending.state,
      pending.client.secret ?? '',
      secret.access,
      secret.refresh ?? '',
    ]) {
      expect(hidden.length).toBeGreaterThan(20);
      expect(said).not.toContain(hidden);
    }
  });
});

describe('the practice authorisation server', () => {
  it('lets nobody in without PKCE S256', async () => {
    const launch = await begin();
    for (const change of [
      (url: URL) => {
        url.searchParams.delete('code_challenge');
      },
      (url: URL) => {
        url.searchParams.set('code_challenge_method', 'plain');
      },
    ]) {
      const address = new URL(launch.address);
      change(address);
      const ended = await signInAtPractice(address.href);
      expect(new URL(ended).searchParams.get('error')).toBe('invalid_request');
    }
  });

  it('gives no token to a wrong verifier', async () => {
    const launch = await begin();
    const ended = await signInAtPractice(launch.address);
    const wrong = { ...launch, pending: { ...launch.pending, verifier: 'x'.repeat(43) } };
    expect(await why(end(wrong, ended))).toBe('source.sign-in-mismatch invalid_grant');
  });

  it('leads nobody to an address that was not registered', async () => {
    const { address } = await begin();
    const changed = new URL(address);
    changed.searchParams.set('redirect_uri', 'https://elsewhere.example/');
    const answer = await fetch(changed, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('ends a sign-in whose spent refresh token comes back', async () => {
    const source = await hosted.connect();
    const spent = hosted.vault.secrets.find(source) ?? '';
    hosted.provider.credentials.expireAccess();
    expect((await hosted.sync()).state).toBe('ok');
    // A copy of the old secret, as a thief would have it.
    await hosted.vault.secrets.set(source, spent);
    hosted.provider.credentials.expireAccess();
    expect((await hosted.sync()).state).toBe('login-expired');
  });
});
