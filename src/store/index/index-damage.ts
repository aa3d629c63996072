import { closeSync, openSync } from 'node:fs';

import Database from 'better-sqlite3';

import { VaultError } from '../../base/errors.ts';

/** Lies beside an index in which damage was met: the next writer makes it anew, and readers leave it alone. */
export function damageMark(file: string): string {
  return `${file}-damaged`;
}

/** A file that is no database (or sealed with another key) or whose pages do not fit together. */
export function isDamage(thrown: unknown): boolean {
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
 * Lets every statement of a connection tell of damage that it meets as `integrity.index-damaged`, and leave the mark. Damage is only
 * met where a page is read, which may be long after opening: looking at all pages at once would make opening slow.
 */
export function tellOfDamage(database: Database.Database, file: string): void {
  const told = <Result>(work: () => Result, damaged = isDamage): Result => {
    try {
      return work();
    } catch (thrown) {
      if (!damaged(thrown)) throw thrown;
      leaveMark(file);
      throw new VaultError('integrity.index-damaged', {}, thrown);
    }
  };
  const prepare = database.prepare.bind(database);
  const prepareGuarded = (sql: string): object =>
    guard(
      told(() => prepare(sql), isDamageOfSchema),
      told,
    );
  Object.assign(database, { prepare: prepareGuarded });
}

const guarded: ReadonlySet<string | symbol> = new Set(['get', 'all', 'run', 'iterate']);

function guard(statement: Database.Statement, told: <Result>(work: () => Result) => Result): object {
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

function* tellingIterator(
  rows: IterableIterator<unknown>,
  told: <Result>(work: () => Result) => Result,
): IterableIterator<unknown> {
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
