import { parseUtf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { maxTagFileSize } from '../bundle/layout.ts';
import type { LogPart } from '../bundle/ledger-document.ts';
import { verifyCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts';
import { logIdOf, verifyLogCertificate } from '../ledger/log-identity.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { BundleLayout } from './read-layout.ts';
import type { VerificationCode } from './verification-codes.ts';

/**
 * Each log is vouched for by the vault's root key, and its checkpoint is signed by its own key (rules H1 to H4).
 * @returns root hashes of the good checkpoints, by log id
 */
export async function checkCheckpoints(
  hashes: HashPort,
  layout: BundleLayout,
  sheet: CheckSheet,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const roots = new Map<string, Uint8Array>();
  if (layout.logs.length === 0) sheet.notChecked('checkpoint', 'no-history');
  for (const log of layout.logs) {
    const found = await judge(hashes, layout, log);
    if (typeof found === 'string') sheet.fail('checkpoint', { code: found, file: log.checkpoint });
    else roots.set(log.log, found.root);
  }
  const entries = layout.logs.reduce((sum, { size }) => sum + size, 0);
  sheet.pass('checkpoint', `The history of ${entries} entries is signed and belongs to the vault.`);
  return roots;
}

async function judge(
  hashes: HashPort,
  layout: BundleLayout,
  log: LogPart,
): Promise<Checkpoint | VerificationCode> {
  const { document, files, publicKey, tags } = layout;
  if (logIdOf(hashes, log.publicKey) !== log.log) return 'log-id-mismatch';
  if (!verifyLogCertificate(publicKey, document.vault.id, log.publicKey, log.certificate))
    return 'log-other-vault';
  const bytes = tags.sha256.has(log.checkpoint)
    ? await files.read(log.checkpoint, maxTagFileSize)
    : undefined;
  if (bytes === undefined) return 'file-removed';
  const checkpoint = readCheckpoint(bytes, log);
  if (checkpoint === 'malformed') return 'checkpoint-malformed';
  if (checkpoint === undefined) return 'checkpoint-wrong';
  return checkpoint.size === log.size ? checkpoint : 'checkpoint-size-differs';
}

function readCheckpoint(bytes: Uint8Array, log: LogPart): Checkpoint | 'malformed' | undefined {
  try {
    return verifyCheckpoint(parseUtf8(bytes), log.log, log.publicKey);
  } catch (thrown) {
    if (thrown instanceof VaultError) return 'malformed';
    throw thrown;
  }
}
