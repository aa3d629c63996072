import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { CliHouse } from '../../support/cli.ts';

const madeSchema = z.object({
  parts: z.array(z.object({ part: z.number(), bundle: z.string(), out: z.string(), bytes: z.number() })),
});
const setLine = z.object({
  set: z.object({
    result: z.string(),
    code: z.string().optional(),
    missing: z.array(z.object({ part: z.number() })).optional(),
    present: z.array(z.object({ part: z.number(), name: z.string() })).optional(),
  }),
});

let house: CliHouse;
let first: string[];
let second: string[];
beforeAll(async () => {
  house = await CliHouse.make();
  await house.run(['init']);
  for (const name of ['one.bin', 'two.bin', 'three.bin']) {
    await writeFile(house.path('work', name), randomBytes(150_000));
    await house.run(['add', name]);
  }
  first = await split('first.zip');
  second = await split('second.zip');
});
afterAll(() => house.remove());

async function split(out: string): Promise<string[]> {
  const { code, stdout } = await house.run(['export', '--out', out, '--split', '250kB', '--json']);
  expect(code).toBe(0);
  const { parts } = madeSchema.parse(JSON.parse(stdout));
  for (const { bytes } of parts) expect(bytes).toBeLessThanOrEqual(250_000);
  return parts.map((part) => part.out);
}

async function setsOf(...words: string[]) {
  const { code, stdout } = await house.run(['verify', ...words, '--json']);
  const sets = stdout
    .trim()
    .split('\n')
    .flatMap((line) => setLine.safeParse(JSON.parse(line)).data ?? []);
  return { code, sets: sets.map(({ set }) => set) };
}

describe('export --split', () => {
  it('makes parts that a batch finds to be one whole set', async () => {
    expect(first).toHaveLength(3);
    const { code, sets } = await setsOf('--set', ...first);
    expect(code).toBe(0);
    expect(sets).toHaveLength(1);
    expect(sets[0]).toMatchObject({ missing: [] });
    expect(sets[0]?.present?.map(({ part }) => part)).toEqual([1, 2, 3]);
  });

  it('says which parts are missing', async () => {
    const { code, sets } = await setsOf(first[0] ?? '', first[2] ?? '');
    expect(code).toBe(0);
    expect(sets).toMatchObject([
      { result: 'not-checked', code: 'set-parts-missing', missing: [{ part: 2 }] },
    ]);
    const { stdout } = await house.run(['verify', first[0] ?? '', first[2] ?? '']);
    expect(stdout).toContain('[open] A set of 3 parts:');
    expect(stdout).toContain('part 2 (b-');
  });

  it('refuses parts of different exports, and whole bundles, as one set', async () => {
    const mixed = await setsOf('--set', first[0] ?? '', second[1] ?? '', first[2] ?? '');
    expect(mixed.code).toBe(1);
    expect(mixed.sets.map(({ code }) => code)).toEqual([
      'set-parts-missing',
      'set-parts-missing',
      'set-mixed',
    ]);
    await house.run(['export', '--out', 'whole.zip']);
    const whole = await setsOf('--set', ...first, 'whole.zip');
    expect(whole.code).toBe(1);
    expect(whole.sets.at(-1)).toMatchObject({ code: 'set-mixed' });
    expect((await setsOf('--set', 'whole.zip')).code).toBe(1);
  });

  it('says of one part alone which it is', async () => {
    const { stdout } = await house.run(['verify', first[1] ?? '']);
    expect(stdout).toContain('Part 2 of 3 of an export that was split.');
  });

  it('refuses a size that is none, and an item that is larger', async () => {
    for (const size of ['lots', '0', '10kB', '-5MB', '1.5.2MB', '5 TB'])
      expect((await house.run(['export', '--out', 'x.zip', '--split', size])).code, size).toBe(2);
    const large = await house.run(['export', '--out', 'x.zip', '--split', '100kB']);
    expect(large.code).toBe(2);
    expect(large.stderr).toContain('input.item-too-large');
    expect((await readdir(house.path('work'))).filter((name) => name.startsWith('x'))).toEqual([]);
  });
});
