import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createNetServer, type AddressInfo } from 'node:net';

import { watch } from 'chokidar';
import { createServer } from 'vite';

import { buildApp, developmentBuild } from './build-app.ts';
import { launch } from './launch.ts';
import { pageConfig } from './page-config.ts';
import { inCheckout } from './places.ts';
import { prepare } from './prepare.ts';

/**
 * `npm run dev`: the app with a page that changes as its sources do, shown through the same protocol from a vite server, and
 * an app that starts anew when main, the preload, the engine or a room below changes.
 */
const say = (sentence: string) => console.log(sentence);

const { runtime, env, end } = await prepare(say);
const port = await freePort();
const server = await createServer({
  ...pageConfig(),
  server: {
    host: '127.0.0.1',
    port,
    strictPort: true,
    // The page's own address is the app's protocol, so it must be told where the server is.
    hmr: { protocol: 'ws', host: '127.0.0.1', port, clientPort: port },
    fs: { allow: [inCheckout()] },
  },
});
await server.listen();

const leaving = new AbortController();
let app: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    leaving.abort();
    app?.kill();
  });

/** Settles when a part of the app other than the page has changed, and the last change is a moment ago. */
let changed = Promise.withResolvers<unknown>();
let timer: NodeJS.Timeout | undefined;
const watcher = watch(
  ['electron/main', 'electron/preload', 'electron/engine', 'src'].map((part) => inCheckout(part)),
  { ignoreInitial: true },
).on('all', () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    changed.resolve(undefined);
  }, 300);
});

try {
  while (!leaving.signal.aborted) {
    changed = Promise.withResolvers();
    const why = await playOnce();
    if (why === 'ended') break;
    say('Starting anew with what changed.');
  }
} finally {
  clearTimeout(timer);
  await Promise.allSettled([watcher.close(), server.close()]);
  await end();
}

/** Builds and starts the app; says whether it ended by itself, or was ended because something changed. */
async function playOnce(): Promise<'ended' | 'changed'> {
  try {
    const folder = await buildApp(developmentBuild(runtime, `http://127.0.0.1:${port}`));
    if (leaving.signal.aborted) return 'ended';
    const child = launch(runtime, folder, process.argv.slice(2), env);
    app = child;
    const ended = new Promise<'ended'>((resolve) => {
      child.once('exit', () => resolve('ended'));
      child.once('error', () => resolve('ended'));
    });
    const why = await Promise.race([ended, changed.promise.then(() => 'changed' as const)]);
    child.kill();
    await ended;
    return why;
  } catch (error) {
    // What does not build is said; the next change may mend it.
    console.error(error);
    await Promise.race([changed.promise, once(leaving.signal, 'abort')]);
    return leaving.signal.aborted ? 'ended' : 'changed';
  }
}

async function freePort(): Promise<number> {
  const probe = createNetServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
