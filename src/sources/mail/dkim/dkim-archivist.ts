import { isoTime, type Clock } from '../../../base/clock.ts';
import type { ArchivedDkim, ArchivedKey, DkimSignature } from '../../../evidence/values/dkim.ts';
import { readHeaderBlock, valuesOf } from '../../../verify/origin/mail/header-block.ts';
import {
  checkSignatures,
  mostSignatures,
  signatureFields,
} from '../../../verify/origin/mail/check-signatures.ts';
import type { KeyDirectory } from './key-directory.ts';

/** Unanswered questions in a row after which nobody is asked any more in this pull: the computer is offline, most likely. */
const mostUnanswered = 3;

/** Checks the signatures of messages as they come in, and keeps the keys. One name is asked for once. */
export class DkimArchivist {
  readonly #directory: KeyDirectory;
  readonly #clock: Clock;
  readonly #answers = new Map<string, Promise<ArchivedKey | undefined>>();
  #unanswered = 0;

  constructor(directory: KeyDirectory, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /**
   * @param before what was kept of the same message; it stays as it is unless the name system had not answered then
   * Throws `internal.cancelled`.
   */
  async archive(
    raw: Uint8Array,
    before: ArchivedDkim | undefined,
    signal: AbortSignal,
  ): Promise<ArchivedDkim> {
    if (before !== undefined && unanswered(before) === 0) return before;
    const header = readHeaderBlock(raw);
    const fields = signatureFields(header);
    if (fields.length === 0) return { state: 'unsigned', signatures: [] };
    const keys = new Map<string, ArchivedKey>();
    for (const { key } of before?.signatures ?? []) if (key !== undefined) keys.set(key.name, key);
    for (const field of fields) {
      if (field === undefined || keys.has(field.keyName)) continue;
      const key = await this.#ask(field.keyName, signal);
      if (key !== undefined) keys.set(field.keyName, key);
    }
    const at = isoTime(this.#clock);
    const signatures = await checkSignatures(raw, (name) => keys.get(name), new Date(at));
    if (before !== undefined && unanswered(before) === unanswered({ signatures })) return before;
    const isAny = signatures.some(({ result }) => result !== 'not-checked');
    const more = valuesOf(header, 'dkim-signature').length - mostSignatures;
    return {
      state: isAny ? 'checked' : 'not-checked',
      at,
      signatures: [...signatures],
      ...(more > 0 ? { more } : {}),
    };
  }

  async #ask(name: string, signal: AbortSignal): Promise<ArchivedKey | undefined> {
    if (!this.#answers.has(name) && this.#unanswered >= mostUnanswered) return undefined;
    const asked = this.#answers.get(name) ?? this.#directory.ask(name, signal);
    const isFirst = !this.#answers.has(name);
    this.#answers.set(name, asked);
    try {
      const answer = await asked;
      if (isFirst) this.#unanswered = answer === undefined ? this.#unanswered + 1 : 0;
      return answer;
    } catch (thrown) {
      this.#answers.delete(name);
      throw thrown;
    }
  }
}

function unanswered({ signatures }: { readonly signatures: readonly DkimSignature[] }): number {
  return signatures.filter(({ code }) => code === 'dns-failed').length;
}
