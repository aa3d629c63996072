import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Task } from '../../../src/contract/tasks.ts';
import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { setStampingConsent } from '../../../src/vault/timestamps/stamping-settings.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { ScheduledEngine } from '../../support/engine/scheduled.ts';
import { askOnly, Authorities } from '../../support/vault/dated-world.ts';
import { noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const hour = 3_600_000;
const world = worlds();
const authorities = new Authorities();
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await authorities.closeAll();
  vi.useRealTimers();
});

interface Own {
  readonly vault: WritableVault;
  readonly engine: ScheduledEngine;
  readonly folders: readonly string[];
}

/** The parts of the engine that copy and ask by themselves, and a vault with three folders. */
async function begin(): Promise<Own> {
  // Only what the time is: timers and the network go on as ever.
  vi.useFakeTimers({ toFake: ['Date'] });
  const at = await world();
  const vault = await at.write();
  const folders = ['one', 'two', 'three'].map((name) => join(at.root, name));
  for (const folder of folders) {
    await mkdir(folder);
    await connectFolder(vault, folder, { signal: noStop() });
  }
  const engine = new ScheduledEngine(vault, { syncEveryMinutes: 60 });
  closing.push(() => engine.end());
  return { vault, engine, folders };
}

/** A folder may show a late sign of change, and be looked into once more. */
const asked = ({ engine }: Own): Task[] => engine.ended.filter(({ kind }) => kind === 'ask-outside');
const kindsOf = ({ engine }: Own): string[] => engine.ended.map(({ kind }) => kind);

describe('after a round of copying', () => {
  it('the authorities are asked once, and not once for each source', async () => {
    const own = await begin();
    const authority = await authorities.start();
    await askOnly(own.vault, authority);
    await setStampingConsent(own.vault, 'on');
    for (const folder of own.folders) await writeFile(join(folder, 'essay.txt'), `an essay in ${folder}`);
    await own.engine.work();
    expect(kindsOf(own).slice(0, 4)).toEqual(['sync', 'sync', 'sync', 'ask-outside']);
    expect(asked(own)).toMatchObject([{ state: 'done', result: { dates: { stamped: [{}] } } }]);
    expect(own.vault.index.proofs.coverage(new Map([[own.vault.recorder.log, 1e9]]))).toMatchObject({
      items: 3,
    });
    // A mark before the first source captured something, and once afterwards.
    expect(authority.requests()).toBe(2);
  });

  it('nobody is asked where the learner has not said yes', async () => {
    const own = await begin();
    const authority = await authorities.start();
    await askOnly(own.vault, authority);
    for (const folder of own.folders) await writeFile(join(folder, 'essay.txt'), 'an essay');
    await own.engine.work();
    expect(new Set(kindsOf(own))).toEqual(new Set(['sync']));
    expect(authority.requests()).toBe(0);
  });

  it('what could not be dated waits, and is asked for by itself once its time has come', async () => {
    const own = await begin();
    const authority = await authorities.start({ flaw: 'unavailable' });
    await askOnly(own.vault, authority);
    await setStampingConsent(own.vault, 'on');
    await writeFile(join(own.folders[0] ?? '', 'essay.txt'), 'an essay');
    await own.engine.work();
    expect(asked(own)).toMatchObject([
      { result: { dates: { stamped: [], failed: [{ error: { code: 'proof.authority-unreachable' } }] } } },
    ]);
    authority.flaw(undefined);
    // Left alone for now.
    await own.engine.work();
    expect(asked(own)).toHaveLength(1);
    vi.setSystemTime(Date.now() + hour);
    await own.engine.work();
    expect(asked(own).slice(1)).toMatchObject([
      { quiet: true, result: { dates: { stamped: [{}], failed: [] } } },
    ]);
  });
});
