import type { ToEngine } from '../../src/contract/control-frames.ts';
import type { Remembered } from './settings-file.ts';
import type { Surroundings } from './surroundings.ts';

/** What a fresh engine is told first. */
export function engineHello({ settings, vaultDir }: Remembered, { practiceFolder }: Surroundings): ToEngine {
  return {
    type: 'start',
    ...(vaultDir === undefined ? {} : { vaultDir }),
    practiceDir: practiceFolder,
    settings,
  };
}
