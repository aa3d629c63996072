import { cp } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { connectFolder } from '../../../src/vault/connectors/folder.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import { cosignBundle } from '../../../src/vault/witnesses/cosign-bundle.ts';
import { runWitness, type ServedWitness } from '../../../src/vault/witnesses/run-witness.ts';
import { witnessNow, type WitnessReport } from '../../../src/vault/witnesses/witness-now.ts';
import { addWitness, removeWitness } from '../../../src/vault/witnesses/witness-settings.ts';
import { witnessStatus } from '../../../src/vault/witnesses/witness-status.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { noStop, temporaryRoot, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

// Before what closes the servers, so that their folders are taken away after it.
const world = worlds();
const folder = temporaryFolders();
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function witness(dir?: string, port = 0): Promise<ServedWitness> {
  const served = await runWitness({
    dir: dir ?? (await folder()),
    host: '127.0.0.1',
    port,
    logs: [],
    trustOnFirstUse: true,
    onProblem: (error) => {
      throw error;
    },
  });
  open.push(() => served.close());
  return served;
}

/** An older copy of a vault, whose witness has seen what came after it. */
async function leftBehind(): Promise<VaultWorld> {
  const learner = await world();
  const server = await witness();
  await learner.using(async (vault) => {
    await addWitness(vault, server.url, server.key);
    await learner.add(vault, { 'essay.txt': 'an essay' });
  });
  const copy = await learner.copyTo(join(await temporaryRoot(), 'copy'), true);
  open.push(() => copy.remove());
  await learner.using(async (vault) => {
    await learner.add(vault, { 'letter.txt': 'a letter' });
    await witnessNow(vault, { signal: noStop() });
  });
  return copy;
}

