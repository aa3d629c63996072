import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';

import { checkVaultNow } from '../../../src/vault/check.ts';
import { listItems, showItem } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { childContent } from '../../support/vault/child-content.ts';
import { VaultChild } from '../../support/vault/child.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();
const children: VaultChild[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
});

it('keeps what it acknowledged when it is killed in the middle of an import, and the next one brings the rest', async () => {
  const at = await world();
  const count = 150;
  const members = Array.from({ length: count }, (_, number) => ({
    name: `unit ${number % 7}/file ${number}.bin`,
    // Each its own, so that each is a blob.
    data: Buffer.concat([Buffer.from(`${number} `), childContent(number)]),
  }));
  const path = await at.file('export.zip', rawZip(members));
  const promised = new Map<string, readonly [sha256: string, size: string]>();
  for (let round = 0; round < 3; round += 1) {
    const child = new VaultChild(at, 'importOne', path);
    children.push(child);
    await child.says(round === 0 ? 'open' : 'kept');
    await wait(randomInt(150));
    for (const line of await child.kill()) {
      const [word, id = '', sha256 = '', size = ''] = line.split(' ');
      if (word === 'kept') promised.set(id, [sha256, size]);
    }
    if (child.lines.some((line) => line.startsWith('done'))) break;
  }
  expect(promised.size).toBeGreaterThan(0);
  const last = new VaultChild(at, 'importOne', path);
  children.push(last);
  expect(await last.says('done')).toBe('done ok');
  await last.ended();
  const vault = await at.track(
    openVaultToWrite({ ...at.place, freshIndex: true, unlock: { recoveryWords: at.recoveryWords } }),
  );
  const items = listItems(vault);
  expect(items).toHaveLength(count + 1);
  expect(items.filter(({ versions, failed }) => versions !== 1 || failed !== undefined)).toEqual([]);
  for (const [id, [sha256, size]] of promised) {
    const item = showItem(vault, id);
    expect([item.sha256, String(item.size)]).toEqual([sha256, size]);
  }
  expect((await checkVaultNow(vault, { full: true, signal: noStop() })).damaged).toEqual([]);
});
