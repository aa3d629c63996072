import { join } from 'node:path';

import { ByteReader } from '../base/byte-reader.ts';
import { ByteWriter } from '../base/byte-writer.ts';
import { concatBytes, utf8 } from '../base/bytes.ts';
import { encodeCanonicalJson } from '../base/canonical-json.ts';
import { VaultError } from '../base/errors.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { parseStrictJson } from '../base/parse-json.ts';
import { openRecord, sealRecord } from '../crypto/record-seal.ts';
import { encodePreamble, parsePreamble, preambleLength } from '../ledger/preamble.ts';
import type { DurablePort, ReadPort } from './durable/port.ts';
import { replaceFile } from './durable/replace-file.ts';
import type { VaultKeys } from './header/vault-keys.ts';

const settingsName = 'settings.sealed';
const headLength = preambleLength + 8;
/** Far more than tokens and schedules take. */
const limit = 16 * 1024 * 1024;

export interface Settings {
  readonly generation: number;
  readonly value: JsonObject;
}

/**
 * Reads what must not be in an append-only history (FORMAT.md section 9). Undefined if there is no file.
 * Throws `integrity.settings-damaged` (they guard nothing, so the vault opens without them), `integrity.vault-mismatch`,
 * `integrity.header-rolled-back` (sealed in a key epoch that the header does not know), `format.too-new`, `storage.*`.
 */
export async function readSettings(
  port: ReadPort,
  folder: string,
  keys: VaultKeys,
): Promise<Settings | undefined> {
  try {
    const bytes = await port.findBytes(join(folder, settingsName), limit);
    return bytes === undefined ? undefined : openSettings(bytes, keys);
  } catch (error) {
    // A file of another kind, or cut short, is damage like any other; another vault's and a newer version's are not.
    if (
      error instanceof VaultError &&
      ['format.malformed', 'format.unknown', 'input.json-invalid'].includes(error.code)
    ) {
      throw new VaultError('integrity.settings-damaged', {}, error);
    }
    throw error;
  }
}

function openSettings(bytes: Uint8Array, keys: VaultKeys): Settings {
  const { epoch, vault } = parsePreamble(bytes, 'SETT');
  if (vault !== keys.vault) throw new VaultError('integrity.vault-mismatch', { what: 'settings' });
  const reader = new ByteReader(bytes.subarray(preambleLength));
  const generation = reader.u64();
  const sealed = bytes.subarray(headLength);
  const head = bytes.subarray(0, headLength);
  const plain = keys
    .settings(epoch)
    .use((key) => openRecord(key, sealed, head, 'integrity.settings-damaged'));
  const value = parseStrictJson(plain);
  plain.fill(0);
  if (!isJsonObject(value)) throw new VaultError('integrity.settings-damaged', { what: 'shape' });
  return { generation, value };
}

/** Replaces the settings, sealed in the current epoch. Throws `storage.*`; then the old ones stand. */
export async function writeSettings(
  port: DurablePort,
  folder: string,
  keys: VaultKeys,
  settings: Settings,
): Promise<void> {
  const preamble = encodePreamble({ kind: 'SETT', epoch: keys.epoch, vault: keys.vault });
  const head = concatBytes(preamble, new ByteWriter(8).u64(settings.generation).finish());
  const plain = utf8(encodeCanonicalJson(settings.value));
  const sealed = keys.settings().use((key) => sealRecord(key, plain, head));
  plain.fill(0);
  await replaceFile(port, join(folder, settingsName), concatBytes(head, sealed));
}