describe('a vault with witnesses', () => {
  it('shows each what is new, keeps what they sign, and asks again only when something came', async () => {
    const learner = await world();
    const [first, second] = [await witness(), await witness()];
    await learner.using(async (vault) => {
      await addWitness(vault, first.url, first.key);
      await learner.add(vault, { 'essay.txt': 'an essay' });
      expect(await witnessNow(vault, { signal: noStop() })).toMatchObject({
        cosigned: [{ witness: first.name }],
        failed: [],
      });
      await addWitness(vault, second.url, second.key);
      await learner.add(vault, { 'letter.txt': 'a letter' });
      const { size } = vault.writer.head();
      const report = await witnessNow(vault, { signal: noStop() });
      expect(report).toMatchObject({ cosigned: [{}, {}], failed: [], size });
      const status = await witnessStatus(vault);
      expect(status).toMatchObject([
        { key: first.key, due: false, last: { size } },
        { key: second.key, due: false, last: { size } },
      ]);
      await learner.add(vault, { 'poem.txt': 'a poem' });
      expect((await witnessStatus(vault)).map(({ due }) => due)).toEqual([true, true]);
      await removeWitness(vault, first.url);
      expect((await witnessStatus(vault)).map(({ key }) => key)).toEqual([second.key]);
    });
  });

  it('has its witnesses sign after a sync, and a witness that is away stops nothing and is asked again', async () => {
    const learner = await world();
    const server = await witness();
    await learner.file('work/essay.txt', 'an essay');
    await learner.using(async (vault) => {
      await addWitness(vault, server.url, server.key);
      await connectFolder(vault, join(learner.root, 'files', 'work'), { signal: noStop() });
      const told: WitnessReport[] = [];
      const options = { signal: noStop(), onWitnesses: (report: WitnessReport) => told.push(report) };
      await syncSources(vault, options);
      expect(told).toMatchObject([{ cosigned: [{ witness: server.name }], failed: [] }]);
      // Nothing came: nobody is asked.
      await syncSources(vault, options);
      expect(told).toHaveLength(1);
      await server.close();
      await learner.file('work/letter.txt', 'a letter');
      expect(await syncSources(vault, options)).toMatchObject([{ state: 'ok', captured: 1 }]);
      expect(told.at(-1)).toMatchObject({
        cosigned: [],
        failed: [{ error: { code: 'proof.witness-unreachable' } }],
      });
      expect(await witnessStatus(vault)).toMatchObject([
        { due: true, failure: { code: 'proof.witness-unreachable' } },
      ]);
      // Left alone for a while, but for who asks by name.
      await syncSources(vault, options);
      expect(told).toHaveLength(2);
      expect(await witnessNow(vault, { signal: noStop() })).toMatchObject({ failed: [{}] });
      expect(vault.index.statements.openAlerts()).toEqual([]);
    });
  });

  it('that was put back to an older copy hears of it from the witness, once', async () => {
    const old = await leftBehind();
    await old.using(async (vault) => {
      for (let round = 0; round < 2; round += 1)
        expect(await witnessNow(vault, { signal: noStop() })).toMatchObject({
          cosigned: [],
          failed: [{ error: { code: 'proof.witness-saw-more' } }],
        });
      expect(vault.index.statements.openAlerts().map(({ code }) => code)).toEqual(['witness-saw-more']);
    });
  });

  it('whose history went on another way hears of the fork', async () => {
    const other = await leftBehind();
    await other.using(async (vault) => {
      await other.add(vault, { 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'three', 'd.txt': 'four' });
      expect(await witnessNow(vault, { signal: noStop() })).toMatchObject({
        failed: [{ error: { code: 'proof.witness-saw-other' } }],
      });
      expect(vault.index.statements.openAlerts().map(({ code }) => code)).toEqual(['witness-saw-other']);
    });
  });

  it('that forgot what the witness saw is asked once more from the size that the witness names', async () => {
    const learner = await world();
    const dir = join(learner.root, 'witness');
    const server = await witness(dir);
    await learner.using(async (vault) => {
      await addWitness(vault, server.url, server.key);
      await learner.add(vault, { 'essay.txt': 'an essay' });
    });
    // Another copy of the same history asks first; then this one does not know of it.
    const copy = await learner.copyTo(join(await temporaryRoot(), 'copy'), true);
    open.push(() => copy.remove());
    expect(await copy.using((vault) => witnessNow(vault, { signal: noStop() }))).toMatchObject({
      cosigned: [{}],
      failed: [],
    });
    await learner.using(async (vault) => {
      await learner.add(vault, { 'letter.txt': 'a letter' });
      expect(await witnessNow(vault, { signal: noStop() })).toMatchObject({ cosigned: [{}], failed: [] });
    });
  });

  it('keeps nothing that the witness did not sign', async () => {
    const learner = await world();
    const [server, other] = [await witness(), await witness()];
    const answers: [number, string][] = [
      [200, ''],
      [200, '— evidence-vault/witness AAAA\n'],
      [200, 'x'.repeat(100_000)],
      [409, 'many\n'],
      [302, ''],
      [404, 'no'],
      [500, 'no'],
    ];
    let answer = answers[0] ?? [200, ''];
    const liar = await startScriptedServer((_request, response) => {
      response.writeHead(answer[0], answer[0] === 302 ? { location: other.url } : {}).end(answer[1]);
    });
    open.push(() => liar.close());
    await learner.using(async (vault) => {
      await addWitness(vault, liar.url, server.key);
      const before = vault.writer.head().size;
      const codes: string[] = [];
      for (answer of answers) {
        const { cosigned, failed } = await witnessNow(vault, { signal: noStop() });
        expect(cosigned).toEqual([]);
        codes.push(...failed.map(({ error }) => error.code.slice('proof.witness-'.length)));
      }
      expect(codes).toEqual([
        'wrong-answer',
        'wrong-answer',
        'wrong-answer',
        'wrong-answer',
        'unreachable',
        'refused',
        'unreachable',
      ]);
      // A cosignature by another key than the one on the list is none either.
      await removeWitness(vault, server.key);
      await addWitness(vault, other.url, server.key);
      expect(await witnessNow(vault, { signal: noStop() })).toMatchObject({
        failed: [{ error: { code: 'proof.witness-wrong-answer' } }],
      });
      expect(vault.writer.head().size).toBe(before);
    });
  });

  it('takes no witness without a good key and a safe address', async () => {
    const learner = await world();
    const server = await witness();
    await learner.using(async (vault) => {
      for (const [url, key] of [
        ['http://witness.example/', server.key],
        ['ftp://witness.example/', server.key],
        ['https://me:secret@witness.example/', server.key],
        [server.url, 'nonsense'],
        [server.url, `${server.key}x`],
      ] as const)
        await expect(addWitness(vault, url, key)).rejects.toMatchObject({ code: 'input.usage' });
      expect(vault.secrets.witnesses).toEqual([]);
      await expect(removeWitness(vault, 'nobody')).rejects.toMatchObject({ code: 'input.not-found' });
    });
  });

  it('finds a witness by its address however that is written, also beside one whose key is none', async () => {
    const learner = await world();
    const server = await witness();
    await learner.using(async (vault) => {
      await vault.secrets.setWitnesses([
        { url: 'https://nobody.example/', key: 'nonsense' },
        { url: 'https://witness.example/w/', key: server.key },
      ]);
      expect((await witnessStatus(vault)).map(({ name }) => name)).toEqual([
        'https://nobody.example/',
        server.name,
      ]);
      await removeWitness(vault, 'HTTPS://Witness.Example/w');
      await removeWitness(vault, 'https://nobody.example');
      expect(vault.secrets.witnesses).toEqual([]);
    });
  });

  it('is recognised by a witness that was restored from its own file', async () => {
    const learner = await world();
    const dir = join(learner.root, 'witness');
    const server = await witness(dir);
    await learner.using(async (vault) => {
      await addWitness(vault, server.url, server.key);
      await learner.add(vault, { 'essay.txt': 'an essay' });
      await witnessNow(vault, { signal: noStop() });
      await server.close();
      await cp(dir, join(learner.root, 'moved'), { recursive: true });
      const again = await witness(join(learner.root, 'moved'));
      expect(again.key).toBe(server.key);
      await addWitness(vault, again.url, again.key);
      await learner.add(vault, { 'letter.txt': 'a letter' });
      expect(await witnessNow(vault, { signal: noStop() })).toMatchObject({ cosigned: [{}], failed: [] });
    });
  });
});

