import type { TestProject } from 'vitest/node';

import { beginScreenshots, writeScreenshotIndex } from './screenshots.ts';
import { setStages, type NoStage, type Stages } from './stage.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stages: Stages | NoStage;
  }
}

/** Once for a whole run: the runtime, the build and a display for each worker, ended afterwards by its process. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { stages, end } = await setStages(project.config.maxWorkers, (sentence) => {
    console.log(sentence);
  });
  if ('unavailable' in stages) console.log(`Desktop tests are SKIPPED: ${stages.unavailable}`);
  project.provide('stages', stages);
  await beginScreenshots();
  return async () => {
    await writeScreenshotIndex();
    await end();
  };
}
