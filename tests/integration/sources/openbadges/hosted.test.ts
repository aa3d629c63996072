import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { systemClock } from '../../../../src/base/clock.ts';
import { HttpClient } from '../../../../src/sources/http/http-client.ts';
import { isPublicAddress } from '../../../../src/sources/http/private-addresses.ts';
import { fetchEvidence } from '../../../../src/sources/openbadges/host/fetch-evidence.ts';
import { BadgeSession } from '../../../../src/sources/openbadges/host/session.ts';
import { parseSignIn } from '../../../../src/sources/openbadges/host/sign-in-secret.ts';
import { createOpenBadgesSource } from '../../../../src/sources/openbadges/host/openbadges-source.ts';
import { endSource } from '../../../../src/vault/remove-source.ts';
import { vaultStatus } from '../../../../src/vault/status.ts';
import { testSource } from '../../../../src/vault/test-source.ts';
import { signInAtPractice } from '../../../support/practice-browser.ts';
import { codeOf, noStop } from '../../../support/vault/vault-world.ts';
import { beginOpenBadgesSignIn, endOpenBadgesSignIn } from '../../../../src/vault/connectors/openbadges.ts';
import { expectSignedFiles, HostedWorld } from './hosted-world.ts';

let hosted: HostedWorld;
beforeEach(async () => {
  hosted = await HostedWorld.start();
});
afterEach(() => hosted.end());

async function idsOf({ provider }: HostedWorld): Promise<readonly [string, string, string, string]> {
  const [eddsa = '', ecdsa = '', jwt = '', other = ''] = await provider.credentials.ids();
  return [eddsa, ecdsa, jwt, other];
}

describe('a host of signed credentials', () => {
  it('hands over each credential as it was signed, and each verifies with the network off', async () => {
    await hosted.connect();
    const report = await hosted.sync();
    expect(report).toMatchObject({ state: 'ok', failed: 0 });
    const ids = await hosted.provider.credentials.ids();
    const [, , jwt] = await idsOf(hosted);
    await hosted.provider.close();
    for (const id of ids) {
      const judged = await hosted.judgedOffline(id);
      expect([id, judged.signature.state, judged.key.state, judged.time.state, judged.status.state]).toEqual([
        id,
        'good',
        'good',
        'good',
        'good',
      ]);
      expect(judged.key.codes).toContain('key-confirmed-by-nobody');
    }
    const text = (await hosted.bytes(hosted.known(jwt).record.document)).toString();
    expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('brings the files that a credential names, each with the digest that was signed', async () => {
    await hosted.connect();
    await hosted.sync();
    const ids = await hosted.provider.credentials.ids();
    const evidence = ids.flatMap((id) => hosted.known(id).record.evidence);
    expect(evidence.length).toBeGreaterThan(30);
    await expectSignedFiles(hosted, evidence);
  });

  it('makes a grade of each result that says how something was marked', async () => {
    await hosted.connect();
    await hosted.sync();
    const [eddsa] = await idsOf(hosted);
    const { results } = hosted.known(eddsa).record;
    expect(results.map(({ of }) => of)).toEqual(['Grade', 'Attempt']);
    expect(results[0]?.grade).toBeDefined();
    expect(results[1]?.grade).toBeUndefined();
  });

  it('has nothing new the second time, and asks for no file again', async () => {
    await hosted.connect();
    const first = await hosted.sync();
    hosted.provider.requests.clear();
    expect(await hosted.sync()).toMatchObject({
      state: 'ok',
      captured: 0,
      changed: 0,
      unchanged: first.captured,
    });
    expect(hosted.provider.requests.count('/practice/evidence/')).toBe(0);
    expect(hosted.provider.requests.count('/practice/issuer')).toBe(1);
  });

  it('keeps what is forged, run out, taken back or signed with a lost key, and says which', async () => {
    await hosted.connect();
    const [forged, expired, revoked] = await idsOf(hosted);
    const { credentials } = hosted.provider;
    credentials.forge(forged);
    credentials.expire(expired);
    credentials.revoke(revoked);
    await hosted.sync();
    expect((await hosted.judgedOffline(forged)).signature).toMatchObject({
      state: 'bad',
      codes: ['signature-wrong'],
    });
    expect((await hosted.judgedOffline(expired)).time).toMatchObject({ state: 'bad', codes: ['expired'] });
    expect((await hosted.judgedOffline(revoked)).status).toMatchObject({ state: 'bad', codes: ['revoked'] });
    // No grade is made of a record that does not stand.
    expect(hosted.known(forged).record.results[0]?.grade).toBeUndefined();
    expect(hosted.known(expired).record.checked.signature.state).toBe('good');
  });

  it('makes a new version of a credential that is taken back after it was kept', async () => {
    await hosted.connect();
    await hosted.sync();
    const [id, other] = await idsOf(hosted);
    hosted.provider.credentials.revoke(id);
    expect((await hosted.sync()).state).toBe('ok');
    expect(hosted.known(id)).toMatchObject({ version: 2, record: { checked: { status: { state: 'bad' } } } });
    expect(hosted.known(other).version).toBe(1);
  });

  it('says when an issuer shows another key than the one that signed, and keeps what it showed before', async () => {
    await hosted.connect();
    await hosted.sync();
    const [id] = await idsOf(hosted);
    hosted.provider.credentials.rekey('forgotten');
    await hosted.sync();
    const { key, signature } = await hosted.judgedOffline(id);
    expect(signature.state).toBe('good');
    expect(key.codes).toContain('key-replaced');
  });

  it('has nothing to say of a key that was retired in good order', async () => {
    await hosted.connect();
    await hosted.sync();
    const [id] = await idsOf(hosted);
    hosted.provider.credentials.rekey();
    await hosted.sync();
    expect(hosted.known(id)).toMatchObject({ version: 1, record: { checked: { key: { state: 'good' } } } });
  });

  it('does not keep a file that is not the one that was signed for', async () => {
    await hosted.connect();
    hosted.provider.credentials.flaw('wrong-digests');
    const report = await hosted.sync();
    expect(report.state).toBe('partial');
    const failed = report.items.filter(({ outcome }) => outcome === 'failed');
    expect(failed.length).toBeGreaterThan(5);
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['source.not-as-signed']));
    hosted.provider.credentials.flaw(undefined);
    expect((await hosted.sync()).state).toBe('ok');
  });

  it('takes a shorter list for no loss, and says so once', async () => {
    await hosted.connect();
    await hosted.sync();
    const ids = await hosted.provider.credentials.ids();
    hosted.provider.credentials.hideAll(true);
    expect(await hosted.sync()).toMatchObject({ state: 'shows-less', gone: 0 });
    expect(await hosted.sync()).toMatchObject({ state: 'shows-less', gone: 0 });
    expect(ids.map((id) => hosted.known(id).version)).toEqual(ids.map(() => 1));
    const alerts = vaultStatus(hosted.vault).alerts.filter(({ code }) => code === 'shows-less');
    expect(alerts).toHaveLength(ids.length);
  });
});