describe('a witness that is given bundles', () => {
  it('signs none of a history that was told anew', async () => {
    const learner = await world();
    const other = await learner.copyTo(join(await temporaryRoot(), 'other'), true);
    open.push(() => other.remove());
    const exportOf = (from: VaultWorld, name: string, text: string, before: readonly string[] = []) =>
      from.using(async (vault) => {
        await from.add(vault, { [`${name}.txt`]: text });
        const out = join(from.root, `${name}.zip`);
        return exportBundle(vault, { out, extends: before, signal: noStop() });
      });
    const first = await exportOf(learner, 'essay', 'one way');
    const retold = await exportOf(other, 'essay', 'another way');
    const goingOn = await exportOf(other, 'letter', 'a letter', [retold.bundle]);
    const place = { dir: join(learner.root, 'ao'), name: 'ao.example/w' };
    const given = async (bundle: { readonly out: string }) => {
      const { verified, logs } = await cosignBundle(bundle.out, place, { signal: noStop() });
      expect(verified.ok).toBe(true);
      return logs.map(({ outcome }) => outcome);
    };
    expect(await given(first)).toEqual(['cosigned']);
    expect(await given(retold)).toEqual(['other-history']);
    expect(await given(goingOn)).toEqual(['other-history']);
    expect(await given(await exportOf(learner, 'poem', 'a poem'))).toEqual(['extension-not-shown']);
    expect(await given(await exportOf(learner, 'song', 'a song', [first.bundle]))).toEqual(['cosigned']);
    expect(await given(first)).toEqual(['older-than-seen']);
  });
});
