import { AssignmentQueries } from './assignment-queries.ts';
import { BlobQueries } from './blob-queries.ts';
import { ChainQueries } from './chain-queries.ts';
import { ErasureQueries } from './erasure-queries.ts';
import { ExaminationQueries } from './examination-queries.ts';
import type { IndexConnection } from './index-database.ts';
import { ItemQueries } from './item-queries.ts';
import { ItemWindows } from './item-windows.ts';
import { Projection } from './projection.ts';
import { ProofQueries } from './proof-queries.ts';
import { ReplicaQueries } from './replica-queries.ts';
import { SourceQueries } from './source-queries.ts';
import { StatementQueries } from './statement-queries.ts';

/** The index of an open vault: everything that can be asked of it, and the one door through which it is filled. */
export class VaultIndex {
  #parts: ReturnType<typeof partsOf>;

  constructor(database: IndexConnection) {
    this.#parts = partsOf(database);
  }

  get items(): ItemQueries {
    return this.#parts.items;
  }

  get windows(): ItemWindows {
    return this.#parts.windows;
  }

  get assignments(): AssignmentQueries {
    return this.#parts.assignments;
  }

  get sources(): SourceQueries {
    return this.#parts.sources;
  }

  get statements(): StatementQueries {
    return this.#parts.statements;
  }

  get blobs(): BlobQueries {
    return this.#parts.blobs;
  }

  get examinations(): ExaminationQueries {
    return this.#parts.examinations;
  }

  get erasures(): ErasureQueries {
    return this.#parts.erasures;
  }

  get replicas(): ReplicaQueries {
    return this.#parts.replicas;
  }

  get proofs(): ProofQueries {
    return this.#parts.proofs;
  }

  get chains(): ChainQueries {
    return this.#parts.chains;
  }

  get projection(): Projection {
    return this.#parts.projection;
  }

  /** Asks this database from now on: the same index, made anew. The one before must be closed. */
  goOnWith(database: IndexConnection): void {
    this.#parts = partsOf(database);
  }

  close(): void {
    this.#parts.database.close();
  }
}

function partsOf(database: IndexConnection) {
  const items = new ItemQueries(database);
  return {
    database,
    items,
    windows: new ItemWindows(database, items),
    assignments: new AssignmentQueries(database),
    sources: new SourceQueries(database),
    statements: new StatementQueries(database),
    blobs: new BlobQueries(database),
    chains: new ChainQueries(database),
    proofs: new ProofQueries(database),
    replicas: new ReplicaQueries(database),
    erasures: new ErasureQueries(database),
    examinations: new ExaminationQueries(database),
    projection: new Projection(database),
  };
}
