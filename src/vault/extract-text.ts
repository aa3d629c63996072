import { isoTime } from '../base/clock.ts';
import { asVaultError, throwIfCancelled } from '../base/errors.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import { DocumentExaminer } from '../sources/extract/document-examiner.ts';
import { documentKind, readableTypes, type DocumentKind } from '../sources/extract/document-kinds.ts';
import {
  examinationLimits,
  examinerVersion,
  type Examination,
  type ExaminationLimits,
} from '../sources/extract/examination.ts';
import type { PullProgress } from '../sources/source.ts';
import type { UnexaminedContent } from '../store/index/examination-queries.ts';
import { openContent } from './get-content.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

export interface ExtractOptions {
  /** Stops between documents, and in the middle of one. */
  readonly signal: AbortSignal;
  /** Most documents that are read now; all if left out. */
  readonly limit?: number;
  readonly onProgress?: (progress: PullProgress) => void;
  /** For tests of what goes beyond them. */
  readonly limits?: ExaminationLimits;
}

export interface ExtractReport {
  /** Documents that were read. */
  readonly examined: number;
  /** Those among them whose words could not be read, or not to their end. */
  readonly problems: number;
  /** Documents whose bytes the vault's copy does not give: a check tells more. They are tried again. */
  readonly unreadable: number;
}

/** Answers that are recorded together, by number and by characters. */
const togetherAnswers = 25;
const togetherCharacters = 1_000_000;
const everything = 1_000_000;

/**
 * Reads the words of documents and kept pages for search, as far as nobody did before: newest first, in a thread with limits, in memory
 * alone. What could not be read is remembered with its problem, so that it is not tried for ever.
 * Throws `internal.cancelled` (what was read until then is kept) and `storage.*`.
 */
export async function extractText(vault: WritableVault, options: ExtractOptions): Promise<ExtractReport> {
  const { signal, limit = everything, limits = examinationLimits } = options;
  const pending = vault.index.examinations.pending(readableTypes, examinerVersion, everything);
  if (pending.length === 0) return { examined: 0, problems: 0, unreadable: 0 };
  const run = new Extraction(vault, limits, signal);
  try {
    for (const [done, content] of pending.entries()) {
      throwIfCancelled(signal);
      // What cannot be read for a fault of the vault stays pending, and must not keep the others waiting for ever.
      if (run.report().examined >= limit) break;
      options.onProgress?.({ name: content.name, done, total: Math.min(limit, pending.length) });
      await run.examine(content);
    }
  } finally {
    await run.end();
  }
  return run.report();
}

/** How many documents nobody read for search yet. */
export function countUnexamined(vault: OpenVault): number {
  return vault.index.examinations.pending(readableTypes, examinerVersion, everything).length;
}

class Extraction {
  readonly #vault: WritableVault;
  readonly #limits: ExaminationLimits;
  readonly #signal: AbortSignal;
  readonly #examiner: DocumentExaminer;
  #waiting: EntryOf<'document-examined'>[] = [];
  #characters = 0;
  #examined = 0;
  #problems = 0;
  #unreadable = 0;

  constructor(vault: WritableVault, limits: ExaminationLimits, signal: AbortSignal) {
    this.#vault = vault;
    this.#limits = limits;
    this.#signal = signal;
    this.#examiner = new DocumentExaminer(limits);
  }

  report(): ExtractReport {
    return { examined: this.#examined, problems: this.#problems, unreadable: this.#unreadable };
  }

  async examine(content: UnexaminedContent): Promise<void> {
    const kind = documentKind(content.mediaType);
    if (kind === undefined) return;
    if (content.size > this.#limits.bytes) {
      await this.#answer(content, kind, { text: '', problem: 'too-large' });
      return;
    }
    const bytes = await this.#read(content);
    if (bytes === undefined) this.#unreadable += 1;
    else await this.#answer(content, kind, await this.#examiner.examine(kind, bytes, this.#signal));
  }

  /** Ends the thread, and records what was read until now. */
  async end(): Promise<void> {
    await this.#examiner.close();
    await this.#record();
  }

  /** All bytes of a content, in memory; undefined if the vault's copy of it is not whole. */
  async #read({ sha256, size }: UnexaminedContent): Promise<Uint8Array | undefined> {
    const bytes = new Uint8Array(size);
    let at = 0;
    try {
      for await (const piece of openContent(this.#vault, { sha256, size })) {
        throwIfCancelled(this.#signal);
        bytes.set(piece, at);
        at += piece.length;
      }
    } catch (thrown) {
      const error = asVaultError(thrown);
      if (error.code.startsWith('integrity.')) return undefined;
      throw error;
    }
    return bytes;
  }

  async #answer(content: UnexaminedContent, reader: DocumentKind, found: Examination): Promise<void> {
    const { text, cut, pages, signatures, problem } = found;
    this.#examined += 1;
    if (problem !== undefined) this.#problems += 1;
    this.#waiting.push({
      kind: 'document-examined',
      at: isoTime(this.#vault.clock),
      content: content.sha256,
      reader,
      version: examinerVersion,
      text,
      ...(cut === true ? { cut } : {}),
      ...(pages === undefined ? {} : { pages }),
      ...(signatures === undefined ? {} : { signatures: { ...signatures } }),
      ...(problem === undefined ? {} : { problem }),
    });
    this.#characters += text.length;
    if (this.#waiting.length >= togetherAnswers || this.#characters >= togetherCharacters)
      await this.#record();
  }

  async #record(): Promise<void> {
    const entries = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    if (entries.length > 0) await this.#vault.recorder.record(entries);
  }
}
