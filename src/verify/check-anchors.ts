import { equalBytes } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import type { LogAnchor, LogPart } from '../bundle/ledger-document.ts';
import { verifyCheckpoint } from '../ledger/checkpoint.ts';
import { verifyConsistency } from '../ledger/merkle-proof.ts';
import { parseNote } from '../ledger/signed-note.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { BundleLayout } from './read-layout.ts';
import type { VerificationCode } from './verification-codes.ts';

/** An earlier state of a log that is shown to be the beginning of the one that the records are proven in. */
export interface GoodAnchor {
  readonly log: string;
  /** Every entry of this log with a smaller index was there when the anchor was seen. */
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note; its UTF-8 bytes are what was stamped. */
  readonly note: string;
}

/**
 * Each anchor is a checkpoint signed by its log's key alone, and begins the tree of the log's good checkpoint (rules H13 to H15).
 * What is wrong counts against the history: the log's own signature contradicts it.
 *
 * @param roots root hashes of the good checkpoints, by log id
 * @returns good anchors by log id, by size; none for a log whose checkpoint is not good
 */
export function checkAnchors(
  hashes: HashPort,
  layout: BundleLayout,
  roots: ReadonlyMap<string, Uint8Array>,
  sheet: CheckSheet,
): ReadonlyMap<string, readonly GoodAnchor[]> {
  const found = new Map<string, GoodAnchor[]>();
  for (const log of layout.logs) {
    const root = roots.get(log.log);
    if (root === undefined) continue;
    const good: GoodAnchor[] = [];
    for (const anchor of log.anchors) {
      const judged = judgeAnchor(hashes, log, anchor, root);
      if (typeof judged === 'string') sheet.fail('history', { code: judged, file: log.checkpoint });
      else good.push(judged);
    }
    found.set(log.log, good);
  }
  return found;
}

function judgeAnchor(
  hashes: HashPort,
  log: LogPart,
  { size, note, proof }: LogAnchor,
  newRoot: Uint8Array,
): GoodAnchor | VerificationCode {
  const root = readAnchor(log, size, note);
  if (typeof root === 'string') return root;
  // Two signed trees of one size can only come of two histories.
  if (size === log.size && !equalBytes(root, newRoot)) return 'history-forked';
  const begins = verifyConsistency(hashes, {
    oldSize: size,
    oldRoot: root,
    newSize: log.size,
    newRoot,
    proof,
  });
  return begins ? { log: log.log, size, root, note } : 'anchor-not-in-history';
}

function readAnchor(log: LogPart, size: number, note: string): Uint8Array | VerificationCode {
  try {
    if (parseNote(note).signatures.length !== 1) return 'anchor-malformed';
    const checkpoint = verifyCheckpoint(note, log.log, log.publicKey);
    if (checkpoint === undefined) return 'anchor-wrong';
    return checkpoint.size === size ? checkpoint.root : 'anchor-malformed';
  } catch (thrown) {
    if (thrown instanceof VaultError) return 'anchor-malformed';
    throw thrown;
  }
}
