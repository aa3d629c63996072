import { VaultError } from '../../src/base/errors.ts';
import { TimestampFlaw } from '../../src/ledger/timestamps/timestamp-flaw.ts';

/** For a reader that stands beside others in one target: its refusal is as good as its answer. */
export function refusing(read: () => unknown): void {
  try {
    read();
  } catch (thrown) {
    // The room of time stamps has an error of its own inside, which its doors turn into answers.
    if (thrown instanceof TimestampFlaw) return;
    if (!(thrown instanceof VaultError) || thrown.code === 'internal.bug') throw thrown;
  }
}
