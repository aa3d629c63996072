import { VaultError } from '../../../base/errors.ts';
import { judgeHeader } from '../../header/header-codec.ts';
import { maxHeaderLength, type Header } from '../../header/header-schema.ts';
import type { ReplicaCatalogue } from './catalogue.ts';

/**
 * The newest header of a vault that stands among second copies: whole, and signed by the vault.
 *
 * @param vault id of the vault that is meant; undefined for whichever one it is
 * Throws `access.no-vault` if there is none, `integrity.header-damaged` if none of them stands, `integrity.vault-mismatch` if they are of several vaults,
 * `format.too-new` and others if the newest is not for this version to open, `internal.cancelled`.
 */
export async function newestHeader(
  catalogue: ReplicaCatalogue,
  vault: string | undefined,
  signal?: AbortSignal,
): Promise<Header> {
  const pieces = catalogue.headers().sort((a, b) => b.generation - a.generation);
  let unreadable: VaultError | undefined;
  let best: Header | undefined;
  for (const piece of pieces) {
    const found = await catalogue.find(piece, maxHeaderLength, signal);
    const judged = found === undefined ? undefined : judgeHeader(found.bytes);
    if (judged === undefined || judged.verdict === 'damaged') continue;
    if (judged.verdict === 'unreadable') unreadable ??= judged.error;
    // Signed, and newer than any that can be opened: an older one in its place would be a step back.
    if (judged.verdict === 'refused' && best === undefined) throw judged.error;
    if (judged.verdict !== 'good') continue;
    if (vault !== undefined && judged.header.vault !== vault) continue;
    if (best !== undefined && best.vault !== judged.header.vault)
      throw new VaultError('integrity.vault-mismatch', { what: 'replicas' });
    best ??= judged.header;
  }
  if (best !== undefined) return best;
  if (unreadable !== undefined) throw unreadable;
  throw new VaultError(pieces.length === 0 ? 'access.no-vault' : 'integrity.header-damaged');
}
