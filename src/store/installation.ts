import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

import { z } from 'zod';

import { concatBytes, encodeBase64, encodeHex, parseBase64, parseHex, utf8 } from '../base/bytes.ts';
import { encodeCanonicalJson } from '../base/canonical-json.ts';
import type { ErrorCode } from '../base/error-codes.ts';
import { VaultError } from '../base/errors.ts';
import { parseStrictJson } from '../base/parse-json.ts';
import { parseWith } from '../base/zod-door.ts';
import { openRecord, sealRecord } from '../crypto/record-seal.ts';
import { SecretKey } from '../crypto/secret-key.ts';
import { createKeyPair } from '../crypto/sign.ts';
import { base64Text, headSchema, logIdText, sha256Text } from '../ledger/kinds/common.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import type { DurablePort } from './durable/port.ts';
import { makeFolders, replaceFile } from './durable/replace-file.ts';
import type { VaultKeys } from './header/vault-keys.ts';

const limit = 64 * 1024;
const sealPrefix = utf8('evidence-vault installation v1\0');

/** Looked at first: a later version may have other fields. */
const versionSchema = z.looseObject({ version: z.int() });

const stateSchema = z.looseObject({
  format: z.literal('evidence-vault-installation'),
  version: z.int(),
  vault: sha256Text,
  epoch: z.int().positive(),
  log: logIdText,
  seed: base64Text,
  head: headSchema,
  generation: z.int().nonnegative(),
});

/** What makes a state as good as lost. A key epoch unknown to the header is no damage of the state: the header is too old. */
const damage: ReadonlySet<string> = new Set<ErrorCode>([
  'format.malformed',
  'input.json-invalid',
  'integrity.entry-damaged',
  'integrity.vault-mismatch',
]);

/** What this installation remembers of a vault at a place. */
export interface InstallationState {
  readonly log: string;
  readonly publicKey: Uint8Array;
  /** Seed of the log key; the reader destroys it. */
  readonly seed: SecretKey;
  /** The last acknowledged head of its log. */
  readonly head: { readonly log: string; readonly size: number; readonly root: string };
  /** The header generation seen last. */
  readonly generation: number;
}

/**
 * The folder for what this computer remembers: `EVIDENCE_VAULT_STATE_DIR`, else the system's own place for a user's state.
 * @param environment variables of the process
 */
export function stateFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const own = environment.EVIDENCE_VAULT_STATE_DIR;
  if (own !== undefined && own !== '') return own;
  if (platform === 'win32')
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Evidence Vault');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Evidence Vault');
  const xdg = environment.XDG_STATE_HOME;
  // The XDG base directory specification has relative paths ignored.
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'state');
  return join(base, 'evidence-vault');
}

/**
 * The file of a vault at a place: a copy of the vault in another place is another installation (FORMAT.md section 8).
 * @param realPath the vault's folder with links resolved
 */
export function installationFile(folder: string, vault: string, realPath: string): string {
  const name = encodeHex(nodeHashes.sha256(utf8(`${vault}\0${realPath}`))).slice(0, 32);
  return join(folder, 'installations', `${name}.json`);
}

/**
 * Reads the state; undefined if there is none, or if it is damaged or cannot be opened: then the installation begins a new log, which is
 * always safe. Throws `integrity.header-rolled-back` if it was sealed in a key epoch that the header does not know, `format.too-new`,
 * `access.locked`, `storage.*`.
 */
export async function readInstallation(
  port: DurablePort,
  file: string,
  keys: VaultKeys,
): Promise<InstallationState | undefined> {
  try {
    const bytes = await port.findBytes(file, limit);
    return bytes === undefined ? undefined : openState(bytes, keys);
  } catch (error) {
    if (error instanceof VaultError && damage.has(error.code)) return undefined;
    throw error;
  }
}

function openState(bytes: Uint8Array, keys: VaultKeys): InstallationState {
  const json = parseStrictJson(bytes);
  const { version } = parseWith(versionSchema, json, 'format.malformed');
  if (version > 1) throw new VaultError('format.too-new', { what: 'installation' });
  const state = parseWith(stateSchema, json, 'format.malformed');
  if (state.vault !== keys.vault || state.head.log !== state.log)
    throw new VaultError('integrity.vault-mismatch');
  const ad = associatedData(state.vault, state.log);
  const seed = keys.installation(state.epoch).use((key) => openRecord(key, parseBase64(state.seed), ad));
  const { publicKey } = createKeyPair(seed);
  const { log, size, root } = state.head;
  return {
    log: state.log,
    publicKey,
    seed: SecretKey.adopt(seed),
    head: { log, size, root },
    generation: state.generation,
  };
}

/** Makes the state durable. Throws `storage.*`; then the old one stands. */
export async function writeInstallation(
  port: DurablePort,
  file: string,
  keys: VaultKeys,
  state: Omit<InstallationState, 'publicKey'>,
): Promise<void> {
  const ad = associatedData(keys.vault, state.log);
  const sealed = keys.installation().use((key) => state.seed.use((seed) => sealRecord(key, seed, ad)));
  const { log, size, root } = state.head;
  const text = encodeCanonicalJson({
    format: 'evidence-vault-installation',
    version: 1,
    vault: keys.vault,
    epoch: keys.epoch,
    log: state.log,
    seed: encodeBase64(sealed),
    head: { log, size, root },
    generation: state.generation,
  });
  await makeFolders(port, dirname(file));
  await replaceFile(port, file, utf8(`${text}\n`));
}

function associatedData(vault: string, log: string): Uint8Array {
  return concatBytes(sealPrefix, parseHex(vault), parseHex(log));
}
