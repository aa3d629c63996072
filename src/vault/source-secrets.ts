import { z } from 'zod';

import { asJson } from '../base/as-json.ts';
import { VaultError } from '../base/errors.ts';
import { isJsonObject } from '../base/json.ts';
import type { DurablePort } from '../store/durable/port.ts';
import type { VaultKeys } from '../store/header/vault-keys.ts';
import { writeSettings } from '../store/settings.ts';
import { Turns } from './ingest/turns.ts';
import { readSettingsLeniently } from './outside/lenient-settings.ts';
import { replicaChoicesSchema, type ReplicaChoice } from './replicas/replica-choice.ts';
import { neverAsked, stampingSchema } from './timestamps/stamping-choice.ts';
import { chosenWitnessesSchema, type ChosenWitness } from './witnesses/witness-choice.ts';

/** What lies in the sealed settings of a vault. */
export const vaultSettingsSchema = z.looseObject({
  secrets: z.record(z.string(), z.string()).default({}),
  paused: z.array(z.string()).default([]),
  // Who is asked may be lost, and is as if it had never been said: no reason to lose every sign-in with it.
  stamping: stampingSchema.default(neverAsked).catch(neverAsked),
  witnesses: chosenWitnessesSchema.default([]).catch([]),
  // A second copy whose place is forgotten is found again by adding it.
  replicas: replicaChoicesSchema.default([]).catch([]),
  parity: z.boolean().default(false).catch(false),
});
type VaultSettings = z.infer<typeof vaultSettingsSchema>;

/**
 * Tokens and cookies of the sources, in the sealed settings file and nowhere else; and what is no fact of the history
 * and yet has to outlive the index: which sources are paused, and which authorities and witnesses are asked.
 */
export class SourceSecrets {
  readonly #port: DurablePort;
  readonly #folder: string;
  readonly #keys: VaultKeys;
  readonly #turns = new Turns();
  #generation: number;
  #settings: VaultSettings;

  private constructor(
    port: DurablePort,
    folder: string,
    keys: VaultKeys,
    generation: number,
    settings: VaultSettings,
  ) {
    this.#port = port;
    this.#folder = folder;
    this.#keys = keys;
    this.#generation = generation;
    this.#settings = settings;
  }

  /**
   * Reads the settings; missing ones are empty. Damaged ones are empty too, and `damaged` says so: signing in again mends them. Where
   * only the choice of authorities or of witnesses makes no sense, that choice alone is empty, and nothing is said to be damaged.
   * Throws `format.too-new`, `storage.*`.
   */
  static async open(
    port: DurablePort,
    folder: string,
    keys: VaultKeys,
  ): Promise<{ readonly secrets: SourceSecrets; readonly damaged: boolean }> {
    const empty: VaultSettings = vaultSettingsSchema.parse({});
    const read = await readSettingsLeniently({ port, dir: folder, keys });
    if (read === 'damaged')
      return { secrets: new SourceSecrets(port, folder, keys, 0, empty), damaged: true };
    const parsed = vaultSettingsSchema.safeParse(read?.value ?? empty);
    const secrets = new SourceSecrets(port, folder, keys, read?.generation ?? 0, parsed.data ?? empty);
    return { secrets, damaged: !parsed.success };
  }

  find(source: string): string | undefined {
    return Object.hasOwn(this.#settings.secrets, source) ? this.#settings.secrets[source] : undefined;
  }

  /** Durable once it resolves. Throws `storage.*`. */
  set(source: string, secret: string): Promise<void> {
    return this.#change(({ secrets }) => ({ secrets: { ...secrets, [source]: secret } }));
  }

  /** True if the learner wants this source left alone until they say otherwise. */
  isPaused(source: string): boolean {
    return this.#settings.paused.includes(source);
  }

  /** Durable once it resolves. Throws `storage.*`. */
  async pause(source: string, paused: boolean): Promise<void> {
    if (this.isPaused(source) === paused) return;
    await this.#change((settings) => {
      const others = settings.paused.filter((id) => id !== source);
      return { paused: paused ? [...others, source] : others };
    });
  }

  /** Whether authorities are asked for dates, and which. */
  get stamping(): VaultSettings['stamping'] {
    return this.#settings.stamping;
  }

  /** Durable once it resolves. Throws `storage.*`. */
  setStamping(stamping: VaultSettings['stamping']): Promise<void> {
    return this.#change(() => ({ stamping }));
  }

  /** The witnesses that are asked to cosign this vault's history. */
  get witnesses(): readonly ChosenWitness[] {
    return this.#settings.witnesses;
  }

  /** Durable once it resolves. Throws `storage.*`. */
  setWitnesses(witnesses: readonly ChosenWitness[]): Promise<void> {
    return this.#change(() => ({ witnesses: [...witnesses] }));
  }

  /** Where this computer finds the second copies of this vault. */
  get replicas(): readonly ReplicaChoice[] {
    return this.#settings.replicas;
  }

  /** @param change the whole list out of the list as it is now. Durable once it resolves. Throws `storage.*`. */
  setReplicas(change: (replicas: readonly ReplicaChoice[]) => readonly ReplicaChoice[]): Promise<void> {
    return this.#change(({ replicas }) => ({ replicas: [...change(replicas)] }));
  }

  /** Whether parity is made of what is kept. */
  get parity(): boolean {
    return this.#settings.parity;
  }

  /** Durable once it resolves. Throws `storage.*`. */
  async setParity(parity: boolean): Promise<void> {
    if (parity !== this.parity) await this.#change(() => ({ parity }));
  }

  /** Forgets a secret; nothing happens if there is none. Throws `storage.*`. */
  async remove(source: string): Promise<void> {
    if (this.find(source) === undefined) return;
    await this.#change(({ secrets }) => ({
      secrets: Object.fromEntries(Object.entries(secrets).filter(([id]) => id !== source)),
    }));
  }

  /** Seals the same settings again in the current epoch. Throws `storage.*`. */
  reseal(): Promise<void> {
    return this.#change(() => ({}));
  }

  #change(
    change: (
      settings: VaultSettings,
    ) => Partial<
      Pick<VaultSettings, 'secrets' | 'paused' | 'stamping' | 'witnesses' | 'replicas' | 'parity'>
    >,
  ): Promise<void> {
    return this.#turns.take('settings', async () => {
      const settings = { ...this.#settings, ...change(this.#settings) };
      const value = asJson(settings);
      if (!isJsonObject(value)) throw new VaultError('internal.bug', { what: 'settings' });
      await writeSettings(this.#port, this.#folder, this.#keys, { generation: this.#generation + 1, value });
      this.#generation += 1;
      this.#settings = settings;
    });
  }
}
