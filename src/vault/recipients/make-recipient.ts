import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeBase64, utf8 } from '../../base/bytes.ts';
import { isoTime, type Clock } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { encodeCardText } from '../../bundle/recipients/card-text.ts';
import { encodeRecipientCard } from '../../bundle/recipients/recipient-card.ts';
import { createAgeKeyPair } from '../../crypto/age/age-keys.ts';
import { createKeyPair } from '../../crypto/sign.ts';
import { outError, writeCopy } from '../out-files.ts';
import { cardPicture } from './card-picture.ts';
import { readRecipientCard, type ShownCard } from './read-recipient.ts';

/** The files, by their names inside the folder. */
export const recipientFiles = {
  /** As `age-keygen` writes it: whoever has it can open what is encrypted to the recipient. */
  identity: 'age-identity.txt',
  /** PKCS #8 (RFC 8410) as PEM: whoever has it can sign cards in this name. */
  signingKey: 'signing-key.pem',
  /** To be given away. */
  card: 'recipient-card.json',
  /** The same card as a QR code, to be printed or shown. */
  picture: 'recipient-card.png',
} as const;

export interface NewRecipient {
  readonly name: string;
  readonly contact: string;
  /** Absolute path of the folder; made if it is not there. */
  readonly dir: string;
  /** Replaces the files of an earlier recipient there, with which everything sent to it is lost. */
  readonly force: boolean;
  readonly clock: Clock;
}

/**
 * Makes a key pair of age for whoever shall receive bundles, a key that signs their card, and the card. Secrets are readable by
 * their owner only.
 * Throws `input.exists` if any of the files is there, `input.record-invalid`, `storage.*`.
 */
export async function makeRecipient(wanted: NewRecipient): Promise<ShownCard> {
  const age = await createAgeKeyPair();
  const keys = createKeyPair();
  const madeAt = isoTime(wanted.clock);
  const { name, contact, dir, force } = wanted;
  const card = encodeRecipientCard({ name, contact, recipient: age.recipient, madeAt }, keys);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    if (!force) await refuseExisting(dir);
  } catch (thrown) {
    throw outError(thrown);
  }
  const identity = `# created: ${madeAt}\n# public key: ${age.recipient}\n${age.identity}\n`;
  await write(join(dir, recipientFiles.identity), utf8(identity), force);
  await write(join(dir, recipientFiles.signingKey), utf8(signingKeyPem(keys.seed)), force);
  await write(join(dir, recipientFiles.card), card, force);
  await write(join(dir, recipientFiles.picture), cardPicture(encodeCardText(card)), force);
  return readRecipientCard(join(dir, recipientFiles.card));
}

/** `writeCopy` would refuse one by one, and leave the first of a new pair beside the second of an old one. */
async function refuseExisting(dir: string): Promise<void> {
  const found = await readdir(dir);
  if (Object.values(recipientFiles).some((name) => found.includes(name)))
    throw new VaultError('input.exists');
}

function write(out: string, bytes: Uint8Array, force: boolean): Promise<void> {
  return writeCopy({ out, force }, (file) => file.append(bytes));
}

/** PrivateKeyInfo of an Ed25519 seed (RFC 8410 section 7): sixteen bytes that are always the same, then the seed. */
function signingKeyPem(seed: Uint8Array): string {
  const before = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);
  const text = encodeBase64(Uint8Array.from([...before, ...seed]));
  return `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----\n`;
}
