import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { CliHouse } from '../../support/cli.ts';
import { writeSampleFiles } from '../../support/sample-files.ts';
import { errorDocument } from './documents.ts';

const cardDocument = z.looseObject({
  card: z.string(),
  name: z.string(),
  registration: z.string().optional(),
  organisation: z.string().optional(),
  keyPhrase: z.string().regex(/^[a-z]+( · [a-z]+){5}$/u),
  signers: z.array(z.looseObject({ name: z.string(), key: z.string(), holds: z.boolean() })),
  whole: z.boolean(),
});
const verified = z.looseObject({
  ok: z.boolean(),
  signer: z.looseObject({ keyPhrase: z.string() }),
  checks: z.array(
    z.looseObject({ id: z.string(), result: z.string(), code: z.string().optional(), detail: z.string() }),
  ),
  cards: z.array(z.looseObject({ name: z.string(), result: z.string() })).optional(),
});

let house: CliHouse;
const work = (...names: string[]): string => house.path('work', ...names);
const card = async (...words: string[]) =>
  cardDocument.parse((await house.json(['card', ...words])).document);
const failing = async (...words: string[]) => {
  const { document, code } = await house.json(words);
  return [errorDocument.parse(document).error.code, code];
};
/** Every file of the history, and how long it is. */
const head = (): unknown =>
  readdirSync(join(house.vault, 'ledger'), { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => [name, statSync(join(house.vault, 'ledger', name)).size]);
async function verify(file: string, ...more: string[]) {
  const { document } = await house.json(['verify', file, ...more]);
  const report = verified.parse(document);
  return { report, identity: report.checks.find(({ id }) => id === 'identity') };
}

beforeAll(async () => {
  house = await CliHouse.make();
  await writeSampleFiles(work('coursework'));
  await house.run(['init']);
  await house.run(['add', 'coursework']);
  await house.run(['recipient', 'new', '--out', 'college', '--name', 'Coastal College']);
});
afterAll(() => house.remove());

describe('a vault card', () => {
  it('is not made without a name', async () => {
    expect(await failing('card', 'new', '--out', 'early.json')).toEqual(['input.name-missing', 2]);
  });

  it('goes from the learner to the provider and back, and then says whose vault it is', async () => {
    await house.run([
      'profile',
      'set',
      '--name',
      'Sam Reed',
      '--uln',
      '9276308686',
      '--candidate-number',
      '4471',
    ]);
    await house.run([
      'enrolment',
      'add',
      '--provider',
      'Coastal College',
      '--ao',
      'Brightwell',
      '--registration',
      'R-7',
    ]);
    const made = await card('new', '--out', 'card.json');
    expect(made).toMatchObject({
      name: 'Sam Reed',
      registration: 'R-7',
      organisation: 'Brightwell',
      signers: [],
      whole: true,
    });
    expect(readFileSync(work('card.json'), 'utf8')).not.toContain('9276308686');

    const signed = await card(
      'sign',
      'card.json',
      '--key',
      'college/signing-key.pem',
      '--as',
      'Coastal College',
    );
    expect(signed.signers).toMatchObject([{ name: 'Coastal College', holds: true }]);
    expect(signed.card).toBe(work('card-signed.json'));

    expect((await card('add', 'card-signed.json')).whole).toBe(true);
    await house.run(['policy', 'new']);
    const { document } = await house.json([
      'policy',
      'add',
      'card-signer',
      'college/recipient-card.json',
      'policy.json',
    ]);
    expect(document).toMatchObject({
      policy: { cardSigners: [{ name: 'Coastal College', key: signed.signers[0]?.key }] },
    });

    await house.run(['export', '--out', 'open.zip']);
    const { report, identity } = await verify('open.zip', '--policy', 'policy.json');
    expect(identity).toMatchObject({
      result: 'pass',
      detail: 'This vault is Sam Reed’s, says a card signed by Coastal College.',
    });
    expect(report.signer.keyPhrase).toBe(made.keyPhrase);
    expect(report.ok).toBe(true);
    const unknown = await verify('open.zip');
    expect(unknown.identity).toMatchObject({ result: 'not-checked', code: 'card-signer-not-trusted' });
  });

  it('is not made with a number if the learner does not want it', async () => {
    const made = await card('new', '--out', 'name-only.json', '--no-registration');
    expect(made.registration).toBeUndefined();
  });

  it('asks which number is meant if there are several', async () => {
    const { document } = await house.json([
      'enrolment',
      'add',
      '--provider',
      'Northfield',
      '--registration',
      'N-1',
    ]);
    const { id } = z.looseObject({ id: z.string() }).parse(document);
    expect(await failing('card', 'new', '--out', 'which.json')).toEqual(['input.ambiguous', 2]);
    expect((await card('new', '--out', 'which.json', '--enrolment', id)).registration).toBe('N-1');
    expect(await failing('card', 'new', '--out', 'none.json', '--enrolment', 'nobody')).toEqual([
      'input.not-found',
      2,
    ]);
    await house.run(['withdraw', id]);
  });

  it('never goes along with a bundle that does not show the name, nor with one under a pseudonym', async () => {
    for (const [file, ...choice] of [
      ['none.zip', '--identity', 'none'],
      ['number.zip', '--identity', 'registration'],
      ['name.zip', '--identity', 'name'],
      ['pseudonym.zip', '--pseudonym', '4471'],
    ] satisfies [string, ...string[]][]) {
      expect((await house.run(['export', '--out', file, ...choice])).code).toBe(0);
      const { report, identity } = await verify(file, '--policy', 'policy.json');
      expect(report.cards).toBeUndefined();
      expect(identity).toMatchObject({ result: 'not-checked', code: 'card-not-there' });
      // Every byte of a bundle lies open in it.
      if (!choice.includes('name')) expect(readFileSync(work(file)).includes('Sam Reed')).toBe(false);
    }
  });

  it('stays at home once the learner has another name', async () => {
    await house.run(['profile', 'set', '--name', 'Sam Field']);
    await house.run(['export', '--out', 'renamed.zip']);
    expect((await verify('renamed.zip')).report.cards).toBeUndefined();
    await house.run(['profile', 'set', '--name', 'Sam Reed']);
  });

  it('is shown as broken once it was changed, and is neither signed nor kept', async () => {
    const text = readFileSync(work('card-signed.json'), 'utf8');
    writeFileSync(work('changed.json'), text.replace('Sam Reed', 'Eve Reed'));
    const shown = await house.json(['card', 'show', 'changed.json']);
    expect([shown.code, cardDocument.parse(shown.document).whole]).toEqual([1, false]);
    expect((await house.json(['card', 'show', 'card-signed.json'])).code).toBe(0);
    const before = head();
    const signing = [
      'card',
      'sign',
      'changed.json',
      '--key',
      'college/signing-key.pem',
      '--as',
      'Coastal College',
    ];
    expect(await failing(...signing)).toEqual(['proof.invalid', 1]);
    expect(await failing('card', 'add', 'changed.json')).toEqual(['proof.invalid', 1]);
    expect(await failing('card', 'add', 'card.json')).toEqual(['input.card-not-signed', 2]);
    expect(head()).toEqual(before);
  });

  it('is refused with a key that is none, and where another file is', async () => {
    const sign = ['card', 'sign', 'card.json', '--as', 'Coastal College', '--key'];
    expect(await failing(...sign, 'college/age-identity.txt')).toEqual(['input.signing-key-invalid', 2]);
    expect(await failing(...sign, 'college/signing-key.pem')).toEqual(['input.exists', 2]);
    expect(await failing(...sign, 'nowhere.pem')).toEqual(['input.path-missing', 2]);
    expect(await failing('card', 'show', 'college/recipient-card.json')).toEqual(['format.unknown', 1]);
  });

  it('of another vault is not kept', async () => {
    const other = { env: { EVIDENCE_VAULT_DIR: house.path('other') } };
    await house.run(['init'], other);
    const result = await house.json(['card', 'add', 'card-signed.json'], other);
    expect(errorDocument.parse(result.document).error.code).toBe('input.card-other-vault');
  });

  it('is still there after the index was made again', async () => {
    await house.run(['rebuild-index']);
    await house.run(['export', '--out', 'again.zip']);
    expect((await verify('again.zip', '--policy', 'policy.json')).identity?.result).toBe('pass');
  });
});
