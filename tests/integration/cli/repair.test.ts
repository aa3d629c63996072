import { readFile, writeFile } from 'node:fs/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CliHouse } from '../../support/cli.ts';
import { filesBelow } from '../../support/vault/vault-world.ts';

let house: CliHouse;
beforeEach(async () => {
  house = await CliHouse.make();
});
afterEach(async () => {
  await house.remove();
});

async function flipFirstBlob(): Promise<string> {
  const file = (await filesBelow(house.vault)).find((name) => name.startsWith('blobs/')) ?? '';
  const path = house.path('vault', file);
  const bytes = await readFile(path);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  await writeFile(path, bytes);
  return file;
}

describe('repair on the command line', () => {
  it('names what is left, takes a given file, heals with parity, and keeps what was damaged aside', async () => {
    await house.run(['init']);
    await writeFile(house.path('work', 'essay.txt'), 'My essay about bridges. '.repeat(50));
    await house.run(['add', house.path('work', 'essay.txt')]);
    const file = await flipFirstBlob();

    const left = await house.run(['repair']);
    expect(left.code).toBe(1);
    expect(left.stdout).toContain('essay.txt');
    expect(left.stdout).toContain('--from');
    expect(left.stdout).toContain('1 thing could not be repaired yet.');

    const done = await house.run(['repair', '--from', house.path('work', 'essay.txt')]);
    expect(done.code, done.stdout).toBe(0);
    expect(done.stdout).toContain('from the file that you gave');
    expect((await house.run(['quarantine', 'list'])).stdout).toContain(file);

    expect((await house.run(['parity', 'on'])).code).toBe(0);
    await flipFirstBlob();
    const { document: healed } = await house.json(['repair']);
    expect(healed).toMatchObject({ ok: true, repaired: [{ from: 'parity' }] });
    expect((await house.run(['check', '--full'])).stdout).toContain('kept aside by `repair`');
    expect((await house.json(['quarantine', 'empty'])).document).toEqual({ removed: 2 });
    expect((await house.run(['repair', '--dry-run'])).stdout).toContain('Nothing is damaged.');
  });
});
