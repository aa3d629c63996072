import { z } from 'zod';

import { ByteWriter } from '../../base/byte-writer.ts';
import { encodeBase64, encodeHex, equalBytes, parseBase64, parseHex, utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { VaultError } from '../../base/errors.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { parseWith } from '../../base/zod-door.ts';
import { deriveKey } from '../../crypto/hkdf.ts';
import { keyPurposes } from '../../crypto/key-purposes.ts';
import { openRecord, sealRecord } from '../../crypto/record-seal.ts';
import { createKeyPair } from '../../crypto/sign.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import type { Header } from './header-schema.ts';
import type { OpenSecrets } from './vault-keys.ts';

const secretsSchema = z.looseObject({
  root: z.base64().length(44),
  plaintextId: z.base64().length(44),
  epochs: z.array(z.looseObject({ epoch: z.int().positive(), key: z.base64().length(44) })).min(1),
});

/** One name for the keys of a header, without opening it: only a change of keys seals the secrets anew. */
export function keysName({ secrets }: Pick<Header, 'secrets'>): string {
  return encodeHex(nodeHashes.sha256(utf8(secrets))).slice(0, 32);
}

/** The header's `secrets` field: base64 of the sealed secrets of a vault at an epoch. */
export function sealSecrets(
  vault: string,
  epoch: number,
  secrets: OpenSecrets,
  masterKey: Uint8Array,
): string {
  const plaintext = utf8(
    encodeCanonicalJson({
      root: encodeBase64(secrets.rootSeed),
      plaintextId: encodeBase64(secrets.plaintextIdKey),
      epochs: Array.from(secrets.epochs, ([number, key]) => ({ epoch: number, key: encodeBase64(key) })),
    }),
  );
  const key = deriveKey(masterKey, keyPurposes.headerSecrets);
  try {
    return encodeBase64(sealRecord(key, plaintext, secretsAd(vault, epoch)));
  } finally {
    key.fill(0);
    plaintext.fill(0);
  }
}

/**
 * The secrets of a header whose signature held. Throws `integrity.header-damaged` if they do not open or do not belong to
 * the header, which only somebody with the root key could bring about.
 */
export function openSecrets(header: Header, masterKey: Uint8Array): OpenSecrets {
  const key = deriveKey(masterKey, keyPurposes.headerSecrets);
  const code = 'integrity.header-damaged';
  let plaintext: Uint8Array | undefined;
  try {
    plaintext = openRecord(key, parseBase64(header.secrets), secretsAd(header.vault, header.epoch), code);
    const parsed = parseWith(secretsSchema, parseStrictJson(plaintext), code);
    const secrets = {
      rootSeed: parseBase64(parsed.root),
      plaintextIdKey: parseBase64(parsed.plaintextId),
      epochs: new Map(parsed.epochs.map((each) => [each.epoch, parseBase64(each.key)])),
    };
    const belongs = equalBytes(createKeyPair(secrets.rootSeed).publicKey, parseBase64(header.root));
    if (!belongs || Math.max(...secrets.epochs.keys()) !== header.epoch)
      throw new VaultError(code, { what: 'secrets' });
    return secrets;
  } finally {
    key.fill(0);
    plaintext?.fill(0);
  }
}

function secretsAd(vault: string, epoch: number): Uint8Array {
  return new ByteWriter(80)
    .ascii('evidence-vault header-secrets v1\0')
    .raw(parseHex(vault))
    .u32(epoch)
    .finish();
}
