import { settingsSchema, type Settings } from '../../../src/contract/shell-contract.ts';
import type { SettingsFile } from '../settings-file.ts';
import type { ShellHandlers } from './handlers.ts';

/** @param apply makes the computer and the engine follow what was changed, once it is written */
export function settingsMethods(
  file: SettingsFile,
  apply: (settings: Settings, before: Settings) => Promise<void>,
): Pick<ShellHandlers, 'settings.set'> {
  return {
    'settings.set': async (changes) => {
      const before = file.value.settings;
      const settings = settingsSchema.parse({ ...before, ...changes });
      await file.set({ settings });
      await apply(settings, before);
      return settings;
    },
  };
}
