import { join } from 'node:path';

import Database from 'better-sqlite3';

import { encodeHex } from '../../../src/base/bytes.ts';
import type { VaultWorld } from './vault-world.ts';

export const indexFile = (at: VaultWorld): string => join(at.dir, 'index', 'index.db');

/** Lets somebody with the key at the index of a vault that is closed. */
export async function withIndex(
  at: VaultWorld,
  change: (database: Database.Database) => void,
): Promise<void> {
  const vault = await at.read();
  const key = vault.keys.index().use((bytes) => encodeHex(bytes));
  await at.close(vault);
  const database = new Database(indexFile(at));
  database.pragma("cipher = 'aegis'");
  database.pragma(`key = 'raw:${key}'`);
  change(database);
  database.close();
}
