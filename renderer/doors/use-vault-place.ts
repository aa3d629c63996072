import { useState } from 'react';

import type { Grant } from '../../src/contract/shell-contract.ts';
import { useAppState } from '../app/app-state.ts';
import { chooseFiles } from '../app/shell.ts';

/** Which vault is to be opened: the one that this computer remembers, or one in a folder that was chosen. */
export interface VaultPlace {
  readonly chosen: Grant | undefined;
  /** Whether there is anything to open. */
  readonly known: boolean;
  /** Lets the learner choose a folder. Throws CallError. */
  readonly choose: () => Promise<void>;
  /** What a call is told of it. */
  readonly asked: { readonly place?: string };
}

/** @param elsewhere the vault that this computer remembers is not the one that is meant */
export function useVaultPlace(elsewhere = false): VaultPlace {
  const { vault } = useAppState();
  const [chosen, setChosen] = useState<Grant>();
  return {
    chosen,
    known: chosen !== undefined || (vault !== 'none' && !elsewhere),
    choose: async () => {
      const [grant] = await chooseFiles('vault-folder');
      if (grant !== undefined) setChosen(grant);
    },
    asked: chosen === undefined ? {} : { place: chosen.id },
  };
}
