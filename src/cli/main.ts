import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { listenForStop } from './stop.ts';
import { findCallerFolder } from './folders.ts';
import { runProgram } from './program.ts';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/u, '');
const stop = new AbortController();
listenForStop(stop);
// Whoever read our output has gone (`… | head`): there is nobody left to tell.
process.stdout.on('error', () => {
  stop.abort();
});
process.stderr.on('error', () => {
  stop.abort();
});

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  callerFolder: findCallerFolder(process.env, process.cwd(), packageFolder),
  homeFolder: homedir(),
  platform: process.platform,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
