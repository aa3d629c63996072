import type { RawResponse } from '../../evidence/provenance.ts';
import type { KnownEntry } from '../../ledger/kinds/entry-kinds.ts';
import type { RawAnswer } from '../../sources/source.ts';
import { capturedEntry } from '../stored-entry.ts';
import type { WritableVault } from '../vault-context.ts';

/** The raw answers of one pull: each is kept once, however many items were read out of it. */
export class RawAnswers {
  readonly #vault: WritableVault;
  readonly #signal: AbortSignal;
  readonly #kept = new WeakMap<
    RawAnswer,
    Promise<{ response: RawResponse; entry: KnownEntry | undefined }>
  >();

  constructor(vault: WritableVault, signal: AbortSignal) {
    this.#vault = vault;
    this.#signal = signal;
  }

  /** @param entries gets the entries of blobs that are not recorded yet */
  async keep(answers: readonly RawAnswer[], entries: KnownEntry[]): Promise<RawResponse[]> {
    const responses: RawResponse[] = [];
    for (const answer of answers) {
      const first = !this.#kept.has(answer);
      const kept = this.#kept.get(answer) ?? this.#keepAnswer(answer);
      this.#kept.set(answer, kept);
      const { response, entry } = await kept;
      // The blob's entry goes in with the first item that cites it; others may be recorded in the same batch, never before.
      if (first && entry !== undefined) entries.push(entry);
      responses.push(response);
    }
    return responses;
  }

  async #keepAnswer(answer: RawAnswer): Promise<{ response: RawResponse; entry: KnownEntry | undefined }> {
    const captured = await this.#vault.blobs.capture({ bytes: answer.bytes }, { signal: this.#signal });
    return {
      response: { ...captured.digests, mediaType: answer.mediaType, removed: [...answer.removed] },
      entry: captured.known ? undefined : capturedEntry(this.#vault, captured),
    };
  }
}
