import type { EntryView } from './entry-view.ts';
import { numberOf, textOf } from './readable-json.ts';

/** That the vault was put together again from a second copy, to see that it can be: its own word. */
export interface RehearsalFacts {
  readonly at: string;
  /** Items that were tried, and of them those that came back whole. */
  readonly items: number;
  readonly readable: number;
  /** Items that the vault held then. */
  readonly of: number;
}

/** Undefined for entries of any other kind, and where a part of it is not opened. */
export function rehearsalFacts({ kind, fields }: EntryView): RehearsalFacts | undefined {
  if (kind !== 'restore-rehearsed') return undefined;
  const at = textOf(fields.at);
  const [items, readable, of] = [fields.items, fields.readable, fields.of].map(numberOf);
  if (at === undefined || items === undefined || readable === undefined || of === undefined) return undefined;
  return { at, items, readable, of };
}

/** The latest of several. */
export function latestRehearsal(views: readonly EntryView[]): RehearsalFacts | undefined {
  return views
    .map(rehearsalFacts)
    .filter((facts) => facts !== undefined)
    .reduce<RehearsalFacts | undefined>(
      (latest, facts) => (latest === undefined || facts.at >= latest.at ? facts : latest),
      undefined,
    );
}
