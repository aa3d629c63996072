import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

import { writeSampleBundles, type SampleBundles } from './sample-bundles.ts';

/** What the tests of one file share; it is there once the first of them runs. */
export interface Stage<Started> {
  readonly folder: string;
  readonly samples: SampleBundles;
  readonly browser: Started;
}

/** Sample bundles in a folder of their own and a browser, before all tests of a file; afterwards they go, as far as they came. */
export function setStage<Started extends { close(): Promise<void> }>(
  start: () => Promise<Started>,
): () => Stage<Started> {
  let folder: string | undefined;
  let stage: Stage<Started> | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evidence-vault-page-'));
    const samples = await writeSampleBundles(folder);
    stage = { folder, samples, browser: await start() };
  });
  afterAll(async () => {
    await stage?.browser.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (stage === undefined) throw new Error('the stage is not set');
    return stage;
  };
}

export function setChromiumStage(program: string): () => Stage<Browser> {
  return setStage(() => chromium.launch({ executablePath: program, args: ['--no-sandbox'] }));
}
