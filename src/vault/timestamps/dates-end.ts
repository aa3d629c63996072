import { parseBase64 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { readEntryFields } from '../../ledger/kinds/entry-kinds.ts';
import type { SeenCheckpointRow } from '../../store/index/proof-queries.ts';
import type { OpenVault } from '../vault-context.ts';
import { certificatesOf } from './token-chain.ts';

const day = 86_400_000;
/** Dates are renewed so long before the certificate behind them ends, and once a year before that. */
const beforeTheEnd = 60 * day;
const year = 365 * day;

/** When the certificate ends that signed a token, by the place of its entry; undefined if that cannot be told. Looked up once for each. */
const ends = new WeakMap<OpenVault, Map<string, number | undefined>>();

/**
 * From when on the dates of a vault should be renewed (`refreshTimestamps`), in milliseconds since 1970; `Infinity` if there are none to renew. The newest
 * token of each authority counts: it covers those before it. One whose certificate has ended already cannot be helped.
 */
export async function datesDueAt(vault: OpenVault, now: number): Promise<number> {
  const newest = new Map<string, SeenCheckpointRow>();
  const first = new Map<string, number>();
  for (const row of vault.index.proofs.stamped()) {
    newest.set(`${row.by} ${row.of}`, row);
    first.set(row.by, Math.min(Date.parse(row.at), first.get(row.by) ?? Infinity));
  }
  const renewed = new Map<string, number>();
  for (const { authority, at } of vault.index.proofs.evidence()) {
    const time = Date.parse(at);
    if (time <= now) renewed.set(authority, Math.max(time, renewed.get(authority) ?? 0));
  }
  let dueAt = Infinity;
  for (const row of newest.values()) {
    const end = await endOf(vault, row);
    if (end === undefined || end <= now) continue;
    const last = renewed.get(row.by);
    const near = last !== undefined && last >= end - beforeTheEnd ? Infinity : end - beforeTheEnd;
    dueAt = Math.min(dueAt, near, (last ?? first.get(row.by) ?? now) + year);
  }
  return dueAt;
}

async function endOf(vault: OpenVault, { log, index }: SeenCheckpointRow): Promise<number | undefined> {
  const known = ends.get(vault) ?? new Map<string, number | undefined>();
  ends.set(vault, known);
  const place = `${log} ${String(index)}`;
  if (!known.has(place)) known.set(place, await readEnd(vault, log, index));
  return known.get(place);
}

async function readEnd(vault: OpenVault, log: string, index: number): Promise<number | undefined> {
  try {
    const stored = await vault.ledger.getEntry(log, index);
    const read = stored.readable ? readEntryFields(stored.fields) : undefined;
    if (read?.known !== true || read.entry.kind !== 'checkpoint-stamped') return undefined;
    const notAfter = certificatesOf(parseBase64(read.entry.token))?.signer.notAfter;
    return notAfter === undefined ? undefined : new Date(notAfter).getTime();
  } catch (thrown) {
    // An entry that cannot be read is for the check to tell of.
    if (!(thrown instanceof VaultError) || thrown.code.startsWith('internal.')) throw thrown;
    return undefined;
  }
}
