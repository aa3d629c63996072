import { readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { temporaryRoot, VaultWorld } from '../vault/vault-world.ts';
import type { VaultDescription } from './describe-vault.ts';

const folder = fileURLToPath(new URL('../../vectors/vaults/', import.meta.url));

const expectedSchema = z.looseObject({
  app: z.string(),
  passphrase: z.string(),
  recoveryKey: z.string(),
  vault: z.string(),
  entries: z.number(),
  heads: z.array(z.strictObject({ log: z.string(), size: z.number(), root: z.string() })).min(1),
  items: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      versions: z.array(z.strictObject({ record: z.string(), sha256: z.string().exactOptional() })),
    }),
  ),
  sources: z.array(z.strictObject({ id: z.string(), type: z.string(), name: z.string() })),
  statements: z.array(z.strictObject({ id: z.string(), kind: z.string(), record: z.string() })),
});

/** A sample vault of a release, as it will stay for good. */
export class FrozenSample {
  readonly name: string;
  readonly expected: z.infer<typeof expectedSchema> & VaultDescription;
  readonly dir: string;

  constructor(name: string) {
    this.name = name;
    this.dir = join(folder, name, 'vault');
    this.expected = expectedSchema.parse(
      JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')),
    );
  }

  /** A copy on which anything may be done, and which no computer remembers. */
  async copy(): Promise<VaultWorld> {
    const root = await temporaryRoot();
    await cp(this.dir, join(root, 'vault'), { recursive: true });
    return new VaultWorld(root, this.expected.vault, this.expected.recoveryKey);
  }
}

/** The samples of all releases. */
export const frozenSamples = readdirSync(folder)
  .filter((name) => /^\d+$/.test(name))
  .sort((a, b) => Number(a) - Number(b))
  .map((name) => new FrozenSample(name));
