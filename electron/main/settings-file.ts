import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

import { settingsSchema, type Settings } from '../../src/contract/shell-contract.ts';
import type { Log } from './log.ts';

const defaults: Settings = {
  appearance: 'system',
  textSize: 100,
  language: 'en',
  startAtLogin: false,
  keepRunning: false,
  copyWhileCovered: true,
  coverAfterMinutes: 10,
  syncEveryMinutes: 180,
  pauseOnBattery: false,
  pauseOnMetered: true,
  networkCosts: false,
};

const shape = settingsSchema.shape;
/** A setting that an older or newer app wrote otherwise falls back by itself; the others stay. */
const lenientSettings = z.object({
  appearance: shape.appearance.catch(defaults.appearance),
  textSize: shape.textSize.catch(defaults.textSize),
  language: shape.language.catch(defaults.language),
  startAtLogin: shape.startAtLogin.catch(defaults.startAtLogin),
  keepRunning: shape.keepRunning.catch(defaults.keepRunning),
  copyWhileCovered: shape.copyWhileCovered.catch(defaults.copyWhileCovered),
  coverAfterMinutes: shape.coverAfterMinutes.catch(defaults.coverAfterMinutes),
  syncEveryMinutes: shape.syncEveryMinutes.catch(defaults.syncEveryMinutes),
  pauseOnBattery: shape.pauseOnBattery.catch(defaults.pauseOnBattery),
  pauseOnMetered: shape.pauseOnMetered.catch(defaults.pauseOnMetered),
  networkCosts: shape.networkCosts.catch(defaults.networkCosts),
});

const windowSchema = z.object({
  x: z.int().exactOptional(),
  y: z.int().exactOptional(),
  width: z.int().min(1).max(20_000),
  height: z.int().min(1).max(20_000),
  maximised: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowSchema>;

const rememberedSchema = z.object({
  settings: lenientSettings.catch(defaults),
  /** Where the learner's vault lies. */
  vaultDir: z.string().min(1).optional().catch(undefined),
  window: windowSchema.optional().catch(undefined),
  /** When something was last copied to the end. */
  lastCopied: z.iso.datetime().optional().catch(undefined),
  /** The quick-unlock secret, sealed by the system's key store, base64. */
  quickUnlock: z.base64().max(20_000).optional().catch(undefined),
});
export type Remembered = z.infer<typeof rememberedSchema>;

/** What this computer remembers of the app: one small file in the user-data folder, with nothing of the learner's evidence. */
export interface SettingsFile {
  readonly value: Remembered;
  /** Takes over what is named and writes the file: durable once the promise settles. A member given as undefined is forgotten. */
  set(changes: Partial<Remembered>): Promise<void>;
  /** Settles when everything is written. */
  flush(): Promise<void>;
}

/**
 * Reads the settings file. One that cannot be understood is kept beside as `….broken`, and the app starts with what is usual.
 * Throws what the file system throws if the file is there and cannot be read.
 */
export async function openSettingsFile(path: string, log: Log): Promise<SettingsFile> {
  await mkdir(dirname(path), { recursive: true });
  let value = await readSettings(path, log);
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
    try {
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(`${JSON.stringify({ version: 1, ...value }, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  };
  return {
    get value() {
      return value;
    },
    set: (changes) => {
      value = { ...value, ...changes };
      const written = writing.then(write);
      writing = written.catch(() => {
        log.add('settings.not-written');
      });
      return written;
    },
    flush: () => writing,
  };
}

async function readSettings(path: string, log: Log): Promise<Remembered> {
  const usual = rememberedSchema.parse({});
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return usual;
    throw error;
  }
  try {
    return rememberedSchema.parse(JSON.parse(text));
  } catch {
    log.add('settings.broken');
    await rename(path, `${path}.broken`);
    return usual;
  }
}
