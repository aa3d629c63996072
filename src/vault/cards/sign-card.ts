import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

import { isoTime, type Clock } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { countersignVaultCard } from '../../bundle/cards/vault-card.ts';
import { createKeyPair, type KeyPair } from '../../crypto/sign.ts';
import { withFile } from '../file-access.ts';
import { writeCopy } from '../out-files.ts';
import { readCardBytes, readCardFile, type ShownVaultCard } from './read-card.ts';

export interface CardSigning {
  /** Absolute paths: of the card, of the signer's key, of the signed card. */
  readonly card: string;
  readonly key: string;
  readonly out: string;
  readonly force: boolean;
  /** Who signs, as learners and awarding organisations know them. */
  readonly as: string;
  readonly clock: Clock;
}

/** Longest key file in bytes. */
const longestKey = 16_384;

/**
 * Puts a provider's or an awarding organisation's signature on a learner's card: 'this vault is that learner's, we have made sure'.
 * The key is the `signing-key.pem` that `recipient new` wrote, or any Ed25519 key in PKCS #8.
 *
 * Throws `proof.invalid` for a card whose signatures do not hold, `input.signing-key-invalid`, `input.exists`, and what `readCardFile`
 * throws.
 */
export async function signVaultCard({
  card,
  key,
  out,
  force,
  as,
  clock,
}: CardSigning): Promise<ShownVaultCard> {
  const bytes = await readCardBytes(card);
  const keys = readSigningKey(await readKey(key));
  try {
    const signed = countersignVaultCard(bytes, { name: as, signedAt: isoTime(clock) }, keys);
    await writeCopy({ out, force }, (file) => file.append(signed));
  } finally {
    keys.seed.fill(0);
  }
  return readCardFile(out);
}

const privateJwk = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), d: z.base64url() });

function readSigningKey(pem: Uint8Array): KeyPair {
  try {
    const { d } = privateJwk.parse(createPrivateKey(Buffer.from(pem)).export({ format: 'jwk' }));
    return createKeyPair(new Uint8Array(Buffer.from(d, 'base64url')));
  } catch (cause) {
    // What the parser says could quote the key.
    throw new VaultError('input.signing-key-invalid', {}, cause instanceof VaultError ? cause : undefined);
  } finally {
    pem.fill(0);
  }
}

function readKey(path: string): Promise<Uint8Array> {
  return withFile(path, (file) => {
    if (file.size > longestKey) throw new VaultError('input.signing-key-invalid');
    return file.read(0, file.size);
  });
}
