import { asJson } from '../../base/as-json.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { IndexConnection } from './index-database.ts';
import { jsonColumn } from './json-column.ts';
import type { LocatedEntry } from './located-entry.ts';
import { WordProjection } from './word-projection.ts';

interface Known {
  readonly problem: string | null;
  readonly version: number;
  readonly at: string;
  readonly log: string;
  readonly seq: number;
}

/**
 * Projects what was read in contents for search. Of two answers about one content (two logs may each have one) the one without a problem
 * counts, then that of the later readers, then the later one, so that the result does not depend on how logs are interleaved.
 */
export class ExaminationProjection {
  readonly #words: WordProjection;
  readonly #find;
  readonly #put;
  readonly #rows;

  constructor(database: IndexConnection) {
    this.#words = new WordProjection(database);
    this.#find = database.prepare<[string], Known>(
      'select problem, version, at, log, seq from examined where sha256 = ?',
    );
    this.#put = database.prepare(
      `insert or replace into examined (sha256, text, problem, version, at, log, seq, reader, cut, pages, signatures)
       values (@sha256, @text, @problem, @version, @at, @log, @seq, @reader, @cut, @pages, @signatures)`,
    );
    this.#rows = database.prepare<[string], { row: number }>(
      'select row from item where sha256 = ? and row is not null',
    );
  }

  examined({ log, index }: LocatedEntry, entry: EntryOf<'document-examined'>): void {
    const { content, text, problem = null, version, at } = entry;
    const known = this.#find.get(content);
    if (known !== undefined && !isBetter({ problem, version, at, log, seq: index }, known)) return;
    this.#put.run({
      sha256: content,
      text,
      problem,
      version,
      at,
      log,
      seq: index,
      reader: entry.reader,
      cut: entry.cut === true ? 1 : 0,
      pages: entry.pages ?? null,
      signatures: jsonColumn(asJson(entry.signatures)),
    });
    if (text === '' && known === undefined) return;
    for (const { row } of this.#rows.all(content)) this.#words.setFound(row, text);
  }
}

function isBetter(answer: Known, known: Known): boolean {
  const rank = ({ problem, version, at, log, seq }: Known) =>
    [problem === null ? 1 : 0, version, at, log, seq] as const;
  const [ours, theirs] = [rank(answer), rank(known)];
  for (const [place, value] of ours.entries()) {
    const other = theirs[place];
    if (other !== undefined && value !== other) return value > other;
  }
  return false;
}
