import { VaultError } from '../../../base/errors.ts';
import { judgeHeader } from '../../header/header-codec.ts';
import { maxHeaderLength, type Header } from '../../header/header-schema.ts';
import { orderOf } from '../../header/header-order.ts';
import type { ReplicaCatalogue } from './catalogue.ts';

/** Headers of one vault that stand: whole, and signed by the vault. */
interface HeadersThere {
  /** The one that counts, by `orderOf`. */
  readonly newest: Header;
  readonly all: readonly Header[];
  /** The highest generation among them. */
  readonly generation: number;
}

/**
 * The headers of a vault that stand among second copies.
 *
 * @param vault id of the vault that is meant; undefined for whichever one it is
 * Throws `access.no-vault` if there is none, `integrity.header-damaged` if none of them stands, `integrity.vault-mismatch` if they are of several vaults,
 * `format.too-new` and others if the newest is not for this version to open, `storage.gone` if it may lie in a place that can no longer be reached,
 * `internal.cancelled`.
 */
export async function headersThere(
  catalogue: ReplicaCatalogue,
  vault: string | undefined,
  signal?: AbortSignal,
): Promise<HeadersThere> {
  const pieces = catalogue.headers().toSorted((a, b) => b.generation - a.generation);
  let unreadable: VaultError | undefined;
  const all: Header[] = [];
  for (const piece of pieces) {
    const found = await catalogue.find(piece, maxHeaderLength, signal);
    // It lies, as far as anybody knows, where a stick was pulled out: neither is it damaged nor may an older one stand in for it.
    if (found === undefined && all.length === 0 && catalogue.lostPlace) throw new VaultError('storage.gone');
    const judged = found === undefined ? undefined : judgeHeader(found.bytes);
    if (judged === undefined || judged.verdict === 'damaged') continue;
    if (judged.verdict === 'unreadable') unreadable ??= judged.error;
    // Signed, and newer than any that can be opened: an older one in its place would be a step back.
    if (judged.verdict === 'refused' && all.length === 0) throw judged.error;
    if (judged.verdict !== 'good') continue;
    if (vault !== undefined && judged.header.vault !== vault) continue;
    if (all.some((other) => other.vault !== judged.header.vault))
      throw new VaultError('integrity.vault-mismatch', { what: 'replicas' });
    all.push(judged.header);
  }
  const [first, ...others] = all;
  if (first === undefined) {
    if (unreadable !== undefined) throw unreadable;
    throw new VaultError(pieces.length === 0 ? 'access.no-vault' : 'integrity.header-damaged');
  }
  const newest = others.reduce((best, each) => (orderOf(each, best) === 'later' ? each : best), first);
  return { newest, all, generation: first.generation };
}

/** The header that counts. Throws as `headersThere`. */
export async function newestHeader(
  catalogue: ReplicaCatalogue,
  vault: string | undefined,
  signal?: AbortSignal,
): Promise<Header> {
  return (await headersThere(catalogue, vault, signal)).newest;
}
