import { closeSync, openSync } from 'node:fs';

import Database from 'better-sqlite3';

import { VaultError } from '../../base/errors.ts';

/** Lies beside an index in which damage was met: the next writer makes it anew, and readers leave it alone. */
export function damageMark(file: string): string {
  return `${file}-damaged`;
}

/** A file that is no database (or sealed with another key) or whose pages do not fit together. */
function isDamage(thrown: unknown): boolean {
  return (
    thrown instanceof Database.SqliteError &&
    (thrown.code === 'SQLITE_NOTADB' ||
      thrown.code.startsWith('SQLITE_CORRUPT') ||
      thrown.code === 'SQLITE_IOERR_SHORT_READ' ||
      thrown.code === 'SQLITE_IOERR_DATA')
  );
}

/** Our own statements are right: what does not understand them is not the schema that the index says it has. */
export function isDamageOfSchema(thrown: unknown): boolean {
  return isDamage(thrown) || (thrown instanceof Database.SqliteError && thrown.code === 'SQLITE_ERROR');
}

/**
 * Lets a connection tell of what goes wrong in our codes: `storage.*`, and `integrity.index-damaged` with the mark left. Damage is only
 * met where a page is read, which may be long after opening: looking at all pages at once would make opening slow.
 */
export function tellOfDamage(database: Database.Database, file: string): void {
  const told: Told = (work, damaged = isDamage) => {
    try {
      return work();
    } catch (thrown) {
      if (damaged(thrown)) {
        leaveMark(file);
        throw new VaultError('integrity.index-damaged', {}, thrown);
      }
      throw indexError(thrown);
    }
  };
  const prepare = database.prepare.bind(database);
  const prepareGuarded = (sql: string): object =>
    guard(
      told(() => prepare(sql), isDamageOfSchema),
      told,
    );
  const transaction = database.transaction.bind(database);
  const transactionGuarded = (work: () => void) => {
    const run = transaction(work);
    return (): void => {
      told(run);
    };
  };
  Object.assign(database, { prepare: prepareGuarded, transaction: transactionGuarded });
}

type Told = <Result>(work: () => Result, damaged?: (thrown: unknown) => boolean) => Result;

/** An error of the disk under the index as one of ours; other things as they are. */
export function indexError(thrown: unknown): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  const details = { what: 'index', system: thrown.code };
  if (thrown.code === 'SQLITE_FULL') return new VaultError('storage.full', details, thrown);
  if (thrown.code.startsWith('SQLITE_READONLY')) return new VaultError('storage.read-only', details, thrown);
  return new VaultError('storage.failed', details, thrown);
}

const guarded: ReadonlySet<string | symbol> = new Set(['get', 'all', 'run', 'iterate']);

function guard(statement: Database.Statement, told: Told): object {
  const calls = new Map<string | symbol, unknown>();
  for (const name of guarded) {
    const call: unknown = Reflect.get(statement, name);
    if (typeof call !== 'function') continue;
    calls.set(name, (...parameters: unknown[]): unknown => {
      const result: unknown = told((): unknown => Reflect.apply(call, statement, parameters));
      return name === 'iterate' && isIterator(result) ? tellingIterator(result, told) : result;
    });
  }
  return new Proxy(statement, {
    get: (target, name): unknown => calls.get(name) ?? Reflect.get(target, name),
  });
}

function isIterator(value: unknown): value is IterableIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function* tellingIterator(rows: IterableIterator<unknown>, told: Told): IterableIterator<unknown> {
  try {
    for (;;) {
      const next = told(() => rows.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    rows.return?.();
  }
}

function leaveMark(file: string): void {
  if (file === ':memory:') return;
  try {
    closeSync(openSync(damageMark(file), 'w'));
  } catch {
    // Where nothing can be written the damage is met, and told, again.
  }
}
