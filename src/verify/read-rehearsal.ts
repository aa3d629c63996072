import { entryKey } from '../bundle/entry-view.ts';
import { latestRehearsal, rehearsalFacts } from '../bundle/rehearsal-facts.ts';
import type { History } from './check-history.ts';
import type { RehearsalResult } from './verification-report.ts';

/** The last trial of putting the vault together again among the entries that hold; none where the signature does not. */
export function readRehearsal({ rows, problems }: History, signed: boolean): RehearsalResult | undefined {
  const told = rows.flatMap(({ row, view }): RehearsalResult[] => {
    if (!signed || view === undefined || problems.has(entryKey(row.entry))) return [];
    const facts = rehearsalFacts(view);
    return facts === undefined ? [] : [{ ...facts, entry: { log: row.entry.log, index: row.entry.index } }];
  });
  return latestRehearsal(told);
}
