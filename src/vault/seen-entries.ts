import { parseBase64 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { readEntryFields, type KnownEntry } from '../ledger/kinds/entry-kinds.ts';
import { readTimestamp } from '../ledger/timestamps/read-timestamp.ts';
import { parseCosignature } from '../ledger/witness/cosignature.ts';
import type { SeenCheckpointRow } from '../store/index/proof-queries.ts';
import type { OpenVault } from './vault-context.ts';

/** The date in a token, ISO 8601; undefined where its entry or the token cannot be read. Nobody has judged it. Throws `integrity.*`, `storage.*`. */
export async function readDate(vault: OpenVault, row: SeenCheckpointRow): Promise<string | undefined> {
  const entry = await readRow(vault, row);
  if (entry?.kind !== 'checkpoint-stamped') return undefined;
  return readable(() => readTimestamp(parseBase64(entry.token)).time);
}

/** Who cosigned, and when by its own clock; undefined where that cannot be read. Nobody has judged it. Throws `integrity.*`, `storage.*`. */
export async function readSight(
  vault: OpenVault,
  row: SeenCheckpointRow,
): Promise<{ readonly name: string; readonly time: string } | undefined> {
  const entry = await readRow(vault, row);
  if (entry?.kind !== 'checkpoint-cosigned') return undefined;
  return readable(() => {
    const { name, time } = parseCosignature(entry.line);
    return { name, time: new Date(time * 1000).toISOString() };
  });
}

async function readRow(vault: OpenVault, { log, index }: SeenCheckpointRow): Promise<KnownEntry | undefined> {
  for await (const stored of vault.ledger.entries({ log, from: index, to: index + 1 })) {
    if (!stored.readable) return undefined;
    const read = readEntryFields(stored.fields);
    return read.known ? read.entry : undefined;
  }
  return undefined;
}

function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof VaultError) return undefined;
    throw thrown;
  }
}
