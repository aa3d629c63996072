import { accessSync, constants, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { z } from 'zod';

import { VaultError } from '../base/errors.ts';
import { storageError, systemCode } from './durable/system-errors.ts';

const lockName = 'lock.db';
/** Who holds the lock, for people; the lock itself is the operating system's. */
const noteName = 'lock.json';
const noteSchema = z.looseObject({ pid: z.int(), host: z.string() });

/**
 * The right to write a vault: an exclusive lock of the operating system on `lock.db`, held through SQLite. It ends with the process,
 * however that ends, so nothing ever needs to be cleaned up by hand.
 *
 * No code of this process may open `lock.db` while it is held: on POSIX systems closing any other handle of the file would
 * drop the lock.
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
    const path = join(folder, lockName);
    const note = join(folder, noteName);
    try {
      refuseReadOnly(path);
      const database = hold(path);
      leaveNote(note);
      return new VaultLock(database, note);
    } catch (cause) {
      throw lockError(cause, note);
    }
  }

  /** Lets the next writer in. Idempotent. */
  release(): void {
    if (!this.#database.open) return;
    try {
      rmSync(this.#note, { force: true });
    } catch (cause) {
      // A note that stays says nothing once the lock is free.
      if (systemCode(cause) === undefined) throw cause;
    } finally {
      this.#database.close();
    }
  }
}

/** SQLite would open a file that cannot be written all the same, and lock it. Throws `access.read-only`. */
function refuseReadOnly(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (cause) {
    const system = systemCode(cause) ?? '';
    if (['EROFS', 'EACCES', 'EPERM'].includes(system)) throw new VaultError('access.read-only', {}, cause);
    // Not there yet, or the folder is not: taking the lock tells.
    if (system !== 'ENOENT' && system !== 'ENOTDIR') throw cause;
  }
}

/** An exclusive lock that writes nothing, so that there is never a journal to play back. */
function hold(path: string, again = true): Database.Database {
  const database = new Database(path, { timeout: 0 });
  try {
    // 'off' is refused by the library's defensive mode, and quietly leaves a journal beside the file.
    database.pragma('journal_mode = memory');
    database.exec('begin exclusive');
    return database;
  } catch (cause) {
    database.close();
    if (!again || !(cause instanceof Database.SqliteError) || cause.code !== 'SQLITE_NOTADB') throw cause;
  }
  // Something else was written into the file. Nobody holds it, or that would have been said first. Emptied in place, it
  // stays the one file that everybody locks.
  truncateSync(path, 0);
  return hold(path, false);
}

/** A courtesy to whoever is refused: a full disk must not keep the writer from opening the vault. */
function leaveNote(note: string): void {
  try {
    writeFileSync(note, JSON.stringify({ pid: process.pid, host: hostname() }));
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause;
  }
}

function lockError(cause: unknown, note: string): unknown {
  if (cause instanceof VaultError) return cause;
  // better-sqlite3 looks for the folder itself.
  if (cause instanceof TypeError) return new VaultError('storage.gone', {}, cause);
  if (!(cause instanceof Database.SqliteError)) return storageError(cause, 'writing');
  if (cause.code.startsWith('SQLITE_BUSY')) return new VaultError('access.in-use', holder(note), cause);
  if (cause.code.startsWith('SQLITE_READONLY') || cause.code.startsWith('SQLITE_CANTOPEN')) {
    return new VaultError('access.read-only', {}, cause);
  }
  if (cause.code === 'SQLITE_FULL') return new VaultError('storage.full', {}, cause);
  return new VaultError('storage.failed', { system: cause.code }, cause);
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
