import { writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { CliHouse } from '../../support/cli.ts';
import { bakedPng } from '../../support/credentials/bake.ts';
import { sampleBadge } from '../../support/credentials/sample-credentials.ts';
import { createTestKey, signAsJwt, signWithProof } from '../../support/credentials/sign.ts';

const report = z.object({
  imports: z.tuple([
    z.object({
      format: z.string(),
      title: z.string(),
      notices: z.array(z.string()),
      items: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ]),
});
const item = z.object({
  latest: z.object({
    record: z.object({
      checked: z.object({ signature: z.object({ codes: z.array(z.string()) }) }),
      notFetched: z.array(z.object({ code: z.string() })),
    }),
  }),
});

let house: CliHouse;
beforeAll(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  const key = createTestKey();
  await writeFile(
    house.path('work', 'badge.png'),
    bakedPng(JSON.stringify(await signWithProof(sampleBadge(key.did), key))),
  );
  const away = await signAsJwt(sampleBadge('did:web:college.example'), key, {
    kid: 'did:web:college.example#key-1',
  });
  await writeFile(house.path('work', 'away.jwt'), away);
});
afterAll(() => house.remove());

async function checkedIn(
  args: readonly string[],
): Promise<{ notices: readonly string[]; record: z.infer<typeof item>['latest']['record'] }> {
  const { code, document } = await house.json(['import', ...args]);
  expect(code).toBe(0);
  const [{ items, notices }] = report.parse(document).imports;
  const credential = items.find(({ name }) => name === 'Unit 3: Food safety');
  const shown = await house.json(['show', credential?.id ?? '']);
  return { notices, record: item.parse(shown.document).latest.record };
}

it('takes a badge out of a picture and says that its signature fits', async () => {
  const { record } = await checkedIn(['badge.png']);
  expect(record.checked.signature.codes).toEqual(['signature-fits']);
});

it('asks nobody with --offline, and says what was not asked', async () => {
  const { notices, record } = await checkedIn(['away.jwt', '--offline']);
  expect(notices).toContain('credential-issuer-not-asked');
  expect(record.checked.signature.codes).toEqual(['signature-not-reached']);
  expect(record.notFetched).toMatchObject([{ code: 'not-asked' }]);
});

it('never asks at a name that belongs to nobody', async () => {
  const { notices, record } = await checkedIn(['away.jwt']);
  expect(notices).not.toContain('credential-issuer-not-asked');
  expect(record.checked.signature.codes).toEqual(['signature-not-reached']);
});
