import { constants } from 'node:os';

import { prepare } from './prepare.ts';
import { buildApp, developmentBuild } from './build-app.ts';
import { launch } from './launch.ts';

/** `npm start`: finds an Electron, builds what has changed, and opens the app. Ends as the app ends. */
const say = (sentence: string) => console.log(sentence);

const { runtime, env, end } = await prepare(say);
try {
  const folder = await buildApp(developmentBuild(runtime));
  const app = launch(runtime, folder, process.argv.slice(2), env);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    app.once('error', reject);
    app.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
} finally {
  await end();
}
