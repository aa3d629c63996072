import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { demand } from './broken-promise.ts';
import { digestsBelow } from './copy-files.ts';

const blobName = /^blobs\/\d+\/([0-9a-f]{64})\.blob$/;

/** What was done to the vault's own files, until a repair says that it is undone. */
export class Damages {
  /** SHA-256 of the damaged bytes that lay under a name, by name inside the vault; undefined where the file was taken away. */
  readonly #files = new Map<string, string | undefined>();
  /** Blobs that were whole when the damage was done. */
  readonly #whole = new Set<string>();
  /** Which copy of the ledger is the damaged one: both at once would be another story. */
  ledgerCopy: 'ledger' | 'ledger-copy' | undefined;
  pending = false;

  get files(): ReadonlySet<string> {
    return new Set(this.#files.keys());
  }

  /** To be called once a file is as it is to be found. */
  note({ dir }: { readonly dir: string }, file: string): void {
    this.pending = true;
    const path = join(dir, file);
    this.#files.set(file, existsSync(path) ? digestOf(path) : undefined);
    this.#whole.clear();
    for (const [name, digest] of digestsBelow(dir))
      if (blobName.exec(name)?.[1] === digest) this.#whole.add(name);
  }

  /** A repair said that everything is well. */
  settle(): void {
    this.pending = false;
  }

  /** Nothing is worse than it was, and what was damaged lies where it lay or is kept aside. Throws `BrokenPromise`. */
  expectNoWorse({ dir }: { readonly dir: string }): void {
    const kept = new Set<string>();
    for (const [name, digest] of digestsBelow(join(dir, 'quarantine')))
      if (!name.endsWith('.new')) {
        demand(
          name.split('--')[1] === digest,
          `a file was kept aside with other bytes than its own: ${name}`,
        );
        kept.add(digest);
      }
    for (const [file, digest] of this.#files) {
      if (digest === undefined || kept.has(digest)) continue;
      const path = join(dir, file);
      demand(
        existsSync(path) && digestOf(path) === digest,
        `the damaged ${file} is neither there nor kept aside`,
      );
    }
    for (const name of this.#whole) {
      const path = join(dir, name);
      demand(
        existsSync(path) && blobName.exec(name)?.[1] === digestOf(path),
        `a repair harmed ${name}, which was whole`,
      );
    }
  }
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
