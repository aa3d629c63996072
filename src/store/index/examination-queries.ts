import type { JsonObject } from '../../base/json.ts';
import type { IndexConnection } from './index-database.ts';
import { readObjectColumn } from './json-column.ts';

/** A content that was not read for search yet. */
export interface UnexaminedContent {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  /** What one of its items is called. */
  readonly name: string;
}

/** What reading a content for search gave. */
export interface ExaminationRow {
  readonly at: string;
  readonly reader: string;
  readonly text: string;
  readonly cut: boolean;
  readonly pages?: number;
  readonly signatures?: JsonObject;
  readonly problem?: string;
}

interface Columns {
  at: string;
  reader: string;
  text: string;
  cut: number;
  pages: number | null;
  signatures: string | null;
  problem: string | null;
}

/** Questions about what was read in contents for search. */
export class ExaminationQueries {
  readonly #find;
  readonly #pending;
  readonly #problems;

  constructor(database: IndexConnection) {
    this.#find = database.prepare<[string], Columns>(
      'select at, reader, text, cut, pages, signatures, problem from examined where sha256 = ?',
    );
    // The partial index asks for its own words.
    this.#pending = database.prepare<
      [{ types: string; version: number; limit: number }],
      { sha256: string; size: number; media_type: string; name: string }
    >(
      `select sha256, size, media_type, name, max(time) as latest from item i indexed by item_to_examine
       where media_type in (select value from json_each(@types)) and sha256 is not null and kind in ('document', 'page') and size > 0
         and not exists (select 1 from examined e where e.sha256 = i.sha256 and (e.problem is null or e.version >= @version))
       group by sha256 order by latest desc, sha256 limit @limit`,
    );
    this.#problems = database.prepare<[], { problem: string; count: number }>(
      `select problem, count(*) as count from examined where problem is not null
         and sha256 in (select sha256 from item where sha256 is not null) group by problem order by problem`,
    );
  }

  find(sha256: string): ExaminationRow | undefined {
    const row = this.#find.get(sha256);
    if (row === undefined) return undefined;
    const { at, reader, text, cut, pages, signatures, problem } = row;
    return {
      at,
      reader,
      text,
      cut: cut === 1,
      ...(pages === null ? {} : { pages }),
      ...(signatures === null ? {} : { signatures: readObjectColumn(signatures) }),
      ...(problem === null ? {} : { problem }),
    };
  }

  /**
   * Contents of the latest versions of documents and kept pages that nobody read for search yet, newest first; those too at which
   * older readers failed.
   * @param version of the readers
   */
  pending(mediaTypes: readonly string[], version: number, limit: number): UnexaminedContent[] {
    return this.#pending
      .all({ types: JSON.stringify(mediaTypes), version, limit })
      .map(({ sha256, size, media_type: mediaType, name }) => ({ sha256, size, mediaType, name }));
  }

  /** How many contents could not be read, or not to their end, by why. */
  problems(): { readonly problem: string; readonly count: number }[] {
    return this.#problems.all();
  }
}
