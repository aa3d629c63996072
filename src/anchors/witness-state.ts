import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

import Database from 'better-sqlite3';

import { VaultError } from '../base/errors.ts';
import type { ErrorCode } from '../base/error-codes.ts';
import { randomBytes } from '../crypto/random.ts';
import { createKeyPair, type KeyPair } from '../crypto/sign.ts';

/** What a witness remembers of one log: its key, and the largest tree that it vouched for. */
export interface WitnessedLog {
  readonly origin: string;
  readonly publicKey: Uint8Array;
  /** 0 for a log that is known and was never cosigned. */
  readonly size: number;
  /** Undefined until the first cosignature. */
  readonly root: Uint8Array | undefined;
}

const version = 1;

const schema = `
create table witness (id integer primary key check (id = 1), name text not null, seed blob not null);
create table log (origin text primary key, key blob not null, size integer not null, root blob) without rowid;
`;

interface LogColumns {
  origin: string;
  key: Buffer;
  size: number;
  root: Buffer | null;
}

/**
 * A witness's one file: its own name and key, and for each log origin, key, size and root. Nothing else is kept, so nobody's name
 * and no evidence can be in it. What is written is on the disk before `change` returns (write-ahead log, `synchronous = full`).
 */
export class WitnessState {
  readonly #database: Database.Database;
  readonly #find;
  readonly #count;
  readonly #put;
  readonly #learn;
  readonly name: string;
  readonly keys: KeyPair;

  private constructor(database: Database.Database, name: string, seed: Uint8Array) {
    this.#database = database;
    this.name = name;
    this.keys = createKeyPair(seed);
    this.#find = database.prepare<[string], LogColumns>(
      'select origin, key, size, root from log where origin = ?',
    );
    this.#count = database.prepare<[], { logs: number }>('select count(*) as logs from log');
    this.#put = database.prepare<[string, Uint8Array, number, Uint8Array]>(
      'insert into log (origin, key, size, root) values (?, ?, ?, ?) on conflict (origin) do update set size = excluded.size, root = excluded.root',
    );
    this.#learn = database.prepare<[string, Uint8Array]>(
      'insert into log (origin, key, size, root) values (?, ?, 0, null) on conflict (origin) do nothing',
    );
  }

  /**
   * Opens a witness's file, or makes it with a key of its own that only this user may read.
   *
   * @param file absolute path
   * @param name of the key, for a new witness; an existing one keeps its name, and another one throws `input.usage`
   * Throws `format.too-new`, `format.unknown` for a file that is none of a witness, `storage.*`.
   */
  static open(file: string, name: string | undefined): WitnessState {
    return guarded(() => {
      if (!existsSync(file)) {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        closeSync(openSync(file, 'a', 0o600));
      }
      const database = new Database(file);
      try {
        return WitnessState.#begin(database, name);
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  static #begin(database: Database.Database, name: string | undefined): WitnessState {
    database.pragma('journal_mode = wal');
    database.pragma('synchronous = full');
    const found = database.pragma('user_version', { simple: true });
    if (typeof found !== 'number' || found > version) throw new VaultError('format.too-new');
    const own = database
      .transaction(() => {
        if (database.pragma('user_version', { simple: true }) === 0) {
          database.exec(schema);
          database
            .prepare<[string, Uint8Array]>('insert into witness (id, name, seed) values (1, ?, ?)')
            .run(name ?? 'evidence-vault/witness', randomBytes(32));
          database.pragma(`user_version = ${String(version)}`);
        }
        return database
          .prepare<[], { name: string; seed: Buffer }>('select name, seed from witness where id = 1')
          .get();
      })
      .immediate();
    if (own?.seed.length !== 32) throw new VaultError('format.unknown');
    if (name !== undefined && name !== own.name)
      throw new VaultError('input.usage', { problem: 'this witness has another name already' });
    return new WitnessState(database, own.name, Uint8Array.from(own.seed));
  }

  find(origin: string): WitnessedLog | undefined {
    const row = this.#find.get(origin);
    if (row === undefined) return undefined;
    const { key, size, root } = row;
    return {
      origin,
      publicKey: Uint8Array.from(key),
      size,
      root: root === null ? undefined : Uint8Array.from(root),
    };
  }

  /** How many logs it knows. */
  count(): number {
    return this.#count.get()?.logs ?? 0;
  }

  /** Makes a log known. One that is known under another key stays as it is, and throws `proof.key-mismatch`. */
  learn(origin: string, publicKey: Uint8Array): void {
    guarded(() => {
      this.#learn.run(origin, publicKey);
    });
    const known = this.find(origin);
    if (known === undefined || !Buffer.from(known.publicKey).equals(publicKey))
      throw new VaultError('proof.key-mismatch');
  }

  /**
   * Lets `judge` look at a log and say what becomes of it, as one step that no other process or request comes in between. What
   * it says shall be kept is on the disk when this returns.
   */
  change<Result>(
    origin: string,
    judge: (known: WitnessedLog | undefined) => { readonly keep?: WitnessedLog; readonly result: Result },
  ): Result {
    return guarded(() =>
      this.#database
        .transaction(() => {
          const { keep, result } = judge(this.find(origin));
          if (keep?.root !== undefined) this.#put.run(origin, keep.publicKey, keep.size, keep.root);
          return result;
        })
        .immediate(),
    );
  }

  close(): void {
    this.#database.close();
    this.keys.seed.fill(0);
  }
}

const sqliteCodes: Readonly<Record<string, ErrorCode>> = {
  SQLITE_FULL: 'storage.full',
  SQLITE_READONLY: 'storage.read-only',
  SQLITE_NOTADB: 'format.unknown',
};

/** Runs `work`; what the disk or SQLite says becomes an error of ours. */
function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof VaultError) throw thrown;
    if (thrown instanceof Database.SqliteError || (thrown instanceof Error && 'syscall' in thrown)) {
      const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
      throw new VaultError(sqliteCodes[code] ?? 'storage.failed', {}, thrown);
    }
    throw thrown;
  }
}
