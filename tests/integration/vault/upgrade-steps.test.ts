import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readSettings, writeSettings } from '../../../src/store/settings.ts';
import { itemHistory, listItems, searchItems, showItem } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { rebuildOpenIndex } from '../../../src/vault/rebuild-index.ts';
import { addNote } from '../../../src/vault/statements.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { atEveryStep, plainPort } from '../../support/vault/at-every-step.ts';
import { statesOf, type FolderState } from '../../support/vault/folder-states.ts';
import { noStop, passphrase, type VaultWorld } from '../../support/vault/vault-world.ts';
import { indexFile, withIndex } from '../../support/vault/with-index.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds(async (template) => {
  await template.using(async (vault) => {
    await template.add(vault, { 'essay.txt': 'An essay about bees.', 'plan.txt': 'A plan.' });
    await addNote(vault, listItems(vault)[0]?.id ?? '', 'A note about it.');
  });
});

function answers(vault: OpenVault): string {
  const items = listItems(vault);
  const shown = items.map(({ id }) => [showItem(vault, id), itemHistory(vault, id)]);
  return JSON.stringify([items, shown, searchItems(vault, 'bees'), searchItems(vault, 'plan')]);
}

/** The folder of the index as it was left: as it is, or with the second half of its largest file lost, as a power failure may leave it. */
async function leave(at: VaultWorld, state: FolderState, torn: boolean): Promise<void> {
  const folder = dirname(indexFile(at));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const largest = Math.max(...[...state.values()].map((bytes) => bytes.length));
  for (const [name, bytes] of state) {
    const cut = torn && bytes.length === largest ? bytes.subarray(0, bytes.length / 2) : bytes;
    await writeFile(join(folder, name), cut);
  }
}

async function expectAsBefore(at: VaultWorld, expected: string, what: string): Promise<void> {
  const reader = await at.read({ port: plainPort() });
  expect(answers(reader), what).toBe(expected);
  await at.close(reader);
  const writer = await at.write({ port: plainPort() });
  expect(answers(writer), what).toBe(expected);
  await at.close(writer);
  expect(readdirSync(dirname(indexFile(at))), what).toEqual(['index.db']);
}

describe('the index of an older version of the app', () => {
  const acts: Readonly<Record<string, (at: VaultWorld) => Promise<void>>> = {
    'is thrown away and made anew when the vault is opened': async (at) => {
      await withIndex(at, (database) => {
        database.exec('drop table words; drop table erasure');
        database.pragma('user_version = 9');
      });
    },
    'is made anew beside an open vault': async () => undefined,
  };
  it.each(Object.entries(acts))(
    '%s: whatever it is cut short at, everything is there',
    async (name, makeOld) => {
      const at = await world();
      const before = await at.read();
      const expected = answers(before);
      await at.close(before);
      await makeOld(at);
      const beside = name.includes('beside');
      const vault = beside ? await at.write({ port: plainPort() }) : undefined;
      const states = await statesOf(dirname(indexFile(at)), async () => {
        if (vault === undefined) await at.close(await at.write({ port: plainPort() }));
        else await rebuildOpenIndex(vault, { signal: noStop() });
      });
      if (vault !== undefined) await at.close(vault);
      // Old, gone, empty, with its tables, with what is in it.
      expect(states.length).toBeGreaterThan(6);
      expect(states.some((state) => !state.has('index.db'))).toBe(true);
      for (const [number, state] of states.entries()) {
        const torn = number % 3 === 1;
        await leave(at, state, torn);
        await expectAsBefore(
          at,
          expected,
          `state ${number}${torn ? ', torn' : ''}: ${[...state.keys()].join(' ')}`,
        );
      }
    },
    120_000,
  );
});

describe('settings of an older version of the app', () => {
  // The first version had sign-ins and nothing else; a later one may put in what this one does not know.
  const old = { secrets: { 's-0123456789': 'a token' }, later: { colour: 'blue' } };
  const prepare = async (): Promise<VaultWorld> => {
    const at = await world();
    await at.using((vault) =>
      writeSettings(vault.port, vault.dir, vault.keys, { generation: 1, value: old }),
    );
    return at;
  };

  it('are the old or the new ones, whichever step of their first change fails, and nothing in them is lost', async () => {
    const steps = await atEveryStep({
      prepare,
      since: /settings\.sealed/,
      act: async (at, port, acknowledged) => {
        const vault = await openVaultToWrite({ ...at.place, port, unlock: { passphrase } });
        try {
          await vault.secrets.pause('s-0123456789', true);
          acknowledged.add('paused');
        } finally {
          await vault.close();
        }
      },
      check: async (at, acknowledged) => {
        const vault = await at.write({ port: plainPort() });
        expect(vault.findings.map(({ code }) => code)).not.toContain('integrity.settings-damaged');
        expect(vault.secrets.find('s-0123456789')).toBe('a token');
        if (acknowledged.has('paused')) expect(vault.secrets.isPaused('s-0123456789')).toBe(true);
        expect(
          listItems(vault)
            .map(({ name }) => name)
            .sort(),
        ).toEqual(['essay.txt', 'plan.txt']);
        await vault.secrets.pause('s-0123456789', true);
        await at.close(vault);
        expect(await valueIn(at)).toMatchObject({ ...old, paused: ['s-0123456789'] });
      },
    });
    expect(steps).toBeGreaterThan(3);
  }, 120_000);
});

async function valueIn(at: VaultWorld): Promise<unknown> {
  const vault = await at.read({ port: plainPort() });
  const read = await readSettings(vault.port, vault.dir, vault.keys);
  await at.close(vault);
  return read?.value;
}
