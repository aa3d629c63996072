import { writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import {
  startPracticeAuthority,
  type PracticeAuthority,
} from '../../../src/practice/authority/practice-authority.ts';
import { CliHouse } from '../../support/cli.ts';
import { asPem } from '../../support/timestamps/openssl.ts';
import { errorDocument } from './documents.ts';

const itemsDocument = z.object({ items: z.array(z.object({ id: z.string() })) });

let house: CliHouse;
let authority: PracticeAuthority;

beforeAll(async () => {
  house = await CliHouse.make();
  authority = await startPracticeAuthority({ keys: 'p-256', name: 'College Time' });
  await house.run(['init']);
  await writeFile(house.path('work', 'essay.txt'), 'An essay.');
  await house.run(['add', 'essay.txt']);
  await writeFile(house.path('work', 'root.pem'), asPem([authority.rootCertificate]));
});
afterAll(async () => {
  await authority.close();
  await house.remove();
});

describe('dates on the command line', () => {
  it('are asked of nobody before the learner chooses, and then of whom they chose', async () => {
    const first = await house.json(['timestamp', 'list']);
    expect(first.document).toMatchObject({ consent: 'not-asked', due: true });
    expect((await house.run(['status'])).stdout).toContain('Nobody is asked for independent dates.');
    for (const url of ['http://timestamp.digicert.com/', 'http://timestamp.sectigo.com/'])
      expect((await house.run(['timestamp', 'remove', url])).code).toBe(0);
    expect((await house.run(['timestamp', 'now'])).stdout).toContain('There is nobody to ask.');
    await house.run(['timestamp', 'add', authority.url]);
    expect((await house.json(['timestamp', 'on'])).document).toMatchObject({
      consent: 'on',
      authorities: [{ url: authority.url, listed: true, due: true, tokens: 0 }],
    });
    const refused = await house.json(['timestamp', 'add', 'ftp://example.org/']);
    expect(errorDocument.parse(refused.document).error.code).toBe('source.unsafe-address');
  });

  it('are told of where they fail, and are asked for again after a while or when somebody says so', async () => {
    authority.flaw('unavailable');
    const failed = await house.json(['timestamp', 'now']);
    expect(failed.code).toBe(1);
    expect(failed.document).toMatchObject({
      stamped: [],
      failed: [{ authority: authority.url, error: { code: 'proof.authority-unreachable' } }],
    });
    expect((await house.json(['status'])).document).toMatchObject({
      timestamps: { due: true, authorities: [{ failure: { code: 'proof.authority-unreachable' } }] },
    });
    const asked = authority.requests();
    const sync = await house.json(['sync']);
    expect(sync.code).toBe(0);
    expect(sync.document).not.toHaveProperty('timestamps');
    expect(authority.requests()).toBe(asked);

    authority.flaw(undefined);
    const later = await house.json(['timestamp', 'now']);
    expect(later.document).toMatchObject({ stamped: [{ authority: authority.url }], failed: [] });
    expect((await house.json(['sync'])).document).not.toHaveProperty('timestamps');
    expect((await house.run(['timestamp', 'list'])).stdout).toMatch(/gave 1 date, the last one/u);
  });

  it('are told of what is kept, as a whole and of each item', async () => {
    const { document } = await house.json(['timestamp', 'list']);
    expect(document).toMatchObject({
      coverage: { items: 1, datedItems: 1, versions: 1, datedVersions: 1 },
    });
    expect((await house.run(['timestamp', 'list'])).stdout).toContain('1 of 1 item dated; the first date is');
    const listed = itemsDocument.parse((await house.json(['list'])).document);
    const id = listed.items[0]?.id ?? '';
    expect((await house.json(['show', id])).document).toMatchObject({
      seen: [{ version: 1, dated: [{ url: authority.url }], seen: [] }],
    });
    expect((await house.run(['show', id])).stdout).toMatch(/ {2}Dated .+ by 127\.0\.0\.1:\d+/u);
  });

  it('are kept up when somebody says so', async () => {
    const refreshed = await house.json(['timestamp', 'refresh']);
    expect(refreshed.code).toBe(0);
    expect(refreshed.document).toMatchObject({
      signers: [{ authority: authority.url, certificates: [{ state: 'good' }, { state: 'trust' }] }],
      unreadable: 0,
      stamping: [{ stamped: [{ authority: authority.url }], failed: [] }],
    });
    expect((await house.run(['timestamp', 'refresh'])).stdout).toMatch(
      /its issuer stands by it, as of .*\n.*the top of the chain\nDated /u,
    );
  });

  it('are shown to a reader whose policy names who gave them', async () => {
    await house.run(['export', '--out', 'bundle.zip']);
    const made = await house.json(['policy', 'new', '--out', 'policy.json', '--name', 'Exams']);
    expect(made.document).toMatchObject({ policy: { name: 'Exams', authorities: [], vaults: [] } });
    expect(
      errorDocument.parse((await house.json(['policy', 'new', '--out', 'policy.json'])).document).error.code,
    ).toBe('input.exists');
    const untrusting = await house.json(['verify', 'bundle.zip', '--policy', 'policy.json']);
    expect(untrusting.document).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ id: 'time', result: 'not-checked', code: 'time-authority-not-trusted' }),
      ]),
    });

    const added = await house.run([
      'policy',
      'add',
      'authority',
      'root.pem',
      'policy.json',
      '--until',
      '2049-01-01',
    ]);
    expect(added.stdout).toContain('Gives dates: College Time root, until 1 January 2049');
    const again = await house.json(['policy', 'add', 'authority', 'root.pem', 'policy.json']);
    expect(errorDocument.parse(again.document).error.code).toBe('input.policy-invalid');
    expect((await house.run(['policy', 'show', 'policy.json'])).stdout).toMatch(
      /SHA-256 (?:[0-9A-F]{2}:){31}/u,
    );

    const trusting = await house.json(['verify', 'bundle.zip', '--policy', 'policy.json']);
    expect(trusting.document).toMatchObject({
      ok: true,
      checks: expect.arrayContaining([{ id: 'time', result: 'pass', detail: expect.any(String) }]),
      items: expect.arrayContaining([
        expect.objectContaining({
          name: 'essay.txt',
          dated: expect.objectContaining({ authority: 'College Time root' }),
        }),
      ]),
    });
    const told = await house.run(['verify', 'bundle.zip', '--policy', 'policy.json']);
    expect(told.stdout).toMatch(/\[yes\] +Since when/u);
    expect(told.stdout).toMatch(/1 item existed by \d+ \w+ \d{4}, says College Time root/u);
    const earlier = await house.run([
      'verify',
      'bundle.zip',
      '--policy',
      'policy.json',
      '--at',
      '2001-01-01',
    ]);
    expect(earlier.stdout).toMatch(/\[open\] +Since when/u);
  });

  it('are not taken on the word of a policy that cannot be read', async () => {
    await writeFile(
      house.path('work', 'not-a-policy.json'),
      '{"format":"evidence-vault-policy","version":1,"trust":"everybody"}',
    );
    await writeFile(house.path('work', 'not-json.json'), 'hello');
    for (const [file, code] of [
      ['not-a-policy.json', 'input.policy-invalid'],
      ['not-json.json', 'input.json-invalid'],
      ['nowhere.json', 'input.path-missing'],
    ] as const) {
      const refused = await house.json(['verify', 'bundle.zip', '--policy', file]);
      expect(errorDocument.parse(refused.document).error.code, file).toBe(code);
    }
    const noCertificate = await house.json(['policy', 'add', 'authority', 'essay.txt', 'policy.json']);
    expect(errorDocument.parse(noCertificate.document).error.code).toBe('input.policy-invalid');
    const when = await house.json([
      'policy',
      'add',
      'vault',
      'ab'.repeat(32),
      'policy.json',
      '--from',
      'yesterday',
    ]);
    expect(errorDocument.parse(when.document).error.code).toBe('input.usage');
  });
});
