import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { z } from 'zod';

import { VaultError } from '../base/errors.ts';

const lockName = 'lock.db';
/** Who holds the lock, for people; the lock itself is the operating system's. */
const noteName = 'lock.json';
const noteSchema = z.looseObject({ pid: z.int(), host: z.string() });

/**
 * The right to write a vault: an exclusive lock of the operating system on `lock.db`, held through SQLite. It ends with the process,
 * however that ends, so nothing ever needs to be cleaned up by hand.
 */
export class VaultLock {
  readonly #database: Database.Database;
  readonly #note: string;

  private constructor(database: Database.Database, note: string) {
    this.#database = database;
    this.#note = note;
  }

  /**
   * Takes the lock of the vault in `folder`, or fails at once.
   * Throws `access.in-use` (details name the process, if it said so), `access.read-only` where no lock file can be made, `storage.*`.
   */
  static take(folder: string): VaultLock {
    const note = join(folder, noteName);
    let database: Database.Database | undefined;
    try {
      database = new Database(join(folder, lockName), { timeout: 0 });
      // No journal: the lock file stays empty, and a killed holder leaves nothing to roll back.
      database.pragma('journal_mode = off');
      database.pragma('locking_mode = exclusive');
      database.exec('begin exclusive');
    } catch (cause) {
      database?.close();
      throw lockError(cause, note);
    }
    try {
      writeFileSync(note, JSON.stringify({ pid: process.pid, host: hostname() }));
    } catch (cause) {
      database.close();
      throw new VaultError('access.read-only', {}, cause);
    }
    return new VaultLock(database, note);
  }

  /** Lets the next writer in. Idempotent. */
  release(): void {
    if (!this.#database.open) return;
    rmSync(this.#note, { force: true });
    this.#database.close();
  }
}

function lockError(cause: unknown, note: string): unknown {
  if (!(cause instanceof Database.SqliteError)) return cause;
  if (cause.code.startsWith('SQLITE_BUSY')) return new VaultError('access.in-use', holder(note), cause);
  if (cause.code.startsWith('SQLITE_READONLY') || cause.code.startsWith('SQLITE_CANTOPEN')) {
    return new VaultError('access.read-only', {}, cause);
  }
  if (cause.code === 'SQLITE_FULL') return new VaultError('storage.full', {}, cause);
  return new VaultError('storage.failed', { what: 'lock' }, cause);
}

function holder(note: string): { pid?: number } {
  try {
    const read = noteSchema.safeParse(JSON.parse(readFileSync(note, 'utf8')));
    return read.success && read.data.host === hostname() ? { pid: read.data.pid } : {};
  } catch {
    // The note is a courtesy; without it the refusal stands all the same.
    return {};
  }
}
