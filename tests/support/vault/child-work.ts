/**
 * A process of its own that works on a vault until it is killed or done, for tests of what survives. It says on standard output, a
 * line at a time, what the vault acknowledged.
 *
 * Arguments: the work, the vault's folder, the state folder, the recovery words; then what the work needs.
 */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, stdin, stdout } from 'node:process';

import { reportError } from '../../../src/base/errors.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { importGiven } from '../../../src/vault/import-given.ts';
import { listItems } from '../../../src/vault/items.ts';
import { openVault, openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import { childContent } from './child-content.ts';

const [, , work, dir = '', stateDir = '', recoveryWords = '', ...rest] = argv;
const opening = { dir, stateDir, unlock: { recoveryWords } };
const { signal } = new AbortController();

function say(...words: (string | number)[]): void {
  stdout.write(`${words.join(' ')}\n`);
}

/** Adds files without end, several at a time, from a number on. */
async function add([files = '', from = '0']: string[]): Promise<void> {
  const vault = await openVaultToWrite(opening);
  await mkdir(files, { recursive: true });
  say('open');
  for (let number = Number(from); ; number += 3) {
    const paths = [number, number + 1, number + 2].map((each) => join(files, `file-${each}.bin`));
    for (const [index, path] of paths.entries()) await writeFile(path, childContent(number + index));
    await addFiles(vault, paths, {
      signal,
      onItem: ({ id, name, outcome }) => {
        say('kept', id, name, outcome);
      },
    });
  }
}

/** Syncs every source once, telling of each item as it is kept. */
async function sync(): Promise<void> {
  const vault = await openVaultToWrite(opening);
  say('open');
  const reports = await syncSources(vault, {
    signal,
    onItem: (_source, { id, outcome, sha256, size }) => {
      if (outcome === 'captured') say('kept', id, sha256 ?? '-', size ?? '-');
    },
  });
  await vault.close();
  say('done', ...reports.map(({ state }) => state));
}

/** Imports what was handed over, telling of each item as it is kept. */
async function importOne([path = '']: string[]): Promise<void> {
  const vault = await openVaultToWrite(opening);
  say('open');
  const { state } = await importGiven(vault, path, {
    signal,
    onItem: ({ id, outcome, sha256, size }) => {
      if (outcome === 'captured') say('kept', id, sha256 ?? '-', size ?? '-');
    },
  });
  await vault.close();
  say('done', state);
}

/** Holds the vault open to write until standard input ends. */
async function hold(): Promise<void> {
  const vault = await openVaultToWrite(opening);
  say('open');
  for await (const _chunk of stdin);
  await vault.close();
  say('closed');
}

/** Lists what is there. */
async function list(): Promise<void> {
  const vault = await openVault(opening);
  say('items', listItems(vault).length);
  await vault.close();
}

/** Adds one file and says how much memory that took at most (proc(5), VmHWM), in MB. */
async function addOne([path = '']: string[]): Promise<void> {
  const vault = await openVaultToWrite(opening);
  const { items } = await addFiles(vault, [path], { signal });
  say('kept', items[0]?.sha256 ?? '-', items[0]?.size ?? '-');
  await vault.close();
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  say('peak', Math.round(Number(peak) / 1000));
}

const works: Readonly<Record<string, (rest: string[]) => Promise<void>>> = {
  add,
  sync,
  importOne,
  hold,
  list,
  addOne,
};
try {
  await works[work ?? '']?.(rest);
} catch (error) {
  say('error', reportError(error).code);
}
