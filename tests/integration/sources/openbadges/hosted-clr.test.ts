import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { credentialSchema, type Credential } from '../../../../src/evidence/records/credential.ts';
import { archivedIn } from '../../../../src/verify/origin/credentials/archived-answers.ts';
import { insideClr, readCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../../src/verify/origin/credentials/verify-credential.ts';
import { parseSignIn } from '../../../../src/sources/openbadges/host/sign-in-secret.ts';
import { testSource } from '../../../../src/vault/test-source.ts';
import { validateProvider } from '../../../../src/vault/validate-provider.ts';
import { noStop } from '../../../support/vault/vault-world.ts';
import { allGood, bySigningIn, expectSignedFiles, HostedWorld, statesOf } from './hosted-world.ts';

const clrPath = '/ims/clr/v2p0';

let hosted: HostedWorld;
beforeEach(async () => {
  hosted = await HostedWorld.start();
});
afterEach(() => hosted.end());

/** The one learner record that is listed. */
async function onlyRecord(): Promise<string> {
  const [id = ''] = await hosted.provider.credentials.recordIds();
  return id;
}

/** What the vault holds of each credential within a learner record, by its id. */
function insideOf(clr: string): Map<string, Credential> {
  const [source] = hosted.vault.index.sources.list();
  const prefix = `credential/${clr}/inside/`;
  const known = hosted.vault.index.sources
    .listKnown(source?.id ?? '', prefix)
    .filter(({ key }) => !/\/grade\/\d+$/.test(key));
  return new Map(known.map(({ key, record }) => [key.slice(prefix.length), credentialSchema.parse(record)]));
}

/** Judges each credential within a record, with nothing but the vault. */
async function judgeInside(clr: string) {
  const bytes = await hosted.bytes(hosted.known(clr).record.document);
  const records = insideOf(clr);
  const judged = new Map<string, Awaited<ReturnType<typeof verifyCredential>>>();
  for (const read of insideClr(readCredential(bytes))) {
    if (read instanceof Error) throw read;
    const { id } = read.credential;
    const record = typeof id === 'string' ? records.get(id) : undefined;
    if (typeof id !== 'string' || record === undefined)
      throw new Error('a credential within the record is not in the vault');
    judged.set(id, await verifyCredential(read, { archive: archivedIn(record), at: new Date() }));
  }
  return judged;
}

describe('a host of learner records', () => {
  it('hands over a signed record with all that is in it, and each verifies with the network off', async () => {
    await hosted.connect({}, clrPath);
    expect(await hosted.sync()).toMatchObject({ state: 'ok', failed: 0 });
    const clr = await onlyRecord();
    const ids = await hosted.provider.credentials.ids();
    await hosted.provider.close();
    expect(hosted.known(clr).record).toMatchObject({ standard: 'clr-2', form: 'json' });
    expect(statesOf(await hosted.judgedOffline(clr))).toEqual(allGood);
    const judged = await judgeInside(clr);
    expect([...judged.keys()].toSorted()).toEqual([...ids].toSorted());
    expect(ids.length).toBeGreaterThan(5);
    for (const [id, report] of judged) expect([id, ...statesOf(report)]).toEqual([id, ...allGood]);
  });

  it('keeps the achievements, results and grades of each credential in it', async () => {
    await hosted.connect({}, clrPath);
    await hosted.sync();
    const clr = await onlyRecord();
    const whole = hosted.known(clr);
    const inside = insideOf(clr);
    expect([...inside.keys()].toSorted()).toEqual([...(await hosted.provider.credentials.ids())].toSorted());
    expect(inside.size).toBeGreaterThan(5);
    for (const record of inside.values()) {
      expect(record).toMatchObject({ partOf: whole.item, document: whole.record.document });
      expect(record.achievements[0]?.name).toMatch(/\w/);
      expect(record.results.map(({ of }) => of)).toEqual(['Grade', 'Attempt']);
      expect(record.results[0]?.grade).toBeDefined();
    }
  });

  it('brings the files that the credentials in it name, each with the digest that was signed', async () => {
    await hosted.connect({}, clrPath);
    await hosted.sync();
    const evidence = [...insideOf(await onlyRecord()).values()].flatMap((record) => record.evidence);
    expect(evidence.length).toBeGreaterThan(30);
    await expectSignedFiles(hosted, evidence);
  });

  it('has nothing new the second time, and asks for no file again', async () => {
    await hosted.connect({}, clrPath);
    const first = await hosted.sync();
    hosted.provider.requests.clear();
    expect(await hosted.sync()).toMatchObject({ state: 'ok', changed: 0, unchanged: first.captured });
    expect(hosted.provider.requests.count('/practice/evidence/')).toBe(0);
  });

  it('says which way a record does not stand: taken back, run out or forged', async () => {
    await hosted.connect({}, clrPath);
    await hosted.sync();
    const { credentials } = hosted.provider;
    const clr = await onlyRecord();
    credentials.revoke(clr);
    await hosted.sync();
    expect((await hosted.judgedOffline(clr)).status).toMatchObject({ state: 'bad', codes: ['revoked'] });
    credentials.expire(clr);
    await hosted.sync();
    expect((await hosted.judgedOffline(clr)).time).toMatchObject({ state: 'bad', codes: ['expired'] });
    credentials.forge(clr);
    await hosted.sync();
    expect((await hosted.judgedOffline(clr)).signature).toMatchObject({
      state: 'bad',
      codes: ['signature-wrong'],
    });
    // What is in it was signed by itself, and stands by itself.
    const judged = await judgeInside(clr);
    expect(judged.size).toBe((await hosted.provider.credentials.ids()).length);
    expect(judged.size).toBeGreaterThan(5);
    for (const report of judged.values()) expect(statesOf(report)).toEqual(allGood);
  });

  it('says that the issuer shows another key than the one that signed a record', async () => {
    await hosted.connect({}, clrPath);
    await hosted.sync();
    hosted.provider.credentials.rekey('forgotten');
    await hosted.sync();
    const clr = await onlyRecord();
    const { key, signature } = await hosted.judgedOffline(clr);
    expect(signature.state).toBe('good');
    expect(key.codes).toContain('key-replaced');
    expect([...(await judgeInside(clr)).values()][0]?.key.codes).toContain('key-replaced');
  });

  it('says which of the credentials in a record do not stand, and leaves the record its signature', async () => {
    await hosted.connect({}, clrPath);
    const { credentials } = hosted.provider;
    const [forged = '', expired = '', revoked = '', other = ''] = await credentials.ids();
    credentials.forge(forged);
    credentials.expire(expired);
    credentials.revoke(revoked);
    await hosted.sync();
    const clr = await onlyRecord();
    expect(statesOf(await hosted.judgedOffline(clr))).toEqual(allGood);
    const judged = await judgeInside(clr);
    expect(judged.get(forged)?.signature).toMatchObject({ state: 'bad', codes: ['signature-wrong'] });
    expect(judged.get(expired)?.time).toMatchObject({ state: 'bad', codes: ['expired'] });
    expect(judged.get(revoked)?.status).toMatchObject({ state: 'bad', codes: ['revoked'] });
    expect(judged.get(other)?.status.state).toBe('good');
    const records = insideOf(clr);
    expect(records.get(forged)?.results[0]?.grade).toBeUndefined();
    expect(records.get(other)?.results[0]?.grade).toBeDefined();
  });

  it('issues a new record when a mark changes, and takes the old one back', async () => {
    await hosted.connect({}, clrPath);
    await hosted.sync();
    const before = await onlyRecord();
    hosted.provider.switches.markAgain(20, { grade: 41, comment: '<p>Marked again.</p>' });
    expect((await hosted.sync()).state).toBe('ok');
    const [first = '', second = ''] = await hosted.provider.credentials.recordIds();
    expect(first).toBe(before);
    expect(hosted.known(first).record.checked.status).toMatchObject({ codes: ['revoked'] });
    expect(hosted.known(second).record.checked.status.state).toBe('good');
    expect(insideOf(second).size).toBe(insideOf(first).size + 1);
  });
});

describe('which API of a host is asked', () => {
  it('is the one of badges unless the address names the other, and the two are two sources', async () => {
    const badges = await hosted.connect();
    const records = await hosted.connect({}, clrPath);
    expect(records).not.toBe(badges);
    expect(await hosted.connect({}, clrPath)).toBe(records);
    const offers = await Promise.all(
      [badges, records].map(
        async (id) => (await testSource(hosted.vault, id, { signal: noStop() })).found.offers,
      ),
    );
    expect(offers).toEqual([
      ['credentials', 'profile'],
      ['learner-records', 'profile'],
    ]);
  });

  it('is the one of learner records where there is no other', async () => {
    hosted.provider.credentials.offer(['clr']);
    await hosted.connect();
    expect(await hosted.sync()).toMatchObject({ state: 'ok', failed: 0 });
    expect(hosted.known(await onlyRecord()).record.standard).toBe('clr-2');
  });

  it('is the only one that a sign-in may read', async () => {
    const source = await hosted.connect({}, clrPath);
    const { access } = parseSignIn(hosted.vault.secrets.find(source) ?? '');
    const ask = async (path: string): Promise<number> => {
      const headers = { Authorization: `Bearer ${access}` };
      return (await fetch(`${hosted.provider.url}${path}/credentials`, { headers })).status;
    };
    expect([await ask(clrPath), await ask('/ims/ob/v3p0')]).toEqual([200, 403]);
  });
});

it('holds a host of learner records against the profile as well, with all that is in them', async () => {
  const { url } = hosted.provider;
  const validated = () => validateProvider(`${url}${clrPath}`, { access: bySigningIn, signal: noStop() });
  const good = await validated();
  expect(good.checks.filter(({ state }) => state === 'fail')).toEqual([]);
  expect(good.checks.filter(({ state }) => state === 'not-checked').map(({ name }) => name)).toEqual([
    'encrypted',
  ]);
  const [id = ''] = await hosted.provider.credentials.ids();
  hosted.provider.credentials.forge(id);
  const bad = await validated();
  expect(bad.checks.filter(({ state }) => state === 'fail').map(({ name }) => name)).toEqual(['proofs']);
});
