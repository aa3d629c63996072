import { VaultError } from '../base/errors.ts';
import { readEntryFields, type EntryOf } from '../ledger/kinds/entry-kinds.ts';
import type { StoredEntry } from '../store/ledger-files/stored-entry.ts';

/** What the first entry of a log says of it: its key, and who vouches for that. Throws `integrity.ledger-damaged` for any other entry. */
export function readLogOpening(stored: StoredEntry): EntryOf<'log-opened'> {
  const read = stored.readable ? readEntryFields(stored.fields) : undefined;
  if (read?.known !== true || read.entry.kind !== 'log-opened')
    throw new VaultError('integrity.ledger-damaged', { what: 'log-opened' });
  return read.entry;
}
