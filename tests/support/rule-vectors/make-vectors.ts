import { utf8 } from '../../../src/base/bytes.ts';
import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { addBagVectors } from './bag-vectors.ts';
import { addCredentialVectors } from './credential-vectors.ts';
import { addHistoryVectors } from './history-vectors.ts';
import { addOtherVectors } from './other-vectors.ts';
import { addTimeVectors, addWitnessVectors } from './time-vectors.ts';
import { addAttemptVectors, counted } from './attempt-vectors.ts';
import { addCardVectors } from './card-vectors.ts';
import { addCheckpointVectors } from './checkpoint-vectors.ts';
import { addPartVectors } from './part-vectors.ts';
import { addPolicies } from './vector-policies.ts';
import { withFixedRandom } from './fixed-random.ts';
import { addMailVectors } from './mail-vectors.ts';
import { addRecordVectors } from './record-vectors.ts';
import { addRevocationVectors } from './revocation-vectors.ts';
import { VectorSet } from './vector-set.ts';
import { awards, bundleOf, plainVault, SeenVault } from './worlds.ts';
import { addZipVectors } from './zip-vectors.ts';

const about =
  'Each vector is a bundle, what the reader knows (policy, identity, expected key, moment, whether a full check is asked for), and what a verifier must find. Rules are those of src/bundle/SPEC.md; see README.md beside this file.';

/** Every vector and the files that it takes, the same bytes each time. */
export async function makeVectors(): Promise<ReadonlyMap<string, Uint8Array>> {
  const set = new VectorSet();
  const [good, dated, closed, witnessed] = ['good', 'good-dated', 'good-counted', 'good-witnessed'].map(
    (name) => `rules/${name}.zip`,
  );
  if (good === undefined || dated === undefined || closed === undefined || witnessed === undefined)
    throw new Error('no names');
  await set.file(good, () => bundleOf(plainVault()));
  await set.file(dated, () => new SeenVault().capture('i-essay').stamped().bundle());
  await set.file(closed, () => {
    const vault = counted();
    vault.close();
    return bundleOf(vault.vault, vault.input());
  });
  await set.file(witnessed, () => new SeenVault().capture('i-essay').cosigned(awards).bundle());
  addPolicies(set);
  const reader = await addReader(set, 'reader');
  await addReader(set, 'somebody-else');
  await addZipVectors(set, good);
  await addBagVectors(set, good, dated);
  await addCheckpointVectors(set, good, dated);
  await addHistoryVectors(set, good);
  await addAttemptVectors(set, good, closed);
  await addTimeVectors(set, good, dated);
  await addWitnessVectors(set, good, witnessed);
  await addCardVectors(set, good);
  await addMailVectors(set);
  await addRevocationVectors(set);
  await addRecordVectors(set);
  await addCredentialVectors(set);
  await addPartVectors(set, closed);
  await addOtherVectors(set, good, dated, reader);
  const lines = set.rows
    .sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
    .map((row) => `  ${JSON.stringify(row)}`);
  const index = `{\n "about": ${JSON.stringify(about)},\n "format": 1,\n "vectors": [\n${lines.join(',\n')}\n ]\n}\n`;
  return new Map([...set.files, ['index.json', utf8(index)]]);
}

/** Writes the identity of a reader, and gives the recipient that goes with it. */
async function addReader(set: VectorSet, name: string): Promise<string> {
  const { identity, recipient } = await withFixedRandom(name, createAgeKeyPair);
  await set.file(`identities/${name}.txt`, () => utf8(`# public key: ${recipient}\n${identity}\n`));
  return recipient;
}
