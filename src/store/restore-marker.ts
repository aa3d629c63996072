import { join } from 'node:path';

import { z } from 'zod';

import { utf8 } from '../base/bytes.ts';
import { encodeCanonicalJson } from '../base/canonical-json.ts';
import { VaultError } from '../base/errors.ts';
import { parseStrictJson } from '../base/parse-json.ts';
import { sha256Text, timeText } from '../ledger/kinds/common.ts';
import type { DurablePort, ReadPort } from './durable/port.ts';
import { replaceFile, stagingPath } from './durable/replace-file.ts';

/** Stands in a folder while a vault is being restored into it. */
export const restoreMarkerName = 'restore.json';
/** The folder inside a vault in which a restore is rehearsed; there only while that is under way. */
export const rehearsalName = 'rehearsal';
const limit = 1 << 20;

const markerSchema = z.looseObject({
  format: z.literal('evidence-vault-restore'),
  version: z.literal(1),
  /** Vault id. */
  vault: sha256Text,
  began: timeText,
});

/** A restore that has begun and not ended. */
interface RestoreMarker {
  readonly vault: string;
  readonly began: string;
}

/** Undefined if no restore is under way in this folder. Throws `format.malformed`, `input.json-invalid` for a marker that nobody here wrote, `storage.*`. */
export async function findRestoreMarker(port: ReadPort, dir: string): Promise<RestoreMarker | undefined> {
  const bytes = await port.findBytes(join(dir, restoreMarkerName), limit);
  if (bytes === undefined) return undefined;
  const parsed = markerSchema.safeParse(parseStrictJson(bytes));
  if (!parsed.success) throw new VaultError('format.malformed', { what: 'restore-marker' });
  return { vault: parsed.data.vault, began: parsed.data.began };
}

/** Durable when it returns. */
export async function writeRestoreMarker(
  port: DurablePort,
  dir: string,
  { vault, began }: RestoreMarker,
): Promise<void> {
  const text = encodeCanonicalJson({ format: 'evidence-vault-restore', version: 1, vault, began });
  await replaceFile(port, join(dir, restoreMarkerName), utf8(`${text}\n`));
}

export async function removeRestoreMarker(port: DurablePort, dir: string): Promise<void> {
  const path = join(dir, restoreMarkerName);
  await port.unlink(stagingPath(path));
  if (await port.unlink(path)) await port.syncFolder(dir);
}
