import { encodeHex, utf8 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import {
  countersignVaultCard,
  createVaultCard,
  parseVaultCard,
} from '../../../src/bundle/cards/vault-card.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { createKeyPair, sign, type KeyPair } from '../../../src/crypto/sign.ts';
import { makeBundle } from '../bundle/make-bundle.ts';
import { replaceIn } from '../bundle/rezip.ts';
import { SmallVault } from '../bundle/small-vault.ts';
import { leaveOutPages, resealed } from './edits.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { bundleOf, SeenVault } from './worlds.ts';

/** Whose signatures on cards the policies name. */
export const centre = createKeyPair(new Uint8Array(32).fill(53));
export const cardSigned = '2026-11-20T10:10:00.000Z';

interface CardChoices {
  readonly of?: KeyPair;
  readonly name?: string;
  readonly change?: (card: JsonObject) => JsonObject;
}

function cardOf(
  vault: SmallVault,
  { of = vault.root, name = 'Sam Taylor', change }: CardChoices,
): JsonObject {
  const said = { name, madeAt: '2026-11-20T10:00:00.000Z' };
  const own = createVaultCard(said, of.publicKey, (message) => sign(of.seed, of.publicKey, message));
  const by = { name: 'Coastal College', signedAt: cardSigned };
  const { json } = parseVaultCard(countersignVaultCard(own, by, centre));
  return change?.(json) ?? json;
}

const hold = (vault: SmallVault, choices: CardChoices = {}): number =>
  vault.log.append({ kind: 'card-added', at: '2026-11-20T10:15:30.000Z', card: cardOf(vault, choices) });

/** Vault cards: who says whose vault it is. */
export async function addCardVectors(set: VectorSet, good: string): Promise<void> {
  const world = (learner: string | undefined, choices?: CardChoices) => () => {
    const vault = new SmallVault();
    if (learner !== undefined) vault.state('e-profile001', 'profile', { name: learner });
    hold(vault, choices);
    return bundleOf(vault);
  };
  const whole = 'rules/good-card.zip';
  await set.file(whole, world('Sam Taylor'));
  const signer = { policy: 'policies/card-signer.json' };
  const group = new RuleGroup(set, 'identity', { file: whole, ...signer });
  const sam = (choices: CardChoices) => world('Sam Taylor', choices);
  await group.broken(
    'EV-153',
    'card-malformed',
    'A card has a property that no card has.',
    sam({ change: (card) => ({ ...card, more: 1 }) }),
  );
  await group.open(
    'EV-154',
    'card-too-new',
    'A card is of version 2.',
    sam({ change: (card) => ({ ...card, version: 2 }) }),
  );
  await group.broken(
    'EV-155',
    'card-signature-wrong',
    'The name on a card was changed after it was signed.',
    sam({ change: (card) => ({ ...card, name: 'Sam Taylor ' }) }),
  );
  await group.broken(
    'EV-156',
    'card-other-vault',
    'A card is of another vault.',
    sam({ of: createKeyPair(new Uint8Array(32).fill(9)) }),
  );
  await group.broken(
    'EV-157',
    'card-other-learner',
    'A card names another learner than the bundle.',
    sam({ name: 'Eve Jones' }),
  );
  await group.open(
    'EV-158',
    'card-learner-not-shown',
    'The bundle shows no name to compare the card’s with.',
    world(undefined),
  );
  await group.open(
    'EV-159',
    'card-signer-not-trusted',
    'The policy names another card signer.',
    { file: whole },
    { policy: 'policies/other-card-signer.json' },
  );
  group.keeps('EV-160', 'The policy trusts the card signer for that very moment.', {
    policy: 'policies/card-signer-then.json',
  });
  await group.other(
    'EV-160',
    { verdict: 'incomplete', check: 'identity', result: 'not-checked', code: 'card-signer-not-then' },
    'The policy trusts the card signer from the second after.',
    { file: whole },
    { policy: 'policies/card-signer-later.json' },
  );
  const seen = 'rules/EV-161-kept.zip';
  await set.file(seen, () => {
    const dated = new SeenVault();
    dated.vault.state('e-profile001', 'profile', { name: 'Sam Taylor' });
    hold(dated.vault);
    return dated.stamped().bundle();
  });
  group.keeps('EV-161', 'The card signer’s key was lost later, after the card had been dated.', {
    file: seen,
    policy: 'policies/card-signer-lost.json',
  });
  await group.other(
    'EV-161',
    { verdict: 'incomplete', check: 'identity', result: 'not-checked', code: 'card-signer-compromised' },
    'The card signer’s key was lost later, and nobody had dated the card.',
    { file: whole },
    { policy: 'policies/card-signer-lost.json' },
  );
  await group.open(
    'EV-162',
    'card-later',
    'The reader asks about a moment before the card was signed.',
    { file: whole },
    { ...signer, at: '2026-11-20T10:09:00.000Z' },
  );
  await group.open(
    'EV-163',
    'card-not-there',
    'The policy names card signers alone, and there is no card.',
    { file: good },
    signer,
  );

  const history = new RuleGroup(set, 'history', { file: good });
  const [copyBytes, made] = [utf8('a photo'), 'copy without metadata, made by the exporter'];
  const copied = async () => {
    const vault = new SmallVault();
    const kept = utf8('a photo, taken at home');
    vault.capture({
      item: 'i-photo',
      kind: 'document',
      name: 'photo.txt',
      bytes: kept,
      record: { name: 'photo.txt', role: 'file' },
    });
    const long = hashes.createSha512();
    long.update(copyBytes);
    const sha256 = encodeHex(hashes.sha256(copyBytes));
    vault.contents.set(sha256, copyBytes);
    const copy = {
      size: copyBytes.length,
      sha256,
      sha512: encodeHex(long.digest()),
      crc32: hashes.crc32(copyBytes),
    };
    const input = vault.input({ copies: new Map([[encodeHex(hashes.sha256(kept)), copy]]) });
    return {
      vault,
      kept: encodeHex(hashes.sha256(kept)),
      bundle: await resealed(await makeBundle(vault, input), vault.root, leaveOutPages),
    };
  };
  await history.open(
    'EV-164',
    'copy-not-original',
    `A row’s file is a ${made}.`,
    async () => (await copied()).bundle,
  );
  await history.broken(
    'EV-165',
    'copy-differs',
    'A row says that its file is a copy of another file than its entry tells of.',
    async () => {
      const { vault, kept, bundle } = await copied();
      return resealed(bundle, vault.root, (files) =>
        replaceIn(files, paths.bundle, `"copyOf": "${kept}"`, `"copyOf": "${'ab'.repeat(32)}"`),
      );
    },
  );
}
