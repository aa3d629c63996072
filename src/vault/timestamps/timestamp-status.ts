import { parseBase64 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { readEntryFields } from '../../ledger/kinds/entry-kinds.ts';
import { readTimestamp } from '../../ledger/timestamps/read-timestamp.ts';
import type { SeenCheckpointRow } from '../../store/index/proof-queries.ts';
import { askingFailures } from '../outside/asking-patience.ts';
import { ownLogOf } from '../own-log.ts';
import type { OpenVault } from '../vault-context.ts';
import { authorityName } from './known-authorities.ts';
import type { StampingConsent } from './stamping-choice.ts';
import { readStampingSettings } from './stamping-settings.ts';
import { authoritiesDue } from './timestamp-now.ts';

interface AuthorityStatus {
  readonly url: string;
  readonly name: string;
  /** False for one that is not asked any more, but whose tokens are kept. */
  readonly listed: boolean;
  /** True if there is something new that it has not seen; always false for one that is not asked. */
  readonly due: boolean;
  /** How many of its tokens are kept. */
  readonly tokens: number;
  /** The newest of them: what it covers, and the date that it gave. */
  readonly last?: { readonly log: string; readonly size: number; readonly time: string };
  /** How the last attempt failed, and when it is asked again by itself. */
  readonly failure?: { readonly code: string; readonly at: string; readonly retryAt: string };
}

export interface TimestampStatus {
  readonly consent: StampingConsent;
  /** True if any authority that is asked has something new to see. */
  readonly due: boolean;
  readonly authorities: readonly AuthorityStatus[];
}

/** Who is asked for dates, whether, and what came of it. Throws `format.too-new`, `storage.*`. */
export async function timestampStatus(vault: OpenVault): Promise<TimestampStatus> {
  const { consent, authorities } = await readStampingSettings(vault);
  const rows = vault.index.proofs.stamped();
  const others = rows.map(({ by }) => by).filter((by) => !authorities.includes(by));
  const log = ownLogOf(vault);
  const due = new Set(log === undefined ? [] : authoritiesDue(vault, log, authorities));
  const failures = askingFailures(vault, 'timestamps');
  const found: AuthorityStatus[] = [];
  for (const url of new Set([...authorities, ...others])) {
    const own = rows.filter(({ by }) => by === url);
    const last = await lastOf(vault, own);
    const failure = authorities.includes(url) ? failures.get(url) : undefined;
    found.push({
      url,
      name: authorityName(url),
      listed: authorities.includes(url),
      due: due.has(url),
      tokens: own.length,
      ...(last === undefined ? {} : { last }),
      ...(failure === undefined
        ? {}
        : { failure: { code: failure.code, at: failure.at, retryAt: failure.retryAt } }),
    });
  }
  return { consent, due: due.size > 0, authorities: found };
}

async function lastOf(
  vault: OpenVault,
  rows: readonly SeenCheckpointRow[],
): Promise<AuthorityStatus['last']> {
  const row = rows.reduce<SeenCheckpointRow | undefined>(
    (newest, one) => (newest === undefined || one.at >= newest.at ? one : newest),
    undefined,
  );
  if (row === undefined) return undefined;
  const { log, index, of, size } = row;
  try {
    const stored = await vault.ledger.getEntry(log, index);
    if (!stored.readable) return undefined;
    const read = readEntryFields(stored.fields);
    if (!read.known || read.entry.kind !== 'checkpoint-stamped') return undefined;
    return { log: of, size, time: readTimestamp(parseBase64(read.entry.token)).time };
  } catch (thrown) {
    // A status shows what it can: an entry that cannot be read is for the check to tell of.
    if (!(thrown instanceof VaultError) || thrown.code.startsWith('internal.')) throw thrown;
    return undefined;
  }
}
