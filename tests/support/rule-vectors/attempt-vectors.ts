import { encodeHex } from '../../../src/base/bytes.ts';
import type { ClosedChain } from '../../../src/ledger/kinds/closing-entry.ts';
import { CountedVault } from '../bundle/counted-vault.ts';
import { at, editLedger, fieldOf, resealed } from './edits.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { bundleOf } from './worlds.ts';

/** Three attempts at one assignment. */
export function counted(): CountedVault {
  const vault = new CountedVault();
  vault.assignment('welding');
  for (let number = 1; number <= 3; number += 1) vault.attempt('welding');
  return vault;
}

const chainOf = (vault: CountedVault): ClosedChain => at(vault.chains, 0);

/** The count of attempts. */
export async function addAttemptVectors(set: VectorSet, good: string, file: string): Promise<void> {
  const group = new RuleGroup(set, 'completeness', { file });
  const bundle = (vault: CountedVault, ...choices: Parameters<CountedVault['input']>) =>
    bundleOf(vault.vault, vault.input(...choices));
  const closed =
    (change: (vault: CountedVault) => void, ...choices: Parameters<CountedVault['input']>) =>
    () => {
      const vault = counted();
      change(vault);
      return bundle(vault, ...choices);
    };
  await group.open('EV-098', 'completeness-not-proven', 'There is no closing entry.', { file: good });
  await group.broken(
    'EV-099',
    'closing-malformed',
    'A chain’s count is a word.',
    closed((vault) => vault.close(vault.chains, { 'chain-0009': 'three' })),
  );
  await group.other(
    'EV-099',
    { verdict: 'fail', check: 'completeness', result: 'fail', code: 'closing-malformed' },
    'A chain comes twice in one closing entry.',
    closed((vault) => vault.close([chainOf(vault), { ...chainOf(vault), count: 9 }])),
  );
  await group.broken(
    'EV-100',
    'closing-not-last',
    'An attempt was recorded after the closing entry.',
    closed(
      (vault) => {
        vault.close();
        vault.attempt('welding');
      },
      ['i-welding-attempt-4'],
    ),
  );
  await group.broken(
    'EV-101',
    'closings-contradict',
    'A later closing entry counts fewer.',
    closed(
      (vault) => {
        vault.close();
        vault.close([{ ...chainOf(vault), count: 2 }]);
      },
      ['i-welding-attempt-3'],
    ),
  );
  await group.broken(
    'EV-102',
    'attempts-beyond-count',
    'Three attempts are shown, and two were counted.',
    closed((vault) => vault.close([{ ...chainOf(vault), count: 2 }])),
  );
  await group.other(
    'EV-102',
    { verdict: 'fail', check: 'completeness', result: 'fail', code: 'attempts-beyond-count' },
    'An attempt stands after the end of its chain.',
    closed((vault) => {
      const end = at(chainOf(vault).ends, 0);
      vault.close([
        {
          ...chainOf(vault),
          ends: [{ ...end, sequence: 2, leaf: encodeHex(at(vault.log.entries, 3).leafHash) }],
        },
      ]);
    }),
  );
  await group.broken(
    'EV-103',
    'attempt-chain-broken',
    'The end of the chain is another entry than the one shown.',
    closed((vault) =>
      vault.close([{ ...chainOf(vault), ends: [{ ...at(chainOf(vault).ends, 0), leaf: 'ab'.repeat(32) }] }]),
    ),
  );
  await group.other(
    'EV-103',
    { verdict: 'fail', check: 'completeness', result: 'fail', code: 'attempt-chain-broken' },
    'An attempt names another one before it.',
    closed((vault) => {
      vault.attempt('welding', { previous: 'cd'.repeat(32) });
      vault.close();
    }),
  );
  await group.other(
    'EV-103',
    { verdict: 'fail', check: 'completeness', result: 'fail', code: 'attempt-chain-broken' },
    'An attempt stands at a place that was taken.',
    closed((vault) => {
      vault.attempt('welding', { sequence: 2 });
      vault.close();
    }),
  );
  await group.broken(
    'EV-104',
    'attempt-numbers-contradict',
    'Two attempts have one number.',
    closed((vault) => {
      vault.attempt('welding', { number: 2 });
      vault.close();
    }),
  );
  await group.open(
    'EV-105',
    'attempts-not-counted',
    'An attempt is of a chain that no field opens.',
    closed((vault) => {
      vault.attempt('drawing');
      vault.close([chainOf(vault)]);
    }),
  );
  await group.open('EV-106', 'no-attempts-counted', 'No chain is opened.', () => {
    const vault = new CountedVault();
    vault.close();
    return bundle(vault);
  });
  await group.open(
    'EV-107',
    'attempts-not-shown',
    'One of three attempts is left out.',
    closed((vault) => vault.close(), ['i-welding-attempt-2']),
  );
  await group.open('EV-108', 'missing-listed', 'The bundle lists something as missing.', () => {
    const vault = counted();
    vault.close();
    const noticedAt = '2026-11-20T10:15:30.000Z';
    const missing = [
      { what: 'late.docx', code: 'source.failed', why: 'failed' as const, reason: 'It failed.', noticedAt },
    ];
    return bundleOf(vault.vault, { ...vault.input(), missing });
  });
  await group.other(
    'EV-109',
    { verdict: 'fail', check: 'completeness', result: 'not-checked', code: 'not-reached' },
    'The closing entry is not part of the history.',
    () =>
      resealed(set.bytes(file), new CountedVault().vault.root, (files) =>
        editLedger(files, ({ logs }) => {
          fieldOf(at(at(logs, 0).entries, -1), 'at').value = '"2026-11-20T10:15:31.000Z"';
        }),
      ),
  );
  group.keeps('EV-109');
  await group.open(
    'EV-152',
    'attempts-not-opened',
    'An assignment is shown without its attempts, and the field of its chain stays closed.',
    closed(
      (vault) => {
        vault.assignment('drawing');
        vault.attempt('drawing');
        vault.close();
      },
      ['i-drawing-attempt-1'],
      ['welding'],
    ),
  );
}
