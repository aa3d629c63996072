import { utf8 } from '../../../src/base/bytes.ts';
import { isJsonObject, type JsonObject } from '../../../src/base/json.ts';
import { parseStrictJson } from '../../../src/base/parse-json.ts';
import { listings } from '../../../src/bundle/layout.ts';
import { makeBundle } from '../bundle/make-bundle.ts';
import { textIn, unzipFiles } from '../bundle/rezip.ts';
import { did } from '../credentials/judge.ts';
import { signWithProof } from '../credentials/sign.ts';
import { leaveOutPages, resealed } from './edits.ts';
import { collegeKey } from './fixed-keys.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { plainVault } from './worlds.ts';

function graded() {
  const vault = plainVault();
  vault.capture({
    item: 'i-grade',
    kind: 'grade',
    name: 'Grade',
    record: { value: { said: 'Merit' }, released: true, releasedBecause: 'shown-to-learner' },
  });
  return vault;
}

/** Learner records that a vault issues itself: they prove nothing of who made a grade. */
export async function addRecordVectors(set: VectorSet): Promise<void> {
  const withRecord = async (change?: (record: JsonObject) => Promise<JsonObject>): Promise<Uint8Array> => {
    const vault = graded();
    const whole = await makeBundle(vault, { ...vault.input(), withClr: true });
    const text = textIn((await unzipFiles(whole)).files, listings.clr);
    const record = parseStrictJson(utf8(text));
    if (!isJsonObject(record)) throw new Error('no learner record');
    const written = change === undefined ? text : JSON.stringify(await change(record));
    return resealed(whole, vault.root, (files) => {
      leaveOutPages(files);
      files.set(listings.clr, utf8(written));
    });
  };
  const good = 'rules/good-learner-record.zip';
  await set.file(good, () => withRecord());
  const group = new RuleGroup(set, 'origin', { file: good, policy: 'policies/college.json' });
  const open = { result: 'not-checked', code: 'origin-not-proven' } as const;
  const item = { id: 'i-grade', result: 'pass', standing: 'kept' } as const;
  group.keeps('EV-182', 'The vault’s own learner record proves nothing of who made the grade.', {
    ...open,
    item,
  });
  await group.other(
    'EV-182',
    { verdict: 'incomplete', check: 'origin', ...open, item },
    'The learner record bears the proof of a college that the policy trusts, and is still the vault’s own.',
    () =>
      withRecord((record) =>
        signWithProof(
          { ...record, issuer: { id: did, type: ['Profile'], name: 'Riverside College' } },
          collegeKey,
          {
            verificationMethod: `${did}#key-1`,
            cryptosuite: 'eddsa-jcs-2022',
          },
        ),
      ),
    { policy: 'policies/college.json' },
  );
}
