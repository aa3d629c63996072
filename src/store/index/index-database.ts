import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import Database from 'better-sqlite3';

import { encodeHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { SecretKey } from '../../crypto/secret-key.ts';
import { storageError } from '../durable/system-errors.ts';
import { damageMark, indexError, isDamageOfSchema, tellOfDamage } from './index-damage.ts';
import { indexSchema, indexSchemaVersion } from './index-schema.ts';

export type IndexConnection = Database.Database;

export interface OpenedIndex {
  readonly database: IndexConnection;
  /** True if it was made just now: everything must be projected again. */
  readonly fresh: boolean;
  /** Why an existing one was thrown away. */
  readonly replaced?: 'damaged' | 'other-schema' | 'earlier-key';
}

/**
 * Opens the index at `file` for writing, encrypted whole (its write-ahead log too). One that is damaged, sealed with another key or of
 * another schema version is thrown away and made anew, since the ledger holds everything. `file` may be `:memory:`.
 *
 * @param earlier keys of earlier epochs: what one of them opens is whole, and was left by a change of keys that was cut short
 * Throws `storage.*` if it can be neither opened nor made.
 */
export function openIndex(file: string, key: SecretKey, earlier: readonly SecretKey[] = []): OpenedIndex {
  const existed = file !== ':memory:' && existsSync(file);
  if (existed) {
    const marked = existsSync(damageMark(file));
    const found = marked ? 'damaged' : tryOpen(file, key, { readonly: false });
    if (typeof found !== 'string') return { database: found, fresh: false };
    const replaced = !marked && earlier.some((one) => opensWith(file, one)) ? 'earlier-key' : found;
    removeIndex(file);
    return { database: createIndex(file, key), fresh: true, replaced };
  }
  return { database: createIndex(file, key), fresh: true };
}

/** Opens an existing index beside a writer, or undefined if there is none that can be read as it is, where it is. */
export function openIndexToRead(file: string, key: SecretKey): IndexConnection | undefined {
  if (!existsSync(file) || existsSync(damageMark(file))) return undefined;
  try {
    const found = tryOpen(file, key, { readonly: true });
    return typeof found === 'string' ? undefined : found;
  } catch (error) {
    // Where nothing can be written, SQLite cannot share a database with a writer; the ledger has it all.
    if (error instanceof VaultError && error.code.startsWith('storage.')) return undefined;
    throw error;
  }
}

/**
 * An index of up to so many bytes, which is that of an ordinary learner, is looked over whole when it is opened. In a larger one, damage
 * is met where it lies (`tellOfDamage`): opening has to stay quick.
 */
const lookedOver = 16 * 1024 * 1024;

/** Where an index is made beside another that goes on answering. One that lies there when a vault is opened was not made to its end. */
export function freshIndexFile(file: string): string {
  return `${file}-fresh`;
}

/** Puts an index that was closed in the place of another that was closed. Throws `storage.*`, and then neither may be there. */
export function replaceIndex(file: string, made: string): void {
  try {
    removeIndex(file);
    renameSync(made, file);
  } catch (thrown) {
    throw storageError(thrown, 'writing');
  }
}

/** Removes the index with its side files; the ledger can make it again. */
export function removeIndex(file: string): void {
  // The mark last: whatever is cut short, a damaged index is not taken for a whole one.
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
  rmSync(damageMark(file), { force: true });
}

function tryOpen(
  file: string,
  key: SecretKey,
  options: { readonly: boolean },
): IndexConnection | 'damaged' | 'other-schema' {
  let database: IndexConnection | undefined;
  try {
    database = new Database(file, { readonly: options.readonly, fileMustExist: true });
    unlock(database, key);
    const version: unknown = database.pragma('user_version', { simple: true });
    if (version === indexSchemaVersion) {
      if (statSync(file).size <= lookedOver && database.pragma('quick_check(1)', { simple: true }) !== 'ok') {
        database.close();
        return 'damaged';
      }
      if (!options.readonly) tune(database);
      tellOfDamage(database, file);
      return database;
    }
    database.close();
    return 'other-schema';
  } catch (cause) {
    database?.close();
    if (isDamageOfSchema(cause)) return 'damaged';
    throw indexError(cause);
  }
}

function opensWith(file: string, key: SecretKey): boolean {
  const found = tryOpen(file, key, { readonly: true });
  if (typeof found !== 'string') found.close();
  return found !== 'damaged';
}

function createIndex(file: string, key: SecretKey): IndexConnection {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const database = new Database(file);
    // A database in memory is not encrypted: it never reaches a disk.
    if (file !== ':memory:') unlock(database, key);
    tune(database);
    database.transaction(() => {
      database.exec(indexSchema);
      database.pragma(`user_version = ${String(indexSchemaVersion)}`);
    })();
    tellOfDamage(database, file);
    return database;
  } catch (cause) {
    throw indexError(cause);
  }
}

function unlock(database: IndexConnection, key: SecretKey): void {
  database.pragma("cipher = 'aegis'");
  key.use((bytes) => database.pragma(`key = 'raw:${encodeHex(bytes)}'`));
}

/**
 * Settings that a connection forgets when it closes. The index is behind the ledger by design and may lose its last transactions in a power cut
 * (they are projected again), so `synchronous = normal` is enough: in WAL mode it never breaks the database.
 */
function tune(database: IndexConnection): void {
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = normal');
  database.pragma('temp_store = memory');
  database.pragma('busy_timeout = 5000');
}
