import { BlobQueries } from './blob-queries.ts';
import { ChainQueries } from './chain-queries.ts';
import type { IndexConnection } from './index-database.ts';
import { ItemQueries } from './item-queries.ts';
import { ItemWindows } from './item-windows.ts';
import { Projection } from './projection.ts';
import { SourceQueries } from './source-queries.ts';
import { StatementQueries } from './statement-queries.ts';

/** The index of an open vault: everything that can be asked of it, and the one door through which it is filled. */
export class VaultIndex {
  readonly items: ItemQueries;
  readonly windows: ItemWindows;
  readonly sources: SourceQueries;
  readonly statements: StatementQueries;
  readonly blobs: BlobQueries;
  readonly chains: ChainQueries;
  readonly projection: Projection;
  readonly #database: IndexConnection;

  constructor(database: IndexConnection) {
    this.#database = database;
    this.items = new ItemQueries(database);
    this.windows = new ItemWindows(database, this.items);
    this.sources = new SourceQueries(database);
    this.statements = new StatementQueries(database);
    this.blobs = new BlobQueries(database);
    this.chains = new ChainQueries(database);
    this.projection = new Projection(database);
  }

  close(): void {
    this.#database.close();
  }
}
