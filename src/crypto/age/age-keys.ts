import { bech32 } from '@scure/base';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';

import { VaultError } from '../../base/errors.ts';

/** A key pair of age (https://age-encryption.org/v1, X25519): the identity is the secret. */
export interface AgeKeyPair {
  /** `AGE-SECRET-KEY-1…`. */
  readonly identity: string;
  /** `age1…`. */
  readonly recipient: string;
}

const recipientForm = /^age1[02-9ac-hj-np-z]{58}$/;
const identityForm = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

export async function createAgeKeyPair(): Promise<AgeKeyPair> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** True for the public key of an X25519 recipient, `age1…`, with its checksum right. */
export function isAgeRecipient(text: string): boolean {
  return recipientForm.test(text) && accepts(() => new Encrypter().addRecipient(text));
}

/** The 32 bytes inside `age1…`. Throws `format.malformed` for anything else. */
export function ageRecipientBytes(recipient: string): Uint8Array {
  if (!isAgeRecipient(recipient)) throw new VaultError('format.malformed', { what: 'age-recipient' });
  return bech32.decodeToBytes(recipient).bytes;
}

/** `age1…` of a public key of X25519, 32 bytes; `isAgeRecipient` says whether age takes it. */
export function ageRecipientOf(bytes: Uint8Array): string {
  return bech32.encodeFromBytes('age', bytes);
}

function isAgeIdentity(text: string): boolean {
  return identityForm.test(text) && accepts(() => new Decrypter().addIdentity(text));
}

function accepts(take: () => void): boolean {
  try {
    take();
    return true;
  } catch {
    return false;
  }
}

/**
 * The X25519 identities of an identity file as `age-keygen` writes it: one a line, with empty lines and lines that begin with `#`
 * between them. Throws `format.unknown` for anything else, an empty file and identities of other kinds among it.
 */
export function parseAgeIdentities(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (identities.length === 0 || !identities.every(isAgeIdentity))
    throw new VaultError('format.unknown', { what: 'age-identity' });
  return identities;
}
