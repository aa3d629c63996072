import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { createSecretReceiver } from '../../../src/contract/sealed-secret.ts';
import { runWitness } from '../../../src/vault/witnesses/run-witness.ts';
import { EngineComputer, EngineProcess, type EnginePage } from '../../support/engine/engine-process.ts';

const passphrase = 'four plain test words';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function add(engine: EngineProcess, page: EnginePage, name: string): Promise<void> {
  const file = join(engine.computer.root, 'work', name);
  await writeFile(file, `the words of ${name}`);
  await page.result('add-files', page.call('files.add', { files: [engine.grant(file)] }));
}

/** Copies what a computer holds of its vault, as a backup of the whole disk does. */
async function copyAll(root: string, from: string, to: string): Promise<void> {
  for (const folder of ['vault', 'state']) {
    await rm(join(root, `${folder}${to}`), { recursive: true, force: true });
    await cp(join(root, `${folder}${from}`), join(root, `${folder}${to}`), { recursive: true });
  }
}

describe('a witness that saw more of a history than is here', () => {
  it('is told of in the answer, and stays before the eyes of the learner as an alert', async () => {
    const computer = await EngineComputer.make();
    closing.push(() => computer.remove());
    const witness = await runWitness({
      dir: join(computer.root, 'witness'),
      name: 'college.example/witness',
      host: '127.0.0.1',
      port: 0,
      logs: [],
      trustOnFirstUse: true,
      onProblem: () => undefined,
    });
    closing.push(() => witness.close());
    const { url, key, name } = witness;

    const first = await EngineProcess.start(computer);
    closing.push(() => first.stop());
    const page = await first.page();
    await page.call('vault.create', {
      passphrase: await page.seal('vault.create/passphrase', passphrase),
      replyKey: (await createSecretReceiver()).publicKey,
    });
    await mkdir(join(computer.root, 'work'));
    await add(first, page, 'essay.txt');
    await page.call('witnesses.add', { url, key });
    await page.result('ask-witnesses', page.call('witnesses.ask', {}));
    await first.stop();
    await copyAll(computer.root, '', '-before');

    const second = await EngineProcess.start(computer, { vaultDir: computer.vaultDir });
    closing.push(() => second.stop());
    const later = await second.page();
    const open = async (of: EnginePage): Promise<void> => {
      await of.call('vault.open', {
        unlock: { passphrase: await of.seal('vault.open/passphrase', passphrase) },
      });
    };
    await open(later);
    await add(second, later, 'letter.txt');
    await later.result('ask-witnesses', later.call('witnesses.ask', {}));
    await second.stop();
    await copyAll(computer.root, '-before', '');

    const third = await EngineProcess.start(computer, { vaultDir: computer.vaultDir });
    closing.push(() => third.stop());
    const back = await third.page();
    await open(back);
    expect(await back.result('ask-witnesses', back.call('witnesses.ask', {}))).toMatchObject({
      cosigned: [],
      failed: [{ witness: name, error: { code: 'proof.witness-saw-more' } }],
    });
    expect((await back.call('vault.status', {})).alerts.map(({ code }) => code)).toEqual([
      'witness-saw-more',
    ]);
    expect((await back.call('witnesses.list', {})).witnesses).toMatchObject([
      { key, failure: { code: 'proof.witness-saw-more' } },
    ]);
  });
});
