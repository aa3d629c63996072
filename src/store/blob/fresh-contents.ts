import type { StoredPart } from './captured-content.ts';

/** More than are ever captured between two batches; forgetting one costs a second copy, never a loss. */
const limit = 10_000;

/**
 * Contents that are being sealed, or were sealed and are not in the ledger yet, so that the same bytes captured twice in a
 * moment are kept once.
 */
export class FreshContents {
  readonly #contents = new Map<string, Promise<readonly StoredPart[]>>();

  /** The parts of a content that is sealed, once it is; undefined if there is none or its sealing fails. */
  async find(plaintextId: string): Promise<readonly StoredPart[] | undefined> {
    return this.#contents.get(plaintextId)?.catch(() => undefined);
  }

  has(plaintextId: string): boolean {
    return this.#contents.has(plaintextId);
  }

  /** Announces a content; `parts` settles when it is sealed or has failed. */
  add(plaintextId: string, parts: Promise<readonly StoredPart[]>): void {
    this.#contents.set(plaintextId, parts);
    parts.catch(() => {
      if (this.#contents.get(plaintextId) === parts) this.#contents.delete(plaintextId);
    });
    if (this.#contents.size > limit) this.#contents.delete(this.#contents.keys().next().value ?? '');
  }

  delete(plaintextId: string): void {
    this.#contents.delete(plaintextId);
  }

  clear(): void {
    this.#contents.clear();
  }
}
