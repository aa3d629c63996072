import { concatBytes, encodeBase64, encodeHex, equalBytes, parseBase64, utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { asVaultError, VaultError } from '../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { parseWith } from '../../base/zod-door.ts';
import { checkArgon2 } from '../../crypto/argon2.ts';
import { sign, verify } from '../../crypto/sign.ts';
import { vaultIdOf } from '../../ledger/vault-id.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import {
  fileText,
  headerSchema,
  headerSuite,
  headerVersion,
  headerVersionSchema,
  signedText,
  slotSchema,
  type Header,
  type HeaderFields,
  type Slot,
} from './header-schema.ts';

const signaturePrefix = utf8('evidence-vault header v1\0');

/** Signs the fields of a header and makes its file. The seed must be of the fields' root key. */
export function encodeHeader(fields: HeaderFields, others: JsonObject, rootSeed: Uint8Array): Header {
  const message = concatBytes(signaturePrefix, utf8(signedText(fields, others)));
  const signature = encodeBase64(sign(rootSeed, parseBase64(fields.root), message));
  const bytes = utf8(fileText(fields, others, signature));
  return { ...fields, others, bytes, digest: encodeHex(nodeHashes.sha256(bytes)) };
}

/** What one copy of the header turned out to be. */
export type HeaderJudgement =
  | { readonly verdict: 'good'; readonly header: Header }
  /** Signed by its vault, but not for this version to open: the error says why. */
  | { readonly verdict: 'refused'; readonly generation: number; readonly error: VaultError }
  /** Written by a version whose signature we cannot check. */
  | { readonly verdict: 'unreadable'; readonly error: VaultError }
  | { readonly verdict: 'damaged' };

/**
 * Judges one copy alone, without any key, in the order of FORMAT.md section 4: shape, version, suite, the vault's name as
 * commitment to its root key, signature, limits of the key derivation. Never throws for what the bytes are.
 */
export function judgeHeader(bytes: Uint8Array): HeaderJudgement {
  try {
    const json = parseStrictJson(bytes);
    const known = headerVersionSchema.safeParse(json);
    if (!known.success || !isJsonObject(json)) return { verdict: 'damaged' };
    const { version, suite } = known.data;
    if (version !== headerVersion || suite !== headerSuite) {
      const newer = version > headerVersion || (version === headerVersion && suite > headerSuite);
      return {
        verdict: 'unreadable',
        error: new VaultError(newer ? 'format.too-new' : 'format.unknown', { version, suite }),
      };
    }
    return judgeSigned(json, bytes);
  } catch (thrown) {
    // Bytes that are no text, no JSON or not of the shape: all one to the reader.
    const { code } = asVaultError(thrown);
    if (code === 'input.json-invalid' || code === 'format.malformed') return { verdict: 'damaged' };
    throw thrown;
  }
}

function judgeSigned(json: JsonObject, bytes: Uint8Array): HeaderJudgement {
  const shape = parseWith(headerSchema, json, 'format.malformed');
  // One header has one spelling, so that one digest stands for it.
  if (!equalBytes(bytes, utf8(`${encodeCanonicalJson(json)}\n`))) return { verdict: 'damaged' };
  const { signature, ...signed } = json;
  const root = parseBase64(shape.root);
  if (vaultIdOf(nodeHashes, root) !== shape.vault) return { verdict: 'damaged' };
  const message = concatBytes(signaturePrefix, utf8(encodeCanonicalJson(signed)));
  if (typeof signature !== 'string' || !verify(root, message, parseBase64(signature)))
    return { verdict: 'damaged' };

  try {
    const { vault, generation, created, practice, epoch, secrets, keysBefore = [] } = shape;
    const fields = { vault, root: shape.root, generation, created, practice, epoch, secrets, keysBefore };
    const header: Header = {
      ...fields,
      slots: shape.slots.map(parseSlot),
      others: othersOf(signed),
      bytes,
      digest: encodeHex(nodeHashes.sha256(bytes)),
    };
    return { verdict: 'good', header };
  } catch (thrown) {
    return { verdict: 'refused', generation: shape.generation, error: asVaultError(thrown) };
  }
}

/** Throws `format.too-new` for a slot of a later version, `format.unsafe-parameters`, or `integrity.header-damaged`. */
function parseSlot(slot: { type: string; kdf: { name: string } }): Slot {
  const derivations: Readonly<Record<string, string>> = {
    passphrase: 'argon2id13',
    recovery: 'hkdf-sha256',
    device: 'hkdf-sha256',
  };
  if (derivations[slot.type] !== slot.kdf.name) throw new VaultError('format.too-new', { what: 'slot' });
  const parsed = parseWith(slotSchema, slot, 'integrity.header-damaged');
  if (parsed.type === 'passphrase') checkArgon2(parsed.kdf);
  return parsed;
}

function othersOf(signed: JsonObject): JsonObject {
  const known: ReadonlySet<string> = new Set(Object.keys(headerSchema.shape));
  return Object.fromEntries(Object.entries(signed).filter(([name]) => !known.has(name)));
}
