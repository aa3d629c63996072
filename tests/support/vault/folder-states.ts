import { createHash } from 'node:crypto';
import fs, { readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

import Database from 'better-sqlite3';

/** The files of a folder, by name. */
export type FolderState = ReadonlyMap<string, Uint8Array>;

/**
 * Every state that a folder goes through while SQLite and the file system work on it: what is there before each call that may change it, and after
 * the last. It is what a process leaves that is killed there, since what it has written by then is the system's. States that are alike are told once.
 */
export async function statesOf(folder: string, work: () => Promise<void>): Promise<FolderState[]> {
  const states = new Map<string, FolderState>();
  const look = (): void => {
    const state = readState(folder);
    const hash = createHash('sha256');
    for (const [name, bytes] of state) hash.update(`${name} ${bytes.length}\0`).update(bytes);
    states.set(hash.digest('hex'), state);
  };
  const undo = [
    watch(fs, ['rmSync', 'renameSync', 'mkdirSync'], look),
    watch(Database.prototype, ['exec', 'pragma', 'prepare', 'close'], look),
    watch(statementOf(), ['run'], look),
  ];
  syncBuiltinESMExports();
  try {
    await work();
    look();
  } finally {
    for (const each of undo) each();
    syncBuiltinESMExports();
  }
  return [...states.values()];
}

/** Statements have no constructor that is exported. */
function statementOf(): object {
  const database = new Database(':memory:');
  const prototype: unknown = Object.getPrototypeOf(database.prepare('select 1'));
  database.close();
  if (typeof prototype !== 'object' || prototype === null) throw new Error('statements have no prototype');
  return prototype;
}

/** Calls `look` before each call of these methods. @returns what puts everything back */
function watch(target: object, names: readonly string[], look: () => void): () => void {
  const kept = names.map((name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const);
  for (const [name, descriptor] of kept) {
    const method: unknown = descriptor?.value;
    if (descriptor === undefined || typeof method !== 'function') throw new Error(`there is no ${name}`);
    Object.defineProperty(target, name, {
      ...descriptor,
      value: function (this: unknown, ...given: unknown[]): unknown {
        look();
        return Reflect.apply(method, this, given);
      },
    });
  }
  return () => {
    for (const [name, descriptor] of kept)
      if (descriptor !== undefined) Object.defineProperty(target, name, descriptor);
  };
}

function readState(folder: string): FolderState {
  const names = readdirSync(folder).sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}