describe('a sign-in at a host', () => {
  it('is refreshed when its token has ended, with the new one on disk before the old one goes', async () => {
    const source = await hosted.connect();
    const before = parseSignIn(hosted.vault.secrets.find(source) ?? '');
    hosted.provider.credentials.expireAccess();
    expect((await hosted.sync()).state).toBe('ok');
    const after = parseSignIn(hosted.vault.secrets.find(source) ?? '');
    expect(after.access).not.toBe(before.access);
    expect(after.refresh).not.toBe(before.refresh);
    expect(hosted.provider.requests.count('POST /practice/oauth/token')).toBe(2);
  });

  it('uses no new token that could not be made durable', async () => {
    const source = await hosted.connect();
    const secret = parseSignIn(hosted.vault.secrets.find(source) ?? '');
    hosted.provider.credentials.expireAccess();
    hosted.provider.requests.clear();
    const host = createOpenBadgesSource({
      url: hosted.provider.url,
      api: 'ob',
      secret,
      save: () => Promise.reject(new Error('the disk is full')),
      app: 'evidence-vault/test',
      clock: systemClock,
      timeZone: 'UTC',
    });
    await expect(host.probe(noStop())).rejects.toThrow('the disk is full');
    // The description, the refused question, the refresh, and nothing after it.
    expect(hosted.provider.requests.entries.map(({ line }) => line).at(-1)).toBe(
      'POST /practice/oauth/token',
    );
  });

  it('says that it has ended, and goes on as the same source after the next one', async () => {
    const source = await hosted.connect();
    await hosted.sync();
    hosted.provider.credentials.endSignIns();
    expect(await hosted.sync()).toMatchObject({
      state: 'login-expired',
      error: { code: 'source.login-expired' },
    });
    const { signal } = new AbortController();
    const launch = await beginOpenBadgesSignIn(hosted.vault, { source }, { signal });
    const again = await endOpenBadgesSignIn(hosted.vault, launch, await signInAtPractice(launch.address), {
      signal,
    });
    expect(again.id).toBe(source);
    expect(await hosted.sync()).toMatchObject({ state: 'ok', captured: 0, changed: 0 });
  });

  it('is never taken for somebody else’s', async () => {
    const source = await hosted.connect();
    const { signal } = new AbortController();
    const launch = await beginOpenBadgesSignIn(hosted.vault, { source }, { signal });
    const ended = await signInAtPractice(launch.address, {
      username: 'learner2',
      password: 'practice-learner2',
    });
    const before = hosted.vault.secrets.find(source);
    expect(await codeOf(endOpenBadgesSignIn(hosted.vault, launch, ended, { signal }))).toBe(
      'source.other-account',
    );
    expect(hosted.vault.secrets.find(source)).toBe(before);
  });

  it('of an account that is connected already is that source', async () => {
    const source = await hosted.connect();
    expect(await hosted.connect()).toBe(source);
    expect(hosted.vault.index.sources.list().filter(({ type }) => type === 'openbadges')).toHaveLength(1);
    expect(await hosted.connect({ username: 'learner2', password: 'practice-learner2' })).not.toBe(source);
  });

  it('is ended at the host when the source is removed', async () => {
    const source = await hosted.connect();
    const { access } = parseSignIn(hosted.vault.secrets.find(source) ?? '');
    expect(await endSource(hosted.vault, source, { signal: noStop() })).toMatchObject({
      signedOut: true,
      source: { state: 'removed' },
    });
    const answer = await fetch(`${hosted.provider.url}/ims/ob/v3p0/credentials`, {
      headers: { Authorization: `Bearer ${access}` },
    });
    expect(answer.status).toBe(401);
    expect(hosted.vault.secrets.find(source)).toBeUndefined();
  });

  it('is forgotten here though the host cannot be told', async () => {
    const source = await hosted.connect();
    await hosted.provider.close();
    const ended = await endSource(hosted.vault, source, { signal: noStop() });
    expect(ended).toMatchObject({ signedOut: false, problem: { code: 'source.unreachable' } });
    expect(hosted.vault.secrets.find(source)).toBeUndefined();
  });

  it('can be tested, and nothing is changed by it', async () => {
    const source = await hosted.connect();
    const entries = hosted.vault.ledger.heads();
    const { found } = await testSource(hosted.vault, source, { signal: noStop() });
    expect(found).toMatchObject({
      name: 'Northfield Training (practice)',
      account: 'learner1',
      practice: true,
      offers: ['credentials', 'profile'],
      notices: [],
    });
    expect(hosted.vault.ledger.heads()).toEqual(entries);
    const sent = hosted.provider.requests.entries.map(({ method, path }) => `${method} ${path}`);
    expect(z.array(z.string()).parse(sent).slice(-3)).toEqual([
      'GET /ims/ob/v3p0/discovery',
      'GET /ims/ob/v3p0/profile',
      'GET /ims/ob/v3p0/credentials',
    ]);
  });
});

