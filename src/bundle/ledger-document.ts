import { z } from 'zod';

import { encodeBase64, parseBase64 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import { parseWith } from '../base/zod-door.ts';
import {
  disclosedFieldsSchema,
  encodeDisclosed,
  readDisclosed,
  type DisclosedEntry,
} from '../ledger/disclosure.ts';
import { logIdText } from '../ledger/kinds/common.ts';
import { checkpointPath } from './layout.ts';

const ledgerFormat = 'evidence-vault-ledger';
const ledgerVersion = 1;

/** One disclosed entry with the proof that it stands in its log. */
export interface ProvenEntry {
  readonly index: number;
  readonly disclosed: DisclosedEntry;
  readonly proof: readonly Uint8Array[];
}

/**
 * A checkpoint of the log that somebody outside of the vault saw: its size, its signed note verbatim, and the consistency proof
 * (RFC 6962 section 2.1.2) from it to the tree that the entries' proofs lead to.
 */
export interface LogAnchor {
  readonly size: number;
  readonly note: string;
  readonly proof: readonly Uint8Array[];
}

/** One log: its key, who vouches for it, and the entries of it that are disclosed. */
export interface LogPart {
  readonly log: string;
  readonly publicKey: Uint8Array;
  readonly certificate: Uint8Array;
  /** Size of the tree that the proofs lead to: the checkpoint's. */
  readonly size: number;
  /** Path of the checkpoint's signed note. */
  readonly checkpoint: string;
  /** By index, rising. */
  readonly entries: readonly ProvenEntry[];
  /** By size, rising. */
  readonly anchors: readonly LogAnchor[];
}

/** Its names come in the order of canonical JSON, which is written soonest then. */
export function encodeLedgerDocument(logs: readonly LogPart[]): JsonObject {
  return {
    format: ledgerFormat,
    logs: logs.map((log) => ({
      ...(log.anchors.length === 0
        ? {}
        : {
            anchors: log.anchors.map(({ size, note, proof }) => ({
              note,
              proof: proof.map(encodeBase64),
              size,
            })),
          }),
      certificate: encodeBase64(log.certificate),
      checkpoint: log.checkpoint,
      entries: log.entries.map(({ index, disclosed, proof }) => ({
        ...encodeDisclosed(disclosed),
        index,
        proof: proof.map(encodeBase64),
      })),
      log: log.log,
      publicKey: encodeBase64(log.publicKey),
      size: log.size,
    })),
    version: ledgerVersion,
  };
}

/** More than any tree of 2^53 leaves needs, a consistency proof being one longer at most. */
const longestProof = 64;
/** Longer than a note with one signature ever is. */
const longestNote = 2048;

/** `evidence-vault/ledger.json`, but for what `parseLedgerDocument` looks at besides. */
export const ledgerDocumentSchema = z.looseObject({
  format: z.literal(ledgerFormat),
  version: z.literal(ledgerVersion),
  logs: z.array(
    z.looseObject({
      log: logIdText,
      publicKey: z.string(),
      certificate: z.string(),
      size: z.int().nonnegative(),
      checkpoint: z.string(),
      entries: z.array(
        z.looseObject({
          index: z.int().nonnegative(),
          fields: disclosedFieldsSchema,
          proof: z.array(z.string()).max(longestProof),
        }),
      ),
      anchors: z
        .array(
          z.looseObject({
            size: z.int().positive(),
            note: z.string().max(longestNote),
            proof: z.array(z.string()).max(longestProof),
          }),
        )
        .default([]),
    }),
  ),
});

/**
 * Reads `evidence-vault/ledger.json`, already parsed as strict JSON. Properties of later versions are passed over.
 * Throws `format.malformed`, also for a log that comes twice and for entries or anchors out of order.
 */
export function parseLedgerDocument(json: unknown): LogPart[] {
  const { logs } = parseWith(ledgerDocumentSchema, json, 'format.malformed');
  const seen = new Set<string>();
  return logs.map((log) => {
    refuseIf(seen.has(log.log), 'log-twice');
    refuseIf(log.checkpoint !== checkpointPath(log.log), 'checkpoint-path');
    seen.add(log.log);
    let previous = -1;
    const entries = log.entries.map(({ index, fields, proof }) => {
      refuseIf(index <= previous, 'entry-order');
      previous = index;
      return { index, disclosed: readDisclosed(fields), proof: proof.map(parseBase64) };
    });
    let reached = 0;
    const anchors = log.anchors.map(({ size, note, proof }) => {
      refuseIf(size <= reached || size > log.size, 'anchor-order');
      reached = size;
      return { size, note, proof: proof.map(parseBase64) };
    });
    return {
      log: log.log,
      publicKey: parseBase64(log.publicKey),
      certificate: parseBase64(log.certificate),
      size: log.size,
      checkpoint: log.checkpoint,
      entries,
      anchors,
    };
  });
}

function refuseIf(wrong: boolean, what: string): void {
  if (wrong) throw new VaultError('format.malformed', { what });
}
