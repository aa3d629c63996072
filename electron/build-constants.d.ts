/**
 * What the build puts into main's file in place of these names (electron/tooling/bundle.ts); vitest.config.ts does for tests.
 */

/**
 * `development`: run from a checkout, the engine's sources as they stand. `test`: the packaged build for tests, which may
 * run the engine as a Node child. `release`: what learners get.
 */
declare const __BUILD__: 'development' | 'test' | 'release';

/**
 * The engine's first file: an absolute path in development (a checkout's engine.ts), else relative to the folder of main.js.
 */
declare const __ENGINE_ENTRY__: string;

/** A Node whose Node-API the database's binary needs, for the Node child; absent from a release build. */
declare const __NODE_BINARY__: string | undefined;

/** The vite server that the app's protocol shows the page from, in `npm run dev` alone. */
declare const __PAGE_SERVER__: string | undefined;
