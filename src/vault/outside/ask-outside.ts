import { asVaultError, reportError, type ErrorReport } from '../../base/errors.ts';
import { stampingSettings } from '../timestamps/stamping-settings.ts';
import { timestampIfDue, type StampingReport } from '../timestamps/timestamp-now.ts';
import type { WritableVault } from '../vault-context.ts';
import { witnessIfDue, type WitnessReport } from '../witnesses/witness-now.ts';

export interface AskingOptions {
  readonly signal: AbortSignal;
  /** What became of the dates that were asked for; not called if none were. */
  readonly onTimestamps?: (report: StampingReport) => void;
  /** The same of the learner's witnesses. */
  readonly onWitnesses?: (report: WitnessReport) => void;
}

/**
 * Once after a round of copying: has the learner's authorities date what is new, if the learner wants that, and the learner's
 * witnesses cosign it. Who failed lately is left alone for a while, and what was not shown stays due, so what was done
 * offline is shown once there is a network.
 *
 * Never throws: the copying is done and has its own reports. What goes wrong as a whole is told as the failure of everybody who was
 * to be asked; being stopped takes nothing back, so it is no failure.
 */
export async function askOutside(vault: WritableVault, options: AskingOptions): Promise<void> {
  const { signal, onTimestamps, onWitnesses } = options;
  const { log, size } = vault.writer.head();
  await tellOf(
    () => timestampIfDue(vault, { signal }),
    (error) => {
      const failed = stampingSettings(vault).authorities.map((authority) => ({ authority, error }));
      return { log, size, stamped: [], failed };
    },
    onTimestamps,
  );
  await tellOf(
    () => witnessIfDue(vault, { signal }),
    (error) => {
      const failed = vault.secrets.witnesses.map(({ url }) => ({ witness: url, error }));
      return { log, size, cosigned: [], failed };
    },
    onWitnesses,
  );
}

async function tellOf<Report>(
  show: () => Promise<Report | undefined>,
  failedWith: (error: ErrorReport) => Report,
  tell: ((report: Report) => void) | undefined,
): Promise<void> {
  let report: Report | undefined;
  try {
    report = await show();
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (error.code === 'internal.cancelled') return;
    report = failedWith(reportError(error));
  }
  if (report !== undefined) tell?.(report);
}
