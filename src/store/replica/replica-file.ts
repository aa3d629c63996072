import { z } from 'zod';

import { utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { VaultError } from '../../base/errors.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { replicaFileName } from './replica-names.ts';
import type { ReplicaTarget } from './replica-target.ts';

/** What `replica.json` says: which vault this is a second copy of, and which of its second copies. */
interface ReplicaFile {
  /** Vault id, lower-case hexadecimal. */
  readonly vault: string;
  /** 32 random hexadecimal digits that name this copy, wherever it is plugged in. */
  readonly replica: string;
  readonly created: string;
}

const format = 'evidence-vault-replica';
const limit = 4096;
const schema = z.object({
  format: z.literal(format),
  version: z.int().positive(),
  vault: z.string().regex(/^[0-9a-f]{64}$/),
  replica: z.string().regex(/^[0-9a-f]{32}$/),
  created: z.string(),
});

/** The bytes of `replica.json`, version 1. */
export function encodeReplicaFile({ vault, replica, created }: ReplicaFile): Uint8Array {
  return utf8(`${encodeCanonicalJson({ format, version: 1, vault, replica, created })}\n`);
}

/**
 * Reads `replica.json` of a place. Undefined if there is none, `damaged` if it says nothing any more.
 * Throws `format.too-new`, and as `ReplicaTarget.read` does.
 */
export async function readReplicaFile(target: ReplicaTarget): Promise<ReplicaFile | 'damaged' | undefined> {
  const read = await target.read(replicaFileName, { start: 0, end: limit });
  if (read === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of read) pieces.push(piece);
  const parsed = schema.safeParse(jsonOf(Buffer.concat(pieces)));
  if (!parsed.success) return 'damaged';
  const { version, vault, replica, created } = parsed.data;
  if (version !== 1) throw new VaultError('format.too-new', { what: 'replica' });
  return { vault, replica, created };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  }
}

/** What the folder says to whoever finds it. */
export const replicaReadme = utf8(
  [
    'This folder is a second copy of an Evidence Vault: somebody’s coursework, kept safe.',
    '',
    'Everything in it is locked. Nothing can be read without the passphrase or the recovery key.',
    'To get it back: install Evidence Vault, choose "Restore", and show it this folder.',
    '',
    'Please do not change, rename or delete anything here. The names are how the copy is checked.',
    '',
  ].join('\r\n'),
);