describe('what a host says of files', () => {
  it('leads nowhere but to the files that are named, and never into the learner’s own network', async () => {
    const { mayConnect, port } = { mayConnect: isPublicAddress, port: new URL(hosted.provider.url).port };
    const client = new HttpClient({ app: 'evidence-vault/test', mayConnect });
    const link = (address: string) => ({ address, digests: [] });
    const session = new BadgeSession({
      client,
      clock: systemClock,
      secret: {
        version: 1,
        client: { id: 'x', method: 'none' },
        server: { issuer: 'x', token: 'x' },
        access: 'x',
      },
      save: () => Promise.resolve(),
    });
    hosted.provider.requests.clear();
    for (const address of [
      `http://127.0.0.1:${port}/practice/issuer`,
      `https://127.0.0.1:${port}/practice/issuer`,
      `https://localhost:${port}/`,
      'https://192.168.1.1/router',
      'https://[fd00::1]/',
      'https://169.254.169.254/latest/meta-data/',
      'http://college.example/file.pdf',
      'https://me:secret@college.example/file.pdf',
      'file:///etc/passwd',
    ]) {
      const fetching = fetchEvidence(
        { session, elsewhere: client, base: 'https://portal.example' },
        link(address),
        { etag: undefined, signal: noStop() },
      );
      expect(await codeOf(fetching), address).toBe('source.unsafe-address');
    }
    expect(hosted.provider.requests.entries).toEqual([]);
    client.close();
  });

  it('makes a new credential of a new mark, and takes the old one back', async () => {
    await hosted.connect();
    await hosted.sync();
    const [id] = await idsOf(hosted);
    hosted.provider.switches.markAgain(20, { grade: 41, comment: '<p>Marked again.</p>' });
    expect((await hosted.sync()).state).toBe('ok');
    const again = id.replace(/1$/, '2');
    expect(hosted.known(id)).toMatchObject({
      version: 2,
      record: { checked: { status: { codes: ['revoked'] } } },
    });
    expect(hosted.known(again)).toMatchObject({
      version: 1,
      record: { results: [{ value: '41.00' }, { value: '1' }], checked: { status: { state: 'good' } } },
    });
  });
});
