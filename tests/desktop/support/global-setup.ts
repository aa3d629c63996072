import type { TestProject } from 'vitest/node';

import { beginScreenshots, writeScreenshotIndex } from './screenshots.ts';
import { setStage, type NoStage, type Stage } from './stage.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stage: Stage | NoStage;
  }
}

/** Once for a whole run: the runtime, the build and one display, ended afterwards by its process. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { stage, end } = await setStage((sentence) => {
    console.log(sentence);
  });
  if ('unavailable' in stage) console.log(`Desktop tests are SKIPPED: ${stage.unavailable}`);
  project.provide('stage', stage);
  await beginScreenshots();
  return async () => {
    await writeScreenshotIndex();
    await end();
  };
}
