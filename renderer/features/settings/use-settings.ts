import type { Settings } from '../../../src/contract/shell-contract.ts';
import { changeSettings, useShellState } from '../../app/app-state.ts';
import { toast } from '../../app/toasts.ts';
import { useWords } from '../../language/use-words.ts';
import { words } from './words.ts';

/** This computer's settings, and how to change them; a change that could not be kept is said. */
export function useSettings(): {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
} {
  const say = useWords(words);
  const { settings } = useShellState();
  return {
    settings,
    change: (change) => {
      changeSettings(change).catch(() => toast({ tone: 'risk', text: say.notSaved }));
    },
  };
}
