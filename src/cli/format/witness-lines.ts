import type { CosignedLog, CosignRefusal } from '../../vault/witnesses/cosign-bundle.ts';
import type { WitnessReport } from '../../vault/witnesses/witness-now.ts';
import { sayTime } from './times.ts';

/** What became of showing a history to its witnesses. */
export function witnessLines({ size, cosigned, failed }: WitnessReport): string[] {
  return [
    ...cosigned.map(
      ({ witness, time }) => `${witness} signed your history of ${String(size)} entries, ${sayTime(time)}.`,
    ),
    ...failed.map(({ witness, error }) => `${witness}: ${error.message} [${error.code}]`),
  ];
}

const refusals: Readonly<Record<CosignRefusal, string>> = {
  'extension-not-shown':
    'The bundle does not show that it goes on from what you saw. Ask for one made with `export --extends` and the id of the bundle before.',
  'other-history': 'The bundle tells another history than the one that you saw. Do not rely on it.',
  'older-than-seen': 'You have seen more of this history already. This bundle is an older one.',
  full: 'Your witness knows as many histories as it can. It takes no new one.',
};

/** What became of the histories of a bundle that a witness was given. */
export function cosignedLines(logs: readonly CosignedLog[]): string[] {
  if (logs.length === 0) return ['There is no history in this bundle that could be signed.'];
  return logs.flatMap((one) =>
    one.outcome === 'cosigned'
      ? [
          `Signed the history of ${String(one.size)} entries. Later bundles must go on from it.`,
          `  ${one.line}`,
        ]
      : [
          `${refusals[one.outcome]} [${one.outcome}]`,
          `  Seen: ${String(one.seen)} entries; here: ${String(one.size)}.`,
        ],
  );
}
