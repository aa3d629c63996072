import { encodeHex } from '../../../src/base/bytes.ts';
import type { BundleSet } from '../../../src/bundle/bundle-set.ts';
import { paths } from '../../../src/bundle/layout.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { CountedVault } from '../bundle/counted-vault.ts';
import { bytesIn, unzipFiles } from '../bundle/rezip.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { bundleOf } from './worlds.ts';

/** The first of two parts, which shows every attempt that was counted; the second is nowhere. */
async function firstPart(change: (set: BundleSet) => BundleSet): Promise<Uint8Array> {
  const counted = new CountedVault();
  counted.assignment('welding');
  counted.attempt('welding');
  counted.close();
  const input = counted.input();
  const second = { bundle: 'b-0000000002', manifest: '2'.repeat(64), items: 0 };
  const partWith = (manifest: string): BundleSet => ({
    part: 1,
    parts: [{ bundle: input.bundleId, manifest, items: 2 }, second],
  });
  const made = (set: BundleSet) => bundleOf(counted.vault, { ...input, set });
  const { files } = await unzipFiles(await made(partWith('0'.repeat(64))));
  return made(change(partWith(encodeHex(hashes.sha256(bytesIn(files, paths.manifest256))))));
}

/** Bundles that are one part of a split export. */
export async function addPartVectors(set: VectorSet, closed: string): Promise<void> {
  const part = 'rules/part.zip';
  await set.file(part, () => firstPart((list) => list));
  const group = new RuleGroup(set, 'completeness', { file: closed });
  const alone = { verdict: 'incomplete', result: 'not-checked', code: 'part-of-set' } as const;
  group.keeps('EV-192', 'The list names this part as it is.', { ...alone, file: part });
  await group.other(
    'EV-192',
    { verdict: 'fail', check: 'completeness', result: 'fail', code: 'part-differs' },
    'The list names another payload for this part.',
    () =>
      firstPart(({ part: own, parts: [first, ...others] }) => ({
        part: own,
        parts: [...(first === undefined ? [] : [{ ...first, manifest: '1'.repeat(64) }]), ...others],
      })),
  );
  await group.open(
    'EV-193',
    'part-of-set',
    'Every attempt that was counted is shown, and the other part is not here.',
    { file: part },
  );
}
