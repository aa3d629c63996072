import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

import { prepare } from './prepare.ts';
import { buildApp, developmentBuild } from './build-app.ts';
import { launch } from './launch.ts';

/** `npm start`: finds an Electron, builds what has changed, and opens the app. Ends as the app ends. */
const say = (sentence: string) => console.log(sentence);

let app: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (app === undefined) process.exit(128 + constants.signals[signal]);
    else app.kill(signal);
  });

const { runtime, env, end } = await prepare(say);
try {
  const folder = await buildApp(developmentBuild(runtime));
  const started = launch(runtime, folder, process.argv.slice(2), env);
  app = started;
  process.exitCode = await new Promise<number>((resolve, reject) => {
    started.once('error', reject);
    started.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
} finally {
  await end();
}
