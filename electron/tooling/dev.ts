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

let app = await begin();
let timer: NodeJS.Timeout | undefined;
let restarting = false;

const watcher = watch(
  ['electron/main', 'electron/preload', 'electron/engine', 'src'].map((part) => inCheckout(part)),
  {
    ignoreInitial: true,
  },
);
watcher.on('all', () => {
  clearTimeout(timer);
  timer = setTimeout(() => void restart(), 300);
});

async function begin() {
  const folder = await buildApp(developmentBuild(runtime, `http://127.0.0.1:${port}`));
  const child = launch(runtime, folder, process.argv.slice(2), env);
  child.once('exit', () => {
    if (!restarting) void stop();
  });
  return child;
}

async function restart() {
  if (restarting) return;
  say('Starting anew with what changed.');
  restarting = true;
  const ended = new Promise((resolve) => app.once('exit', resolve));
  app.kill();
  await ended;
  try {
    app = await begin();
  } catch (error) {
    console.error(error);
  } finally {
    restarting = false;
  }
}

async function stop() {
  clearTimeout(timer);
  await Promise.allSettled([watcher.close(), server.close()]);
  await end();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill());

async function freePort(): Promise<number> {
  const probe = createNetServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
