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
