import { defineConfig } from 'vitest/config';

import { useMemoryFolder } from './tests/support/memory-folder.ts';
import { guardFile } from './tests/support/outside/guard-file.ts';

const scratch = useMemoryFolder(2 * 1024 ** 3);
if (scratch !== undefined)
  process.stdout.write(
    `Temporary files lie in memory, in ${scratch}; EVIDENCE_VAULT_TEST_DISK=FOLDER puts them there instead.\n`,
  );

// Two workers: the tests use real files, real SQLite and slow key derivation, and many machines have two cores.
export default defineConfig({
  // What the build puts into main's file; see electron/build-constants.d.ts.
  define: {
    __BUILD__: JSON.stringify('test'),
    __ENGINE_ENTRY__: JSON.stringify('engine.js'),
    __NODE_BINARY__: 'undefined',
    __PAGE_SERVER__: 'undefined',
  },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    // No test reaches outside this computer: the guard refuses it, and the first of these fails the test.
    execArgv: ['--require', guardFile],
    setupFiles: ['tests/support/outside/fail-outside.ts', 'tests/support/say-what-hangs.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'tooling',
          include: ['tests/tooling/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['tests/page/**/*.test.ts'],
          globalSetup: ['tests/page/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'desktop',
          include: ['tests/desktop/**/*.test.ts'],
          globalSetup: ['tests/desktop/support/global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
