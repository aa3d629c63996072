import { parseUtf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { maxTagFileSize } from '../bundle/layout.ts';
import type { LogPart } from '../bundle/ledger-document.ts';
import { verifyCheckpoint } from '../ledger/checkpoint.ts';
import { logIdOf, verifyLogCertificate } from '../ledger/log-identity.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { BundleLayout } from './read-layout.ts';
import type { VerificationCode } from './verification-codes.ts';

/** The signed state of a log. */
export interface GoodCheckpoint {
  readonly root: Uint8Array;
  /** The signed note. */
  readonly note: string;
}

/**
 * Each log is vouched for by the vault's root key, and its checkpoint is signed by its own key (rules H1 to H4).
 * @returns the good checkpoints, by log id
 */
export async function checkCheckpoints(
  hashes: HashPort,
  layout: BundleLayout,
  sheet: CheckSheet,
): Promise<ReadonlyMap<string, GoodCheckpoint>> {
  const good = new Map<string, GoodCheckpoint>();
  if (layout.logs.length === 0) sheet.notChecked('checkpoint', 'no-history');
  for (const log of layout.logs) {
    const found = await judge(hashes, layout, log);
    if (typeof found === 'string') sheet.fail('checkpoint', { code: found, file: log.checkpoint });
    else good.set(log.log, found);
  }
  const entries = layout.logs.reduce((sum, { size }) => sum + size, 0);
  sheet.pass('checkpoint', `The history of ${entries} entries is signed and belongs to the vault.`);
  return good;
}

async function judge(
  hashes: HashPort,
  layout: BundleLayout,
  log: LogPart,
): Promise<GoodCheckpoint | VerificationCode> {
  const { document, files, publicKey, tags } = layout;
  if (logIdOf(hashes, log.publicKey) !== log.log) return 'log-id-mismatch';
  if (!verifyLogCertificate(publicKey, document.vault.id, log.publicKey, log.certificate))
    return 'log-other-vault';
  const bytes = tags.sha256.has(log.checkpoint)
    ? await files.read(log.checkpoint, maxTagFileSize)
    : undefined;
  if (bytes === undefined) return 'file-removed';
  return readCheckpoint(bytes, log);
}

function readCheckpoint(bytes: Uint8Array, log: LogPart): GoodCheckpoint | VerificationCode {
  try {
    const note = parseUtf8(bytes);
    const checkpoint = verifyCheckpoint(note, log.log, log.publicKey);
    if (checkpoint === undefined) return 'checkpoint-wrong';
    return checkpoint.size === log.size ? { root: checkpoint.root, note } : 'checkpoint-size-differs';
  } catch (thrown) {
    if (thrown instanceof VaultError) return 'checkpoint-malformed';
    throw thrown;
  }
}
