import { writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { CliHouse } from '../../support/cli.ts';
import { did } from '../../support/credentials/judge.ts';
import { sampleBadge } from '../../support/credentials/sample-credentials.ts';
import { createTestKey, signAsJwt } from '../../support/credentials/sign.ts';
import { marked, rsaKey, signed } from '../../support/mail/signing.ts';

const report = z.object({
  ok: z.boolean(),
  items: z.array(
    z.object({
      kind: z.string(),
      standing: z.string(),
      origin: z.array(z.object({ code: z.string().optional(), by: z.string().optional() })).default([]),
    }),
  ),
});

const badgeKey = createTestKey('RSA');
const mailKey = rsaKey();
const record = 'k1._domainkey.college.test';
let house: CliHouse;
beforeAll(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  const jwt = await signAsJwt(sampleBadge(did), badgeKey, { kid: `${did}#key-1` });
  await writeFile(house.path('work', 'badge.jwt'), jwt);
  await writeFile(house.path('work', 'marked.eml'), Buffer.from(await signed(marked, mailKey), 'latin1'));
  for (const file of ['badge.jwt', 'marked.eml']) expect((await house.json(['import', file])).code).toBe(0);
  expect((await house.json(['export', '--out', 'bundle.zip'])).code).toBe(0);
  await house.json(['policy', 'new']);
});
afterAll(() => house.remove());

const standings = async (...words: string[]) => {
  const { document } = await house.json(['verify', 'bundle.zip', ...words]);
  const { ok, items } = report.parse(document);
  const found = items.filter(({ kind }) => kind === 'credential' || kind === 'message');
  return [ok, ...found.map(({ standing, origin }) => [standing, origin[0]?.code ?? origin[0]?.by])];
};

describe('who made what is in a bundle, on the command line', () => {
  it('is nobody whom the reader trusts, without keys in the policy', async () => {
    expect(await standings()).toEqual([
      true,
      ['kept', 'credential-not-checked'],
      ['kept', 'mail-not-checked'],
    ]);
  });

  it('is the provider whose keys were added to the policy, and the report says what that leaves open', async () => {
    const added = await house.json([
      ...['policy', 'add', 'issuer', JSON.stringify(badgeKey.publicJwk), 'policy.json'],
      ...['--name', 'Riverside College', '--id', did],
    ]);
    expect(added.code).toBe(0);
    expect(added.document).toMatchObject({ policy: { issuers: [{ name: 'Riverside College', id: did }] } });
    const keyed = await house.json(['policy', 'add', 'dkim-key', record, mailKey.record, 'policy.json']);
    expect(keyed.document).toMatchObject({
      policy: { dkimKeys: [{ domain: 'college.test', selector: 'k1' }] },
    });
    expect(await standings('--policy', 'policy.json')).toEqual([
      true,
      ['signed', 'Riverside College'],
      ['from', 'college.test'],
    ]);
    const { stdout } = await house.run(['verify', 'bundle.zip', '--policy', 'policy.json']);
    expect(stdout).toContain('signed by the provider (Riverside College)');
    expect(stdout).toContain('from the provider (college.test)');
    expect(stdout).toContain('It does not show who did the work');
    expect(stdout).toContain('It does not show who there wrote it');
    const { stdout: shown } = await house.run(['policy', 'show', 'policy.json']);
    expect(shown).toMatch(/Signs credentials: Riverside College[^]*Signs e-mails: college\.test/u);
  });

  it('is said of a key that is none, and of a name that is no key record', async () => {
    for (const words of [
      ['issuer', 'z6nonsense', 'policy.json', '--name', 'X'],
      ['issuer', createTestKey().multibase, 'policy.json'],
      ['dkim-key', 'college.test', mailKey.record, 'policy.json'],
      ['dkim-key', record, 'p=AAAA', 'policy.json'],
    ]) {
      const { code, document } = await house.json(['policy', 'add', ...words]);
      expect(code).toBe(2);
      expect(document).toMatchObject({ error: { code: 'input.usage' } });
    }
  });
});
