#!/usr/bin/env node
/*
 * The launcher. Plain JavaScript that Node 20 understands: it finds a Node that can run Evidence Vault (Node-API 10, so
 * 22.14 or newer) and runs src/cli/main.ts, or dist/cli/main.js where that is all there is. `npm install` brings such a
 * Node along (the package `node`), so that nobody has to install one.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { constants } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Wrong surroundings are wrong use: the exit code that the commands give for it. */
const wrongUse = 2;

function isAtLeast(version, wanted) {
  const parts = version.split('.').map(Number);
  for (let place = 0; place < wanted.length; place += 1) {
    if (parts[place] !== wanted[place]) return parts[place] > wanted[place];
  }
  return true;
}

/** Node's own type stripping runs the sources as they are, but refuses to below node_modules. */
function findMain() {
  const source = join(here, 'main.ts');
  const built = join(here, '..', '..', 'dist', 'cli', 'main.js');
  const isInstalled = here.split(sep).includes('node_modules');
  if (!isInstalled && existsSync(source)) return source;
  return existsSync(built) ? built : undefined;
}

/** Types are stripped without a flag since 22.18 and 23.6; built JavaScript needs Node-API 10 alone. */
function canRunHere(main) {
  const version = process.versions.node;
  if (!isAtLeast(version, [22, 14, 0])) return false;
  return main.endsWith('.js') || process.features.typescript === 'strip';
}

function findNewerNode() {
  try {
    const binary = process.platform === 'win32' ? 'node/bin/node.exe' : 'node/bin/node';
    return modules.createRequire(import.meta.url).resolve(binary);
  } catch {
    return undefined;
  }
}

/**
 * What can only be said before a program begins. Everything works without, but each command takes longer: half a second in a
 * checkout, a tenth of one where it is installed.
 */
function surroundingsOf(main) {
  return {
    // Sixteen files at a time are made durable, not four, which counts where thousands are small.
    UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16',
    // Modules are compiled once, not at each command and for each thread.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compiledBeside(main),
  };
}

/**
 * Among the files of whoever installed this, so that it goes with them, and nobody can write there who could not change the
 * program itself. Where it cannot be written, there is none.
 */
function compiledBeside(main) {
  return main.endsWith('.ts')
    ? join(here, '..', '..', 'node_modules', '.cache', 'evidence-vault')
    : join(dirname(main), 'compiled');
}

/** Tunes this process, and through its environment the threads that it starts. */
function tune(main) {
  Object.assign(process.env, surroundingsOf(main));
  modules.enableCompileCache(process.env.NODE_COMPILE_CACHE);
}

function refuse(sentence) {
  if (process.argv.includes('--json')) {
    const error = { code: 'input.usage', message: sentence, details: { node: process.versions.node } };
    process.stdout.write(`${JSON.stringify({ error })}\n`);
  } else {
    process.stderr.write(`${sentence} [input.usage]\n`);
  }
  process.exitCode = wrongUse;
}

/**
 * Hands everything on to the other Node. Ctrl-C reaches the child from the terminal itself, as both are in its
 * foreground group; a signal sent to this process alone is passed on.
 */
function runWith(node, main) {
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...surroundingsOf(main) },
  });
  const isOnTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal === 'SIGINT' && (isOnTerminal || process.platform === 'win32')) return;
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    refuse(`Node could not be started (${error.code}). Please run \`npm ci\` again.`);
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code === null ? 128 + (constants.signals[signal] || 0) : code;
  });
}

const main = findMain();
const newer = main === undefined || canRunHere(main) ? undefined : findNewerNode();
if (main === undefined) {
  refuse('Evidence Vault is not complete here. Please install it again.');
} else if (canRunHere(main)) {
  tune(main);
  await import(pathToFileURL(main).href);
} else if (newer === undefined) {
  refuse(
    `Evidence Vault needs Node 22.18 or newer, and this is Node ${process.versions.node}. Run \`npm ci\` (with install scripts allowed), which brings one along, or install Node 24.`,
  );
} else {
  runWith(newer, main);
}
