import { encodeBase64, utf8 } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import type { StoredEntry } from '../../store/ledger-files/stored-entry.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import type { LedgerLine, WayOut } from './layout.ts';

/** What going through the history told beside its lines. */
export interface LedgerTold {
  /** Lengths of the contents that the vault stored, by their SHA-256. */
  readonly contents: Map<string, number>;
  /** Kinds of statements that were ever made. */
  readonly statementKinds: Set<string>;
  readonly unreadable: WayOut['unreadable'];
}

/** The lines of `ledger/<log>.jsonl`, in order. Throws `internal.cancelled`. */
export async function* ledgerLines(
  vault: OpenVault,
  { log, size }: Pick<WayOut['logs'][number], 'log' | 'size'>,
  told: LedgerTold,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const entry of vault.ledger.entries({
    log,
    to: size,
    ...(signal === undefined ? {} : { signal }),
  })) {
    throwIfCancelled(signal);
    if (!entry.readable) told.unreadable.push({ log, index: entry.index, code: entry.code });
    else note(entry.fields, told);
    yield utf8(`${JSON.stringify(lineOf(entry))}\n`);
  }
}

function lineOf(entry: StoredEntry): LedgerLine {
  const { index } = entry;
  if (!entry.readable) return { index, leaf: entry.leafHash ?? null, code: entry.code };
  const { leafHash: leaf, fields } = entry;
  // It holds keys of sealed files and nothing else: their contents lie beside it in plain.
  if (fields.kind === 'blob-stored') return { index, leaf, withheld: 'blob-stored' };
  const salts = Object.fromEntries(entry.committed.map(({ name, salt }) => [name, encodeBase64(salt)]));
  return { index, leaf, fields: { ...fields }, salts };
}

function note(fields: JsonObject, { contents, statementKinds }: LedgerTold): void {
  const { kind, sha256, size } = fields;
  if (kind === 'blob-stored' && typeof sha256 === 'string' && typeof size === 'number')
    contents.set(sha256, size);
  const said = fields['record-kind'];
  if (kind === 'record-stated' && typeof said === 'string') statementKinds.add(said);
}

/** Every log as `way-out.json` names it, with its head as it stands when this is called. */
export function logsOf(vault: OpenVault | WritableVault): WayOut['logs'] {
  return vault.ledger.heads().map(({ log, size: settled }) => {
    const { size, checkpoint } =
      'ledgerHead' in vault
        ? vault.ledgerHead(log)
        : { size: settled, checkpoint: vault.ledger.checkpoint(log) };
    const { logPublicKey, certificate } = vault.ledger.certificate(log);
    return {
      log,
      size,
      key: encodeBase64(logPublicKey),
      certificate: encodeBase64(certificate),
      checkpoint,
      file: `ledger/${log}.jsonl`,
    };
  });
}
