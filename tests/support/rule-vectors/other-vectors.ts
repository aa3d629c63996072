import { utf8 } from '../../../src/base/bytes.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { agePayloadNonceLength } from '../../../src/crypto/age/age-payload.ts';
import { vaultIdOf } from '../../../src/ledger/vault-id.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { encrypt } from '../bundle/encrypt.ts';
import { remakeTagManifests, replaceIn } from '../bundle/rezip.ts';
import { edited, resealed } from './edits.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { bundleOf, plainVault } from './worlds.ts';

/** The page, whose vault it is, encryption, and what no bundle of format 1 answers. */
export async function addOtherVectors(
  set: VectorSet,
  good: string,
  dated: string,
  recipient: string,
): Promise<void> {
  const vault = plainVault();
  const { id, root } = vault;
  const other = vaultIdOf(hashes, new Uint8Array(32).fill(9));

  const page = new RuleGroup(set, 'page', { file: good });
  await page.other(
    'EV-110',
    { verdict: 'incomplete', check: 'page', result: 'not-checked', code: 'page-not-compared' },
    'The page names a file that is not there, and is listed and signed.',
    () =>
      resealed(set.bytes(good), root, (files) =>
        files.set(paths.page, utf8('<!doctype html>\n<title>Distinction</title>\n<p>distinction.pdf\n')),
      ),
  );
  page.keeps('EV-110', 'A page of another version is not compared, whatever it says.', {
    result: 'not-checked',
    code: 'page-not-compared',
  });

  const identity = new RuleGroup(set, 'identity', { file: good, expectKey: id });
  const ofKey = { file: good };
  identity.keeps('EV-111', 'The reader expects the vault’s id.');
  identity.keeps('EV-111', 'The reader expects the vault’s root key.', {
    expectKey: Buffer.from(root.publicKey).toString('base64'),
  });
  await identity.other(
    'EV-111',
    { verdict: 'fail', check: 'identity', result: 'fail', code: 'identity-other-key' },
    'The reader expects another vault.',
    ofKey,
    { expectKey: other },
  );
  await identity.other(
    'EV-111',
    { verdict: 'fail', check: 'identity', result: 'fail', code: 'identity-other-key' },
    'The reader expects another vault for this bundle than their policy names.',
    ofKey,
    { expectKey: other, policy: 'policies/vault.json' },
  );
  identity.keeps('EV-112');
  await identity.other(
    'EV-112',
    { verdict: 'incomplete', check: 'identity', result: 'not-checked', code: 'identity-not-asked' },
    'The reader names nobody.',
    ofKey,
  );
  const byPolicy = new RuleGroup(set, 'identity', { file: good, policy: 'policies/vault.json' });
  await byPolicy.open('EV-113', 'identity-not-named', 'The policy names another vault.', ofKey, {
    policy: 'policies/other-vault.json',
  });
  byPolicy.keeps('EV-114', 'The policy trusts the vault until the moment at which all was dated.', {
    file: dated,
    policy: 'policies/vault-then.json',
  });
  await byPolicy.other(
    'EV-114',
    { verdict: 'incomplete', check: 'identity', result: 'not-checked', code: 'identity-not-then' },
    'The policy trusts the vault until the millisecond before.',
    { file: dated },
    { policy: 'policies/vault-before.json' },
  );
  await byPolicy.other(
    'EV-114',
    { verdict: 'incomplete', check: 'identity', result: 'not-checked', code: 'identity-not-then' },
    'The policy limits the vault, and nobody dated the items.',
    ofKey,
    { policy: 'policies/vault-then.json' },
  );
  await identity.other(
    'EV-115',
    { verdict: 'fail', check: 'identity', result: 'not-checked', code: 'signature-not-good' },
    'The key is the expected one, and its signature does not hold.',
    () =>
      edited(set.bytes(good), (files) => {
        replaceIn(files, paths.bundle, '"app": "evidence-vault/0.1.0"', '"app": "evidence-vault/0.1.1"');
        remakeTagManifests(files);
      }),
    { expectKey: id },
  );
  identity.keeps('EV-115');

  const reader = { identity: 'identities/reader.txt' };
  const locked = 'rules/good.zip.age';
  const sealed = await set.file(locked, () => encrypt(set.bytes(good), [recipient]));
  const lock = new RuleGroup(set, 'zip', { file: locked, ...reader });
  const firstBreak = sealed.indexOf(10);
  await lock.broken('EV-146', 'encrypted-malformed', 'The version in the first line is another.', () =>
    sealed.map((byte, place) => (place === firstBreak - 1 ? byte + 1 : byte)),
  );
  await lock.broken('EV-147', 'encrypted-altered', 'One bit of the payload is another.', () =>
    sealed.map((byte, place) => (place === sealed.length - 100 ? byte ^ 1 : byte)),
  );
  await lock.other(
    'EV-147',
    { verdict: 'fail', check: 'zip', result: 'fail', code: 'encrypted-altered' },
    'One bit of the header’s code of authenticity is another.',
    () => {
      const mark = Buffer.from(sealed).indexOf('\n--- ') + 10;
      return sealed.map((byte, place) => (place === mark ? (byte === 0x41 ? 0x42 : 0x41) : byte));
    },
    reader,
  );
  await lock.broken(
    'EV-148',
    'encrypted-altered',
    'It is cut after its first full chunk, which is not marked as the last.',
    async () => {
      const long = plainVault();
      const bytes = new Uint8Array(66_000).map((_, place) => 0x41 + ((place * place) % 23));
      long.capture({
        item: 'i-long',
        kind: 'document',
        name: 'long.txt',
        bytes,
        record: { name: 'long.txt', role: 'file' },
      });
      const whole = await encrypt(await bundleOf(long), [recipient]);
      const header = whole.indexOf(10, Buffer.from(whole).indexOf('\n--- ') + 1) + 1;
      return whole.slice(0, header + agePayloadNonceLength + 65_536 + 16);
    },
  );
  lock.keeps('EV-149');
  await lock.other(
    'EV-149',
    { verdict: 'incomplete', check: 'zip', result: 'not-checked', code: 'encrypted-not-opened' },
    'The reader gives no identity.',
    { file: locked },
  );
  await lock.open(
    'EV-150',
    'encrypted-for-others',
    'The reader’s identity is not a recipient’s.',
    { file: locked },
    { identity: 'identities/somebody-else.txt' },
  );

  const origin = new RuleGroup(set, 'origin', { file: good });
  const unproven = { result: 'not-checked', code: 'origin-not-proven' } as const;
  origin.keeps('EV-151', 'Nothing in it proves who made the evidence.', unproven);
  origin.keeps('EV-151', 'A date proves nothing of who made it.', { ...unproven, file: dated });
}
