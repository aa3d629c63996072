import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildApp } from '../../../electron/tooling/build-app.ts';
import { checkoutEnvironment, runtimeFlags } from '../../../electron/tooling/launch.ts';
import { inCheckout } from '../../../electron/tooling/places.ts';
import type { Stage } from '../../desktop/support/stage.ts';
import type { Arena } from '../arena.ts';
import { alternate, secondsOf } from '../timing.ts';
import { secondsToPaint } from './first-paint.ts';

/** What our start may cost, in starts of an empty window. */
const goal = 1.5;

/**
 * Cold start to the unlock screen against an empty Electron window with one heading, in turn. Ours is built as it is packaged, with a
 * compiled engine; where this Electron is too old for the engine, a Node runs it, which costs more than the product's own way.
 */
export async function benchStarting(stage: Stage, arena: Arena): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-vault-starting-'));
  try {
    const app = await buildApp({
      build: 'test',
      folder: inCheckout('dist', 'bench-app'),
      compilesEngine: true,
    });
    const empty = makeEmptyApp(join(folder, 'empty'));
    await arena.newVault('starting');
    // As on any day but the first: this computer remembers where the vault is.
    mkdirSync(join(folder, 'user-data'));
    writeFileSync(
      join(folder, 'user-data', 'settings.json'),
      JSON.stringify({ vaultDir: arena.path('starting') }),
    );
    const env = {
      ...process.env,
      ...checkoutEnvironment,
      EVIDENCE_VAULT_USER_DATA: join(folder, 'user-data'),
      EVIDENCE_VAULT_DIR: arena.path('starting'),
      EVIDENCE_VAULT_STATE_DIR: arena.path('starting-state'),
      ...(stage.display === undefined ? {} : { DISPLAY: stage.display }),
    };
    const start = (place: string, shows: string) => async () => ({
      seconds: await secondsToPaint({
        binary: stage.binary,
        args: [...runtimeFlags(stage.display), place],
        env,
        shows,
      }),
      stdout: '',
    });
    const ours = start(
      app,
      `location.hash.startsWith('#/unlock') && document.querySelector('h1') !== null && document.querySelector('input') !== null`,
    );
    const theirs = start(empty, `document.querySelector('h1') !== null`);
    // Once each for nothing: the files are read from the disk, and compiled code is kept, as on a learner's second day.
    await ours();
    await theirs();
    const runs = await alternate(
      [
        { name: 'ours', run: ours },
        { name: 'empty', run: theirs },
      ],
      Math.max(arena.rounds, 5),
    );
    arena.report.time(
      'start to the unlock screen',
      'an empty Electron window',
      secondsOf(runs, 'ours'),
      secondsOf(runs, 'empty'),
      goal,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeEmptyApp(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const main = `import { app, BrowserWindow } from 'electron';
app.setPath('userData', ${JSON.stringify(join(folder, 'user-data'))});
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1180, height: 820, show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => window.show());
  window.loadFile(${JSON.stringify(join(folder, 'index.html'))});
});
`;
  writeFileSync(join(folder, 'main.js'), main);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Empty</title><h1>Empty</h1>');
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'empty', version: '0.0.1', type: 'module', main: 'main.js' }),
  );
  return folder;
}
