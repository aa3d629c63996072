import type { LedgerLine, WayOut } from './layout.ts';
import type { WayOutFolder } from './read-way-out.ts';

export interface HistoryLine {
  readonly log: WayOut['logs'][number];
  /** Undefined for one that is not what its leaf stands for. */
  readonly line: LedgerLine | undefined;
}

/** The lines of several logs, each log in its order, the earlier of two times first: as it all happened, as far as times can tell. */
export async function* mergeByTime(
  folder: WayOutFolder,
  logs: WayOut['logs'],
  signal: AbortSignal,
): AsyncGenerator<HistoryLine> {
  const open = logs.map((log) => ({ log, lines: folder.lines(log, signal)[Symbol.asyncIterator]() }));
  const heads: (HistoryLine & { readonly from: (typeof open)[number]; readonly at: string })[] = [];
  const advance = async (from: (typeof open)[number]): Promise<void> => {
    const next = await from.lines.next();
    if (next.done !== true) heads.push({ log: from.log, line: next.value, from, at: timeOf(next.value) });
  };
  for (const each of open) await advance(each);
  for (;;) {
    const earliest = heads.reduce<(typeof heads)[number] | undefined>(
      (best, each) => (best === undefined || each.at < best.at ? each : best),
      undefined,
    );
    if (earliest === undefined) return;
    heads.splice(heads.indexOf(earliest), 1);
    yield { log: earliest.log, line: earliest.line };
    await advance(earliest.from);
  }
}

/** What cannot be read comes at once, in its place in its own log. */
function timeOf(line: LedgerLine | undefined): string {
  if (line === undefined || !('fields' in line)) return '';
  return typeof line.fields.at === 'string' ? line.fields.at : '';
}
