import type { ReportedItem } from '../../vault/ingest/ingest-sink.ts';
import { saySize } from './numbers.ts';
import { tableLines } from './table.ts';
import { sayOutcome } from './words.ts';

/** More than this many good items are counted, not listed; what was not kept is always listed. */
const mostListed = 40;

/** What happened to each item that is not as it was before. */
export function reportedItemLines(items: readonly ReportedItem[]): string[] {
  const failed = items.filter(({ outcome }) => outcome === 'failed');
  const news = items.filter(
    ({ outcome }) => outcome !== 'failed' && outcome !== 'unchanged' && outcome !== 'erased',
  );
  const shown = [...news.slice(0, mostListed), ...failed];
  const lines = tableLines(
    shown.map(({ id, name, outcome, size, message, code }) => [
      `  ${id}`,
      sayOutcome(outcome),
      size === undefined ? '' : saySize(size),
      outcome === 'failed' ? `${name}: ${message ?? ''} [${code ?? ''}]` : name,
    ]),
  );
  const more = news.length - mostListed;
  return more > 0 ? [...lines, `  and ${more} more; \`list\` shows them all`] : lines;
}
