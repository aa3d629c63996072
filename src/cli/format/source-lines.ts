import type { SourceStatus } from '../../vault/status.ts';
import { tableLines } from './table.ts';
import { sayTime } from './times.ts';
import { saySourceState } from './words.ts';

/** One line a source: its id, its name, how it stands. */
export function sourceLines(sources: readonly SourceStatus[]): string[] {
  return tableLines(
    sources.map(({ id, type, name, state, lastSync }) => [
      `  ${id}`,
      type,
      name,
      lastSync === undefined ? saySourceState(state) : `${saySourceState(state)}, ${sayTime(lastSync)}`,
    ]),
  );
}
