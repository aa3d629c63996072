import { useState } from 'react';

import type { SealedSecret } from '../../src/contract/sealed-secret.ts';
import type { CallError } from '../app/call-error.ts';
import { sealSecretFor } from '../app/engine.ts';
import { usePassphrase, type TypedPassphrase } from './use-passphrase.ts';
import { useRecoveryWords, type RecoveryWords } from './use-recovery-words.ts';

type Means = 'passphrase' | 'key';

/** What opens a vault, while it is being chosen and typed: its passphrase or its recovery key. */
export interface Unlock {
  readonly means: Means;
  readonly choose: (means: Means) => void;
  readonly typed: TypedPassphrase;
  readonly recovery: RecoveryWords;
  /** Says what is still missing; true if nothing is. */
  readonly check: () => boolean;
  /** Seals what was typed for a method that takes either. */
  readonly sealFor: (
    method: 'vault.open' | 'restore.start',
  ) => Promise<{ readonly passphrase: SealedSecret } | { readonly recoveryKey: SealedSecret }>;
  /** Says that it was the wrong one; false if a refusal was about something else. */
  readonly refuse: (error: CallError) => boolean;
}

/** @param sentences said of the passphrase in place of the usual ones */
export function useUnlock(sentences?: Parameters<typeof usePassphrase>[0]): Unlock {
  const [means, choose] = useState<Means>('passphrase');
  const typed = usePassphrase(sentences);
  const recovery = useRecoveryWords();
  return {
    means,
    choose,
    typed,
    recovery,
    check: () => (means === 'passphrase' ? typed.check() : recovery.check()),
    sealFor: async (method) =>
      means === 'passphrase'
        ? { passphrase: await sealSecretFor(`${method}/passphrase`, typed.passphrase) }
        : { recoveryKey: await sealSecretFor(`${method}/recoveryKey`, recovery.phrase) },
    refuse: (error) => typed.refuse(error) || recovery.refuse(error),
  };
}
